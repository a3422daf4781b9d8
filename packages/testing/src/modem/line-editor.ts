import { formattingCharacter } from "@qsmtp/protocol/facts";
import type { ModemSettings } from "./modem-profile.ts";

/** A command line as it was entered, without the character that ended it. */
export interface EnteredLine {
  readonly text: string;
  /** Longer than the module takes: its end is missing. */
  readonly tooLong: boolean;
  /** What stood on the wire: of a repetition `A/`. */
  readonly typed: string;
}

/** What became of received bytes. */
export interface EditedInput {
  /** Bytes taken: all, or those up to the end of a line and the LF that belongs to it. */
  readonly used: number;
  /** What the modem sends back under `ATE1`. */
  readonly echo: readonly number[];
  readonly line: EnteredLine | undefined;
}

const decoder = new TextDecoder();

const lineFeed = formattingCharacter;
const backspace = 0x08;
const blank = 0x20;
const slash = 0x2f;

/** Longest command line in bytes. */
const maxLineBytes = 2048;

/** What `A/` repeats before there was any line. */
const nothing: EnteredLine = { text: "AT", tooLong: false, typed: "" };

/**
 * Gathers received bytes into command lines, however they are cut, by the rules of V.250: S3 ends a
 * line, an LF behind it is ignored, S5 takes the last character away, other control characters are
 * dropped, and `A/` alone runs the line before again, without waiting for an end.
 */
export class LineEditor {
  readonly #settings: Pick<ModemSettings, "lineEnd" | "editing">;
  #line: number[] = [];
  #tooLong = false;
  #last: EnteredLine = nothing;

  constructor(settings: Pick<ModemSettings, "lineEnd" | "editing">) {
    this.#settings = settings;
  }

  /** Whether a line has been begun. */
  get isTyping(): boolean {
    return this.#line.length > 0;
  }

  /** Takes bytes up to the end of the next line, or all of them. */
  accept(bytes: Uint8Array): EditedInput {
    const { lineEnd, editing } = this.#settings;
    const echo: number[] = [];
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === lineEnd) {
        echo.push(byte);
        const used = bytes[at + 1] === lineFeed && lineEnd !== lineFeed ? at + 2 : at + 1;
        return { used, echo, line: this.#endLine() };
      }
      if (byte === editing) {
        if (this.#line.pop() !== undefined) echo.push(backspace, blank, backspace);
      } else if (byte >= blank) {
        echo.push(byte);
        if (byte === slash && this.#isRepetition) {
          const typed = this.#takeText() + String.fromCharCode(slash);
          return { used: at + 1, echo, line: { ...this.#last, typed } };
        }
        if (this.#line.length < maxLineBytes) this.#line.push(byte);
        else this.#tooLong = true;
      } else if (byte !== lineFeed) {
        echo.push(byte);
      }
    }
    return { used: bytes.length, echo, line: undefined };
  }

  /** Forgets the line begun and the one before it. */
  reset(): void {
    this.#takeText();
    this.#last = nothing;
  }

  get #isRepetition(): boolean {
    const [first = 0, second] = this.#line;
    return second === undefined && String.fromCharCode(first).toUpperCase() === "A";
  }

  #endLine(): EnteredLine {
    const tooLong = this.#tooLong;
    const text = this.#takeText();
    const line: EnteredLine = { text, tooLong, typed: text };
    // Only what begins as a command line can be repeated.
    if (/^ *at/i.test(text)) this.#last = line;
    return line;
  }

  #takeText(): string {
    const text = decoded(this.#line);
    this.#line = [];
    this.#tooLong = false;
    return text;
  }
}

/** Nearly every line is ASCII, of which the platform's decoder makes more work than it is. */
function decoded(line: readonly number[]): string {
  return line.every((byte) => byte < 0x80)
    ? String.fromCharCode(...line)
    : decoder.decode(new Uint8Array(line));
}
