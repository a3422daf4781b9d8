import type { Claims } from "./claims.ts";
import { collapsed, piecesOf, placeColumn } from "./columns.ts";
import { type Cell, collapseBlanks, startsPage } from "./line.ts";
import type { ParameterRow } from "./manual-model.ts";
import { type PiecedRow, type RowPiece, rowOf } from "./parameter-row.ts";
import {
  endsSentence,
  mayFollow,
  type ValueToken,
  valueNumber,
  valueToken,
  wordToken,
} from "./value-token.ts";

const printedName = /^<[^<>]*>(?: ?[/,] ?<[^<>]*>)*/;
const tornName = /^<[\w ]*$/;

interface OpenRow {
  readonly name: Cell[];
  /** Right column, blanks kept inside. */
  readonly right: Cell[];
}

/**
 * Reads a Parameter block where the text keeps the place on the page: names stand on the left, what
 * is said of them on the right, values at the right column and their meanings further in.
 * @returns the rows, and the lines from where the block has ended
 */
export function layoutRows(
  cells: readonly Cell[],
  claims: Claims,
): { readonly rows: readonly ParameterRow[]; readonly rest: readonly Cell[] } {
  const columns = placeColumn(cells, shownColumn, leftOfTexts);
  const rows: OpenRow[] = [];
  let index = 0;
  for (; index < cells.length; index++) {
    const cell = cells[index];
    const column = columns[index] ?? 0;
    if (cell === undefined) break;
    const isLeft = cell.indent < column - 3;
    const last = rows.at(-1);
    const named = isLeft ? splitName(cell) : undefined;
    if (named !== undefined) {
      claims.divide(cell, named.text === undefined ? [named.name] : [named.name, named.text]);
      rows.push({ name: [named.name], right: named.text === undefined ? [] : [named.text] });
    } else if (last === undefined) {
      if (isLeft || Number.isFinite(column)) break;
    } else if (isLeft && isOpenName(last)) {
      continueName(cell, last, column, claims);
    } else if (!isLeft || (!Number.isFinite(column) && last.right.length === 0)) {
      last.right.push(cell);
    } else {
      break;
    }
  }
  const widest = cells.slice(0, index).reduce((most, cell) => Math.max(most, endOf(cell)), 0);
  const read = rows.map((row) => rowOf(pieceRow(row, widest, claims)));
  return { rows: doubtTorn(read), rest: cells.slice(index) };
}

/** Whether names and texts stand in columns, not below each other. */
export function hasColumns(cells: readonly Cell[]): boolean {
  return cells.some((cell) => shownColumn(cell) !== undefined);
}

function shownColumn(row: Cell): number | undefined {
  if (!row.text.startsWith("<")) return undefined;
  const name = printedName.exec(row.text)?.[0];
  const [first, second] = piecesOf(row);
  return name !== undefined && first?.text === name ? second?.start : undefined;
}

/** What is no name stands in the right column, up to where the block ends. */
function leftOfTexts(page: readonly Cell[]): number | undefined {
  const others = page.filter(({ text }) => !text.startsWith("<"));
  const end = others.findIndex(({ indent }) => indent < 6);
  const texts = end < 0 ? others : others.slice(0, end);
  return texts.length === 0 ? undefined : leftmost(texts);
}

function leftmost(cells: readonly Cell[]): number {
  return cells.reduce((least, { indent }) => Math.min(least, indent), Number.POSITIVE_INFINITY);
}

function splitName(
  cell: Cell,
): { readonly name: Cell; readonly text: Cell | undefined } | undefined {
  const name =
    printedName.exec(cell.text)?.[0] ?? tornName.exec(piecesOf(cell)[0]?.text ?? "")?.[0];
  if (name === undefined) return undefined;
  return { name: { ...cell, text: name }, text: behind(cell, name.length) };
}

function behind(cell: Cell, from: number): Cell | undefined {
  const at = cell.text.slice(from).search(/\S/);
  if (at < 0) return undefined;
  return { ...cell, indent: cell.indent + from + at, text: cell.text.slice(from + at) };
}

function isOpenName({ name }: OpenRow): boolean {
  const text = name.map((cell) => cell.text).join("");
  return text.startsWith("<") && !text.endsWith(">");
}

function continueName(cell: Cell, row: OpenRow, column: number, claims: Claims): void {
  const [first] = piecesOf(cell);
  const piece = first?.text ?? "";
  const name = { ...cell, text: piece };
  const text = behind(cell, piece.length);
  claims.divide(cell, text === undefined ? [name] : [name, text]);
  row.name.push(name);
  if (text !== undefined && text.indent >= column - 4) row.right.push(text);
}

