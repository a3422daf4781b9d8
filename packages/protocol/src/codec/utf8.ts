/** Longer views lie outside the heap, which costs more than the loop saves. */
const shortBytes = 64;

/** Writes text as UTF-8; a loop is faster than the native way for a short line in ASCII. */
export function encodeUtf8(text: string): Uint8Array {
  if (text.length > shortBytes) return new TextEncoder().encode(text);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) return new TextEncoder().encode(text);
    bytes[i] = unit;
  }
  return bytes;
}
