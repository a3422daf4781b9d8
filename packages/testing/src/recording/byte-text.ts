/** Bytes as a text in which each character is one byte. */
export function textOfBytes(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 4096) {
    text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  }
  return text;
}

/** The bytes of such a text. */
export function bytesOfText(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** A text that people write as such a text: its bytes in UTF-8. */
export function utf8Text(text: string): string {
  return textOfBytes(new TextEncoder().encode(text));
}