function endOf(cell: Cell): number {
  return cell.indent + cell.text.length;
}

/** Tells sentences, values and meanings of a row apart by where they stand. */
function pieceRow({ name, right }: OpenRow, widest: number, claims: Claims): PiecedRow {
  claims.add("parameter name", ...name);
  const pieces: RowPiece[] = [];
  const columns = leftByPage(right);
  let valueColumn: number | undefined;
  let lastValue = "";
  right.forEach((cell, index) => {
    const before = right[index - 1];
    const turned = startsPage(cell, before);
    if (turned && valueColumn !== undefined) valueColumn = columns.get(cell.page);
    const deeper =
      valueColumn !== undefined &&
      cell.indent > valueColumn + 1 &&
      !countsOn(cell, before, lastValue);
    const token = deeper ? undefined : tokenAt(cell, before, valueColumn !== undefined, widest);
    if (token !== undefined) {
      valueColumn = cell.indent;
      lastValue = token.value;
      pieces.push(...valuePieces(cell, token, claims));
      return;
    }
    const goesOn =
      turned && pieces.at(-1)?.kind !== "text" && isContinued(cell, before, right, index);
    const isMeaning = valueColumn !== undefined && (deeper || goesOn);
    if (!isMeaning) valueColumn = undefined;
    const words = collapsed(cell);
    claims.divide(cell, [words]);
    claims.add(isMeaning ? "value" : "parameter text", words);
    pieces.push({ kind: isMeaning ? "meaning" : "text", cell: words });
  });
  return { name, pieces, pairing: "proven" };
}

/** The next number of a list, which a page may have moved to the right. */
function countsOn(cell: Cell, before: Cell | undefined, last: string): boolean {
  const [from, to] = [valueNumber(last), valueNumber(valueToken(cell.text)?.value ?? "")];
  return from !== undefined && to === from + 1 && endsSentence(before?.text ?? "");
}

/** Where the lines of a row begin at the left, on each page. */
function leftByPage(right: readonly Cell[]): ReadonlyMap<number, number> {
  const columns = new Map<number, number>();
  for (const { page, indent } of right)
    columns.set(page, Math.min(indent, columns.get(page) ?? indent));
  return columns;
}

/** On a new page the columns may stand elsewhere: a meaning goes on when a value comes below it. */
function isContinued(
  cell: Cell,
  before: Cell | undefined,
  right: readonly Cell[],
  index: number,
): boolean {
  if (/^[a-z]/.test(cell.text) || (before !== undefined && !endsSentence(before.text))) return true;
  const next = right[index + 1];
  return next !== undefined && next.indent < cell.indent && valueToken(next.text) !== undefined;
}

function tokenAt(
  cell: Cell,
  before: Cell | undefined,
  amongValues: boolean,
  widest: number,
): ValueToken | undefined {
  const found = valueToken(cell.text) ?? wordToken(cell.text);
  if (found === undefined || before === undefined || amongValues) return found;
  const word = /^\S+/.exec(cell.text)?.[0] ?? "";
  const isFull = endOf(before) + 1 + word.length > widest - 4;
  const isApart = found.blanks > 1 && !/^[a-z]/.test(found.meaning);
  return isApart || mayFollow(before.text, found, isFull) ? found : undefined;
}

function valuePieces(cell: Cell, token: ValueToken, claims: Claims): RowPiece[] {
  const value = { ...cell, text: token.value };
  const meaning = {
    ...cell,
    indent: cell.indent + token.at,
    text: collapseBlanks(token.meaning),
  };
  const parts = token.meaning === "" ? [value] : [value, meaning];
  claims.divide(cell, parts);
  claims.add("value", ...parts);
  return parts.map((part, index) => ({ kind: index === 0 ? "value" : "meaning", cell: part }));
}

/** A row that begins in the middle of a sentence has lost its beginning to the row above. */
function doubtTorn(rows: readonly ParameterRow[]): ParameterRow[] {
  return rows.map((row, index) => {
    const next = rows[index + 1];
    const torn = beginsTorn(row) ? row : next !== undefined && beginsTorn(next) ? next : undefined;
    if (torn === undefined) return row;
    const reason = `the text of <${torn.name}> begins in the middle of a sentence`;
    return { ...row, pairing: { unproven: reason } };
  });
}

function beginsTorn({ text, values }: ParameterRow): boolean {
  return values.length === 0 && /^[a-z,;)]/.test(text.text);
}
