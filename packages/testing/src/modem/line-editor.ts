/** A command line as it was entered, without its CR. */
export interface EnteredLine {
  readonly text: string;
  /** Longer than the module takes: its end is missing. */
  readonly tooLong: boolean;
}

/** What became of received bytes. */
export interface EditedInput {
  /** Bytes taken: all, or those up to the CR that ended a line. */
  readonly used: number;
  /** What the modem sends back under `ATE1`. */
  readonly echo: Uint8Array;
  readonly line: EnteredLine | undefined;
}

const backspace = 0x08;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const blank = 0x20;

/** Longest command line in bytes. */
const maxLineBytes = 2048;

/**
 * Gathers received bytes into command lines, however they are cut: a line ends at CR, an LF behind
 * it is ignored, backspace (S5) takes the last character away, other control characters are
 * dropped.
 */
export class LineEditor {
  #line: number[] = [];
  #tooLong = false;

  /** Whether a line has been begun. */
  get isTyping(): boolean {
    return this.#line.length > 0;
  }

  /** Takes bytes up to the end of the next line, or all of them. */
  accept(bytes: Uint8Array): EditedInput {
    const echo: number[] = [];
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === carriageReturn) {
        echo.push(byte);
        return { used: at + 1, echo: Uint8Array.from(echo), line: this.#endLine() };
      }
      if (byte === backspace) {
        if (this.#line.pop() !== undefined) echo.push(backspace, blank, backspace);
      } else if (byte >= blank) {
        echo.push(byte);
        if (this.#line.length < maxLineBytes) this.#line.push(byte);
        else this.#tooLong = true;
      } else if (byte !== lineFeed) {
        echo.push(byte);
      }
    }
    return { used: bytes.length, echo: Uint8Array.from(echo), line: undefined };
  }

  /** Forgets the line begun. */
  reset(): void {
    this.#line = [];
    this.#tooLong = false;
  }

  #endLine(): EnteredLine {
    const text = new TextDecoder().decode(Uint8Array.from(this.#line));
    const tooLong = this.#tooLong;
    this.reset();
    return { text, tooLong };
  }
}
