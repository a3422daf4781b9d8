import { escapeSequence } from "@qsmtp/protocol/facts";

/**
 * Bytes of the host that are read as commands and are none, and not by its mistake: the rest of data
 * whose phase has ended early or never began, and what is left of a line of which a part was lost.
 */
export class OwedInput {
  #bytes = 0;
  #isCut = false;

  /** The host may still send so many bytes of data, to a module that reads commands. */
  owe(bytes: number): void {
    this.#bytes += bytes;
  }

  /** Of the line that comes next, or has begun, a part is lost. */
  cut(): void {
    this.#isCut = true;
  }

  /** So many bytes are read as the line that is coming. */
  read(bytes: number): void {
    if (bytes === 0 || this.#bytes === 0) return;
    this.#isCut = true;
    this.#bytes = Math.max(0, this.#bytes - bytes);
  }

  /** A line ends. @returns whether it is no command of the host's */
  endLine(text: string): boolean {
    const isCut = this.#isCut;
    this.#isCut = false;
    return isCut || isBehindEscape(text);
  }

  /** A command came that can be read: nothing is owed any more. */
  settle(): void {
    this.#bytes = 0;
  }

  /** Forgets all that may come. */
  clear(): void {
    this.#bytes = 0;
    this.#isCut = false;
  }
}

/** Whether a line is an escape out of a data phase that was over, alone or with a command behind it. */
function isBehindEscape(line: string): boolean {
  let text = line.trim();
  if (!text.startsWith(escapeSequence)) return false;
  while (text.startsWith(escapeSequence)) text = text.slice(escapeSequence.length);
  return text === "" || /^at/i.test(text);
}
