import { codesOf, hasTable } from "./tables.ts";

/**
 * Encodes text in a set that holds ASCII as it is.
 * @param charset one of the schema's names; its table must be loaded unless the text is ASCII
 * @returns `undefined` when the set lacks a character of the text, or has no table
 */
export function encodeText(text: string, charset: string): Uint8Array | undefined {
  if (charset === "utf-8") return new TextEncoder().encode(text);
  if (charset !== "ascii" && !hasTable(charset)) return undefined;
  if (isAscii(text)) return new TextEncoder().encode(text);
  return charset === "ascii" ? undefined : codesOf(charset).encode(text);
}

/** Whether every character is below U+0080. */
export function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) > 0x7f) return false;
  }
  return true;
}

/** Whether the text holds half of a surrogate pair, which no character set can carry. */
export function hasLoneSurrogate(text: string): boolean {
  return /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text);
}
