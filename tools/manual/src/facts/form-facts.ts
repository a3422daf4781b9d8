import type { AnswerLine } from "../reader/read-answers.ts";
import type { FormBlock } from "../reader/read-commands.ts";
import { step } from "./fact.ts";
import { parseAnswer, printAnswer, subKeyOf } from "./syntax.ts";

/** What a block of a command table says besides its syntax: paths below the form's own. */
export interface FormFact {
  readonly path: string;
  readonly value: string;
  readonly line: number;
}

/** Reads the Response cell of a form. */
export function formFacts(block: FormBlock, at: string): FormFact[] {
  const information = block.answers.filter(({ role }) => role === "information");
  if (block.form === "test") return information.map((line, index) => testAnswer(line, at, index));
  const facts: FormFact[] = [];
  for (const group of groupAnswers(block.answers)) {
    const first = group.lines[0];
    if (first === undefined) continue;
    facts.push({
      path: group.place,
      value: group.lines.map((line) => tidy(line.text)).join("\n"),
      line: first.line,
    });
  }
  const data = block.answers.find(({ role }) => role === "connect");
  if (data !== undefined) facts.push({ path: "data", value: "toModule", line: data.line });
  return facts;
}

/** `+X: "key",(0-2)` is known by its key, a line without key by its number. */
function testAnswer({ text, line }: AnswerLine, at: string, index: number): FormFact {
  const value = text.startsWith(`${at}:`) ? text.slice(at.length + 1).trim() : text;
  const key = subKeyOf(parseAnswer(text)?.fields ?? []) ?? `${index + 1}`;
  return { path: `answer:${step(key)}`, value, line };
}

interface AnswerGroup {
  /** `reply` before OK, `query` before OK when the parameters are left out, `result` after OK. */
  readonly place: "reply" | "query" | "result";
  readonly lines: AnswerLine[];
}

function groupAnswers(answers: readonly AnswerLine[]): AnswerGroup[] {
  const groups: AnswerGroup[] = [
    { place: "reply", lines: [] },
    { place: "query", lines: [] },
    { place: "result", lines: [] },
  ];
  let isQuery = false;
  let isAfterFinal = false;
  for (const answer of answers) {
    if (answer.role === "condition") {
      isQuery = /\bomitted\b/.test(answer.text) && !/\bnot (?:both )?omitted\b/.test(answer.text);
      isAfterFinal = false;
    } else if (answer.role === "or") {
      isAfterFinal = false;
    } else if (answer.role === "final") {
      isAfterFinal = true;
    } else if (answer.role === "information" && parseAnswer(answer.text) !== undefined) {
      const place = isAfterFinal ? "result" : isQuery ? "query" : "reply";
      groups.find((group) => group.place === place)?.lines.push(answer);
    }
  }
  return groups;
}

function tidy(text: string): string {
  const parsed = parseAnswer(text);
  return parsed === undefined ? text : printAnswer(parsed);
}
