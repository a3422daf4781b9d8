/**
 * The simulated module with its line in memory and its clock, and nothing else: for a browser page,
 * or wherever there is no Node.
 *
 * @packageDocumentation
 */

export { type Clock, globalClock } from "../clock/clock.ts";
export { type SimulationClockCode, SimulationClockError } from "../clock/clock-error.ts";
export {
  createVirtualClock,
  type VirtualClock,
  type VirtualClockOptions,
} from "../clock/virtual-clock.ts";
export {
  createMailbox,
  type DeliveredMail,
  type Mailbox,
  type MailboxOptions,
  type MailResponse,
} from "../mail/mailbox.ts";
export type { MailCarrier, MailResult, OutgoingMail } from "../mail/outgoing-mail.ts";
export {
  createSimulatedLine,
  type SimulatedLine,
  type SimulatedLineOptions,
} from "../simulated-line.ts";
export {
  createSimulatedModule,
  type ModuleSettings,
  SimulatedModule,
  type SimulatedModuleOptions,
} from "../simulated-module.ts";
