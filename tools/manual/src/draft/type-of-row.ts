import type { PlacedStatement, TypeWord } from "../grammar/statements.ts";
import type { Limits } from "./limits-of-row.ts";
import type { RowValues } from "./values-of-row.ts";

/** Why a type is open where nothing contradicts anything. */
export const nothingShows = "no type is named and nothing shows it";

/** Something that shows whether a parameter is a number or a text. */
export interface TypeEvidence {
  /** `word` is neither a number nor in quotes: `613e`. */
  readonly shows: "number" | "text" | "word";
  /** Where it was seen, for the reason of an undecided type. */
  readonly where: string;
  readonly line: number;
}

/** What shows the kind of a parameter besides its row. */
export interface KindSources {
  /** The words of the row. */
  readonly meaning: string;
  readonly evidence: readonly TypeEvidence[];
  /** What rows of the name in other sections agree on; asked when nothing else shows it. */
  readonly elsewhere: "number" | "text" | undefined;
}

/** Whether a row is one of a number or a text, as far as words, values and uses show it. */
export interface RowKind {
  readonly kind: "number" | "text" | undefined;
  readonly offset: number;
  /** Why it cannot be told; nothing when it can. */
  readonly problem: string | undefined;
}

const kindOfWord: Readonly<Record<TypeWord, "number" | "text" | undefined>> = {
  integer: "number",
  string: "text",
  hexadecimal: undefined,
  boolean: undefined,
  decimal: undefined,
};

/** Decides between number and text; evidence against the vendor's word leaves it open. */
export function kindOf(
  statements: readonly PlacedStatement[],
  values: RowValues,
  sources: KindSources,
): RowKind {
  const { evidence } = sources;
  const words = statements.flatMap(({ statement, offset }) =>
    statement.about === "type" ? [{ word: statement.type, offset }] : [],
  );
  const [first] = words;
  const offset = first?.offset ?? 0;
  const fail = (problem: string): RowKind => ({ kind: undefined, offset, problem });
  if (words.some(({ word }) => word !== first?.word)) return fail("two types are named");
  if (first !== undefined) {
    const kind = kindOfWord[first.word];
    if (first.word === "boolean" && values.kind === "integer")
      return { kind: "number", offset, problem: undefined };
    if (kind === undefined) return fail(`how a ${first.word} value is written is not said`);
    const valueKind = values.kind === "mixed" ? undefined : values.kind;
    const isOther =
      (valueKind === "quoted" && kind === "number") || (valueKind === "integer" && kind === "text");
    if (isOther) return fail("the values are written otherwise than the type says");
    if (kind === "number" && /\bquot(?:ed|es|ation)\b/i.test(sources.meaning)) {
      return fail("whether the number stands in quotes is not clear");
    }
    // The vendor leaves quotes out of examples now and then.
    const against = evidence.find(
      ({ shows }) => shows !== kind && !(shows === "word" && kind === "text"),
    );
    return against === undefined
      ? { kind, offset, problem: undefined }
      : fail(`${against.where} shows a ${against.shows} (line ${against.line})`);
  }
  return fromEvidence(statements, values, sources, offset);
}

function fromEvidence(
  statements: readonly PlacedStatement[],
  values: RowValues,
  { evidence, meaning, elsewhere }: KindSources,
  offset: number,
): RowKind {
  const word = evidence.find(({ shows }) => shows === "word");
  if (word !== undefined) {
    const problem = `${word.where} shows neither a number nor a text in quotes (line ${word.line})`;
    return { kind: undefined, offset, problem };
  }
  const shown = evidence.flatMap(({ shows }) => (shows === "word" ? [] : [shows]));
  if (values.kind === "integer") shown.push("number");
  if (values.kind === "quoted") shown.push("text");
  for (const { statement } of statements) {
    if (statement.about === "default")
      shown.push(typeof statement.value === "number" ? "number" : "text");
    if (statement.about === "unit" && statement.unit !== "character") shown.push("number");
    if (statement.about === "spans" && statement.subject === "value") shown.push("number");
    if (statement.about === "notation") shown.push("number");
    if (statement.about === "bound") {
      const isSize = statement.subject === "length" && statement.unit !== undefined;
      shown.push(isSize ? "text" : "number");
    }
  }
  const weak = isCount(meaning) ? "number" : elsewhere;
  const first = shown[0] ?? weak;
  if (values.kind === "mixed" || shown.some((kind) => kind !== first)) {
    return {
      kind: undefined,
      offset,
      problem: "some of what is said shows a number and some a text",
    };
  }
  if (first === undefined) return { kind: undefined, offset, problem: nothingShows };
  return { kind: first, offset, problem: undefined };
}

/** `The number of files`, `Total number of requests`. */
function isCount(meaning: string): boolean {
  return /^(?:the )?(?:total |maximum |minimum )?(?:number|count) of\b/i.test(meaning);
}

/** The type of the schema for a kind. */
export function typeOf(
  kind: "number" | "text",
  values: RowValues,
  limits: Limits,
): "integer" | "enum" | "keyword" | "string" {
  const isListed = values.values.length > 0 && !values.isOpen;
  if (kind === "text") return isListed ? "keyword" : "string";
  return isListed && limits.ranges === undefined ? "enum" : "integer";
}
