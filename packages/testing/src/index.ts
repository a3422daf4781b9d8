/**
 * A simulated module for tests without hardware, on a clock of its own.
 *
 * @packageDocumentation
 */

export type { ModuleIdentity } from "./behaviours/base/identity.ts";
export type { BootTimes } from "./behaviours/base/module-start.ts";
export type {
  NetworkOperator,
  RadioTechnology,
  Registration,
  RegistrationDomain,
  RegistrationState,
  RegistrationStatus,
} from "./behaviours/base/radio.ts";
export type { SimOptions, SimState } from "./behaviours/base/sim.ts";
export type { ModulePort } from "./behaviours/base/urc-routing.ts";
export type { SimulatedFileOptions } from "./behaviours/file/file-behaviour.ts";
export {
  FileStore,
  type FileStoreOptions,
  type StorageName,
  type StoredFile,
} from "./behaviours/file/file-store.ts";
export type { SettingValues } from "./behaviours/keyed-settings.ts";
export type { HostTable } from "./behaviours/pdp/name-server.ts";
export type { SimulatedPdpOptions } from "./behaviours/pdp/pdp-behaviour.ts";
export type { PdpContext } from "./behaviours/pdp/pdp-contexts.ts";
export type {
  DraftAttachment,
  DraftRecipient,
  DraftText,
  MailDraft,
} from "./behaviours/smtp/mail-draft.ts";
export type { SimulatedSmtpOptions } from "./behaviours/smtp/smtp-behaviour.ts";
export type { SmtpSettings } from "./behaviours/smtp/smtp-settings.ts";
export { SimulationOptionError } from "./checked-options.ts";
export { type Clock, globalClock } from "./clock/clock.ts";
export { type SimulationClockCode, SimulationClockError } from "./clock/clock-error.ts";
export type { Timers } from "./clock/timers.ts";
export {
  createVirtualClock,
  type VirtualClock,
  type VirtualClockOptions,
} from "./clock/virtual-clock.ts";
export type { EventListener } from "./events/event-hub.ts";
export type {
  CommandArguments,
  CommandEvent,
  ContextState,
  DataEvent,
  FaultEvent,
  MailEvent,
  ModuleEvent,
  ReplyEvent,
  StateChange,
  StateEvent,
  UnhandledEvent,
  UrcEvent,
} from "./events/module-event.ts";
export { type SimulationExpectationCode, SimulationExpectationError } from "./expectation-error.ts";
export type { CommandMatch, CommandPattern } from "./faults/command-match.ts";
export type { FaultName, ModuleFault } from "./faults/fault.ts";
export type { RestartOptions } from "./faults/module-faults.ts";
export {
  createMailbox,
  type DeliveredMail,
  type Mailbox,
  type MailboxOptions,
  type MailResponse,
} from "./mail/mailbox.ts";
export type {
  MailAccount,
  MailAttachment,
  MailCarrier,
  MailCharset,
  MailClientIdentity,
  MailRecipient,
  MailResult,
  MailSecurity,
  MailServerAddress,
  MailText,
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
  absent,
  type Behaviour,
  type CommandEnd,
  createBehaviour,
  type EventualAnswer,
  type OperationHandler,
  on,
} from "./modem/behaviour.ts";
export type { WaitOptions } from "./modem/command-waits.ts";
export type { Coverage } from "./modem/coverage.ts";
export type { HandlerOptions, LineAnswer } from "./modem/line-handlers.ts";
export { Modem } from "./modem/modem.ts";
export type { ModemOptions } from "./modem/modem-options.ts";
export type { DtrMode, ErrorForm, ModemProfile, ModemSettings } from "./modem/modem-profile.ts";
export type { ModuleDescription } from "./module-description.ts";
export type { ModuleQuirks } from "./quirks/module-quirks.ts";
export type {
  Scenario,
  ScenarioFile,
  ScenarioSignal,
  ServerAnswer,
  TimelineEntry,
} from "./scenario/scenario.ts";
export {
  createSimulatedLine,
  type SimulatedLine,
  type SimulatedLineOptions,
} from "./simulated-line.ts";
export {
  createSimulatedModule,
  type ModuleSettings,
  SimulatedModule,
  type SimulatedModuleOptions,
} from "./simulated-module.ts";
export type { DecodedArguments, ReceivedCommand } from "./transcript/transcript.ts";
