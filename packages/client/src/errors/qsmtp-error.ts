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
  | "STORAGE_FULL"
  | "UPLOAD_CORRUPT"
  | "LINE_NOT_TRANSPARENT"
  | "NOT_AS_ASKED"
  | "SEND_FAILED"
  | "RESULT_MISSING"
  | "RESULT_OUTSTANDING"
  | "INTERNAL_ERROR";

const brand = Symbol.for("@qsmtp/client/error");

export interface QsmtpErrorOptions {
  readonly fault: Fault;
  /** Whether the same call may succeed later without a change by the caller. Default false. */
  readonly retryable?: boolean | undefined;
  /** Whether the same call can never succeed unless somebody changes something. Default false. */
  readonly permanent?: boolean | undefined;
  /** What to do, in one or two sentences. */
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

/** Root of every error that this package throws. */
export class QsmtpError extends Error {
  override readonly name: string = "QsmtpError";
  readonly code: QsmtpErrorCode;
  readonly fault: Fault;
  /** Whether the same call may succeed later without a change by the caller. */
  readonly retryable: boolean;
  /**
   * Whether the same call can never succeed unless somebody changes something: the message, an option,
   * the SIM, the account. Never together with `retryable`; neither where nobody can say.
   */
  readonly permanent: boolean;
  /** What to do; part of the message too. */
  readonly hint: string | undefined;
  /** The message without the hint. */
  readonly problem: string;

  constructor(code: QsmtpErrorCode, message: string, options: QsmtpErrorOptions) {
    const text =
      options.hint === undefined ? message : `${message.replace(/\.$/, "")}. ${options.hint}`;
    super(text, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.fault = options.fault;
    this.retryable = options.retryable ?? false;
    this.permanent = !this.retryable && (options.permanent ?? false);
    this.hint = options.hint;
    this.problem = message;
    Object.defineProperty(this, brand, { value: true });
  }
}

/** Tells whether a caught value is an error of this package, and of one code when that is given. */
export function isQsmtpError(error: unknown, code?: QsmtpErrorCode): error is QsmtpError {
  const ours =
    typeof error === "object" &&
    error !== null &&
    (error as Record<symbol, unknown>)[brand] === true;
  return ours && (code === undefined || (error as QsmtpError).code === code);
}
