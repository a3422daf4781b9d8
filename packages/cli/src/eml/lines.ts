/** Where a line begins, where it ends without CR LF, and where the next begins. */
export interface Line {
  readonly from: number;
  readonly to: number;
  readonly next: number;
}

const cr = 0x0d;
export const lf: number = 0x0a;

/** The lines of a text in bytes, by CR LF or LF; the last needs no end. */
export function* lines(bytes: Uint8Array): Generator<Line> {
  let from = 0;
  while (from < bytes.length) {
    const at = bytes.indexOf(lf, from);
    const end = at === -1 ? bytes.length : at;
    const to = at !== -1 && end > from && bytes[end - 1] === cr ? end - 1 : end;
    const next = at === -1 ? bytes.length : at + 1;
    yield { from, to, next };
    from = next;
  }
}
