import { escapeBytes } from "./escape-bytes.ts";

/**
 * Where the block of a payload that begins at `at` ends. The escape sequence never stands alone: after a
 * pause it would be read as what it is, so it goes with the block before it.
 */
export function blockEnd(payload: Uint8Array, at: number, blockBytes: number): number {
  const end = at + blockBytes;
  return isEscape(payload.subarray(end)) ? payload.length : Math.min(end, payload.length);
}

function isEscape(rest: Uint8Array): boolean {
  return rest.length === escapeBytes.length && rest.every((byte, at) => byte === escapeBytes[at]);
}
