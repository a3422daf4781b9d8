/** What stands between a line and the one before it; `unknown` where a page or a mark tears them. */
export type Gap = "none" | "blank" | "unknown";

/** One printed line that is not blank, its characters normalised and its indentation kept. */
export interface Line {
  /** Counted from 1 in the file. */
  readonly number: number;
  /** Counted from 1. */
  readonly page: number;
  readonly text: string;
  readonly gap: Gap;
}

/**
 * A line without its indentation, or the piece of it that stands in one column. In a text that keeps
 * the place on the page, `indent` counts the columns left of it; elsewhere it is 0.
 */
export interface Cell {
  readonly line: number;
  readonly page: number;
  readonly indent: number;
  readonly text: string;
  readonly gap: Gap;
}

/** The words with one blank between them. */
export function collapseBlanks(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** What stands before the first run of blanks that divides columns. */
export function firstPiece(text: string): string {
  return text.split(/ {2,}/, 1)[0] ?? "";
}

export function startsPage(cell: Cell, before: Cell | undefined): boolean {
  return before === undefined || before.page !== cell.page;
}
