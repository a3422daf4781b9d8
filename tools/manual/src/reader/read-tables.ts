import type { Cursor } from "./cursor.ts";
import { JoinedText } from "./joined-text.ts";
import { isBlockLabel, noteLabel, tableTitle } from "./labels.ts";
import type { Cell } from "./line.ts";
import type { CodeRow, CodeTable } from "./manual-model.ts";

const headWords =
  /^(?:(?:Code of )?<\w+>|Meanings?|Descriptions?|(?:Error )?Codes?|Comments?|Remarks?|SN|No\.?|Document(?: Name)?|Abbreviation|Full Name|Version|Date|Author|Command Type|Syntax|Value|Name|Reason|Possible Causes?|Solutions?|Handling)$/i;

/** Whether a table of numbers begins here without a title: `<err>`, `Meaning`. */
export function startsCodeTable(cell: Cell, next: Cell | undefined): boolean {
  return (
    /^(?:Code of )?<\w+>$/i.test(cell.text) && /^(?:Meaning|Description)$/i.test(next?.text ?? "")
  );
}

/** Reads a table from its title or head; gives its codes when it holds codes. */
export function readTable(cursor: Cursor): CodeTable | undefined {
  const first = cursor.peek();
  const titled = first !== undefined && tableTitle.test(first.text);
  if (titled) cursor.take("table title");
  const head = readHead(cursor);
  const isCodes =
    isNumber(cursor.peek()) && cursor.peek(1) !== undefined && !isNumber(cursor.peek(1));
  if (isCodes) {
    const rows = readCodes(cursor, head);
    return { parameter: parameterOf(head), line: first?.line ?? 0, rows };
  }
  if (head.length > 0) readRows(cursor, head.length);
  return undefined;
}

function readHead(cursor: Cursor): string[] {
  const cells = cursor.takeWhile("table head", (cell) => headWords.test(cell.text));
  return cells.map(({ text }) => text);
}

function parameterOf(head: readonly string[]): string {
  return /<(\w+)>/.exec(head[0] ?? "")?.[1] ?? "";
}

/** Rows from number to number; a head that comes again on a later page is passed over. */
function readCodes(cursor: Cursor, head: readonly string[]): CodeRow[] {
  const rows: CodeRow[] = [];
  cursor.eachWhile((cell) => {
    if (head.includes(cell.text) && headWords.test(cell.text)) {
      cursor.take("table head");
      return true;
    }
    const [code, upTo] = numbersOf(cell);
    const next = cursor.peek(1);
    const isRow = next !== undefined && !isNumber(next) && !endsTable(next);
    if (code === undefined || !isRow || code <= lastOf(rows)) return false;
    cursor.take("table row");
    const texts = cursor.takeWhile(
      "table row",
      (text) => !isNumber(text) && !endsTable(text) && !head.includes(text.text),
    );
    const columns = columnsOf(texts, head.length - 1);
    rows.push({
      code,
      upTo,
      meaning: columns[0] ?? "",
      more: columns.slice(1),
      line: cell.line,
    });
    return true;
  });
  return rows;
}

function lastOf(rows: readonly CodeRow[]): number {
  const last = rows.at(-1);
  return last?.upTo ?? last?.code ?? -1;
}

/** Cells between gaps, when there are as many as the head says; else all is the meaning. */
function columnsOf(texts: readonly Cell[], count: number): string[] {
  const columns: Cell[][] = [];
  texts.forEach((cell, index) => {
    if (index === 0 || cell.gap === "blank") columns.push([cell]);
    else columns.at(-1)?.push(cell);
  });
  const isEven = count > 1 && columns.length === count;
  return (isEven ? columns : [texts]).map((cells) => new JoinedText(cells).text);
}

/** Cells between gaps, as many as the head has columns to a row. */
function readRows(cursor: Cursor, columns: number): void {
  cursor.eachWhile(() => {
    const row = rowAt(cursor, columns);
    if (row === 0) return false;
    for (let taken = 0; taken < row; taken++) cursor.take("table row");
    return true;
  });
}

/** Lines of the next whole row; 0 when there is none. */
function rowAt(cursor: Cursor, columns: number): number {
  let length = 0;
  for (let column = 0; column < columns; column++) {
    const first = cursor.peek(length);
    if (first === undefined || isNumber(first) || endsTable(first)) return 0;
    length += 1;
    for (let next = cursor.peek(length); next?.gap === "none"; next = cursor.peek(length)) {
      if (isNumber(next) || endsTable(next)) break;
      length += 1;
    }
  }
  return length;
}

/** `662`, `0x1F`, `666-667`. */
function numbersOf(cell: Cell): [code: number | undefined, upTo: number | undefined] {
  const match = /^(\d+|0x[0-9A-F]+)(?: ?- ?(\d+|0x[0-9A-F]+))?$/i.exec(cell.text);
  if (match === null) return [undefined, undefined];
  return [Number(match[1]), match[2] === undefined ? undefined : Number(match[2])];
}

function isNumber(cell: Cell | undefined): boolean {
  return cell !== undefined && numbersOf(cell)[0] !== undefined;
}

function endsTable({ text }: Cell): boolean {
  return isBlockLabel(text) || noteLabel.test(text);
}
