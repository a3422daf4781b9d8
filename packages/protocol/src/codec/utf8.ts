/** Writes text as UTF-8; command lines are ASCII but for rare parameters, so that way is short. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) return new TextEncoder().encode(text);
    bytes[i] = unit;
  }
  return bytes;
}
