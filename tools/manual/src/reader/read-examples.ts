import type { Cursor } from "./cursor.ts";
import { exampleLabel, noteLabel, parameterLabel, tableTitle, typedCommand } from "./headings.ts";
import { JoinedText } from "./joined-text.ts";
import type { Cell } from "./line.ts";

/** A command that an example types, and what the module answers. */
export interface ExampleExchange {
  readonly sent: string;
  readonly line: number;
  readonly answers: readonly { readonly text: string; readonly line: number }[];
}

/** What an example types, and what it says about it. */
export interface Examples {
  readonly exchanges: readonly ExampleExchange[];
  readonly comments: readonly JoinedText[];
}

/** Whether an example begins here: nobody writes a command alone on a line of prose. */
export function startsExample(cell: Cell, previous: Cell | undefined): boolean {
  if (exampleLabel.test(cell.text) || cell.text.startsWith("//")) return true;
  const afterSentence =
    previous === undefined || /[.:]$/.test(previous.text) || cell.gap !== "none";
  return afterSentence && typedCommand(cell.text) !== undefined;
}

/** Reads commands, answers and comments until something else stands there. */
export function readExamples(cursor: Cursor): Examples {
  const comments: JoinedText[] = [];
  const exchanges: { sent: string; line: number; answers: { text: string; line: number }[] }[] = [];
  for (let cell = cursor.peek(); cell !== undefined; cell = cursor.peek()) {
    const typed = typedCommand(cell.text);
    if (exampleLabel.test(cell.text)) {
      cursor.take("example label");
    } else if (cell.text.startsWith("//")) {
      comments.push(new JoinedText([cursor.take("example comment"), ...continueComment(cursor)]));
    } else if (typed !== undefined) {
      cursor.take("example command");
      exchanges.push({ sent: typed.sent, line: cell.line, answers: [] });
      if (typed.comment !== undefined) {
        const beginning = { ...cell, text: typed.comment };
        comments.push(new JoinedText([beginning, ...continueComment(cursor)]));
      }
    } else if (isAnswer(cell)) {
      cursor.take("example answer");
      exchanges.at(-1)?.answers.push({ text: cell.text, line: cell.line });
    } else {
      break;
    }
  }
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
  return [exampleLabel, noteLabel, parameterLabel, tableTitle].some((label) => label.test(text));
}

/** Whether a line is what a module prints. */
export function isAnswer({ text }: Cell): boolean {
  return /^(?:OK|ERROR|CONNECT|NO CARRIER|RDY|\+[A-Z]+(?: [A-Z]+)?: .*|<Input [^<>]*>)$/.test(text);
}
