/** A serial port of a USB device. */
export interface UsbSerialPort {
  /** The name it has now. */
  readonly path: string;
  /** Four hexadecimal digits in lower case. */
  readonly vendorId: string;
  /** Four hexadecimal digits in lower case. */
  readonly productId: string;
  /** The device's own; `undefined` when it has none, as many modules. */
  readonly serialNumber: string | undefined;
  /** `undefined` where the system does not tell it. */
  readonly interfaceNumber: number | undefined;
}
