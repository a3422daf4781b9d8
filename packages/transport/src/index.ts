/**
 * What a connection to a module is, and the errors that all transports share.
 *
 * @packageDocumentation
 */

export type {
  CloseReason,
  Connection,
  ConnectionCapabilities,
  OpenOptions,
  Transport,
} from "./connection.ts";
export type { TransportErrorCode } from "./errors.ts";
export { isTransportError, TransportError } from "./errors.ts";
export type { ControlLines, FarEnd } from "./far-end.ts";
export type { LineClock } from "./line-clock.ts";
