import { bracketsClose } from "./brackets.ts";
import type { Cursor } from "./cursor.ts";
import { formLabel, parameterLabel, responseLabel } from "./headings.ts";
import { JoinedText } from "./joined-text.ts";
import type { Cell } from "./line.ts";

export type AnswerRole =
  | "final"
  | "error"
  | "connect"
  | "data"
  | "information"
  | "condition"
  | "or";

/** One line of a Response cell, joined again where the cell has wrapped it. */
export interface AnswerLine {
  readonly role: AnswerRole;
  readonly text: string;
  readonly line: number;
}

/** Answers that are known whole. */
const wholeAnswers: readonly (readonly [AnswerRole, RegExp])[] = [
  ["final", /^O[Kk]$/],
  ["error", /^(?:ERROR|\+CM[ES] ERROR: ?<\w+>)$/],
  ["connect", /^CONNECT$/],
  ["or", /^Or:?$/i],
  ["data", /^<[A-Z]\w* [^<>]*>$/],
  ["information", /^\.\.\.$/],
];

const information = /^\[?(?:<CR><LF>)?\+[A-Z]+[:=]/;

export function isWholeAnswer(text: string): boolean {
  return information.test(text) || wholeAnswers.some(([, pattern]) => pattern.test(text));
}

/** Reads one line of a Response cell with its continuation; nothing when it is none. */
export function readAnswerLine(cursor: Cursor): AnswerLine | undefined {
  const cell = cursor.peek();
  if (cell === undefined) return undefined;
  const whole = wholeAnswers.find(([, pattern]) => pattern.test(cell.text));
  if (whole !== undefined) {
    cursor.take("response");
    return { role: whole[0], text: cell.text, line: cell.line };
  }
  if (information.test(cell.text)) {
    const cells = [cursor.take("response")];
    while (isTornAnswer(cells) && continues(cursor.peek())) cells.push(cursor.take("response"));
    return { role: "information", text: joinAnswer(cells), line: cell.line };
  }
  return readCondition(cursor, cell);
}

/** `If <a> and <b> are both omitted, query the current settings:`, over one line or more. */
function readCondition(cursor: Cursor, first: Cell): AnswerLine | undefined {
  if (!/^(?:If|When|Otherwise)\b/.test(first.text)) return undefined;
  const cells = [cursor.take("condition")];
  while (!/[:.]$/.test(cells.at(-1)?.text ?? "") && continues(cursor.peek())) {
    cells.push(cursor.take("condition"));
  }
  return { role: "condition", text: new JoinedText(cells).text, line: first.line };
}

function continues(cell: Cell | undefined): boolean {
  if (cell === undefined || cell.gap === "blank") return false;
  return (
    !isWholeAnswer(cell.text) &&
    formLabel(cell.text) === undefined &&
    !parameterLabel.test(cell.text) &&
    !responseLabel.test(cell.text)
  );
}

function isTornAnswer(cells: readonly Cell[]): boolean {
  const text = joinAnswer(cells);
  return !bracketsClose(text) || /[,:]$/.test(text);
}

function joinAnswer(cells: readonly Cell[]): string {
  return cells
    .map((cell) => cell.text)
    .join("")
    .replace(/^(\[?\+[A-Z]+:)(?=\S)/, "$1 ");
}
