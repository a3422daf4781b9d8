const plus = 0x2b;

/**
 * Where the block of a payload that begins at `at` ends. The rest `+++` never stands alone: after a
 * pause it would read as the escape sequence, so it goes with the block before it.
 */
export function blockEnd(payload: Uint8Array, at: number, blockBytes: number): number {
  const end = at + blockBytes;
  return isEscape(payload.subarray(end)) ? payload.length : Math.min(end, payload.length);
}

function isEscape(rest: Uint8Array): boolean {
  return rest.length === 3 && rest.every((byte) => byte === plus);
}
