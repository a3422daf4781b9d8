import type { Claims } from "./claims.ts";
import { collapsed, piecesOf } from "./columns.ts";
import type { Cell, Gap } from "./line.ts";

/** A marker of a list and its item. */
const marked = /^(\d{1,2}|Step \d+:|•|\(?\d+[.)])(\s{2,}|(?<=[.)•]) )(\S.*)$/;

/**
 * Sentences and lists in the order of a plain text: runs of blanks go, and a marker comes before its
 * item, also where it stands beside the middle of it. What stands further out than an item is no part
 * of it.
 * @param isLayout whether the text keeps the place on the page
 */
export function proseCells(rows: readonly Cell[], isLayout: boolean, claims: Claims): Cell[] {
  const cells: Cell[] = [];
  let held: Cell[] = [];
  let itemColumn = 0;
  rows.forEach((row, index) => {
    const match = marked.exec(row.text);
    if (match === null) {
      const leaves = isLayout && row.indent < itemColumn - 2;
      if (leaves) itemColumn = 0;
      const gap = leaves && row.gap === "none" ? "blank" : row.gap;
      const cell = claims.replace(row, collapsed({ ...row, gap }));
      if (waitsForMarker(row, rows.slice(index + 1, index + 6), cells.at(-1))) held.push(cell);
      else cells.push(cell);
      return;
    }
    const [, mark = "", gap = "", rest = ""] = match;
    const marker = { ...row, text: mark, gap: held[0]?.gap ?? row.gap };
    const item = collapsed({
      ...row,
      indent: row.indent + mark.length + gap.length,
      text: rest,
      gap: /^\d+$/.test(mark) ? "blank" : "none",
    });
    claims.divide(row, [marker, item]);
    itemColumn = item.indent;
    const above = held.map((cell) => claims.replace<Cell>(cell, { ...cell, gap: "none" }));
    cells.push(marker, ...above, item);
    held = [];
  });
  return [...cells, ...held];
}

/** An indented line behind a finished sentence, with a marker further out on one of the next lines. */
function waitsForMarker(row: Cell, next: readonly Cell[], before: Cell | undefined): boolean {
  if (row.gap === "none" && before !== undefined && !/[.;]$/.test(before.text)) return false;
  const end = next.findIndex(({ gap }) => gap !== "none");
  const block = next.slice(0, end < 0 ? undefined : end);
  const mark = block.find(({ text }) => marked.test(text));
  return mark !== undefined && mark.indent + 3 <= row.indent;
}

/**
 * Commands and answers stand on the left, comments on the right. A comment follows the row that it
 * begins beside, with all its lines.
 */
export function exampleCells(rows: readonly Cell[], claims: Claims): Cell[] {
  let column = Number.POSITIVE_INFINITY;
  const cells: Cell[] = [];
  let left: Cell[] = [];
  let behindComment = false;
  const flush = (): void => {
    left.forEach((cell, index) => {
      const apart = index === 0 && behindComment && cell.gap === "none";
      cells.push(apart ? claims.replace<Cell>(cell, { ...cell, gap: "blank" }) : cell);
    });
    if (left.length > 0) behindComment = false;
    left = [];
  };
  for (const [index, row] of rows.entries()) {
    const own = commentColumn(row, rows[index + 1]);
    column = own ?? column;
    const [first, second] = splitComment(row, own, column, claims);
    if (first !== undefined) left.push(first);
    if (second === undefined) continue;
    const begins = second.text.startsWith("//");
    if (begins) flush();
    const gap: Gap = begins ? "blank" : "none";
    cells.push(claims.replace(second, { ...second, gap }));
    behindComment = true;
  }
  flush();
  return cells;
}

/** A comment that stands close behind a long command goes on below itself, or else at the left. */
function commentColumn(row: Cell, next: Cell | undefined): number | undefined {
  const at = row.text.search(/(?<=\s)\/\//);
  if (at < 0) return undefined;
  const column = row.indent + at;
  const isApart = /\s{2}$/.test(row.text.slice(0, at));
  return isApart || (next !== undefined && Math.abs(next.indent - column) <= 4)
    ? column
    : undefined;
}

function splitComment(
  row: Cell,
  own: number | undefined,
  column: number,
  claims: Claims,
): readonly [left: Cell | undefined, right: Cell | undefined] {
  const start = own ?? piecesOf(row).find((piece) => piece.start >= column - 4)?.start;
  const cut = start === undefined ? row.text.length : start - row.indent;
  const left = { ...row, text: row.text.slice(0, cut) };
  const right = { ...row, indent: row.indent + cut, text: row.text.slice(cut) };
  const cells = [left, right].map((cell) =>
    cell.text.trim() === "" ? undefined : collapsed(cell),
  );
  claims.divide(
    row,
    cells.flatMap((cell) => cell ?? []),
  );
  return [cells[0], cells[1]];
}
