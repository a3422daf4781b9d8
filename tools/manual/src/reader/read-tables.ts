import type { Cursor } from "./cursor.ts";
import { noteLabel, tableTitle } from "./headings.ts";
import { JoinedText } from "./joined-text.ts";
import type { Cell } from "./line.ts";

/** A table whose first column holds numbers. */
export interface CodeTable {
  /** Placeholder at the head of the numbers: `err`. */
  readonly parameter: string;
  readonly line: number;
  readonly rows: readonly CodeRow[];
}

export interface CodeRow {
  readonly code: number;
  readonly meaning: string;
  readonly line: number;
}

const headWords =
  /^(?:<\w+>|Meaning|Description|Code|SN|Document(?: Name)?|Remark|Comment|Abbreviation|Full Name|Version|Date|Author)$/;

/** Reads a table from its title; gives its codes when it holds codes. */
export function readTable(cursor: Cursor): CodeTable | undefined {
  const title = cursor.take("table title");
  const head = cursor.takeWhile("table head", (cell) => headWords.test(cell.text));
  const parameter = /^<(\w+)>$/.exec(head[0]?.text ?? "")?.[1];
  if (parameter !== undefined) return { parameter, line: title.line, rows: readCodes(cursor) };
  if (head.length > 1) readRows(cursor, head.length);
  return undefined;
}

/** Numbers that count upwards, each with the text below it. */
function readCodes(cursor: Cursor): CodeRow[] {
  const rows: CodeRow[] = [];
  for (let cell = cursor.peek(); cell !== undefined; cell = cursor.peek()) {
    const isText = cursor.peek(1) !== undefined && !isNumber(cursor.peek(1));
    const code = Number(cell.text);
    if (!isNumber(cell) || !isText || code <= (rows.at(-1)?.code ?? -1)) break;
    cursor.take("table row");
    const meaning = cursor.takeWhile("table row", (next) => !isNumber(next) && !endsTable(next));
    rows.push({ code, meaning: new JoinedText(meaning).text, line: cell.line });
  }
  return rows;
}

/** Cells between gaps, as many as the head has columns to a row. */
function readRows(cursor: Cursor, columns: number): void {
  for (;;) {
    const row = rowAt(cursor, columns);
    if (row === 0) return;
    for (let taken = 0; taken < row; taken++) cursor.take("table row");
  }
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

function isNumber(cell: Cell | undefined): boolean {
  return cell !== undefined && /^\d+$/.test(cell.text);
}

function endsTable({ text }: Cell): boolean {
  return tableTitle.test(text) || noteLabel.test(text);
}
