import { isWholeAnswer } from "./answer-patterns.ts";
import { mostTornLines, tidyPlaceholders } from "./brackets.ts";
import type { Claims } from "./claims.ts";
import { collapsed } from "./columns.ts";
import { Cursor } from "./cursor.ts";
import { JoinedText } from "./joined-text.ts";
import { formLabel, parameterLabel, responseLabel } from "./labels.ts";
import type { Cell } from "./line.ts";
import type { AnswerLine, Form, FormBlock, ParameterRow } from "./manual-model.ts";
import { isTorn } from "./plain-parts.ts";
import { readAnswers } from "./read-answers.ts";
import type { TablePart } from "./table-part.ts";
import { commandIn, startsSyntax } from "./typed-command.ts";

/** Reads the rows of a Parameter block. */
export type RowReader = (cells: readonly Cell[]) => ParameterRow[];

/**
 * Reads one block of a command table. A block for two forms, such as `Read/Execution Command`, gives
 * one for each with the same answers.
 * @param at command of the section, as in `+X`, which tells its syntax from another's in a sentence
 */
export function readForm(
  part: TablePart,
  at: string | undefined,
  readRows: RowReader,
  claims: Claims,
): FormBlock[] {
  claims.add("form label", part.label);
  const { forms, rest } = formLabel(part.label.text) ?? { forms: [], rest: "" };
  const beside = /^\.?AT/.test(rest) ? [{ ...part.label, text: rest }] : [];
  const left = readLeft([...beside, ...part.left], at, claims);
  const { answers, parameters, parametersOf } = readRight(part.right, readRows, claims);
  return forms.map((form, index) => ({
    form,
    line: part.label.line,
    title: left.title,
    syntax: left.syntaxes[index] ?? left.syntaxes[0] ?? "",
    syntaxLine: left.syntaxLine ?? part.label.line,
    remarks: left.remarks,
    answers,
    parameters,
    parametersOf,
  }));
}

interface LeftColumn {
  readonly title: JoinedText | undefined;
  readonly syntaxes: readonly string[];
  readonly syntaxLine: number | undefined;
  readonly remarks: readonly JoinedText[];
}

/** Words, the syntax over as many lines as its brackets need, and words again. */
function readLeft(cells: readonly Cell[], at: string | undefined, claims: Claims): LeftColumn {
  const start = syntaxStart(cells, at);
  const title = start < 0 ? cells : cells.slice(0, start);
  const syntax = start < 0 ? [] : cells.slice(start, syntaxEnd(cells, start));
  const remark = cells.slice(title.length + syntax.length);
  claims.add("form description", ...title);
  claims.add("syntax", ...syntax);
  claims.add("form remark", ...remark.filter(({ text }) => !isWholeAnswer(text)));
  const joined = tidyPlaceholders(syntax.map(({ text }) => text).join(""));
  return {
    title: title.length === 0 ? undefined : new JoinedText(title),
    syntaxes: joined === "" ? [] : joined.replace(/^\./, "").split(/\s*\bor\s*(?=AT)/),
    syntaxLine: syntax[0]?.line,
    remarks: remark.length === 0 ? [] : [new JoinedText(remark)],
  };
}

/** The first line that is the command's own; another one's may stand in the words before. */
function syntaxStart(cells: readonly Cell[], at: string | undefined): number {
  const own = cells.findIndex(({ text }) => startsSyntax(text) && commandIn(text) === at);
  return own < 0 ? cells.findIndex(({ text }) => startsSyntax(text)) : own;
}

/** A syntax goes on until its brackets close, or while a comma or a bracket begins the next line. */
function syntaxEnd(cells: readonly Cell[], start: number): number {
  let end = start + 1;
  let text = cells[start]?.text ?? "";
  for (; end < Math.min(cells.length, start + mostTornLines); end++) {
    const next = cells[end];
    if (next === undefined) break;
    // A narrow column may break before or behind the word between two syntaxes.
    const isOther = /\bor$/.test(text.trim()) ? startsSyntax(next.text) : /^or AT/.test(next.text);
    if (!isOther && !isTorn(text) && !/^[,[\]>=]/.test(next.text)) break;
    text += next.text;
  }
  return end;
}

interface RightColumn {
  readonly answers: readonly AnswerLine[];
  readonly parameters: readonly ParameterRow[];
  readonly parametersOf: Form | undefined;
}

function readRight(cells: readonly Cell[], readRows: RowReader, claims: Claims): RightColumn {
  const isLabelled = cells[0] !== undefined && responseLabel.test(cells[0].text.trim());
  if (isLabelled && cells[0] !== undefined) claims.add("response label", cells[0]);
  const body = cells.slice(isLabelled ? 1 : 0);
  const label = body.findIndex(({ text }) => parameterLabel.test(text.trim()));
  const answers = label < 0 ? body : body.slice(0, label);
  const own = label < 0 ? [] : body.slice(label + 1);
  if (body[label] !== undefined) claims.add("parameter label", body[label]);
  const whole = answers.map((cell) => {
    const clean = collapsed(cell);
    claims.divide(cell, [clean]);
    return clean;
  });
  return {
    answers: readAnswers(new Cursor(whole, claims)),
    ...readOwnParameters(own, readRows, claims),
  };
}

/** The rows of a block of its own, or the form that it refers to: `See Write Command.` */
export function readOwnParameters(
  cells: readonly Cell[],
  readRows: RowReader,
  claims: Claims,
): Pick<FormBlock, "parameters" | "parametersOf"> {
  const [first, second] = cells;
  const referred = /^(?:See|Refer to|Please refer to) (?:the )?(.* Command)\.?$/i.exec(
    first?.text.trim() ?? "",
  );
  const form = referred === null ? undefined : formLabel(referred[1] ?? "")?.forms[0];
  if (first === undefined || form === undefined || second !== undefined)
    return { parameters: readRows(cells), parametersOf: undefined };
  claims.add("parameter text", first);
  return { parameters: [], parametersOf: form };
}
