/** What stands between a line and the one before it. */
export type Gap = "none" | "blank" | "page";

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
 * A piece of a line that stands in one column, without indentation. Cells come in reading order:
 * the left column of a table block, then its right one.
 */
export interface Cell {
  readonly line: number;
  readonly text: string;
  readonly gap: Gap;
}

/** The words with one blank between them. */
export function collapseBlanks(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
