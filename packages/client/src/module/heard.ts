import type { Channel } from "../channel/channel.ts";

const shownLines = 3;
const shownCharacters = 60;

/** Remembers what came on a port where no module answers: it shows what is there instead. */
export class Heard {
  readonly #stop: () => void;
  readonly #lines: string[] = [];
  #count = 0;

  constructor(channel: Channel) {
    this.#stop = channel.onLine(({ text }) => {
      this.#count++;
      if (this.#lines.length < shownLines) this.#lines.push(text);
    });
  }

  dispose(): void {
    this.#stop();
  }

  /** What came and what that means, or `undefined` when nothing came. */
  describe(): { readonly what: string; readonly hint: string } | undefined {
    if (this.#count === 0) return undefined;
    const shown = this.#lines.map(printable).join(", ");
    return { what: `no module answers on this port; what came is ${shown}`, hint: this.#hint() };
  }

  #hint(): string {
    const lines = this.#lines;
    if (lines.every((line) => /^\$[A-Z]{2}[A-Z]{3},/.test(line))) {
      return "These are position sentences: this is the module's GNSS port. Use its AT port, mostly one number higher.";
    }
    if (lines.every((line) => /^(?:\+\+\+)?AT/i.test(line))) {
      return "Only what was sent came back: an echo of the line or a jumper between TX and RX, and no module behind it.";
    }
    if (lines.some((line) => /[^\x20-\x7e\t]/.test(line))) {
      return "The bytes are no text: check baud rate, parity and that this is an AT port.";
    }
    return "Something else than a module in command mode answers: check that this is the AT port.";
  }
}

function printable(text: string): string {
  const cut = text.length > shownCharacters ? `${text.slice(0, shownCharacters)}...` : text;
  return JSON.stringify(cut).replaceAll(
    /[\u007f-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
