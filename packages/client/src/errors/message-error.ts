import { type Outcome, QsmtpError } from "./qsmtp-error.ts";

/** One thing in a message that the module cannot carry. */
export interface MessageProblem {
  /** Where in the message: `to[3]`, `attachments[0].filename`. */
  readonly path: string;
  readonly code:
    | "NO_RECIPIENT"
    | "TOO_MANY_RECIPIENTS"
    | "INVALID_ADDRESS"
    | "TOO_MANY_ATTACHMENTS"
    | "DUPLICATE_NAME"
    | "RESERVED_NAME"
    | "TOO_LONG"
    | "EMPTY"
    /** A number of bytes that cannot be, or is not that of the content. */
    | "INVALID_LENGTH"
    /** A stream that has been read, is being read, or was given twice. */
    | "UNREADABLE"
    | "NOT_REPRESENTABLE"
    | "UNSUPPORTED";
  readonly message: string;
}

/** The module cannot carry this message. Nothing was sent; all problems are listed. */
export class MessageError extends QsmtpError {
  override readonly name = "MessageError";
  readonly outcome: Outcome = "not-sent";
  readonly problems: readonly MessageProblem[];

  constructor(problems: readonly MessageProblem[]) {
    const list = problems.map(({ path, message }) => `${path}: ${message}`).join("; ");
    super("MESSAGE_REFUSED", `the module cannot carry this message: ${list}`, {
      fault: "caller",
      permanent: true,
    });
    this.problems = problems;
  }
}
