/**
 * A serial port of another computer, by RFC 2217.
 *
 * @packageDocumentation
 */

export {
  type ComPortServer,
  type ComPortServerOptions,
  createComPortServer,
  type PortSettings,
} from "./com-port-server.ts";
export type { LineState, ModemState } from "./line-states.ts";
export type { Rfc2217Connection } from "./rfc2217-connection.ts";
export type { Rfc2217Transport, Rfc2217TransportOptions } from "./rfc2217-transport.ts";
export { rfc2217Transport } from "./rfc2217-transport.ts";
