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
export { CommandError, type NumberedError } from "./errors/command-error.ts";
export { ConnectionFailedError } from "./errors/connection-failed.ts";
export { FileExistsError, type StoredFile, UploadCorruptError } from "./errors/file-errors.ts";
export { MessageError, type MessageProblem } from "./errors/message-error.ts";
export { ModuleNotRespondingError, type PortFinding } from "./errors/module-not-responding.ts";
export { type ActivationProblem, PdpActivationError } from "./errors/pdp-activation-error.ts";
export {
  type Fault,
  isQsmtpError,
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
export type { MailCharsetName } from "./mail/charset.ts";
export type { EarlierOrder } from "./mail/earlier-order.ts";
export type { Mailer } from "./mail/mailer.ts";
export type { AddressLike, AddressList, MailAttachment, MailMessage } from "./mail/message.ts";
export type { BeforeOrder, OrderInfo } from "./mail/order-info.ts";
export type { MailProgress } from "./mail/progress.ts";
export type { AttachmentReceipt, MailReceipt } from "./mail/receipt.ts";
export type { SendOptions } from "./mail/send-options.ts";
export { openModule } from "./module/open-module.ts";
export type { QsmtpModule } from "./module/qsmtp-module.ts";
export type { ModuleInfo } from "./module/set-up.ts";
export type {
  MailSecurity,
  ModuleOptions,
  PdpOptions,
  SmtpOptions,
  TlsOptions,
} from "./options/options.ts";
export type { RetryOptions } from "./options/retry-options.ts";
export type { RecoveryEvent, RecoveryStep } from "./recovery/recovery-event.ts";
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
