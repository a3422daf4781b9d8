import path from "node:path";
import type { Literal } from "./literals.ts";
import type { SchemaWords } from "./schema-words.ts";
import { wordsOf } from "./words.ts";

/** A number or name of the manuals that stands in code. */
export interface TypedFact {
  readonly file: string;
  readonly line: number;
  readonly written: string;
  /** What the schema calls it. */
  readonly title: string;
}

/** Finds the literals of a file that say what the schema says. */
export function judgeLiterals(
  file: string,
  literals: readonly Literal[],
  words: SchemaWords,
  kinds: "everything" | "named",
): TypedFact[] {
  return literals.flatMap((literal): TypedFact[] => {
    const title = titleOf(file, literal, words, kinds);
    const { line, written } = literal;
    return title === undefined ? [] : [{ file, line, written: shorten(written), title }];
  });
}

function titleOf(
  file: string,
  literal: Literal,
  words: SchemaWords,
  kinds: "everything" | "named",
): string | undefined {
  const { value, isPattern } = literal;
  if (kinds === "named")
    return typeof value === "number" ? namedTitle(literal, value, words) : undefined;
  return typeof value === "number"
    ? numberTitle(literal, value, file, words)
    : textTitle(value, isPattern, words);
}

/** A limit, time or default that a constant repeats under a name of its own. */
function namedTitle(
  { constant = "" }: Literal,
  value: number,
  { numbers }: SchemaWords,
): string | undefined {
  const own = wordsOf(constant);
  return numbers.find((known) => {
    return known.value === value && !known.isError && own.some((word) => known.words.has(word));
  })?.title;
}

function numberTitle(
  { written, names, property, comparedWith }: Literal,
  value: number,
  file: string,
  { numbers, enumMembers, enumParams }: SchemaWords,
): string | undefined {
  if (value < 1) return undefined;
  if (property !== undefined && enumMembers.get(property)?.has(value)) {
    return `the value ${property} of an enumeration`;
  }
  if (comparedWith !== undefined) {
    const last = comparedWith.trim().split(" ").at(-1) ?? "";
    if (enumParams.get(last)?.has(value)) return `a value of the enumeration ${last}`;
  }
  const candidates = numbers.filter((known) => known.value === value);
  const fileWords = wordsOf(path.posix.basename(file, ".ts")).filter((word) => !vague.has(word));
  const around = new Set([...names.flatMap(wordsOf), ...fileWords]);
  const meansError = value >= leastError && names.some((name) => /error|code|refus/i.test(name));
  const named = candidates.find(
    ({ words, isError }) => (isError && meansError) || [...words].some((word) => around.has(word)),
  );
  const isByte = /^0[xb]/i.test(written);
  return (named ?? candidates.find(({ isDistinctive }) => isDistinctive && !isByte))?.title;
}

/** Smaller numbers stand in too many lists of codes: those of a program's end, of a screen. */
const leastError = 10;

/** What half of all files are about. */
const vague: ReadonlySet<string> = new Set(
  "file module mail option setting key check error line port handler behaviour call identity".split(
    " ",
  ),
);

function textTitle(
  text: string,
  isPattern: boolean,
  { commands, keys }: SchemaWords,
): string | undefined {
  for (const [, name = ""] of text.matchAll(/(?<![A-Za-z0-9+])(?:AT)?([+^&][A-Z][A-Z0-9]*)/g)) {
    if (commands.has(name)) return `the command ${name}`;
  }
  const bare = text.replace(/:$/, "");
  if (keys.has(bare)) return `the word "${bare}" of the wire`;
  // A storage in front of a name, or one of several in a pattern.
  const behind = isPattern ? "[:|)]" : ":";
  for (const key of keys) {
    if (!/[A-Z]/.test(key)) continue;
    if (new RegExp(`(?<![A-Z])${escaped(key)}${behind}`).test(text)) {
      return `the word "${key}" of the wire`;
    }
  }
  return undefined;
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

function shorten(written: string): string {
  return written.length > 60 ? `${written.slice(0, 59)}…` : written;
}
