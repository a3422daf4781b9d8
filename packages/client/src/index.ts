/**
 * Sends e-mail through a module over a serial line: opening, mails, files, health and recovery.
 *
 * @packageDocumentation
 */

export type { OptionProblem } from "@qsmtp/transport/options";
export type {
  AnyExecuteOptions,
  DownloadOptions,
  ExecuteArguments,
  ExecuteOptions,
  ExecuteResult,
  PayloadOptions,
  PayloadProgress,
  SizedDownloadOptions,
} from "./channel/execute-options.ts";
export type { MailCharsetName } from "./charset/mail-charset.ts";
export { CommandError, type NumberedError } from "./errors/command-error.ts";
export { ConnectionFailedError } from "./errors/connection-failed.ts";
export { type FileDigest, FileExistsError, UploadCorruptError } from "./errors/file-errors.ts";
export { InvalidOptionError } from "./errors/invalid-option.ts";
export { isQsmtpError, type QsmtpErrorOf } from "./errors/is-qsmtp-error.ts";
export { MessageError, type MessageProblem } from "./errors/message-error.ts";
export { ModuleNotRespondingError, type PortFinding } from "./errors/module-not-responding.ts";
export { type ActivationProblem, PdpActivationError } from "./errors/pdp-activation-error.ts";
export {
  type Fault,
  type Outcome,
  QsmtpError,
  type QsmtpErrorCode,
  type QsmtpErrorOptions,
} from "./errors/qsmtp-error.ts";
export { type MailStage, SendError, type SendFailure } from "./errors/send-error.ts";
export { SourceError, type SourceFault } from "./errors/source-error.ts";
export {
  AbortedError,
  ConnectionLostError,
  ModuleClosedError,
  ModuleRestartedError,
  TimeoutError,
  UnexpectedReplyError,
  WireStateError,
} from "./errors/wire-errors.ts";
export type { ByteReadable, ByteReader, ByteStream } from "./files/byte-stream.ts";
export { fileChecksum } from "./files/checksum.ts";
export type {
  FileEntry,
  FileOptions,
  FileUploadOptions,
  QsmtpFiles,
  StorageSpace,
} from "./files/qsmtp-files.ts";
export type { DiagnoseOptions, VerifyOptions } from "./health/health.ts";
export type {
  DiagnosisName,
  HealthItem,
  HealthReport,
  HealthValue,
  HealthVerdict,
  Verification,
  VerificationName,
} from "./health/health-report.ts";
export type { ModuleCapabilities } from "./limits/capabilities.ts";
export type { EarlierOrder } from "./mail/earlier-order.ts";
export type { MailWarning, MailWarningCode } from "./mail/mail-warning.ts";
export type { AddressLike, AddressList, MailAttachment, MailMessage } from "./mail/message.ts";
export type { BeforeOrder, OrderInfo } from "./mail/order-info.ts";
export type { MailProgress } from "./mail/progress.ts";
export type { QsmtpMail } from "./mail/qsmtp-mail.ts";
export type { AttachmentReceipt, MailReceipt } from "./mail/receipt.ts";
export type { SendOptions } from "./mail/send-options.ts";
export { openModule } from "./module/open-module.ts";
export type { QsmtpModule } from "./module/qsmtp-module.ts";
export type { ModuleInfo } from "./module/set-up.ts";
export type { NetworkOptions, NetworkState, QsmtpNetwork } from "./network/qsmtp-network.ts";
export type {
  MailSecurity,
  ModuleOptions,
  PdpOptions,
  SmtpOptions,
  TlsOptions,
} from "./options/options.ts";
export type { RetryOptions } from "./options/retry-options.ts";
export type { RecoveryEvent, RecoveryEventBase, RecoveryStep } from "./recovery/recovery-event.ts";
export type { ReconnectOptions, RecoveryOptions } from "./recovery/recovery-options.ts";
export { type Clock, systemClock } from "./time/clock.ts";
export { traceToJsonLines } from "./trace/json-lines.ts";
export {
  type FieldsLogger,
  type TextLogger,
  traceToFieldsLogger,
  traceToTextLogger,
} from "./trace/loggers.ts";
export type { LineMeaning, TraceEvent, TraceKind } from "./trace/trace-event.ts";
