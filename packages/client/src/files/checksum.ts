/**
 * The 16-bit sum that `QFUPL` and `QFDWL` report: big-endian words joined by exclusive or; the last
 * byte of an odd length is a high byte.
 */
export function fileChecksum(bytes: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    sum ^= at % 2 === 0 ? byte << 8 : byte;
  }
  return sum;
}
