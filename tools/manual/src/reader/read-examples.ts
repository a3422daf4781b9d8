import { isWholeAnswer, wholeAnswer } from "./answer-patterns.ts";
import type { Cursor } from "./cursor.ts";
import { JoinedText } from "./joined-text.ts";
import { isBlockLabel, noteLabel } from "./labels.ts";
import type { Cell } from "./line.ts";
import type { ExampleExchange } from "./manual-model.ts";
import { typedCommand } from "./typed-command.ts";

/** What an example types, and what it says about it. */
export interface Examples {
  readonly exchanges: readonly ExampleExchange[];
  readonly comments: readonly JoinedText[];
}

/** Whether an example begins here: nobody writes a command alone on a line of prose. */
export function startsExample(cell: Cell, previous: Cell | undefined): boolean {
  if (cell.text.startsWith("//")) return true;
  const afterSentence =
    previous === undefined || /[.:]$/.test(previous.text) || cell.gap !== "none";
  return afterSentence && (typedCommand(cell.text) !== undefined || isPrinted(cell.text));
}

/** `+X: "key",1`: what a module prints, with nothing left open and no words about it. */
function isPrinted(text: string): boolean {
  return /^\+[A-Z]+: ?(?:"[^"]*"|-?\d+)(?:,(?:"[^"]*"|-?\d+))*$/.test(text);
}

/** Reads commands, answers and comments until something else stands there. */
export function readExamples(cursor: Cursor): Examples {
  const comments: JoinedText[] = [];
  const exchanges: { sent: string; line: number; answers: { text: string; line: number }[] }[] = [];
  let isData = false;
  cursor.eachWhile((cell) => {
    const typed = typedCommand(cell.text);
    if (cell.text.startsWith("//")) {
      comments.push(new JoinedText([cursor.take("example comment"), ...continueComment(cursor)]));
    } else if (typed !== undefined) {
      cursor.take("example command");
      exchanges.push({ sent: typed.sent, line: cell.line, answers: [] });
      isData = false;
      if (typed.comment !== undefined) {
        const beginning = { ...cell, text: typed.comment };
        comments.push(new JoinedText([beginning, ...continueComment(cursor)]));
      }
    } else if (isAnswer(cell) || (isData && isDataLine(cell, cursor.peek(1)))) {
      cursor.take("example answer");
      exchanges.at(-1)?.answers.push({ text: cell.text, line: cell.line });
      isData = /^(?:>|CONNECT\b|<|\+[A-Z]+:.*\d$)/.test(cell.text) || (isData && !isAnswer(cell));
    } else {
      return false;
    }
    return true;
  });
  return { exchanges, comments };
}

function continueComment(cursor: Cursor): Cell[] {
  return cursor.takeWhile("example comment", (cell) => {
    if (cell.gap === "blank" || /^\/\//.test(cell.text) || isAnswer(cell)) return false;
    const unfinished = !cursor.previous?.text.endsWith(".");
    return (cell.gap === "none" || unfinished) && !endsExample(cell) && !typedAlone(cell.text);
  });
}

/** A command with its parameters written out by name is part of a sentence, not typed. */
function typedAlone(text: string): boolean {
  return typedCommand(text) !== undefined && !/<\w+>/.test(text);
}

function endsExample({ text }: Cell): boolean {
  return isBlockLabel(text) || noteLabel.test(text);
}

/** Whether a line is what a module prints. */
export function isAnswer({ text }: Cell): boolean {
  if (/^Or\b/i.test(text)) return false;
  if (wholeAnswer(text) !== undefined || /^(?:RDY|CONNECT \d+|>.*)$/.test(text)) return true;
  return isWholeAnswer(text)
    ? /^\+[A-Z]+(?: [A-Z]+)?: .*/.test(text)
    : /^<[^<>]+ [^<>]+>$/.test(text);
}

/** A few characters between a command and its result: what travels as data. */
function isDataLine({ text, gap }: Cell, next: Cell | undefined): boolean {
  const isNear = gap === "none" || (gap === "blank" && wholeAnswer(next?.text ?? "") === "final");
  return isNear && text.length <= 40 && !/[.:]$/.test(text) && !isBlockLabel(text);
}
