import { piecesOf } from "./columns.ts";
import {
  exampleLabel,
  formLabel,
  isRowLabel,
  noteLabel,
  parameterLabel,
  responseLabel,
  tableTitle,
} from "./labels.ts";
import { type Cell, firstPiece } from "./line.ts";
import { startsSyntax } from "./typed-command.ts";

/** A part of a section that one reader reads. */
export interface Block {
  readonly kind: "prose" | "command" | "parameters" | "example" | "table";
  /** `Parameter` or `Example`, which the cells do not hold. */
  readonly label: Cell | undefined;
  readonly cells: readonly Cell[];
}

/** Cuts the lines of a section where a label says that something else begins. */
export function cutBlocks(cells: readonly Cell[]): Block[] {
  const blocks: { kind: Block["kind"]; label: Cell | undefined; cells: Cell[] }[] = [];
  let responseColumn = 0;
  cells.forEach((cell, index) => {
    const kind = blocks.at(-1)?.kind ?? "prose";
    const text = firstPiece(cell.text);
    if (formLabel(text) !== undefined) responseColumn = piecesOf(cell)[1]?.start ?? 0;
    const isInside = kind === "command" && responseColumn > 0 && cell.indent >= responseColumn - 4;
    const isWords = kind === "command" && !isLabelRow(cell);
    const next =
      isInside || isWords ? undefined : kindOf(text, kind, cells.slice(index, index + 16));
    if (next === undefined || (next === "command" && kind === "command")) {
      if (blocks.length === 0) blocks.push({ kind: "prose", label: undefined, cells: [] });
      blocks.at(-1)?.cells.push(cell);
      return;
    }
    const isLabel = next === "parameters" || next === "example";
    blocks.push({ kind: next, label: isLabel ? cell : undefined, cells: isLabel ? [] : [cell] });
  });
  return blocks;
}

/** Words of a cell that happen to be a label have other words beside them. */
function isLabelRow(cell: Cell): boolean {
  return parameterLabel.test(firstPiece(cell.text)) ? piecesOf(cell).length === 1 : true;
}

/** What begins with a line; nothing when it goes on. */
function kindOf(
  text: string,
  current: Block["kind"],
  from: readonly Cell[],
): Block["kind"] | undefined {
  if (formLabel(text) !== undefined) return isTable(from, current) ? "command" : undefined;
  if (isRowLabel(text))
    return current === "command" || current === "parameters" ? "command" : undefined;
  if (parameterLabel.test(text)) return "parameters";
  if (exampleLabel.test(text)) return "example";
  if (tableTitle.test(text)) return "table";
  if (noteLabel.test(text) && current !== "prose") return "prose";
  return undefined;
}

/**
 * Whether a label of a form begins a block of a command table: a response follows it, or at least its
 * syntax. In a table about kinds of commands it is a cell like others.
 */
function isTable(from: readonly Cell[], current: Block["kind"]): boolean {
  const [label, ...next] = from;
  const pieces = label === undefined ? [] : piecesOf(label);
  if (pieces.some(({ text }) => responseLabel.test(text))) return true;
  const end = next.findIndex(({ text }) => formLabel(firstPiece(text)) !== undefined);
  const own = next.slice(0, end < 0 ? undefined : end);
  if (own.some(({ text }) => responseLabel.test(text.trim()))) return true;
  return current !== "table" && own.slice(0, 6).some(({ text }) => startsSyntax(text));
}
