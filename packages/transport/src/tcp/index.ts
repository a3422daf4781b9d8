export type { TcpTransportOptions } from "./tcp-transport.ts";
export { tcpTransport } from "./tcp-transport.ts";
