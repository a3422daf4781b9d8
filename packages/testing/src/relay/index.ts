export type { SmtpRelayEvent } from "./relay-event.ts";
export { createSmtpRelay, type SmtpRelayOptions } from "./smtp-relay.ts";
