/** What stands in the place of a secret. */
const mask = "***";
/** So many are remembered; older ones have been replaced on the module by then. */
const remembered = 64;
/** A piece of a shorter secret says nothing in a line that reads as a reply. */
const shortestDamaged = 6;
/** So many characters of a secret are not shown where nothing says what they are. */
const pieceLength = 4;

/**
 * The secrets that went over one wire, and what of them is in a text that people may read. A secret
 * comes back in other forms than it went: in hexadecimal or Base64, with a byte lost, doubled or
 * changed, or cut over two lines.
 */
export class Secrets {
  readonly #values = new Set<string>();
  #patterns: Patterns | undefined;

  constructor(values: readonly string[] = []) {
    this.add(values);
  }

  get isEmpty(): boolean {
    return this.#values.size === 0;
  }

  add(values: readonly string[]): void {
    for (const value of values) {
      if (value === "" || this.#values.has(value)) continue;
      this.#values.add(value);
      this.#patterns = undefined;
      const [oldest] = this.#values;
      if (this.#values.size > remembered && oldest !== undefined) this.#values.delete(oldest);
    }
  }

  /** Puts `***` in the place of every secret, whole or damaged. */
  mask(text: string): string {
    if (this.isEmpty) return text;
    const { whole, damaged } = this.#ready();
    const masked = text.replaceAll(whole, mask);
    return damaged.reduce(maskAround, masked);
  }

  /** Puts `***` in the place of secrets in a text of ours, where only a whole one can be. */
  maskWhole(text: string): string {
    return this.isEmpty ? text : text.replaceAll(this.#ready().whole, mask);
  }

  /** Whether a text may hold as much as a piece of a secret. */
  mayBeIn(text: string): boolean {
    return !this.isEmpty && text.search(this.#ready().piece) >= 0;
  }

  #ready(): Patterns {
    this.#patterns ??= patternsOf([...this.#values]);
    return this.#patterns;
  }
}

interface Patterns {
  readonly whole: RegExp;
  /** Of long secrets: what a single error leaves whole, for each length. */
  readonly damaged: readonly { readonly pieces: RegExp; readonly reach: number }[];
  /** Whatever may come from a secret: a few of its characters, or a short one with an error. */
  readonly piece: RegExp;
}

function patternsOf(values: readonly string[]): Patterns {
  const forms = [...new Set(values.flatMap(formsOf))].sort((a, b) => b.length - a.length);
  const long = forms.filter((form) => form.length >= shortestDamaged);
  const lengths = [...new Set(long.map((form) => form.length))];
  return {
    whole: anyOf(forms.map(literal)),
    damaged: lengths.map((length) => ({
      pieces: anyOf(
        long
          .filter((form) => form.length === length)
          .flatMap((form) => piecesOf(form, Math.max(4, intact(length))))
          .map(literal),
      ),
      reach: length + 1,
    })),
    piece: anyOf([
      ...forms.map(literal),
      ...values.flatMap((value) =>
        value.length < 2 * pieceLength
          ? withOneError(value)
          : piecesOf(value, pieceLength).map(literal),
      ),
      ...long
        .flatMap((form) => piecesOf(form, Math.max(pieceLength, intact(form.length))))
        .map(literal),
    ]),
  };
}

/** Of so many characters, how many in a row one error leaves at least. */
function intact(length: number): number {
  return Math.ceil((length - 1) / 2);
}

function piecesOf(form: string, length: number): string[] {
  const count = Math.max(1, form.length - length + 1);
  return Array.from({ length: count }, (_, at) => form.slice(at, at + length));
}

/** A secret of which one character is lost, doubled or another, as patterns. */
function withOneError(value: string): string[] {
  if (value.length < 3) return [];
  return Array.from(value, (_, at) => {
    const [head, tail] = [literal(value.slice(0, at)), literal(value.slice(at + 1))];
    return `${head}.{0,2}${tail}`;
  });
}

/** A damaged secret reaches no further from its piece than it is long. */
function maskAround(text: string, { pieces, reach }: Patterns["damaged"][number]): string {
  let shown = "";
  let end = 0;
  for (const { index, 0: piece } of text.matchAll(pieces)) {
    const from = index - reach;
    if (from >= end) shown += text.slice(end, from) + mask;
    else if (end === 0) shown = mask;
    end = index + piece.length + reach;
  }
  return end === 0 ? text : shown + text.slice(end);
}

/** A pattern for a text as it is. */
export function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

/** A module may change the case of what it gives back. */
function anyOf(patterns: readonly string[]): RegExp {
  return new RegExp([...new Set(patterns)].join("|"), "gi");
}

/** A secret as it may be written: plain, in hexadecimal, in Base64 wherever it begins there. */
function formsOf(value: string): string[] {
  const bytes = new TextEncoder().encode(value);
  if (bytes.length < 4) return [value];
  const ucs2 = Array.from({ length: value.length }, (_, at) => hex(value.charCodeAt(at), 4));
  const utf8 = [...bytes].map((byte) => hex(byte, 2));
  return [value, utf8.join(""), ucs2.join(""), ...[0, 1, 2].map((shift) => base64(bytes, shift))];
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}

/** The characters of Base64 that come from these bytes alone when `shift` others stand before them. */
function base64(bytes: Uint8Array, shift: number): string {
  const binary = "\0".repeat(shift) + String.fromCharCode(...bytes);
  const first = Math.ceil((shift * 8) / 6);
  return btoa(binary).slice(first, Math.floor((binary.length * 8) / 6));
}
