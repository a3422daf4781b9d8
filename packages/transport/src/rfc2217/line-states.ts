/** What the serial port of an RFC 2217 server found wrong with what it received. */
export interface LineState {
  /** Bytes came faster than the port could take them, and some are lost. */
  readonly overrunError: boolean;
  /** A byte whose parity bit is wrong: line noise, or a wrong setting of `parity`. */
  readonly parityError: boolean;
  /** A byte without its stop bit: often a wrong speed. */
  readonly framingError: boolean;
  /** The line stood at zero for longer than a byte takes. */
  readonly breakDetected: boolean;
}

/** The lines that the module drives, as the server sees them: `true` is asserted (ON). */
export interface ModemState {
  /** Clear To Send: the module takes bytes. */
  readonly cts: boolean;
  /** Data Set Ready: the module is on. */
  readonly dsr: boolean;
  /** Ring indicator. */
  readonly ri: boolean;
  /** Carrier detect. */
  readonly dcd: boolean;
}

/** The bits of {@link LineState} in the byte on the wire. */
export const LINE_STATE_MASK: number = 0b0001_1110;

/** Those of {@link ModemState}; the four below them tell what has changed. */
export const MODEM_STATE_MASK: number = 0b1111_0000;

export function decodeLineState(bits: number): LineState {
  return {
    overrunError: (bits & 0b0000_0010) !== 0,
    parityError: (bits & 0b0000_0100) !== 0,
    framingError: (bits & 0b0000_1000) !== 0,
    breakDetected: (bits & 0b0001_0000) !== 0,
  };
}

export function decodeModemState(bits: number): ModemState {
  return {
    cts: (bits & 0b0001_0000) !== 0,
    dsr: (bits & 0b0010_0000) !== 0,
    ri: (bits & 0b0100_0000) !== 0,
    dcd: (bits & 0b1000_0000) !== 0,
  };
}
