/**
 * The 16-bit sum that `QFUPL` and `QFDWL` report: big-endian words joined by exclusive or; the last
 * byte of an odd length is a high byte.
 */
export function fileChecksum(bytes: Uint8Array): number {
  return new RunningChecksum().add(bytes).value;
}

/** The same sum of bytes that come in pieces. */
export class RunningChecksum {
  #sum = 0;
  #lengthBytes = 0;

  get value(): number {
    return this.#sum;
  }

  /** Bytes added so far. */
  get lengthBytes(): number {
    return this.#lengthBytes;
  }

  add(bytes: Uint8Array): this {
    const first = this.#lengthBytes;
    let sum = this.#sum;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      sum ^= (first + at) % 2 === 0 ? byte << 8 : byte;
    }
    this.#sum = sum;
    this.#lengthBytes += bytes.length;
    return this;
  }
}
