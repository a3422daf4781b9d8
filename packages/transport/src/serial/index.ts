export type { SerialBinding, SerialBindingOptions, SerialBindingPort } from "./serial-binding.ts";
export type { SerialTransportOptions } from "./serial-transport.ts";
export { serialTransport } from "./serial-transport.ts";
