import { isWholeAnswer } from "./answer-patterns.ts";
import type { Claims } from "./claims.ts";
import { ColumnGaps, collapsed, piecesOf, placeColumn, splitRow } from "./columns.ts";
import { formLabel, isRowLabel } from "./labels.ts";
import { type Cell, firstPiece } from "./line.ts";
import type { TablePart } from "./table-part.ts";

interface OpenPart {
  readonly label: Cell;
  readonly left: Cell[];
  readonly right: Cell[];
  /** Nothing stands on the right of the label. */
  readonly isCentred: boolean;
}

/** Cuts a command table into its rows where the text keeps the place on the page. */
export function layoutParts(rows: readonly Cell[], claims: Claims): TablePart[] {
  const columns = placeColumn(rows, shownColumn);
  const parts: OpenPart[] = [];
  const gaps = { left: new ColumnGaps(), right: new ColumnGaps() };
  rows.forEach((row, index) => {
    const [left, right] = splitRow(row, columns[index] ?? 0);
    const cells = {
      left: left && collapsed({ ...left, gap: gaps.left.next(row, index) }),
      right: right && { ...right, gap: gaps.right.next(row, index) },
    };
    if (cells.left === undefined) gaps.left.pass(row);
    if (cells.right === undefined) gaps.right.pass(row);
    claims.divide(row, [cells.left ?? [], cells.right ?? []].flat());
    if (cells.left !== undefined && isPartLabel(cells.left.text)) {
      const isCentred = isRowLabel(cells.left.text) && cells.right === undefined;
      parts.push({ label: cells.left, left: [], right: [], isCentred });
    } else if (cells.left !== undefined) {
      parts.at(-1)?.left.push(cells.left);
    }
    if (cells.right !== undefined) parts.at(-1)?.right.push(cells.right);
  });
  centre(parts);
  return parts;
}

function shownColumn(row: Cell): number | undefined {
  return isPartLabel(firstPiece(row.text)) ? piecesOf(row)[1]?.start : undefined;
}

function isPartLabel(text: string): boolean {
  return formLabel(text) !== undefined || isRowLabel(text);
}

/** A label beside the middle of its cell has as many lines above itself as below. */
function centre(parts: readonly OpenPart[]): void {
  for (let index = parts.length - 1; index > 0; index--) {
    const [part, above] = [parts[index], parts[index - 1]];
    if (part === undefined || above === undefined || !part.isCentred) continue;
    const lines = part.right.length === 0 ? [] : above.right.slice(-part.right.length);
    if (lines.length === 0 || lines.some(({ text }) => isWholeAnswer(text))) continue;
    above.right.splice(-lines.length, lines.length);
    part.right.unshift(...lines);
  }
}
