/** State of the lines that the host drives: `true` is asserted (ON). */
export interface ControlLines {
  /** Data Terminal Ready: a module set to `AT&D1` or `AT&D2` leaves data mode when it goes off. */
  readonly dtr: boolean;
  /** Request To Send: with hardware flow control the module sends only while it is on. */
  readonly rts: boolean;
}

/**
 * The module's end of a wire, whatever the wire is: a line in memory, a mock serial line or a TCP
 * connection. A simulated module needs nothing else.
 */
export interface FarEnd {
  /**
   * Calls `listener` with every chunk of bytes from the host, in order, and gives a function that
   * ends this. Bytes that arrive while nobody listens are lost, as in a module that is off.
   */
  onData(listener: (chunk: Uint8Array) => void): () => void;

  /**
   * Called from within a listener of {@link FarEnd.onData}, of bytes that spend time on the wire once
   * they were handed over, as at a baud rate: lets a drain of the host wait until `arrival` settles. It
   * is there on a wire that can wait.
   */
  holdDrain?(arrival: Promise<void>): void;

  /** Sends bytes to the host. They are lost when the host does not have the wire open. */
  write(bytes: Uint8Array): void;

  /** The host's control lines now; `undefined` on a wire that has none. */
  readonly lines: ControlLines | undefined;

  /**
   * Calls `listener` with the new state after every change of a control line, and gives a function
   * that ends this. On a wire without control lines it is never called.
   */
  onControlLines(listener: (lines: ControlLines) => void): () => void;

  /** Breaks the wire. The host sees its connection lost, and may open a new one. */
  unplug(): void;
}
