import { type Cell, collapseBlanks, type Gap, type Line } from "./line.ts";

/** A line of a layout text with its indentation split off. */
export interface Row {
  readonly line: number;
  readonly indent: number;
  readonly text: string;
  readonly gap: Gap;
}

export function rowOf(line: Line): Row {
  const text = line.text.trimStart();
  return { line: line.number, indent: line.text.length - text.length, text, gap: line.gap };
}

/** How far a column may wander from one page to the next. */
const tolerance = 4;

/** A row and where the right column begins on its page. */
export interface PlacedRow extends Row {
  readonly column: number;
}

/**
 * Finds the right column of every page: behind the first wide gap of the rows that show both. A page
 * that shows none keeps the column of the one before.
 */
export function placeColumns(
  rows: readonly Row[],
  showsBoth: (row: Row) => boolean = () => true,
): PlacedRow[] {
  let column = Number.POSITIVE_INFINITY;
  return rows.map((row, index) => {
    if (index === 0 || row.gap === "page") {
      const end = rows.findIndex((other, at) => at > index && other.gap === "page");
      const page = rows.slice(index, end < 0 ? undefined : end);
      column = columnOf(page.filter(showsBoth)) ?? column;
    }
    return { ...row, column };
  });
}

function columnOf(rows: readonly Row[]): number | undefined {
  for (const row of rows) {
    const gap = / {3,}(?=\S)/.exec(row.text);
    if (gap !== null) return row.indent + gap.index + gap[0].length;
  }
  return undefined;
}

/** The whole left column, then the whole right one. */
export function unfoldColumns(rows: readonly PlacedRow[]): Cell[] {
  const left: Cell[] = [];
  const right: Cell[] = [];
  for (const row of rows) {
    const [first, second] = splitRow(row, row.column);
    if (first !== "") left.push(cellOf(row, first, left.length === 0 ? row.gap : "none"));
    if (second !== "") right.push(cellOf(row, second, right.length === 0 ? "blank" : "none"));
  }
  return [...left, ...right];
}

/**
 * Commands and answers stand on the left, comments on the right. A comment follows the row that it
 * begins beside, with all its lines.
 */
export function unfoldExample(rows: readonly Row[]): Cell[] {
  let column = Number.POSITIVE_INFINITY;
  const cells: Cell[] = [];
  let left: Cell[] = [];
  let behindComment = false;
  const flush = (): void => {
    left.forEach((cell, index) => {
      const apart = index === 0 && behindComment && cell.gap === "none";
      cells.push(apart ? { ...cell, gap: "blank" } : cell);
    });
    if (left.length > 0) behindComment = false;
    left = [];
  };
  for (const row of rows) {
    column = commentColumn(row) ?? column;
    const [first, second] = splitRow(row, column);
    if (first !== "") left.push(cellOf(row, first, row.gap));
    if (second === "") continue;
    const begins = second.startsWith("//");
    if (begins) flush();
    cells.push(cellOf(row, second, begins ? "blank" : "none"));
    behindComment = true;
  }
  flush();
  return cells;
}

function commentColumn(row: Row): number | undefined {
  const gap = /\S( {2,})\/\//.exec(row.text);
  return gap === null ? undefined : row.indent + gap.index + 1 + (gap[1]?.length ?? 0);
}

function splitRow(row: Row, column: number): readonly [left: string, right: string] {
  if (row.indent >= column - tolerance) return ["", collapseBlanks(row.text)];
  for (const gap of row.text.matchAll(/ {2,}(?=\S)/g)) {
    const end = row.indent + gap.index + gap[0].length;
    if (end < column - tolerance || end > column + tolerance) continue;
    return [
      collapseBlanks(row.text.slice(0, gap.index)),
      collapseBlanks(row.text.slice(end - row.indent)),
    ];
  }
  return [collapseBlanks(row.text), ""];
}

function cellOf(row: Row, text: string, gap: Gap): Cell {
  return { line: row.line, text, gap };
}
