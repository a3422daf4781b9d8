/** What a sentence of a Parameter row states, and where in the row. */
export interface ParameterFact {
  /** `chapter` is the one that explains the numbers. */
  readonly key: "type" | "range" | "size" | "default" | "unit" | "chapter";
  /** In the words of the schema: `string`, `1-16`, `at most 50` (bytes), `second`. */
  readonly value: string;
  readonly offset: number;
}

const typeNames: Readonly<Record<string, string>> = {
  String: "string",
  Integer: "integer",
  Numeric: "integer",
};

/** Reads the grammar that the rows share: type word, meaning, range, size, default, unit. */
export function parameterFacts(text: string): ParameterFact[] {
  const type = typeNames[/^(\w+) type\b/.exec(text)?.[1] ?? ""];
  const facts: ParameterFact[] = [];
  if (type !== undefined) facts.push({ key: "type", value: type, offset: 0 });
  facts.push(...(type === "string" ? sizes(text) : numbers(text)));
  for (const [key, pattern] of [
    ["default", /\bdefault(?: value)?(?: is|:) ?("[^"]*"|-?\w+)/i],
    ["chapter", /\bChapter (\w+(?:\.\d+)*)/],
  ] as const) {
    const match = pattern.exec(text);
    if (match?.[1] !== undefined) facts.push({ key, value: match[1], offset: match.index });
  }
  return facts;
}

/** `The range is 1-16`, `Range: 1-16`, `its length is 0-20`. */
const rangePattern = /\b(?:range|length)(?: of <[^<>]+>)?(?: is|:) ?(-?\d+) ?- ?(-?\d+)/gi;
const sizePattern =
  /\bmaximum (?:size|length)\b[^.]*?(?: is|:) ?(\d+) ?(K?)(?:bytes?|characters?)\b/gi;
const unitPattern = /\b(?:unit: ?|in units? of )(\w+)/i;

function numbers(text: string): ParameterFact[] {
  const ranges = [...text.matchAll(rangePattern)];
  const facts = join("range", ranges, (match) => `${match[1]}-${match[2]}`);
  const unit = unitPattern.exec(text);
  if (unit === null) return facts;
  return [...facts, { key: "unit", value: unitName(unit[1] ?? ""), offset: unit.index }];
}

/** A range of a text is one of its length. */
function sizes(text: string): ParameterFact[] {
  const sized = [...text.matchAll(sizePattern)].map((match) => ({
    most: amount(match[1], match[2]),
    least: 0,
    index: match.index,
  }));
  const ranged = [...text.matchAll(rangePattern)].map((match) => ({
    most: Number(match[2]),
    least: Number(match[1]),
    index: match.index,
  }));
  const all = [...sized, ...ranged].sort((a, b) => a.most - b.most || a.least - b.least);
  return join("size", all, ({ least, most }) => printSize(least, most));
}

/** `at most 50`, `2-50`. */
export function printSize(least: number, most: number): string {
  return least === 0 ? `at most ${most}` : `${least}-${most}`;
}

/** Several statements about one thing are one fact: a text says what holds in which case. */
function join<Match extends { readonly index: number }>(
  key: "range" | "size",
  matches: readonly Match[],
  print: (match: Match) => string,
): ParameterFact[] {
  const [first] = matches;
  if (first === undefined) return [];
  return [{ key, value: [...new Set(matches.map(print))].join(", "), offset: first.index }];
}

/** `10` `K` as 10240. */
export function amount(digits = "0", kilo = ""): number {
  return Number(digits) * (kilo === "" ? 1 : 1024);
}

const units: Readonly<Record<string, string>> = {
  bytes: "byte",
  seconds: "second",
  s: "second",
  milliseconds: "millisecond",
  ms: "millisecond",
};

function unitName(word: string): string {
  return units[word.toLowerCase()] ?? word.toLowerCase();
}
