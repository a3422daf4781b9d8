/**
 * The checksum that `AT+QFUPL` and `AT+QFDWL` print: XOR of the data as big-endian 16-bit words, a
 * last odd byte being the high one.
 */
export function fileChecksum(bytes: Uint8Array): number {
  let high = 0;
  let low = 0;
  const even = bytes.length - (bytes.length % 2);
  for (let at = 0; at < even; at += 2) {
    high ^= bytes[at] ?? 0;
    low ^= bytes[at + 1] ?? 0;
  }
  if (even < bytes.length) high ^= bytes[even] ?? 0;
  return (high << 8) | low;
}
