import { letters } from "./find-title.ts";

/** The title of a section, to be known again above its command table. */
export class SectionTitle {
  readonly #whole: string;
  readonly #pieces: readonly string[];

  constructor(title: string) {
    const [, head = "", tail = ""] = /^(AT\S+|\+[A-Z]+: ?"[^"]*") +(\S.*)$/.exec(title) ?? [];
    this.#whole = letters(title);
    this.#pieces = [title, head, tail].map(letters).filter((piece) => piece.length > 2);
  }

  isWhole(text: string): boolean {
    return this.#whole !== "" && letters(text) === this.#whole;
  }

  /** Whether a text is the title or one half of it. */
  isPiece(text: string): boolean {
    return this.#pieces.includes(letters(text));
  }
}
