export type {
  CloseReason,
  Connection,
  ConnectionCapabilities,
  OpenOptions,
  Transport,
} from "./connection.ts";
export type { TransportErrorCode } from "./errors.ts";
export { isTransportError, TransportError } from "./errors.ts";
