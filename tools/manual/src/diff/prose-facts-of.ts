import type { Fact } from "../facts/fact.ts";
import { commandOf } from "../facts/manual-facts.ts";
import type { ReadManual } from "../reader/read-manual.ts";

/**
 * The prose and the examples of every section, as words to compare: what the rules do not
 * understand can hide there.
 */
export function proseFacts(manual: ReadManual): Fact[] {
  return manual.sections.flatMap((section): Fact[] => {
    const command = commandOf(section) ?? section.title;
    const { passages, examples } = section;
    const prose = passages.map(({ text }) => text).join(" ");
    const typed = examples.flatMap(({ sent, answers }) => [
      sent,
      ...answers.map(({ text }) => text),
    ]);
    const place = { command, section: section.id, words: true as const };
    const facts: Fact[] = [{ ...place, path: "exists", value: "section", line: section.line }];
    if (prose !== "")
      facts.push({
        ...place,
        path: "prose",
        value: prose,
        line: passages[0]?.line ?? section.line,
      });
    if (typed.length > 0)
      facts.push({
        ...place,
        path: "examples",
        value: typed.join("\n"),
        line: examples[0]?.line ?? 0,
      });
    return facts;
  });
}
