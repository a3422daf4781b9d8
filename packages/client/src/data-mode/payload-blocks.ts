const plus = 0x2b;

/**
 * Cuts a payload into blocks that are written one by one. The rest `+++` never stands alone: after
 * a pause it would read as the escape sequence, so it goes with the block before it.
 */
export function payloadBlocks(payload: Uint8Array, blockBytes: number): Uint8Array[] {
  const blocks: Uint8Array[] = [];
  for (let at = 0; at < payload.length; ) {
    const end = at + blockBytes;
    const next = isEscape(payload.subarray(end)) ? payload.length : Math.min(end, payload.length);
    blocks.push(payload.subarray(at, next));
    at = next;
  }
  return blocks;
}

function isEscape(rest: Uint8Array): boolean {
  return rest.length === 3 && rest.every((byte) => byte === plus);
}
