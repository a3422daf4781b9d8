import type { Fact } from "../facts/fact.ts";
import { commandOf } from "../facts/manual-facts.ts";
import type { ReadManual } from "../reader/read-manual.ts";

/** The prose of every section, as words to compare: what no rule understands can hide there. */
export function proseFacts(manual: ReadManual): Fact[] {
  return manual.sections.flatMap((section): Fact[] => {
    const [first] = section.passages;
    if (first === undefined) return [];
    const command = commandOf(section) ?? section.title;
    const value = section.passages.map(({ text }) => text).join(" ");
    const { line } = first;
    return [{ command, path: "prose", value, line, section: section.id, words: true }];
  });
}
