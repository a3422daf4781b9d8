/**
 * A serial port of this computer.
 *
 * @packageDocumentation
 */

export type {
  SerialBinding,
  SerialBindingOptions,
  SerialBindingPort,
  SerialPortInfo,
} from "./serial-binding.ts";
export type {
  SerialPortChoice,
  SerialPortOptions,
  SerialTransportOptions,
} from "./serial-transport.ts";
export { serialTransport } from "./serial-transport.ts";
export type { UsbIdentity } from "./usb-identity.ts";
export { listUsbSerialPorts } from "./usb-identity.ts";
export type { UsbSerialPort } from "./usb-port.ts";
