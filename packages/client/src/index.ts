export {
  Channel,
  type ChannelListeners,
  type ChannelOptions,
  type ExecuteOptions,
} from "./channel/channel.ts";
export { type Clock, systemClock } from "./channel/clock.ts";
export type { LineMeaning } from "./channel/exchange.ts";
export type { PayloadProgress } from "./channel/exchange-run.ts";
export type { TraceEvent } from "./channel/trace.ts";
export { CommandError, type NumberedError } from "./errors/command-error.ts";
export { FileExistsError, type StoredFile, UploadCorruptError } from "./errors/file-errors.ts";
export { MessageError, type MessageProblem } from "./errors/message-error.ts";
export {
  type Fault,
  isQsmtpError,
  type Outcome,
  QsmtpError,
  type QsmtpErrorCode,
  type QsmtpErrorOptions,
} from "./errors/qsmtp-error.ts";
export { SendError, type SendFailure } from "./errors/send-error.ts";
export {
  ConnectionLostError,
  ModuleClosedError,
  ModuleRestartedError,
  TimeoutError,
  UnexpectedReplyError,
  WireStateError,
} from "./errors/wire-errors.ts";
export { fileChecksum } from "./files/checksum.ts";
export type { MailCharsetName } from "./mail/charset.ts";
export type { Mailer, SendOptions } from "./mail/mailer.ts";
export type { AddressLike, AddressList, MailAttachment, MailMessage } from "./mail/message.ts";
export type { MailProgress, MailStage } from "./mail/progress.ts";
export type { AttachmentReceipt, MailReceipt } from "./mail/receipt.ts";
export type { ModuleCapabilities } from "./module/capabilities.ts";
export type {
  MailSecurity,
  ModuleOptions,
  PdpOptions,
  SmtpOptions,
  TlsOptions,
} from "./module/options.ts";
export { type ModuleInfo, openModule, type QsmtpModule } from "./module/qsmtp-module.ts";
