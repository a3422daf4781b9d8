import { type AnswerSyntax, leavesOf, parseAnswer } from "../grammar/syntax.ts";
import type { AnswerLine } from "../reader/manual-model.ts";
import type { DraftLine, Undecided } from "./draft.ts";

/** Says that something about an operation is open. */
export type Open = (about: Undecided["about"], text: string, reason: string, line?: number) => void;

/** The lines of a Response cell by when they come. */
export interface AnswerGroups {
  readonly reply: readonly DraftLine[];
  /** What comes when parameters are left out. */
  readonly query: readonly DraftLine[];
  /** What comes behind OK. */
  readonly result: readonly DraftLine[];
}

/** What a cell prints for one case, up to where it begins with another. */
interface Branch {
  readonly isQuery: boolean;
  readonly reply: DraftLine[];
  readonly result: DraftLine[];
  end: "ok" | "error" | "connect" | undefined;
  line: number;
}

/** Sorts the lines of a Response cell; cases that do not agree are open. */
export function groupAnswers(
  answers: readonly AnswerLine[],
  section: string,
  open: Open,
): AnswerGroups {
  const branches = branchesOf(answers, section, open);
  const queries = branches.filter(({ isQuery }) => isQuery);
  const others = branches.filter((branch) => !queries.includes(branch));
  return {
    reply: agreeing(others.filter(hasSuccess), "reply", open),
    query: agreeing(queries, "reply", open),
    result: resultOf(others, open),
  };
}

function hasSuccess({ end, reply }: Branch): boolean {
  return end === "ok" || end === "connect" || (end === undefined && reply.length > 0);
}

function branchesOf(answers: readonly AnswerLine[], section: string, open: Open): Branch[] {
  const branches: Branch[] = [];
  const begin = (isQuery: boolean, line: number): Branch => {
    const branch: Branch = { isQuery, reply: [], result: [], end: undefined, line };
    branches.push(branch);
    return branch;
  };
  let branch = begin(false, answers[0]?.line ?? 0);
  for (const answer of answers) {
    const { role, text, line } = answer;
    if (role === "condition") branch = begin(saysOmitted(text), line);
    else if (role === "or") branch = begin(branch.isQuery, line);
    else if (role === "error") branch.end ??= "error";
    else if (role === "connect") branch.end ??= "connect";
    else if (role === "sentence" && tellsResult(text)) branch = branches.find(hasSuccess) ?? branch;
    else if (role === "final") {
      if (branch.end === "ok") branch = begin(branch.isQuery, line);
      branch.end = "ok";
      if (!/^OK$/i.test(text)) open("reply", text, "no final line that the schema knows", line);
    } else if (role === "information") {
      const parsed = lineOf(answer, section, open);
      const place = branch.end === "ok" ? branch.result : branch.reply;
      if (parsed !== undefined) addLine(place, parsed, answer, open);
    }
  }
  return branches;
}

/** `If the parameter is omitted, query the current setting:`. */
function saysOmitted(condition: string): boolean {
  return (
    /\b(?:omitted|not specified|left out)\b/i.test(condition) &&
    !/\bnot (?:both )?omitted\b/i.test(condition)
  );
}

/** `The result will be returned as URC.`: what follows comes behind OK. */
function tellsResult(sentence: string): boolean {
  return /\bURC\b/.test(sentence) && /\b(?:result|returned|reported|outputted)\b/i.test(sentence);
}

/** Lines that all cases share; a case that only fixes a number is the same line. */
function agreeing(branches: readonly Branch[], place: "reply" | "result", open: Open): DraftLine[] {
  const spoken = branches.filter((branch) => branch[place].length > 0);
  const [first, ...others] = spoken;
  if (first === undefined) return [];
  for (const other of others) {
    const isSame =
      first[place].length === other[place].length &&
      first[place].every((line, index) => fits(line, other[place][index]));
    if (!isSame) {
      const line = other[place][0];
      open("reply", line?.prefix ?? "", "another case answers otherwise", line?.line);
    }
  }
  const silent = branches.find(({ end, [place]: lines }) => lines.length === 0 && end === "ok");
  if (silent !== undefined) {
    const line = first[place][0];
    open("reply", line?.prefix ?? "", "it comes in one case only", line?.line);
  }
  return first[place];
}

function fits(line: DraftLine, other: DraftLine | undefined): boolean {
  if (other === undefined || line.prefix !== other.prefix) return false;
  const [own, others] = [leavesOf(line.fields), leavesOf(other.fields)];
  return others.every((leaf, index) => {
    const mine = own[index];
    if (mine === undefined) return false;
    return "const" in leaf && "param" in mine
      ? true
      : JSON.stringify(leaf) === JSON.stringify(mine);
  });
}

function resultOf(branches: readonly Branch[], open: Open): readonly DraftLine[] {
  const lines = agreeing(
    branches.filter(({ end }) => end === "ok"),
    "result",
    open,
  );
  const [, second] = lines;
  if (second !== undefined) {
    open("reply", second.prefix, "more than one line follows OK", second.line);
  }
  return lines;
}

function lineOf(answer: AnswerLine, section: string, open: Open): DraftLine | undefined {
  const { text, line } = answer;
  if (/^\[?(?:…|\.{3,})\]*$/.test(text)) return undefined;
  const [head = "", ...behind] = text.split(
    /(?:<CR>|<LF>)+(?=[^\]\s<[])|(?:<CR>|<LF>)+(?=<(?!CR|LF))/,
  );
  const parsed = parseAnswer(behind.length === 0 ? text : head);
  if (parsed === undefined || answer.inWords) {
    open("reply", text, "it is no line that a module prints", line);
    return undefined;
  }
  if (behind.length > 0) {
    open("data", text, `${behind.join(" ")} follows the line, which the schema cannot say`, line);
  }
  if (parsed.slips.length > 0) open("reply", text, parsed.slips.join("; "), line);
  const { prefix, fields } = parsed;
  return { line, section, prefix, fields, repeat: repeatOf(parsed, answer) };
}

function repeatOf({ isBracketed, isList }: AnswerSyntax, answer: AnswerLine): DraftLine["repeat"] {
  if (answer.repeat !== "one") return answer.repeat;
  return isList ? "zeroOrMore" : isBracketed ? "zeroOrOne" : "one";
}

/** The same line printed again says that it may come more than once. */
function addLine(lines: DraftLine[], line: DraftLine, answer: AnswerLine, open: Open): void {
  const index = lines.findIndex((known) => isSameShape(known, line));
  const known = lines[index];
  if (known === undefined) {
    lines.push(line);
    return;
  }
  if (JSON.stringify(known.fields) !== JSON.stringify(line.fields)) {
    open("reply", answer.text, "it is printed with more than one number in front", answer.line);
  }
  const isOptional = known.repeat === "zeroOrOne" || known.repeat === "zeroOrMore";
  lines[index] = { ...known, repeat: isOptional ? "zeroOrMore" : "oneOrMore" };
}

/** Lines that differ in a number alone are items of one list. */
function isSameShape(a: DraftLine, b: DraftLine): boolean {
  const shape = ({ prefix, fields }: DraftLine): string =>
    JSON.stringify([
      prefix,
      fields.map((field) => ("const" in field && typeof field.const === "number" ? 0 : field)),
    ]);
  return shape(a) === shape(b);
}
