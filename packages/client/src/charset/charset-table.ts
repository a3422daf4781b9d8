/** A character set of one byte for ASCII and two for each other character. */
export interface CharsetTable {
  /** Characters that not every reader of the set reads as what they are. */
  readonly disputed: string;
  /** The n-th character of a run has the code of its first plus n. */
  readonly runs: readonly (readonly [firstCode: number, characters: string])[];
}

/** A table by its characters, made when a text needs it. */
export class CharsetCodes {
  readonly #codes = new Uint16Array(0x1_0000);
  readonly #disputed: ReadonlySet<string>;

  constructor({ disputed, runs }: CharsetTable) {
    this.#disputed = new Set(disputed);
    // A character that a set has twice is written by its later code, that of the ideographs.
    for (const [firstCode, characters] of runs) {
      for (let at = 0; at < characters.length; at++) {
        this.#codes[characters.charCodeAt(at)] = firstCode + at;
      }
    }
  }

  /** @returns `undefined` when the set lacks a character of the text */
  encode(text: string): Uint8Array | undefined {
    const bytes = new Uint8Array(2 * text.length);
    let length = 0;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit < 0x80) {
        bytes[length++] = unit;
        continue;
      }
      const code = this.#codes[unit] ?? 0;
      if (code === 0) return undefined;
      bytes[length++] = code >> 8;
      bytes[length++] = code & 0xff;
    }
    return bytes.slice(0, length);
  }

  /** The characters of a text, each once, that some readers of the set show as others. */
  disputedIn(text: string): string[] {
    return [...new Set(text)].filter((char) => this.#disputed.has(char));
  }
}
