const encoder = new TextEncoder();

/** Longer arrays lie outside of the engine's heap, which costs more than the loop saves. */
const shortText = 64;

/** Text as it goes out; a loop is faster than the platform's encoder for a short text in ASCII. */
export function encodeText(text: string): Uint8Array {
  if (text.length > shortText) return encoder.encode(text);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit > 0x7f) return encoder.encode(text);
    bytes[at] = unit;
  }
  return bytes;
}
