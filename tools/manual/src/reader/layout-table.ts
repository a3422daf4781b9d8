import type { Claims } from "./claims.ts";
import { collapsed, piecesOf } from "./columns.ts";
import { tableTitle } from "./labels.ts";
import { type Cell, startsPage } from "./line.ts";

/** One printed row of a table: what stands in which column. */
type Columns = readonly (readonly Cell[])[];

/**
 * The cells of a table, row by row, where the text keeps the place on the page. A line without
 * anything in the first column belongs to the row in its own block of lines: in a high row pdftotext
 * prints the number beside the middle.
 */
export function tableCells(rows: readonly Cell[], claims: Claims): Cell[] {
  const [title, ...rest] = rows;
  if (title === undefined) return [];
  const cells: Cell[] = [];
  const hasTitle = tableTitle.test(title.text);
  if (hasTitle) cells.push(claims.replace(title, collapsed(title)));
  const body = hasTitle ? rest : rows;
  let starts = columnStarts(body);
  for (const block of blocksOf(body)) {
    if (showsColumns(block, starts.length)) starts = columnStarts(block);
    const printed = block.map((row) => placeCells(row, starts, claims));
    const headed = printed.filter((columns) => columns[0]?.length);
    const merged = headed.length === 1 ? [mergeRows(printed)] : joinContinued(printed);
    for (const columns of merged) cells.push(...flatten(columns, claims));
  }
  return cells;
}

/** On each page the columns stand where its first whole row has them, be it a head or not. */
function showsColumns([first]: readonly Cell[], count: number): boolean {
  return first !== undefined && piecesOf(first).length === count;
}

function columnStarts(rows: readonly Cell[]): number[] {
  const head = rows.find((row) => piecesOf(row).length > 1);
  return head === undefined ? [0] : piecesOf(head).map((piece) => piece.start);
}

function placeCells(row: Cell, starts: readonly number[], claims: Claims): Columns {
  const columns: Cell[][] = starts.map(() => []);
  for (const { start, text } of piecesOf(row)) {
    const column = Math.max(
      0,
      starts.findLastIndex((left) => left <= start + 2),
    );
    const cells = columns[column];
    const last = cells?.at(-1);
    if (last === undefined) cells?.push({ ...row, indent: start, text, gap: "none" });
    else cells?.splice(-1, 1, { ...last, text: `${last.text} ${text}` });
  }
  claims.divide(row, columns.flat());
  return columns;
}

/** Lines between blank ones. */
function blocksOf(rows: readonly Cell[]): Cell[][] {
  const blocks: Cell[][] = [];
  rows.forEach((row, index) => {
    const last = blocks.at(-1);
    if (last === undefined || row.gap !== "none" || startsPage(row, rows[index - 1]))
      blocks.push([row]);
    else last.push(row);
  });
  return blocks;
}

function joinContinued(printed: readonly Columns[]): Columns[] {
  const rows: Columns[][] = [];
  for (const row of printed) {
    const last = rows.at(-1);
    const continues = last !== undefined && (row[0]?.length ?? 0) === 0;
    if (continues) last.push(row);
    else rows.push([row]);
  }
  return rows.map(mergeRows);
}

function mergeRows(rows: readonly Columns[]): Columns {
  const count = rows.reduce((most, row) => Math.max(most, row.length), 0);
  return Array.from({ length: count }, (_, index) => rows.flatMap((row) => row[index] ?? []));
}

function flatten(columns: Columns, claims: Claims): Cell[] {
  return columns.flatMap((cells) =>
    cells.map((cell, index) =>
      index === 0 ? claims.replace<Cell>(cell, { ...cell, gap: "blank" }) : cell,
    ),
  );
}
