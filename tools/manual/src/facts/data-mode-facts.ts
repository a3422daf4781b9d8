import type { JoinedText } from "../reader/joined-text.ts";
import type { ReadManual } from "../reader/read-manual.ts";
import type { Fact } from "./fact.ts";

/** What sentences say about the data mode of a form: paths below its `data`. */
export interface DataModeFact {
  readonly key: string;
  readonly value: string;
  readonly line: number;
}

/** How data mode ends: told by the command's own section and wherever its execution is described. */
export function dataModeFacts(
  data: Fact,
  facts: readonly Fact[],
  manual: ReadManual,
): DataModeFact[] {
  const passages = manual.sections.flatMap((section) =>
    section.passages.filter(
      ({ text }) =>
        section.id === data.section || text.includes(`When AT${data.command} is executed`),
    ),
  );
  const unitOf = (name: string): string | undefined =>
    facts.find(({ path }) => path === `params/${name}/unit`)?.value;
  const reached = passages.flatMap((passage) => matches(passage, /\breaches (?:the )?<(\w+)>/g));
  const length = reached.find(({ word }) => unitOf(word) === "byte");
  const time = reached.find(({ word }) => unitOf(word) === "second");
  const first = (pattern: RegExp): Match | undefined =>
    passages.flatMap((passage) => matches(passage, pattern))[0];
  const told: readonly (readonly [string, string | undefined, Match | undefined])[] = [
    ["length", length?.word, length],
    ["time", time?.word, time],
    ["ends/length", "length", length],
    ["ends/totalTime", "totalTime", time],
    ["ends/escape", "escape", first(/"\+\+\+"/g)],
    ["ends/dtr", "dtr", first(/\bDTR\b/g)],
    ["resumable", "no", first(/\bcannot \w+ (?:to )?data mode\b[^.]*\bATO\b/g)],
  ];
  return told.flatMap(([key, value, match]) =>
    value === undefined || match === undefined ? [] : [{ key, value, line: match.line }],
  );
}

interface Match {
  /** The first group. */
  readonly word: string;
  readonly line: number;
}

function matches(passage: JoinedText, pattern: RegExp): Match[] {
  return [...passage.text.matchAll(pattern)].map((match) => ({
    word: match[1] ?? "",
    line: passage.lineAt(match.index),
  }));
}
