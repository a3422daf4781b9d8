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
    const sum = sumOf(bytes);
    const isInWord = this.#lengthBytes % 2 === 1;
    // Behind an odd byte the high bytes of these are low ones, and the other way round.
    this.#sum ^= isInWord ? ((sum & 0xff) << 8) | (sum >> 8) : sum;
    this.#lengthBytes += bytes.length;
    return this;
  }
}

/** Two words at a time: a mail's files are summed whole. */
function sumOf(bytes: Uint8Array): number {
  const { length } = bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  let pairs = 0;
  let at = 0;
  for (; at + 4 <= length; at += 4) pairs ^= view.getInt32(at);
  let sum = (pairs >>> 16) ^ ((pairs << 16) >>> 16);
  for (; at < length; at++) sum ^= at % 2 === 0 ? view.getUint8(at) << 8 : view.getUint8(at);
  return sum;
}
