import { bracketsClose } from "./brackets.ts";
import type { Claims } from "./claims.ts";
import { collapsed, piecesOf, placeColumn, splitRow } from "./columns.ts";
import { JoinedText } from "./joined-text.ts";
import type { Cell } from "./line.ts";
import type { AnswerLine, UrcRow } from "./manual-model.ts";

const urc = /^\+[A-Z]+:/;

/** Whether a section describes a line that the module sends of itself. */
export function isUrcTitle(title: string): boolean {
  return /\bURCs?\b/.test(title) || urc.test(title);
}

export function startsUrc(text: string): boolean {
  return urc.test(text);
}

/**
 * Reads the rows of a table of URCs, the line on the left and what it means on the right.
 * @returns the rows, and the lines behind them
 */
export function readUrcs(
  cells: readonly Cell[],
  isLayout: boolean,
  claims: Claims,
): { readonly urcs: readonly UrcRow[]; readonly rest: readonly Cell[] } {
  const columns = isLayout ? placeColumn(cells, (row) => piecesOf(row)[1]?.start) : [];
  const rows: { left: Cell[]; right: Cell[] }[] = [];
  let index = 0;
  for (; index < cells.length; index++) {
    const cell = cells[index];
    if (cell === undefined) break;
    const [left, right] = isLayout
      ? splitRow(cell, columns[index] ?? 0)
      : plainSide(cell, rows.at(-1));
    if (left !== undefined && urc.test(left.text)) rows.push({ left: [], right: [] });
    const row = rows.at(-1);
    if (row === undefined) break;
    const parts = [left, right].map((part) => part && collapsed(part));
    claims.divide(
      cell,
      parts.flatMap((part) => part ?? []),
    );
    if (parts[0] !== undefined) row.left.push(parts[0]);
    if (parts[1] !== undefined) row.right.push(parts[1]);
  }
  for (const { left, right } of rows) claims.add("urc", ...left, ...right);
  const urcs = rows.map(({ left, right }) => ({
    text: left
      .map(({ text }) => text)
      .join("")
      .replace(/^(\+[A-Z]+:)(?=\S)/, "$1 "),
    line: left[0]?.line ?? 0,
    meaning: new JoinedText(right),
  }));
  return { urcs, rest: cells.slice(index) };
}

/** In a plain text the line of the module ends where its brackets close and a gap comes. */
function plainSide(
  cell: Cell,
  row: { readonly left: readonly Cell[]; readonly right: readonly Cell[] } | undefined,
): readonly [left: Cell | undefined, right: Cell | undefined] {
  if (row === undefined || urc.test(cell.text)) return [cell, undefined];
  const text = row.left.map((part) => part.text).join("");
  const isOpen =
    !bracketsClose(text) ||
    /[,:]$/.test(text) ||
    (cell.gap === "none" && /^[,>"<]/.test(cell.text));
  return row.right.length === 0 && isOpen ? [cell, undefined] : [undefined, cell];
}

/** The lines of a row `Unsolicited Result Code`, each with the condition above it. */
export function urcsOf(answers: readonly AnswerLine[]): UrcRow[] {
  return answers.flatMap(({ role, text, line }, index) => {
    if (role !== "information") return [];
    const above = answers.slice(0, index).findLast((other) => other.role === "condition");
    const words = above === undefined ? [] : [{ ...noPlace, line: above.line, text: above.text }];
    return [{ text, line, meaning: new JoinedText(words) }];
  });
}

const noPlace = { page: 0, indent: 0, gap: "none" } as const;
