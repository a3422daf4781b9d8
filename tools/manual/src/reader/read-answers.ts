import { listOf } from "./answer-lists.ts";
import { isEllipsis, isWholeAnswer, startsInformation, wholeAnswer } from "./answer-patterns.ts";
import {
  bracketsClose,
  endsInPlaceholder,
  isClosed,
  isOpenQuote,
  mostTornLines,
  tidyPlaceholders,
} from "./brackets.ts";
import type { Cursor } from "./cursor.ts";
import { JoinedText } from "./joined-text.ts";
import type { Cell } from "./line.ts";
import type { AnswerLine, AnswerRole } from "./manual-model.ts";

/** Reads a Response cell, line by line; what is no answer is a sentence about the answers. */
export function readAnswers(cursor: Cursor): AnswerLine[] {
  const answers: AnswerLine[] = [];
  cursor.eachWhile((cell) => {
    const whole = roleOf(cell.text, answers);
    if (whole !== undefined) {
      cursor.take("response");
      answers.push(answer(whole, cell.text, cell.line));
    } else if (isEllipsis(cell.text)) {
      readEllipsis(cursor, answers);
    } else if (startsInformation(cell.text) || isPlaceholderLine(cell.text)) {
      answers.push(informationOf(takeInformation(cursor)));
    } else if (isLiteral(cell, cursor.peek(1))) {
      cursor.take("response");
      answers.push(answer("information", cell.text, cell.line));
    } else {
      answers.push(readWords(cursor));
    }
    return true;
  });
  return answers;
}

/** A placeholder alone stands for data behind `CONNECT` and `>`, for a line elsewhere. */
function roleOf(text: string, before: readonly AnswerLine[]): AnswerRole | undefined {
  const role = wholeAnswer(text);
  if (role !== undefined || !/^<\w+>$/.test(text)) return role;
  const last = before.findLast((line) => line.role !== "sentence")?.role;
  const isData = last === "connect" || last === "prompt" || /^<(?:\w+_)?data>$/i.test(text);
  return isData ? "data" : undefined;
}

/** `<sn>`, `<a>,<b>`, `Revision: <revision>`. */
function isPlaceholderLine(text: string): boolean {
  return /^(?:\w+: ?)?\[?<\w+>(?:[,[\]]*<\w+>)*\]*$/.test(text);
}

/** A few words that begin and end nothing: what the module prints to the letter. */
function isLiteral({ text }: Cell, next: Cell | undefined): boolean {
  const isShort = text.length <= 32 && /^[A-Z]/.test(text) && !/[.:,;]$/.test(text);
  const isApart = next === undefined || next.gap !== "none" || /^[A-Z<+]/.test(next.text);
  return isShort && !condition.test(text) && isApart && !/ [a-z]+ [a-z]+/.test(text);
}

function takeInformation(cursor: Cursor): Cell[] {
  const first = cursor.take("response");
  const cells = [first];
  let text = first.text;
  for (let next = cursor.peek(); next !== undefined; next = cursor.peek()) {
    if (!isTorn(text, next.text) || next.gap === "blank" || cells.length >= mostTornLines) break;
    if (isWholeAnswer(next.text) || (isWords(next.text) && !isInWords(text))) break;
    cells.push(cursor.take("response"));
    text = join(text, next.text);
  }
  return cells;
}

function isTorn(text: string, next: string): boolean {
  if (/[,:=]$/.test(text) || /^[,\]>)]/.test(next)) return true;
  return !bracketsClose(text) || !isClosed(text, "(", ")") || isOpenQuote(text);
}

/** A sentence, which a bracket that the vendor forgot to close does not go on with. */
function isWords(text: string): boolean {
  return /(?:^| )[A-Za-z]{2,} [a-z]+ /.test(text.replace(/<[^<>]*>/g, ""));
}

/** `(range of`, `"A or`: more words are to come. */
function isInWords(text: string): boolean {
  return !isClosed(text, "(", ")") || isOpenQuote(text);
}

/** Words in an open bracket or quote keep their blank, what a narrow cell has cut does not. */
function join(before: string, after: string): string {
  if (endsInPlaceholder(before)) return before + after;
  const inWords = /[A-Za-z)>]$/.test(before) && /^[A-Za-z<]/.test(after);
  return inWords && isInWords(before) ? `${before} ${after}` : before + after;
}

function informationOf(cells: readonly Cell[]): AnswerLine {
  const joined = cells.map(({ text }) => text).reduce(join);
  const text = tidyPlaceholders(joined).replace(/(\+[A-Z]+:)(?=\S)/, "$1 ");
  const isListed = /^List of \(/.test(text);
  const isOptional = text.startsWith("[") && /\]$/.test(text);
  const repeats = /(?:\.{2,}|…|<CR><LF>)\]*$/.test(text);
  return {
    ...answer("information", text, cells[0]?.line ?? 0),
    repeat: isListed || (isOptional && repeats) ? "zeroOrMore" : isOptional ? "zeroOrOne" : "one",
    inWords: /\((?:list|range) of\b|\bsupported ?</i.test(text),
  };
}

/** What an ellipsis says of the line above it, and of the one below it. */
function readEllipsis(cursor: Cursor, answers: AnswerLine[]): void {
  const { text, line } = cursor.take("response");
  const below = cursor.peek();
  const hasEnd = below !== undefined && startsInformation(below.text);
  const end = hasEnd ? informationOf(takeInformation(cursor)) : undefined;
  const list = listOf(answers.splice(-2), end, /^\[[^\]]*$/.test(text));
  answers.push(...list);
  if (list.length === 0) answers.push(answer("information", text, line));
}

const condition = /^(?:\(?\d[).]\s*)?(?:If|When|Otherwise|In case|For|Return|After)\b/;
const number = /^\(?\d[).]$/;

/** A sentence with its lines; one that ends in a colon, or begins with `If`, is a condition. */
function readWords(cursor: Cursor): AnswerLine {
  const first = cursor.peek();
  const isNumbered = first !== undefined && number.test(first.text);
  const isCondition = condition.test((isNumbered ? cursor.peek(1) : first)?.text ?? "");
  const reason = isCondition ? "condition" : "response";
  const cells = [cursor.take(reason)];
  for (let next = cursor.peek(); next !== undefined; next = cursor.peek()) {
    const before = cells.at(-1)?.text ?? "";
    const isNumbered = cells.length === 1 && number.test(before);
    if ((/[:.]$/.test(before) && !isNumbered) || isWholeAnswer(next.text)) break;
    if (!isNumbered && (beginsAnew(next) || isPlaceholderLine(next.text))) break;
    cells.push(cursor.take(reason));
  }
  const { text } = new JoinedText(cells);
  const role = isCondition || text.endsWith(":") ? "condition" : "sentence";
  return answer(role, text, first?.line ?? 0);
}

/** `If` within a sentence is written small. */
function beginsAnew({ text, gap }: Cell): boolean {
  return (
    /^(?:\(?\d[).] ?)?(?:If|When|Otherwise)\b/.test(text) ||
    (condition.test(text) && gap !== "none")
  );
}

function answer(role: AnswerRole, text: string, line: number): AnswerLine {
  return { role, text, line, repeat: "one", inWords: false };
}
