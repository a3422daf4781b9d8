import { type Cell, collapseBlanks } from "./line.ts";
import type { Row } from "./unfold-columns.ts";

/** One printed row of a table: what stands in which column. */
interface TableRow {
  readonly columns: Cell[][];
}

/**
 * Row by row, and in a row cell by cell. A line without a number in front belongs to the number in
 * its own block of lines: in a high row pdftotext prints the number beside the middle.
 */
export function unfoldTable(rows: readonly Row[]): Cell[] {
  const [title, ...rest] = rows;
  if (title === undefined) return [];
  const starts = columnStarts(rest);
  const cells: Cell[] = [{ line: title.line, text: collapseBlanks(title.text), gap: title.gap }];
  for (const block of blocksOf(rest)) {
    const printed = block.map((row) => placeCells(row, starts));
    const headed = printed.filter((row) => row.columns[0]?.length);
    const tableRows = headed.length === 1 ? [mergeRows(printed)] : joinContinued(printed);
    for (const row of tableRows) cells.push(...flatten(row));
  }
  return cells;
}

function columnStarts(rows: readonly Row[]): number[] {
  const head = rows.find((row) => / {2,}\S/.test(row.text));
  if (head === undefined) return [0];
  return pieces(head).map((piece) => piece.start);
}

function pieces(row: Row): { start: number; text: string }[] {
  return [...row.text.matchAll(/\S+(?: \S+)*/g)].map((match) => ({
    start: row.indent + match.index,
    text: match[0],
  }));
}

function placeCells(row: Row, starts: readonly number[]): TableRow {
  const columns: Cell[][] = starts.map(() => []);
  for (const { start, text } of pieces(row)) {
    const column = starts.findLastIndex((left) => left <= start + 2);
    columns[Math.max(0, column)]?.push({ line: row.line, text, gap: "none" });
  }
  return { columns };
}

/** Lines between blank ones. */
function blocksOf(rows: readonly Row[]): Row[][] {
  const blocks: Row[][] = [];
  for (const row of rows) {
    const last = blocks.at(-1);
    if (last === undefined || row.gap !== "none") blocks.push([row]);
    else last.push(row);
  }
  return blocks;
}

function joinContinued(printed: readonly TableRow[]): TableRow[] {
  const rows: TableRow[] = [];
  for (const row of printed) {
    const last = rows.at(-1);
    const continues = last !== undefined && (row.columns[0]?.length ?? 0) === 0;
    if (continues) rows.splice(-1, 1, mergeRows([last, row]));
    else rows.push(row);
  }
  return rows;
}

function mergeRows(rows: readonly TableRow[]): TableRow {
  const columns: Cell[][] = [];
  for (const row of rows) {
    row.columns.forEach((cells, index) => {
      columns[index] = [...(columns[index] ?? []), ...cells];
    });
  }
  return { columns };
}

function flatten(row: TableRow): Cell[] {
  return row.columns.flatMap((cells) =>
    cells.map((cell, index): Cell => (index === 0 ? { ...cell, gap: "blank" } : cell)),
  );
}
