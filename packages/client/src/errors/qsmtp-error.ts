import { errorToJson, nameErrors, printedError } from "./error-text.ts";

/** Whose fault an error is, for the question whether to fix the call, the module or the line. */
export type Fault = "caller" | "module" | "server" | "link" | "sdk";

/**
 * What became of the mail. `unknown`: the module had accepted the order to send and its result never
 * came, so the mail may or may not have gone out; sending again may double it.
 */
export type Outcome = "sent" | "not-sent" | "unknown";

/** Every code an error of this package can carry. */
export type QsmtpErrorCode =
  | "INVALID_OPTION"
  | "CONNECTION_FAILED"
  | "MESSAGE_REFUSED"
  | "MODULE_CLOSED"
  | "ABORTED"
  | "COMMAND_FAILED"
  | "TIMEOUT"
  | "UNEXPECTED_REPLY"
  | "CONNECTION_LOST"
  | "MODULE_RESTARTED"
  | "WIRE_STATE_UNKNOWN"
  | "MODULE_NOT_RESPONDING"
  | "MODULE_CANNOT_SEND_MAIL"
  | "SIM_NOT_READY"
  | "NOT_REGISTERED"
  | "PDP_ACTIVATION_FAILED"
  | "SOURCE_FAILED"
  | "FILE_EXISTS"
  | "FILE_NOT_FOUND"
  | "STORAGE_FULL"
  | "UPLOAD_CORRUPT"
  | "DOWNLOAD_CORRUPT"
  | "LINE_NOT_TRANSPARENT"
  | "NOT_AS_ASKED"
  | "SEND_FAILED"
  | "RESULT_MISSING"
  | "RESULT_OUTSTANDING"
  | "INTERNAL_ERROR";

const brand = Symbol.for("@qsmtp/client/error");

/** What an error tells besides its message. */
export interface QsmtpErrorOptions {
  /** Whose fault it is. */
  readonly fault: Fault;
  /** Whether the same call may succeed later without a change by the caller. Default false. */
  readonly retryable?: boolean | undefined;
  /** Whether the same call can never succeed unless somebody changes something. Default false. */
  readonly permanent?: boolean | undefined;
  /** What to do, in one or two sentences. */
  readonly hint?: string | undefined;
  /** The error underneath. */
  readonly cause?: unknown;
}

/** Root of every error that this package throws. */
export class QsmtpError extends Error {
  static {
    nameErrors(QsmtpError, "QsmtpError");
    // What Node prints of it.
    Object.defineProperty(QsmtpError.prototype, Symbol.for("nodejs.util.inspect.custom"), {
      value(this: QsmtpError): string {
        return printedError(this);
      },
    });
  }
  /** For programs: it stays the same when the words change. */
  readonly code: QsmtpErrorCode;
  /** Whom it is up to: the call, the module, the mail server, the line, or this package. */
  readonly fault: Fault;
  /** Whether the same call may succeed later without a change by the caller. */
  readonly retryable: boolean;
  /**
   * Whether the same call can never succeed unless somebody changes something: the message, an option,
   * the SIM, the account. Never together with `retryable`; neither where nobody can say.
   */
  readonly permanent: boolean;
  /** What to do; part of the message too. */
  declare readonly hint: string | undefined;
  /** The message without the hint. */
  declare readonly problem: string;

  constructor(code: QsmtpErrorCode, message: string, options: QsmtpErrorOptions) {
    const text =
      options.hint === undefined ? message : `${message.replace(/\.$/, "")}. ${options.hint}`;
    super(text, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.fault = options.fault;
    this.retryable = options.retryable ?? false;
    this.permanent = !this.retryable && (options.permanent ?? false);
    // What the message says is not printed once more.
    Object.defineProperties(this, {
      hint: { value: options.hint, writable: true },
      problem: { value: message, writable: true },
      [brand]: { value: true },
    });
  }

  /**
   * The error as plain data, for logs: `name`, `message` and `hint`, every field that says what
   * happened, and of the cause its name, code and message. Printed by Node it takes 12 lines at most.
   */
  toJSON(): Readonly<Record<string, unknown>> {
    return errorToJson(this);
  }
}

/** Tells whether a caught value is an error of this package, and of one code when that is given. */
export function isOwnError(error: unknown, code?: QsmtpErrorCode): error is QsmtpError {
  const ours =
    typeof error === "object" &&
    error !== null &&
    (error as Record<symbol, unknown>)[brand] === true;
  return ours && (code === undefined || (error as QsmtpError).code === code);
}
