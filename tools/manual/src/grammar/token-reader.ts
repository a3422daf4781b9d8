import type { Token } from "./tokens.ts";

/** Walks through the tokens of a sentence; what does not match leaves it where it was. */
export class TokenReader {
  readonly #tokens: readonly Token[];
  #index: number;

  constructor(tokens: readonly Token[], index = 0) {
    this.#tokens = tokens;
    this.#index = index;
  }

  get index(): number {
    return this.#index;
  }

  get isAtEnd(): boolean {
    return this.#index >= this.#tokens.length;
  }

  peek(ahead = 0): Token | undefined {
    return this.#tokens[this.#index + ahead];
  }

  next(): Token | undefined {
    const token = this.peek();
    if (token !== undefined) this.#index += 1;
    return token;
  }

  /** Takes one of some words or marks, written in small letters. */
  accept(...texts: readonly string[]): boolean {
    if (!this.isWord(0, ...texts)) return false;
    this.#index += 1;
    return true;
  }

  /** Takes a phrase, its words separated by blanks, or nothing of it. */
  acceptPhrase(...phrases: readonly string[]): boolean {
    const first = this.peek();
    if (first?.kind !== "word" && first?.kind !== "mark") return false;
    for (const phrase of phrases) {
      if (!phrase.startsWith(first.text)) continue;
      const words = phrase.split(" ");
      if (words.every((word, ahead) => this.isWord(ahead, word))) {
        this.#index += words.length;
        return true;
      }
    }
    return false;
  }

  isWord(ahead: number, ...texts: readonly string[]): boolean {
    const token = this.peek(ahead);
    return (token?.kind === "word" || token?.kind === "mark") && texts.includes(token.text);
  }

  /** Runs a rule; when it gives nothing, what it took is given back. */
  attempt<Value>(rule: (reader: TokenReader) => Value | undefined): Value | undefined {
    const start = this.#index;
    const value = rule(this);
    if (value === undefined) this.#index = start;
    return value;
  }
}
