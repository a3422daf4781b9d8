const blank = 0x20;
const quote = 0x22;
const comma = 0x2c;
const minus = 0x2d;
const zero = 0x30;
const longestInteger = 16;

/**
 * Walks over the comma-separated fields of a line, from an offset behind its prefix. A quote
 * closes a string only before a comma or the end of the line, because modules print stored text
 * without escaping its quotes.
 */
export class FieldCursor {
  readonly line: string;
  /** Offset of the field, its quote included; beyond the line's end when no field is left. */
  at: number;
  /** Number of the field that the cursor stands on, or of all fields when none is left. */
  index = 0;
  /** What was expected where reading stopped. */
  failed = "";
  /** Offset of the comma behind the field, or the length of the line; -1 while not looked for. */
  #stop = -1;
  /** Offsets of the field's text, found together with the comma. */
  #start = 0;
  #end = 0;

  constructor(line: string, from: number) {
    this.line = line;
    const at = skipBlanks(line, from);
    this.at = at < line.length ? at : line.length + 1;
  }

  /** Whether no field is left. */
  get done(): boolean {
    return this.at > this.line.length;
  }

  /** Whether the field stands in quotes. */
  get quoted(): boolean {
    return this.#begins(quote);
  }

  /** Whether the field is empty and another follows: it holds the place of a value left out. */
  get holdsPlace(): boolean {
    return this.#begins(comma);
  }

  /** The field's text, without the quotes, and without blanks around an unquoted one. */
  get text(): string {
    if (this.#stop < 0) this.#look();
    return this.line.slice(this.#start, this.#end);
  }

  /** The line from the field on, commas included, without the blanks at its end. */
  get textToEnd(): string {
    return this.line.slice(this.at, trimmedEnd(this.line, this.at, this.line.length));
  }

  /** The field as a decimal number; `undefined` when it is none, as everything in quotes. */
  get integer(): number | undefined {
    const { line } = this;
    const negative = this.#begins(minus);
    const first = negative ? this.at + 1 : this.at;
    let at = first;
    let value = 0;
    for (; at < line.length; at++) {
      const digit = line.charCodeAt(at) - zero;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    if (at === first || at - first > longestInteger || value > Number.MAX_SAFE_INTEGER) {
      return undefined;
    }
    const stop = skipBlanks(line, at);
    if (stop < line.length && line.charCodeAt(stop) !== comma) return undefined;
    this.#start = this.at;
    this.#end = at;
    this.#stop = stop;
    return negative && value !== 0 ? -value : value;
  }

  /** The field as one to eight hex digits from an offset in its text on; `undefined` for others. */
  hexFrom(offset: number): number | undefined {
    const digits = this.quoted ? "" : this.text.slice(offset);
    return /^[0-9a-f]{1,8}$/i.test(digits) ? Number.parseInt(digits, 16) : undefined;
  }

  /** Steps to the next field. */
  next(): void {
    if (this.#stop < 0) this.#look();
    this.index++;
    this.at = skipBlanks(this.line, this.#stop + 1);
    this.#stop = -1;
  }

  /** Steps behind the last field. */
  finish(): void {
    while (!this.done) this.next();
  }

  /** Goes back to a field that the cursor stood on. */
  back(at: number, index: number): void {
    this.at = at;
    this.index = index;
    this.#stop = -1;
  }

  /** A look beyond the end of a string is slow. */
  #begins(unit: number): boolean {
    return this.at < this.line.length && this.line.charCodeAt(this.at) === unit;
  }

  #look(): void {
    const { line, at } = this;
    if (this.quoted) {
      this.#start = at + 1;
      this.#end = closingQuote(line, at + 1);
      this.#stop = endOfField(line, this.#end);
      return;
    }
    this.#start = at;
    this.#stop = endOfField(line, at);
    this.#end = trimmedEnd(line, at, this.#stop);
  }
}

function closingQuote(line: string, from: number): number {
  let at = from;
  for (;;) {
    const found = line.indexOf('"', at);
    if (found < 0) return line.length;
    const after = skipBlanks(line, found + 1);
    if (after === line.length || line.charCodeAt(after) === comma) return found;
    at = found + 1;
  }
}

function endOfField(line: string, from: number): number {
  let at = from;
  while (at < line.length && line.charCodeAt(at) !== comma) at++;
  return at;
}

/** Offset of the first character from there on that is no blank, or the length of the line. */
export function skipBlanks(line: string, from: number): number {
  let at = from;
  while (at < line.length && line.charCodeAt(at) === blank) at++;
  return at;
}

/** Offset behind the last character before `to` that is no blank, or `from`. */
export function trimmedEnd(line: string, from: number, to: number): number {
  let end = to;
  while (end > from && line.charCodeAt(end - 1) === blank) end--;
  return end;
}
