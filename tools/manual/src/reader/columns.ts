import { type Cell, collapseBlanks, type Gap, startsPage } from "./line.ts";

/** How far a column may wander within a page. */
const tolerance = 4;

/** Where on its line a piece begins, counted with the indentation. */
export interface Piece {
  readonly start: number;
  readonly text: string;
}

/** What stands between runs of blanks. */
export function piecesOf(row: Cell): Piece[] {
  return [...row.text.matchAll(/\S+(?: \S+)*/g)].map((match) => ({
    start: row.indent + match.index,
    text: match[0],
  }));
}

/**
 * Column that begins right of the first one, for each row: the one of the last row that shows it, or
 * of the next on its page. Where a page shows none it is guessed, or else that of the page before.
 */
export function placeColumn(
  rows: readonly Cell[],
  shown: (row: Cell) => number | undefined,
  guessed: (page: readonly Cell[]) => number | undefined = mostCommon,
): number[] {
  const columns: number[] = [];
  let known = Number.POSITIVE_INFINITY;
  rows.forEach((row, index) => {
    if (startsPage(row, rows[index - 1])) {
      const page = pageFrom(rows, index);
      known = page.map(shown).find((column) => column !== undefined) ?? guessed(page) ?? known;
    }
    known = shown(row) ?? known;
    columns.push(known);
  });
  return columns;
}

function pageFrom(rows: readonly Cell[], start: number): readonly Cell[] {
  let end = start + 1;
  while (end < rows.length && rows[end]?.page === rows[start]?.page) end += 1;
  return rows.slice(start, end);
}

/** Start of most pieces that stand behind a wide gap. */
function mostCommon(rows: readonly Cell[]): number | undefined {
  const counts = new Map<number, number>();
  for (const row of rows) {
    const [first, second] = piecesOf(row);
    const start = row.indent >= 20 ? first?.start : second?.start;
    if (start !== undefined && start >= 12) counts.set(start, (counts.get(start) ?? 0) + 1);
  }
  const [best] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return best?.[0];
}

/**
 * A row in two, blanks kept inside; either side may be missing. What begins far from the margin
 * stands on the right, also where a page has moved that column.
 */
export function splitRow(
  row: Cell,
  column: number,
): readonly [left: Cell | undefined, right: Cell | undefined] {
  if (row.indent >= Math.min(column - tolerance, Math.max(12, column * 0.6)))
    return [undefined, row];
  const at = splitPlace(row, column);
  if (at === undefined) return [row, undefined];
  const left = { ...row, text: row.text.slice(0, at).trimEnd() };
  const right = { ...row, indent: row.indent + at, text: row.text.slice(at) };
  return [left, right];
}

function splitPlace(row: Cell, column: number): number | undefined {
  const exact = column - row.indent;
  if (/^ \S$/.test(row.text.slice(exact - 1, exact + 1))) return exact;
  for (const gap of row.text.matchAll(/ {2,}(?=\S)/g)) {
    const end = gap.index + gap[0].length;
    if (Math.abs(row.indent + end - column) <= tolerance) return end;
  }
  return undefined;
}

/** Gives each cell of one column the gap to the cell above it in that column. */
export class ColumnGaps {
  #lastRow = Number.NEGATIVE_INFINITY;
  #gap: Gap = "none";

  /** @param index place of the row among all rows of the block */
  next(row: Cell, index: number): Gap {
    const apart = index > this.#lastRow + 1 && Number.isFinite(this.#lastRow);
    const gap = this.#gap === "none" && apart ? "blank" : widest(this.#gap, row.gap);
    this.#lastRow = index;
    this.#gap = "none";
    return gap;
  }

  /** A row that shows nothing in this column. */
  pass(row: Cell): void {
    this.#gap = widest(this.#gap, row.gap);
  }
}

function widest(a: Gap, b: Gap): Gap {
  if (a === "unknown" || b === "unknown") return "unknown";
  return a === "blank" ? a : b;
}

/** The cell with one blank between its words. */
export function collapsed(cell: Cell): Cell {
  return { ...cell, text: collapseBlanks(cell.text) };
}
