/** One comma-separated field as it stood on the wire. */
export interface Token {
  /** Without the quotes, and without blanks around an unquoted field. */
  readonly text: string;
  readonly quoted: boolean;
  /** Offset of the field in the line, for parameters that take the rest. */
  readonly start: number;
}

const quote = 0x22;
const comma = 0x2c;
const blank = 0x20;

/**
 * Splits the part of a line behind its prefix into fields. A quote closes a string only before a
 * comma or the end of the line, because modules print stored text without escaping its quotes.
 */
export function tokenize(line: string, from = 0): Token[] {
  const tokens: Token[] = [];
  const end = line.length;
  let at = from;
  while (at < end && line.charCodeAt(at) === blank) at++;
  if (at === end) return tokens;
  for (;;) {
    while (at < end && line.charCodeAt(at) === blank) at++;
    const start = at;
    let text: string;
    let quoted = false;
    if (at < end && line.charCodeAt(at) === quote) {
      const close = closingQuote(line, at + 1);
      quoted = true;
      text = line.slice(at + 1, close);
      at = Math.min(close + 1, end);
      while (at < end && line.charCodeAt(at) !== comma) at++;
    } else {
      const next = line.indexOf(",", at);
      at = next < 0 ? end : next;
      let stop = at;
      while (stop > start && line.charCodeAt(stop - 1) === blank) stop--;
      text = line.slice(start, stop);
    }
    tokens.push({ text, quoted, start });
    if (at >= end) return tokens;
    at++;
  }
}

function closingQuote(line: string, from: number): number {
  let at = from;
  for (;;) {
    const found = line.indexOf('"', at);
    if (found < 0) return line.length;
    let after = found + 1;
    while (after < line.length && line.charCodeAt(after) === blank) after++;
    if (after === line.length || line.charCodeAt(after) === comma) return found;
    at = found + 1;
  }
}
