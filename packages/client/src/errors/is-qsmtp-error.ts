import type { CommandError } from "./command-error.ts";
import type { ConnectionFailedError } from "./connection-failed.ts";
import type { FileExistsError, UploadCorruptError } from "./file-errors.ts";
import type { InvalidOptionError } from "./invalid-option.ts";
import type { MessageError } from "./message-error.ts";
import type { ModuleNotRespondingError } from "./module-not-responding.ts";
import type { PdpActivationError } from "./pdp-activation-error.ts";
import { isOwnError, type QsmtpError, type QsmtpErrorCode } from "./qsmtp-error.ts";
import type { SendError } from "./send-error.ts";
import type { SourceError } from "./source-error.ts";
import type {
  AbortedError,
  ConnectionLostError,
  ModuleClosedError,
  ModuleRestartedError,
  TimeoutError,
  UnexpectedReplyError,
  WireStateError,
} from "./wire-errors.ts";

/** The classes whose errors carry one code. */
type ErrorClasses = {
  readonly ABORTED: AbortedError;
  readonly COMMAND_FAILED: CommandError;
  readonly CONNECTION_FAILED: ConnectionFailedError;
  readonly CONNECTION_LOST: ConnectionLostError;
  readonly FILE_EXISTS: FileExistsError;
  readonly INVALID_OPTION: InvalidOptionError;
  readonly MESSAGE_REFUSED: MessageError;
  readonly MODULE_CLOSED: ModuleClosedError;
  readonly MODULE_NOT_RESPONDING: ModuleNotRespondingError;
  readonly MODULE_RESTARTED: ModuleRestartedError;
  readonly PDP_ACTIVATION_FAILED: PdpActivationError;
  readonly SOURCE_FAILED: SourceError;
  readonly TIMEOUT: TimeoutError;
  readonly UNEXPECTED_REPLY: UnexpectedReplyError;
  readonly UPLOAD_CORRUPT: UploadCorruptError;
  readonly WIRE_STATE_UNKNOWN: WireStateError;
};

/** Codes that no error but a {@link SendError} carries. */
type SendCode = "SEND_FAILED" | "RESULT_MISSING" | "INTERNAL_ERROR";

/** Codes that a `SendError` never carries. */
type NeverOfSend = "MESSAGE_REFUSED" | "CONNECTION_FAILED";

/** Errors of a class that carry a code. */
type Coded<Class, Code> = Class & { readonly code: Code };

/**
 * What an error of one code is: its class, or, where it ended a mail, the {@link SendError} that has
 * it as its cause.
 */
export type QsmtpErrorOf<Code extends QsmtpErrorCode> = Code extends keyof ErrorClasses
  ? Coded<ErrorClasses[Code], Code> | (Code extends NeverOfSend ? never : Coded<SendError, Code>)
  : Coded<Code extends SendCode ? SendError : QsmtpError, Code>;

/**
 * Tells whether a caught value is an error of this package, and of one code when that is given; also
 * of another copy of this package, which `instanceof` does not.
 *
 * With a code it gives the class: of `TIMEOUT` a `TimeoutError`, or the `SendError` of a mail that
 * ended by one.
 */
export function isQsmtpError(error: unknown): error is QsmtpError;
/** The same for one code: narrows to the class that carries it. */
export function isQsmtpError<Code extends QsmtpErrorCode>(
  error: unknown,
  code: Code,
): error is QsmtpErrorOf<Code>;
export function isQsmtpError(error: unknown, code?: QsmtpErrorCode): boolean {
  return isOwnError(error, code);
}
