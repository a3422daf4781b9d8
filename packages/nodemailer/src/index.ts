/**
 * A transport for nodemailer that sends through a cellular module.
 *
 * @packageDocumentation
 */

export type { QsmtpMailError } from "./mail-error.ts";
export type { GivenMail } from "./message/given-mail.ts";
export type {
  DroppableField,
  FetchOptions,
  MessageOptions,
  OpenModuleOptions,
  OwnModuleOptions,
  QsmtpTransportOptions,
} from "./options.ts";
export { qsmtpTransport } from "./qsmtp-transport.ts";
export type { MailNotice, QsmtpSentMessageInfo } from "./sent-message-info.ts";
export type { QsmtpTransport, SendCallback, VerifyCallback } from "./transport-face.ts";
export { VerificationError } from "./verification-error.ts";
