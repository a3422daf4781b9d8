import type { Claims } from "./claims.ts";
import type { Cell } from "./line.ts";
import { type LineRole, tellRoles } from "./line-roles.ts";
import type { ParameterRow } from "./manual-model.ts";
import { confirmOrder, orderNames } from "./name-order.ts";
import { guessRows, type PairedRow, pairRows, type RowName } from "./pair-rows.ts";
import { parameterName, type RowPiece, rowOf } from "./parameter-row.ts";
import { textLine } from "./text-lines.ts";

/** What a line below the label Parameter is, before names and texts are paired. */
type Classified =
  | { readonly kind: "name"; readonly cells: readonly Cell[] }
  | { readonly kind: "text"; readonly cell: Cell; readonly ownsName: boolean };

interface PrintedName extends RowName {
  readonly name: string;
  readonly cells: readonly Cell[];
}

/**
 * Reads a Parameter block where the text prints the names of some rows first and what is said of
 * them below. Which text belongs to which name follows from their order, and is proven when there is
 * only one way.
 * @param order names in the order of the syntaxes and answers
 */
export function plainRows(
  cells: readonly Cell[],
  order: readonly string[],
  claims: Claims,
): ParameterRow[] {
  const classified = classify(cells, claims);
  const { names: printed, texts, own } = apart(classified);
  if (printed.length === 0) return [];
  const roles = tellRoles(texts, own);
  const places = new Map(
    classified.map((part, place) => [part.kind === "text" ? part.cell : part, place]),
  );
  const lines = texts.map((cell, index) => textLine(cell, index, roles, places.get(cell) ?? 0));
  const rowsOf = (names: readonly PrintedName[], paired: readonly PairedRow[]): ParameterRow[] =>
    names.map(({ cells: name }, index) => makeRow(name, texts, roles, paired[index], claims));
  const inOrder = pairRows(printed, lines);
  if (inOrder !== undefined) return rowsOf(printed, inOrder);
  const names = orderNames(printed, lines, order);
  const moved = names === printed ? undefined : pairRows(names, lines);
  return moved === undefined
    ? rowsOf(printed, guessRows(printed, lines))
    : confirmOrder(rowsOf(names, moved));
}

/** Names, and what is said of them, each in its order. */
function apart(classified: readonly Classified[]): {
  readonly names: readonly PrintedName[];
  readonly texts: readonly Cell[];
  readonly own: ReadonlySet<Cell>;
} {
  const names: PrintedName[] = [];
  const texts: Cell[] = [];
  const own = new Set<Cell>();
  classified.forEach((part, place) => {
    if (part.kind === "text") {
      if (names.at(-1)?.ownLine === texts.length) own.add(part.cell);
      texts.push(part.cell);
      return;
    }
    const next = classified[place + 1];
    const ownLine = next?.kind === "text" && belongsBelow(next) ? texts.length : undefined;
    const name = parameterName(part.cells.map(({ text }) => text).join(""));
    const isError = /^err(?:or)?(?:_?code)?$/i.test(name);
    const page = part.cells[0]?.page ?? 0;
    names.push({ name, cells: part.cells, place, page, isError, ownLine });
  });
  return { names, texts, own };
}

/** A text right below a name, or on its line, is said of it; of names in a column it stands apart. */
function belongsBelow({ cell, ownsName }: Classified & { readonly kind: "text" }): boolean {
  return ownsName || (cell.gap === "none" && /^["A-Z0-9(]/.test(cell.text));
}

function classify(cells: readonly Cell[], claims: Claims): Classified[] {
  const parts: Classified[] = [];
  const seen = new Set<string>();
  let torn: Cell[] = [];
  for (const cell of cells) {
    const inline = /^(<[^<>]+>) +(["A-Z0-9].*)$/.exec(cell.text);
    if (torn.length > 0 && /^[^<>]*>$/.test(cell.text)) {
      torn.push(cell);
      seen.add(parameterName(torn.map(({ text }) => text).join("")));
      torn = [];
    } else if (/^<[^<>]+>$/.test(cell.text) && !seen.has(parameterName(cell.text))) {
      seen.add(parameterName(cell.text));
      parts.push({ kind: "name", cells: [cell] });
    } else if (/^<[\w ]+$/.test(cell.text)) {
      torn = [cell];
      parts.push({ kind: "name", cells: torn });
    } else if (inline !== null && !seen.has(parameterName(inline[1] ?? ""))) {
      const name = { ...cell, text: inline[1] ?? "" };
      const text = { ...cell, text: inline[2] ?? "" };
      claims.divide(cell, [name, text]);
      seen.add(parameterName(name.text));
      parts.push({ kind: "name", cells: [name] }, { kind: "text", cell: text, ownsName: true });
    } else {
      parts.push({ kind: "text", cell, ownsName: false });
    }
  }
  return parts;
}

function makeRow(
  name: readonly Cell[],
  texts: readonly Cell[],
  roles: readonly LineRole[],
  paired: PairedRow | undefined,
  claims: Claims,
): ParameterRow {
  claims.add("parameter name", ...name);
  const { from, to, doubt } = paired ?? { from: 0, to: 0, doubt: "nothing is said of it" };
  const pieces: RowPiece[] = [];
  const own = roles.slice(from, to);
  const [firstValue, lastValue] = [own.findIndex(isValue), own.findLastIndex(isValue)];
  own.forEach((role, at) => {
    const cell = texts[from + at];
    const isBetween = firstValue >= 0 && at > firstValue && at < lastValue;
    if (cell !== undefined) pieces.push(...piecesOfLine(cell, role, at === 0, isBetween, claims));
  });
  return rowOf({ name, pieces, pairing: doubt === undefined ? "proven" : { unproven: doubt } });
}

function isValue({ kind }: LineRole): boolean {
  return kind === "value";
}

/** @param isBetween whether values stand above and below: what does so is the meaning of the upper */
function piecesOfLine(
  cell: Cell,
  role: LineRole,
  isFirst: boolean,
  isBetween: boolean,
  claims: Claims,
): RowPiece[] {
  const { kind, token } = role;
  if (token === undefined) {
    const isMeaning = !isFirst && (kind === "meaning" || isBetween);
    claims.add(isMeaning ? "value" : "parameter text", cell);
    return [{ kind: isMeaning ? "meaning" : "text", cell }];
  }
  const value = { ...cell, text: token.value };
  const meaning = { ...cell, text: token.meaning };
  const parts = token.meaning === "" ? [value] : [value, meaning];
  claims.divide(cell, parts);
  claims.add("value", ...parts);
  return parts.map((part, at) => ({ kind: at === 0 ? "value" : "meaning", cell: part }));
}
