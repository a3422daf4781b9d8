import { wordsBeside } from "../grammar/words-beside.ts";
import type { ReadManual, ReadSection } from "../reader/manual-model.ts";
import type { Words } from "./draft.ts";

/** One step of a path: what a slash means is not what it says. */
function step(word: string | number): string {
  return `${word}`.replaceAll("~", "~0").replaceAll("/", "~1");
}

/**
 * The words of a section, each under a path that stays when the text around it changes. Two texts
 * of one path are told apart by a number behind it.
 * @param at command that the section describes; nothing when it describes none
 */
export function wordsOf(section: ReadSection, at: string | undefined): Words[] {
  const words: Words[] = [];
  const say = (path: string, text: string, line: number): void => {
    if (text.trim() !== "") words.push({ path, text, line, section: section.id });
  };
  const own = `sections/${step(section.id)}`;
  const owner = at ?? own;
  say(at === undefined ? `${own}/title` : `${at}/title`, titleOf(section), section.line);
  section.passages.forEach((passage, index) => {
    say(`${at ?? own}/passages/${index + 1}`, passage.text, passage.line);
  });
  for (const form of section.commandTable?.forms ?? []) {
    const path = `${owner}/${form.form}`;
    if (form.title !== undefined) say(`${path}/title`, form.title.text, form.title.line);
    for (const remark of form.remarks) say(`${path}/remarks`, remark.text, remark.line);
    for (const answer of form.answers) {
      if (answer.role !== "sentence" && answer.role !== "condition") continue;
      say(`${path}/answers`, answer.text, answer.line);
    }
    for (const row of form.parameters) sayRow(row, owner, say);
  }
  for (const row of section.parameters) sayRow(row, owner, say);
  for (const text of section.commandTable?.characteristics ?? []) {
    say(`${owner}/characteristics`, text.text, text.line);
  }
  for (const urc of section.urcs)
    say(`${owner}/urcs/${step(urc.text)}`, urc.meaning.text, urc.line);
  for (const comment of section.comments) say(`${owner}/comments`, comment.text, comment.line);
  for (const table of section.codeTables) {
    for (const { code, upTo = code, meaning, more, line } of table.rows) {
      for (let number = code; number <= upTo; number += 1) {
        say(`<${step(table.parameter)}>/codes/${number}`, [meaning, ...more].join(" | "), line);
      }
    }
  }
  return numbered(words);
}

function titleOf(section: ReadSection): string {
  return section.title.replace(/^\.?AT\S+\s*/, "");
}

function sayRow(
  row: ReadSection["parameters"][number],
  owner: string,
  say: (path: string, text: string, line: number) => void,
): void {
  const path = `${owner}/params/${step(row.name)}`;
  // What the rules understand of a row is compared by itself, however it is worded.
  const words = row.pairing === "proven" ? wordsBeside(row.text.text, row.name) : row.text.text;
  say(path, words, row.text.line === 0 ? row.line : row.text.line);
  for (const { value, meaning, line } of row.values) {
    say(`${path}/values/${step(value.replace(/^"(.*)"$/, "$1"))}`, meaning, line);
  }
}

/** Paths that come again get a number. */
function numbered(words: readonly Words[]): Words[] {
  const counts = new Map<string, number>();
  return words.map((item) => {
    const count = (counts.get(item.path) ?? 0) + 1;
    counts.set(item.path, count);
    return count === 1 ? item : { ...item, path: `${item.path}~${count}` };
  });
}

/** Words of all sections. */
export function wordsOfManual(
  manual: ReadManual,
  commandOf: (section: ReadSection) => string | undefined,
): Words[] {
  return numbered(manual.sections.flatMap((section) => wordsOf(section, commandOf(section))));
}
