import type { Fact } from "../facts/fact.ts";
import { commandOf } from "../facts/manual-facts.ts";
import type { JoinedText } from "../reader/joined-text.ts";
import type { ReadManual } from "../reader/read-manual.ts";
import type { ReadSection } from "../reader/read-section.ts";

/**
 * Prose and comments of every section, as words to compare: what no rule understands can hide there.
 * Comments stand in the order of the alphabet, since theirs depends on the columns of the page.
 */
export function proseFacts(manual: ReadManual): Fact[] {
  return manual.sections.flatMap((section) => [
    ...wordsFact(section, "prose", section.passages),
    ...wordsFact(
      section,
      "comments",
      section.comments.toSorted((a, b) => (a.text < b.text ? -1 : 1)),
    ),
  ]);
}

function wordsFact(section: ReadSection, path: string, texts: readonly JoinedText[]): Fact[] {
  if (texts.length === 0) return [];
  const command = commandOf(section) ?? section.title;
  const value = texts.map(({ text }) => text).join(" ");
  const line = Math.min(...texts.map((text) => text.line));
  return [{ command, path, value, line, section: section.id, words: true }];
}
