import { isTransportError } from "@qsmtp/transport";
import { isQsmtpError, QsmtpError } from "./qsmtp-error.ts";

/** Transport errors that go away without the caller. */
const passing: readonly string[] = [
  "PORT_BUSY",
  "CONNECT_REFUSED",
  "CONNECT_TIMEOUT",
  "CONNECTION_LOST",
];
const callers: readonly string[] = [
  "INVALID_OPTION",
  "MISSING_DEPENDENCY",
  "PORT_AMBIGUOUS",
  "SETTINGS_REFUSED",
  "NOT_RFC2217",
];

/** The transport could not make the connection; its own error is the cause. */
export class ConnectionFailedError extends QsmtpError {
  override readonly name = "ConnectionFailedError";
  /** Code of the transport, e.g. `PORT_BUSY`; `undefined` for a transport that gives none. */
  readonly transportCode: string | undefined;

  constructor(cause: unknown) {
    const transportCode = isTransportError(cause) ? cause.code : undefined;
    const message = cause instanceof Error ? cause.message : String(cause);
    super("CONNECTION_FAILED", message, {
      fault: callers.includes(transportCode ?? "") ? "caller" : "link",
      retryable: passing.includes(transportCode ?? ""),
      permanent: callers.includes(transportCode ?? ""),
      cause,
    });
    this.transportCode = transportCode;
  }
}

/** What a failed opening means to the caller: errors of this package stay as they are. */
export function connectionFailed(error: unknown): QsmtpError {
  return isQsmtpError(error) ? error : new ConnectionFailedError(error);
}
