import { bracketsClose } from "./brackets.ts";
import type { Cursor } from "./cursor.ts";
import {
  characteristicsLabel,
  exampleLabel,
  type Form,
  formLabel,
  noteLabel,
  parameterLabel,
  responseLabel,
  tableTitle,
  timeLabel,
} from "./headings.ts";
import type { Cell } from "./line.ts";
import { type AnswerLine, isWholeAnswer, readAnswerLine } from "./read-answers.ts";

/** One block of a command table: `Write Command`, its syntax and its response. */
export interface FormBlock {
  readonly form: Form;
  readonly line: number;
  /** Empty when the text has lost it. */
  readonly syntax: string;
  readonly syntaxLine: number;
  readonly answers: readonly AnswerLine[];
}

export interface CommandTable {
  readonly forms: readonly FormBlock[];
  /** `300 ms`, with its line. */
  readonly responseTime: { readonly text: string; readonly line: number } | undefined;
}

/** Reads the blocks of a command table, from the first `... Command` label to what follows it. */
export function readCommandTable(cursor: Cursor): CommandTable {
  const forms: FormBlock[] = [];
  let responseTime: CommandTable["responseTime"];
  for (let cell = cursor.peek(); cell !== undefined; cell = cursor.peek()) {
    if (formLabel(cell.text) !== undefined) {
      forms.push(readForm(cursor));
    } else if (timeLabel.test(cell.text)) {
      cursor.take("response time");
      const [value] = cursor.takeWhile(
        "response time",
        (next) => next.gap !== "page" && /\d/.test(next.text),
      );
      if (value !== undefined) responseTime = { text: value.text, line: value.line };
    } else if (characteristicsLabel.test(cell.text)) {
      cursor.take("characteristics");
      cursor.takeWhile("characteristics", (next) => !endsBlock(next) && !/^AT/.test(next.text));
    } else {
      break;
    }
  }
  return { forms, responseTime };
}

function readForm(cursor: Cursor): FormBlock {
  const label = cursor.take("form label");
  const { form, rest } = formLabel(label.text) ?? { form: "write" as const, rest: "" };
  const answers: AnswerLine[] = [];
  let syntax = rest.startsWith("AT") ? rest : "";
  let syntaxLine = label.line;
  let inResponse = false;
  for (let cell = cursor.peek(); cell !== undefined && !endsBlock(cell); cell = cursor.peek()) {
    if (responseLabel.test(cell.text)) {
      cursor.take("response label");
      inResponse = true;
    } else if (syntax === "" && /(?:^| )AT(?:[+&]|$)/.test(cell.text)) {
      const cells = takeSyntax(cursor);
      syntaxLine = cells[0]?.line ?? syntaxLine;
      syntax = joinSyntax(cells);
    } else if (!inResponse && syntax === "") {
      cursor.take("form description");
    } else {
      const answer = readAnswerLine(cursor);
      if (answer === undefined) cursor.skip();
      else answers.push(answer);
    }
  }
  return { form, line: label.line, syntax, syntaxLine, answers };
}

function endsBlock({ text }: Cell): boolean {
  return (
    formLabel(text) !== undefined ||
    [timeLabel, characteristicsLabel, parameterLabel, exampleLabel, noteLabel, tableTitle].some(
      (label) => label.test(text),
    )
  );
}

/** A syntax goes on over the next lines until its brackets close, or while a comma begins or ends one. */
function takeSyntax(cursor: Cursor): Cell[] {
  const cells = [cursor.take("syntax")];
  for (let next = cursor.peek(); next !== undefined; next = cursor.peek()) {
    const torn = isTorn(joinSyntax(cells)) || /^[,[\]]/.test(next.text);
    if (!torn || next.gap !== "none" || endsBlock(next) || responseLabel.test(next.text)) break;
    if (isWholeAnswer(next.text)) break;
    cells.push(cursor.take("syntax"));
  }
  return cells;
}

function joinSyntax(cells: readonly Cell[]): string {
  const joined = cells.map((cell) => cell.text).join("");
  return joined.slice(Math.max(0, joined.indexOf("AT")));
}

function isTorn(text: string): boolean {
  return !bracketsClose(text) || /[,=]$/.test(text);
}
