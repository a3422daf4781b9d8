/**
 * The checksum that `AT+QFUPL` and `AT+QFDWL` print: XOR of the data as big-endian 16-bit words, a
 * last odd byte being the high one.
 */
export function fileChecksum(bytes: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) {
    sum ^= ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  }
  return sum;
}
