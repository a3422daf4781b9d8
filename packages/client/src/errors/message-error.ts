import { nameErrors } from "./error-text.ts";
import { type Outcome, QsmtpError } from "./qsmtp-error.ts";

/** One thing in a message that the module cannot carry. */
export interface MessageProblem {
  /** Where in the message: `to[3]`, `attachments[0].filename`. */
  readonly path: string;
  /** For programs: it stays the same when the words change. */
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
    /** A stream that has been read, is being read, or was given twice; a value that throws when read. */
    | "UNREADABLE"
    | "NOT_REPRESENTABLE"
    | "UNSUPPORTED";
  /** What is wrong there; `limit` and `actual` say it in numbers where it is about those. */
  readonly message: string;
  /**
   * The most that the module takes: bytes, recipients or files, as `code` says; for `INVALID_LENGTH`
   * the bytes of the content.
   */
  readonly limit?: number | undefined;
  /** What the message has of it. */
  readonly actual?: number | undefined;
  /** The character, from 0, at which reading the text at `path` ended. */
  readonly position?: number | undefined;
}

/** The module cannot carry this message. Nothing was sent; all problems are listed. */
export class MessageError extends QsmtpError {
  static {
    nameErrors(MessageError, "MessageError");
  }
  /** Nothing was sent. */
  readonly outcome: Outcome = "not-sent";
  /** All of them, in the order of the message; never empty. */
  readonly problems: readonly MessageProblem[];

  constructor(problems: readonly MessageProblem[], options: { readonly cause?: unknown } = {}) {
    const list = problems.map(({ path, message }) => `${path}: ${message}`).join("; ");
    super("MESSAGE_REFUSED", `the module cannot carry this message: ${list}`, {
      fault: "caller",
      permanent: true,
      ...options,
    });
    this.problems = problems;
  }
}
