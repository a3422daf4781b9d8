/** Bytes as text, a character for each: easy to search, to compare and to print. */
export function fromBytes(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

/** A copy that owns its memory. */
export function toBytes(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, "latin1"));
}

/** The bytes of a text in UTF-8, one character each. */
export function utf8(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

/** The text whose UTF-8 bytes these are. */
export function fromUtf8(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** The sum of QFUPL and QFDWL, worked out from the rule of the file manual. */
export function wordSum(bytes: string): string {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) {
    sum ^= (bytes.charCodeAt(at) << 8) | (at + 1 < bytes.length ? bytes.charCodeAt(at + 1) : 0);
  }
  return sum.toString(16);
}
