/**
 * The part of a node-serialport binding that a serial transport uses. `SerialPort.binding` of
 * `serialport`, `MockBinding` of `@serialport/binding-mock` and every other object made for
 * node-serialport's `BindingInterface` fit. Written out here so that these types need neither
 * node-serialport's nor Node's.
 */
export interface SerialBinding {
  /** Gives a port that is open and, if `lock` says so, locked. */
  open(options: SerialBindingOptions): Promise<SerialBindingPort>;
  /** Needed only to find ports by their USB identity. */
  list?(): Promise<readonly SerialPortInfo[]>;
}

/** What a binding tells of a port that it could open. */
export interface SerialPortInfo {
  /** The name under which it can be opened now, e.g. `/dev/ttyUSB2`. */
  readonly path: string;
  /** Hexadecimal digits in any case; `undefined` for a port that is not on USB. */
  readonly vendorId?: string | undefined;
  /** Hexadecimal digits in any case; `undefined` for a port that is not on USB. */
  readonly productId?: string | undefined;
  /** The USB device's own; `undefined` when it has none. */
  readonly serialNumber?: string | undefined;
  /** The system's own name for the device, which holds the interface number. */
  readonly pnpId?: string | undefined;
}

/** How a binding is asked to open a port. */
export interface SerialBindingOptions {
  /** The port's name, e.g. `/dev/ttyUSB2` or `COM5`. */
  path: string;
  /** Speed in bit/s. */
  baudRate: number;
  /** Whether the operating system does RTS/CTS flow control. */
  rtscts?: boolean;
  /** See `dropDtrOnClose` and `dtrOnOpen` of the serial transport. */
  hupcl?: boolean;
  /** Whether others are kept from opening the port. */
  lock?: boolean;
}

/** One open port of a binding. */
export interface SerialBindingPort {
  /** `false` once it is closed, or has been lost. */
  readonly isOpen: boolean;
  /** Ends a pending read or write with an error that has `canceled: true`. */
  close(): Promise<void>;
  /** Resolves with at least one byte. An error without `canceled: true` means a lost port. */
  read(buffer: Uint8Array, offset: number, length: number): Promise<{ bytesRead: number }>;
  /** Resolves when the operating system has taken all bytes. */
  write(buffer: Uint8Array): Promise<void>;
  /** Resolves when all written bytes have been sent. */
  drain(): Promise<void>;
  /** Sets all lines at once. */
  set(lines: { dtr?: boolean; rts?: boolean }): Promise<void>;
}
