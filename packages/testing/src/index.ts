export type { ModuleIdentity } from "./behaviours/base/identity.ts";
export type {
  Registration,
  RegistrationDomain,
  RegistrationStatus,
} from "./behaviours/base/radio.ts";
export type { SimOptions, SimState } from "./behaviours/base/sim.ts";
export type { ModulePort } from "./behaviours/base/urc-routing.ts";
export type { FileOptions } from "./behaviours/file/file-behaviour.ts";
export {
  FileStore,
  type FileStoreOptions,
  type StorageName,
  type StoredFile,
} from "./behaviours/file/file-store.ts";
export type { SettingValues } from "./behaviours/keyed-settings.ts";
export type { PdpOptions } from "./behaviours/pdp/pdp-behaviour.ts";
export type { PdpContext } from "./behaviours/pdp/pdp-contexts.ts";
export type {
  DraftAttachment,
  DraftRecipient,
  DraftText,
  MailDraft,
} from "./behaviours/smtp/mail-draft.ts";
export type { SmtpOptions } from "./behaviours/smtp/smtp-behaviour.ts";
export type { SmtpSettings } from "./behaviours/smtp/smtp-settings.ts";
export { type Clock, globalClock } from "./clock/clock.ts";
export type { Timers } from "./clock/timers.ts";
export type { CommandMatch, Fault, RestartOptions } from "./faults/fault.ts";
export {
  createMailbox,
  type DeliveredMail,
  type Mailbox,
  type MailboxOptions,
  type MailResponse,
} from "./mail/mailbox.ts";
export type {
  MailCarrier,
  MailCharset,
  MailResult,
  MailSecurity,
  MailTls,
  OutgoingMail,
} from "./mail/outgoing-mail.ts";
export {
  type Answer,
  type Delayed,
  delayed,
  type FinalResult,
  fail,
  noCarrier,
  type ReceivedData,
  type Reception,
  type ReceptionEnd,
  type Reply,
  receive,
  reply,
  replyAndFail,
  replyLines,
  replyThen,
  type Silence,
  silence,
  type Transmission,
  transmit,
} from "./modem/answer.ts";
export {
  type Behaviour,
  createBehaviour,
  type EventualAnswer,
  type OperationHandler,
  on,
} from "./modem/behaviour.ts";
export { Modem, type ModemOptions } from "./modem/modem.ts";
export type { DtrMode, ErrorForm, ModemProfile, ModemSettings } from "./modem/modem-profile.ts";
export { createSimulatedLine, type SimulatedLine } from "./simulated-line.ts";
export {
  createSimulatedModule,
  type ModuleSettings,
  SimulatedModule,
  type SimulatedModuleOptions,
} from "./simulated-module.ts";
export type { ReceivedCommand } from "./transcript/transcript.ts";
