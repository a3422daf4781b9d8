/** One set of values inside parentheses, e.g. `(0-2)`, `(0,5-300)` or `("a","b")`. */
export interface SupportedRange {
  /** Tells it from other kinds of {@link SupportedField}: what may be sent is listed. */
  readonly kind: "values";
  /** Numbers and spans, both ends included. An end that only the module knows is its name. */
  readonly ranges: readonly { readonly from: number; readonly to: number | string }[];
  /** Words, without their quotes. */
  readonly words: readonly string[];
  /** How many brackets the field stands in; 0 for a field that must be given. */
  readonly optionalDepth: number;
}

/** A free value, e.g. `<emailaddr>`. */
export interface SupportedName {
  /** Tells it from other kinds of {@link SupportedField}: what may be sent is not listed. */
  readonly kind: "name";
  /** What the module calls it, without the angle brackets. */
  readonly name: string;
  /** How many brackets the field stands in; 0 for a field that must be given. */
  readonly optionalDepth: number;
}

/** A fixed word, e.g. the key in `"contextid",(1-16)`. */
export interface SupportedKey {
  /** Tells it from other kinds of {@link SupportedField}: only this word may be sent. */
  readonly kind: "key";
  /** The word without its quotes; text that cannot be read is one too. */
  readonly key: string;
  /** How many brackets the field stands in; 0 for a field that must be given. */
  readonly optionalDepth: number;
}

/** One field of a test-form answer. */
export type SupportedField = SupportedRange | SupportedName | SupportedKey;

/** One line of a test-form answer. */
export interface SupportedLine {
  /** The line behind the prefix, as it stood on the wire. */
  readonly text: string;
  /** Its fields in order, those in brackets among them. */
  readonly fields: readonly SupportedField[];
}

/** What a module answers to a test form: which values it takes, a line per sub-key. */
export interface SupportedValues {
  /** One for each line of the answer, in the order of the module. */
  readonly lines: readonly SupportedLine[];
}

/** Reads the part of a test-form answer behind its prefix. Never throws: odd text becomes a key. */
export function parseSupported(text: string): SupportedLine {
  const fields: SupportedField[] = [];
  let depth = 0;
  let at = 0;
  while (at < text.length) {
    const char = text.charAt(at);
    const close = ')>"'.charAt('(<"'.indexOf(char));
    if (char === "[") depth++;
    else if (char === "]") depth = Math.max(0, depth - 1);
    else if (close !== "") {
      const end = closing(text, at, char, close);
      fields.push(parseField(char, text.slice(at + 1, end), depth));
      at = end;
    } else if (!", )".includes(char)) {
      const end = endOfWord(text, at);
      fields.push(parseField("", text.slice(at, end).trim(), depth));
      at = end - 1;
    }
    at++;
  }
  return { text, fields };
}

function closing(text: string, from: number, open: string, close: string): number {
  let depth = 0;
  for (let at = from + 1; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === close && depth === 0) return at;
    if (char === close) depth--;
    else if (char === open) depth++;
  }
  return text.length;
}

function endOfWord(text: string, from: number): number {
  let at = from;
  while (at < text.length && !",[]()".includes(text.charAt(at))) at++;
  return at;
}

function parseField(open: string, text: string, optionalDepth: number): SupportedField {
  // Some firmware writes a span in angle brackets: `<0-3>`.
  if (open === "(" || (open === "<" && parseSpan(text) !== undefined)) {
    return parseValues(text, optionalDepth);
  }
  return open === "<"
    ? { kind: "name", name: text, optionalDepth }
    : { kind: "key", key: text, optionalDepth };
}

function parseValues(text: string, optionalDepth: number): SupportedRange {
  const ranges: { from: number; to: number | string }[] = [];
  const words: string[] = [];
  for (const item of text.split(",")) {
    const trimmed = item.trim();
    if (trimmed === "") continue;
    const span = parseSpan(trimmed);
    if (span !== undefined) ranges.push(span);
    else words.push(trimmed.replace(/^"(.*)"$/, "$1"));
  }
  return { kind: "values", ranges, words, optionalDepth };
}

const spanPattern =
  /^(-?\d+|0x[0-9a-f]+)\s*(?:(?:[-~]|--(?=\s))\s*(-?\d+|0x[0-9a-f]+|<[^<>]+>))?$/i;

function parseSpan(text: string): { from: number; to: number | string } | undefined {
  const match = spanPattern.exec(text);
  if (match === null) return undefined;
  const [, from = "", to = from] = match;
  return { from: Number(from), to: to.startsWith("<") ? to.slice(1, -1) : Number(to) };
}
