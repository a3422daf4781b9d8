import type { ReadManual } from "../reader/read-manual.ts";
import type { ParameterBlock } from "../reader/read-parameters.ts";
import type { ReadSection } from "../reader/read-section.ts";
import { dataModeFacts } from "./data-mode-facts.ts";
import { type Fact, FactSheet, step } from "./fact.ts";
import { formFacts } from "./form-facts.ts";
import { limitsIn } from "./limits.ts";
import { parameterFacts } from "./parameter-facts.ts";
import { parseAnswer, parseSyntax, pathOfSyntax, placeholdersOf, printSyntax } from "./syntax.ts";

/** Everything that the rules can tell from a manual. */
export function manualFacts(manual: ReadManual): FactSheet {
  const sheet = new FactSheet();
  for (const section of manual.sections) {
    for (const fact of commandFacts(section, manual)) sheet.add(fact);
    for (const fact of exampleFacts(section)) sheet.add(fact);
    for (const table of section.codeTables) {
      const command = `<${table.parameter}>`;
      const place = { command, section: section.id };
      sheet.add({ ...place, path: "section", value: section.id, line: table.line });
      for (const row of table.rows) {
        sheet.add({ ...place, path: `codes/${row.code}`, value: `${row.code}`, line: row.line });
        const path = `codes/${row.code}/meaning`;
        sheet.add({ ...place, path, value: row.meaning, line: row.line, words: true });
      }
    }
  }
  return sheet;
}

/** Commands and answers of the examples, under the command that they belong to. */
function exampleFacts(section: ReadSection): Fact[] {
  const lines = section.examples.flatMap(({ sent, line, answers }) => [
    { text: sent, line },
    ...answers.filter(({ text }) => text.startsWith("+")),
  ]);
  return lines.map(({ text, line }) => ({
    command: /^(?:AT)?([+&$#^%*]?[A-Z][A-Z0-9]*)?/.exec(text)?.[1] ?? "",
    path: `examples/${step(text)}`,
    value: text,
    line,
    section: section.id,
    words: true,
  }));
}

type Say = (path: string, value: string | undefined, line: number, words?: true) => void;

function commandFacts(section: ReadSection, manual: ReadManual): Fact[] {
  const at = commandOf(section);
  if (at === undefined) return [];
  const facts: Fact[] = [];
  const say: Say = (path, value, line, words) => {
    if (value === undefined) return;
    facts.push({ command: at, path, value, line, section: section.id, ...(words && { words }) });
  };
  say("title", section.title.replace(/^AT\S+ */, ""), section.line, true);
  say("section", section.id, section.line);
  sayForms(section, at, manual, say);
  for (const parameter of section.parameters) sayParameter(parameter, section, say);
  sayUnexplained(section, say);
  for (const limit of section.passages.flatMap(limitsIn))
    say(`limits/${limit.subject}`, `${limit.most}`, limit.line);
  const data = facts.find(({ path }) => /^write[^/]*\/data$/.test(path));
  for (const { key, value, line } of data === undefined ? [] : dataModeFacts(data, facts, manual))
    say(`${data?.path}/${key}`, value, line);
  return facts;
}

/** The command that a section describes: the one in its title, or in its first syntax. */
export function commandOf(section: ReadSection): string | undefined {
  if (section.commandTable === undefined) return undefined;
  const title = /^AT(\S+)/.exec(section.title)?.[1];
  const syntaxes = section.commandTable.forms.map((form) => parseSyntax(form.syntax)?.at);
  return title ?? syntaxes.find((at) => at !== undefined);
}

function sayForms(section: ReadSection, at: string, manual: ReadManual, say: Say): void {
  const { forms, responseTime } = section.commandTable ?? { forms: [], responseTime: undefined };
  const table = errorTable(section, manual);
  for (const block of forms) {
    const syntax = parseSyntax(block.syntax);
    const path = syntax === undefined ? block.form : pathOfSyntax(syntax);
    say(path, syntax === undefined ? block.syntax : printSyntax(syntax), block.syntaxLine);
    for (const fact of formFacts(block, at)) say(`${path}/${fact.path}`, fact.value, fact.line);
    const error = block.answers.find(({ role, text }) => role === "error" && text.includes("<"));
    if (error !== undefined) say(`${path}/errors`, table, error.line);
  }
  if (responseTime !== undefined) say("time", inMilliseconds(responseTime.text), responseTime.line);
}

/** Table that explains the number of `+CME ERROR: <err>`: the one in the chapter that is referred to. */
function errorTable(section: ReadSection, manual: ReadManual): string | undefined {
  const row = section.parameters.find(({ name }) => name === "err");
  const facts = row === undefined ? [] : parameterFacts(row.text.text);
  const chapter = facts.find(({ key }) => key === "chapter")?.value;
  const tables = manual.sections.find(({ id }) => id === chapter)?.codeTables ?? [];
  const [table] = tables;
  return table === undefined ? chapter : `<${table.parameter}>`;
}

/** `300 ms`, `10 s`, `150 s, depending on the network`. */
function inMilliseconds(text: string): string | undefined {
  const match = /(\d+(?:\.\d+)?) ?(ms|s|min)\b/.exec(text);
  const factors: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000 };
  const factor = factors[match?.[2] ?? ""];
  return factor === undefined ? undefined : `${Number(match?.[1]) * factor}`;
}

function sayParameter(parameter: ParameterBlock, section: ReadSection, say: Say): void {
  const { name, line, text, values } = parameter;
  if (isErrorNumber(name, section)) return;
  const path = `params/${name}`;
  say(path, name, line);
  for (const { key, value, offset } of parameterFacts(text.text))
    if (key !== "chapter") say(`${path}/${key}`, value, text.lineAt(offset));
  for (const { value, meaning, line: at } of values) {
    say(`${path}/values/${step(value)}`, value, at);
    say(`${path}/values/${step(value)}/meaning`, meaning, at, true);
  }
  say(`${path}/text`, text.text, text.line, true);
}

/** Placeholders of syntax and answers that no row of the Parameter block explains. */
function sayUnexplained(section: ReadSection, say: Say): void {
  const explained = new Set(section.parameters.map(({ name }) => name));
  for (const { syntax, syntaxLine, answers } of section.commandTable?.forms ?? []) {
    const lines = answers.filter(({ role }) => role === "information");
    for (const { text, line } of [{ text: syntax, line: syntaxLine }, ...lines]) {
      const fields = parseSyntax(text)?.fields ?? parseAnswer(text)?.fields ?? [];
      for (const name of placeholdersOf(fields))
        if (!explained.has(name)) say(`params/${name}`, name, line);
    }
  }
}

/** A number that stands in `+CME ERROR: <err>` only belongs to the error tables. */
function isErrorNumber(name: string, section: ReadSection): boolean {
  const answers = section.commandTable?.forms.flatMap((form) => form.answers) ?? [];
  const mentions = answers.filter(
    ({ text, role }) => role !== "condition" && text.includes(`<${name}>`),
  );
  return mentions.length > 0 && mentions.every(({ role }) => role === "error");
}
