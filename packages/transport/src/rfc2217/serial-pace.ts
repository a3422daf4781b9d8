/** How the bits of a byte are laid on the serial wire. */
interface ByteFormat {
  readonly baudRate: number;
  readonly dataBits: number;
  readonly hasParity: boolean;
  readonly stopBits: number;
}

/**
 * Reckons when a serial port at the far end of a network has sent what it was given. The protocol
 * has no word for it; without flow control at the port it takes what its speed makes it take.
 */
export class SerialPace {
  readonly #msPerByte: number;
  #idleAtMs = 0;

  constructor({ baudRate, dataBits, hasParity, stopBits }: ByteFormat) {
    const bits = 1 + dataBits + (hasParity ? 1 : 0) + stopBits;
    this.#msPerByte = (bits * 1000) / baudRate;
  }

  /** Notes that the port was given bytes. */
  given(byteCount: number): void {
    this.#idleAtMs = Math.max(this.#idleAtMs, performance.now()) + byteCount * this.#msPerByte;
  }

  /** Notes that at most so many bytes are still to be sent. */
  leftAtMost(byteCount: number): void {
    this.#idleAtMs = Math.min(this.#idleAtMs, performance.now() + byteCount * this.#msPerByte);
  }

  /** Whether more than so many bytes should still be to be sent. */
  isBehindBy(byteCount: number): boolean {
    return this.#idleAtMs - performance.now() > byteCount * this.#msPerByte;
  }

  /** How long the port is still busy, in whole ms. */
  get remainingMs(): number {
    return Math.max(0, Math.ceil(this.#idleAtMs - performance.now()));
  }
}
