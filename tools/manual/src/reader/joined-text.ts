import type { Cell } from "./line.ts";

/** Lines as running text again, with the line that each place came from. */
export class JoinedText {
  readonly text: string;
  /** Line that the text begins on. */
  readonly line: number;
  readonly #starts: readonly { offset: number; line: number }[];

  constructor(cells: readonly Cell[]) {
    const starts: { offset: number; line: number }[] = [];
    let text = "";
    for (const cell of cells) {
      if (isDivided(text, cell.text)) text = text.slice(0, -1);
      else if (text !== "" && !isTornName(text, cell.text)) text += " ";
      starts.push({ offset: text.length, line: cell.line });
      text += cell.text;
    }
    this.text = text;
    this.line = cells[0]?.line ?? 0;
    this.#starts = starts;
  }

  lineAt(offset: number): number {
    return this.#starts.findLast((start) => start.offset <= offset)?.line ?? this.line;
  }
}

/** `config-` and `uration`: a word divided at the end of its line. */
function isDivided(before: string, after: string): boolean {
  return /[a-z]-$/.test(before) && /^[a-z]/.test(after);
}

/** `<protocol_er` and `ror>`, `..._AT_` and `Commands_Manual`: a name cut by a narrow column. */
function isTornName(before: string, after: string): boolean {
  return /<[^<> ]*$/.test(before) || /\w_$/.test(before) || /^_\w/.test(after);
}
