import type { OptionProblem } from "./options/option-table.ts";

/** What went wrong, in one word that programs can compare. */
export type TransportErrorCode =
  /** The connection could not be made, for a reason without a code of its own; see `cause`. */
  | "OPEN_FAILED"
  /** There is no serial port of this name or USB identity. */
  | "PORT_NOT_FOUND"
  /** Another program, another connection or another client has the serial port open. */
  | "PORT_BUSY"
  /** The operating system does not let this user open the port. */
  | "ACCESS_DENIED"
  /** The host answered, but nothing listens on the TCP port. */
  | "CONNECT_REFUSED"
  /** The TCP connection was not made in time. */
  | "CONNECT_TIMEOUT"
  /** The host name cannot be resolved to an address. */
  | "HOST_NOT_FOUND"
  /** What answers on the TCP port is no RFC 2217 server. */
  | "NOT_RFC2217"
  /** The RFC 2217 server did not set its serial port as it was asked to. */
  | "SETTINGS_REFUSED"
  /** Several serial ports fit the USB identity that was given. */
  | "PORT_AMBIGUOUS"
  /** The connection broke: unplugged, reset, or ended by the other side during a write. */
  | "CONNECTION_LOST"
  /** The call came after the connection had ended, or `close()` was called while it was pending. */
  | "CLOSED"
  /** The connection cannot do this; see its `capabilities`. */
  | "UNSUPPORTED"
  /** The port took the bytes but could not confirm that they were sent. */
  | "WRITE_FAILED"
  /** The port refused to change a control line, to send a break or to purge its buffers. */
  | "CONTROL_LINES_FAILED"
  /** An option has a value that cannot work. */
  | "INVALID_OPTION"
  /** An optional package is needed and cannot be loaded. */
  | "MISSING_DEPENDENCY";

/** Shared by every copy of this package in a process, which `instanceof` is not. */
const BRAND: symbol = Symbol.for("@qsmtp/transport/TransportError");

/** Every failure of a transport. `cause` is the error underneath, where there is one. */
export class TransportError extends Error {
  /**
   * For people; {@link isTransportError} knows the error, also that of another copy of the package.
   */
  override readonly name: string = "TransportError";
  /** What programs compare; each code says what went wrong. */
  readonly code: TransportErrorCode;
  /** With `INVALID_OPTION`: everything that is wrong with the options. */
  readonly problems: readonly OptionProblem[] | undefined;

  constructor(
    code: TransportErrorCode,
    message: string,
    options: {
      readonly cause?: unknown;
      readonly problems?: readonly OptionProblem[] | undefined;
    } = {},
  ) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.problems = options.problems;
    Object.defineProperty(this, BRAND, { value: true });
  }
}

/**
 * Tells whether `error` is a {@link TransportError}, of the given code if there is one. Unlike
 * `instanceof` it also recognises errors of another copy of this package.
 */
export function isTransportError<Code extends TransportErrorCode = TransportErrorCode>(
  error: unknown,
  code?: Code,
): error is TransportError & { readonly code: Code } {
  return (
    typeof error === "object" &&
    error !== null &&
    BRAND in error &&
    (code === undefined || (error as TransportError).code === code)
  );
}

/** Gives the text of whatever was thrown, for use inside another message. */
export function describeCause(cause: unknown): string {
  return cause instanceof Error ? cause.message.replace(/^Error:? /, "") : String(cause);
}
