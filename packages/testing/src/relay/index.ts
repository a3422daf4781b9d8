/**
 * Hands the simulated module's mails to a real SMTP server.
 *
 * @packageDocumentation
 */

export type { SmtpRelayEvent } from "./relay-event.ts";
export { createSmtpRelay, type SmtpRelayOptions } from "./smtp-relay.ts";
