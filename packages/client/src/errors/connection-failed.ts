import { isTransportError } from "@qsmtp/transport";
import { nameErrors } from "./error-text.ts";
import { isOwnError, QsmtpError } from "./qsmtp-error.ts";
import { reasonOf } from "./reason-of.ts";

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
  static {
    nameErrors(ConnectionFailedError, "ConnectionFailedError");
  }
  /** Code of the transport, e.g. `PORT_BUSY`; `undefined` for a transport that gives none. */
  readonly transportCode: string | undefined;

  constructor(cause: unknown) {
    const transportCode = isTransportError(cause) ? cause.code : undefined;
    const message = reasonOf(cause);
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
  return isOwnError(error) ? error : new ConnectionFailedError(error);
}
