/** The smallest pieces of a row or sentence, with where each begins. */
export type Token = NumberToken | TextToken;

export interface NumberToken {
  readonly kind: "number";
  readonly value: number;
  readonly text: string;
  readonly offset: number;
  /** True when nothing stands between it and the token before. */
  readonly isGlued: boolean;
  readonly isHex: boolean;
}

export interface TextToken {
  /** `mark` is a single character, `name` a placeholder, `quoted` what stands in quotes. */
  readonly kind: "word" | "mark" | "name" | "quoted";
  /** Words in small letters; names and quoted text without what encloses them. */
  readonly text: string;
  /** As it is printed. */
  readonly printed: string;
  readonly offset: number;
  readonly isGlued: boolean;
}

const patterns: readonly (readonly [RegExp, (text: string) => TokenText])[] = [
  // A command of a sentence with its arguments, without the punctuation behind it.
  [/AT[+&$#^%*][A-Z0-9]+(?:=\?|[=?](?:"[^"]*"|<[^<>]*>|[^\s"<>.,;:)]|[.,;:](?=[^\s]))*)?/y, toWord],
  [/(?:e\.g|i\.e|approx|No(?=\. ?\d))\./y, toWord],
  [/"[^"]*"/y, (text) => ({ kind: "quoted", text: text.slice(1, -1), printed: text })],
  [/<[^<>]{1,60}>/y, (text) => ({ kind: "name", text: nameIn(text), printed: text })],
  [/0[xX][0-9A-Fa-f]+(?![0-9A-Za-z_])/y, (text) => toNumber(text, true)],
  [/\d+(?:\.\d+){2,}/y, toWord],
  [/\d+(?:\.\d+)?(?=[KMk](?:[Bb](?:ytes?)?)?(?![0-9A-Za-z_]))/y, toDecimal],
  [/\d+(?:\.\d+)?(?=(?:ms|s|seconds?|min|minutes?|bytes?)(?![0-9A-Za-z_]))/y, toDecimal],
  [/\d+(?:\.\d+)?(?![0-9A-Za-z_])/y, toDecimal],
  [/(?:UTF|BIG|ISO|UCS)-\d+/iy, toWord],
  [/[A-Za-z_0-9][\w&]*(?:['’][a-z]+|[-/][A-Za-z][\w&]*)*/y, toWord],
];

type Place = "offset" | "isGlued";
type TokenText = Omit<NumberToken, Place> | Omit<TextToken, Place>;

function toWord(text: string): TokenText {
  return { kind: "word", text: text.toLowerCase(), printed: text };
}

function toDecimal(text: string): TokenText {
  return toNumber(text, false);
}

function toNumber(text: string, isHex: boolean): TokenText {
  return { kind: "number", value: Number(text), text, isHex };
}

/** A placeholder's name, without what encloses it: `lamp number`. */
export function nameIn(text: string): string {
  return text.replace(/^<|>$/g, "").replaceAll(/\s+/g, " ").trim();
}

/** Cuts a text into tokens; every character that is not blank belongs to one. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  while (offset < text.length) {
    if (/\s/.test(text.charAt(offset))) {
      offset += 1;
      continue;
    }
    const isGlued = offset > 0 && !/\s/.test(text.charAt(offset - 1));
    const found = tokenAt(text, offset);
    tokens.push({ ...found.token, offset, isGlued });
    offset += found.length;
  }
  return tokens;
}

function tokenAt(text: string, offset: number): { token: TokenText; length: number } {
  for (const [pattern, make] of patterns) {
    pattern.lastIndex = offset;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) return { token: make(found), length: found.length };
  }
  const mark = String.fromCodePoint(text.codePointAt(offset) ?? 0);
  return { token: { kind: "mark", text: mark, printed: mark }, length: mark.length };
}

/** A token as it is printed. */
export function printed(token: Token): string {
  return token.kind === "number" ? token.text : token.printed;
}

const sentenceStart = /^[A-Z]/;

/** Tokens by sentences, without the full stops between them. */
export function sentencesOf(tokens: readonly Token[]): Token[][] {
  const sentences: Token[][] = [];
  let open: Token[] = [];
  tokens.forEach((token, index) => {
    const next = tokens[index + 1];
    const isStop = token.kind === "mark" && token.text === ".";
    const ends = next === undefined || !next.isGlued || sentenceStart.test(printed(next));
    if (!isStop || !ends) {
      open.push(token);
      return;
    }
    if (open.length > 0) sentences.push(open);
    open = [];
  });
  return open.length > 0 ? [...sentences, open] : sentences;
}

/** Whether a token is one of some words or marks, written in small letters. */
export function isText(token: Token | undefined, ...texts: readonly string[]): boolean {
  return (token?.kind === "word" || token?.kind === "mark") && texts.includes(token.text);
}
