/**
 * A serial line behind a plain TCP socket.
 *
 * @packageDocumentation
 */

export type { SocketOptions } from "./socket-options.ts";
export type { TcpTransportOptions } from "./tcp-transport.ts";
export { tcpTransport } from "./tcp-transport.ts";
