import type { Cursor } from "./cursor.ts";
import { JoinedText } from "./joined-text.ts";
import { formLabel, isBlockLabel, noteLabel } from "./labels.ts";
import type { Cell } from "./line.ts";
import { startsExample } from "./read-examples.ts";

const marker = /^(?:\(?\d{1,2}[.)]|[a-h]\)|•|-|Step \d+:)$/;
const sentenceEnd = /[.:!?;)"]$/;

/** Lines of a paragraph that are read as one, so that no line is looked at over and over. */
const longestParagraph = 60;

/** Reads sentences and lists; what is neither stays residue. */
export class ProseReader {
  readonly #passages: Cell[][] = [];
  readonly #isTitle: (cell: Cell) => boolean;
  #listIsOpen = false;

  /** @param isTitle whether a line is the title of the section, which a command table repeats */
  constructor(isTitle: (cell: Cell) => boolean) {
    this.#isTitle = isTitle;
  }

  /** What was read, a sentence that a page has cut in two joined again. */
  get passages(): JoinedText[] {
    return this.#passages.map((cells) => new JoinedText(cells));
  }

  /** Takes a label, a marker or the lines up to the next gap. */
  read(cursor: Cursor): void {
    const first = cursor.peek();
    if (first === undefined) return;
    if (noteLabel.test(first.text)) {
      cursor.take("note label");
    } else if (marker.test(first.text)) {
      cursor.take("list marker");
      this.#listIsOpen = true;
    } else {
      this.#readChunk(cursor, this.#chunkAt(cursor));
    }
  }

  #readChunk(cursor: Cursor, chunk: readonly Cell[]): void {
    const { text } = new JoinedText(chunk);
    const continued = this.#isContinued(chunk);
    const isProse = continued || isSentence(text);
    const isItem = this.#listIsOpen && !/^[a-z]/.test(text) && /[A-Za-z]{2}/.test(text);
    if (!isProse && !isItem) return;
    for (const _ of chunk) cursor.take(isProse ? "prose" : "list item");
    if (continued) this.#passages.at(-1)?.push(...chunk);
    else this.#passages.push([...chunk]);
    this.#listIsOpen = text.endsWith(":") || (this.#listIsOpen && !isProse);
  }

  /** The lines up to the next gap, or to where something else begins. */
  #chunkAt(cursor: Cursor): Cell[] {
    const chunk: Cell[] = [];
    for (let cell = cursor.peek(); cell !== undefined; cell = cursor.peek(chunk.length)) {
      if (chunk.length >= longestParagraph) break;
      const before = chunk.at(-1);
      const begins = cell.gap !== "none" || this.#isTitle(cell);
      if (before !== undefined && (begins || beginsOther(cell, before))) break;
      chunk.push(cell);
    }
    return chunk;
  }

  /** The sentence before broke off at the end of its page. */
  #isContinued([first]: readonly Cell[]): boolean {
    const last = this.#passages.at(-1)?.at(-1);
    return first?.gap === "unknown" && last !== undefined && !sentenceEnd.test(last.text);
  }
}

function beginsOther(cell: Cell, before: Cell): boolean {
  const { text } = cell;
  return (
    marker.test(text) ||
    isBlockLabel(text) ||
    formLabel(text) !== undefined ||
    /^(?:OK|ERROR)$/.test(text) ||
    startsExample(cell, before)
  );
}

/** Begins like a sentence and ends like one, or is long enough to be one that a page cuts. */
function isSentence(text: string): boolean {
  const words = text.match(/[A-Za-z]{2,}/g)?.length ?? 0;
  return !/^[a-z]/.test(text) && words >= 2 && (sentenceEnd.test(text) || words >= 5);
}
