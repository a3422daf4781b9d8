/** What the sentences of a Parameter row state, each in the words of the schema. */
export interface ParameterFacts {
  readonly type?: string;
  readonly range?: string;
  /** `at most 50`, `0-100`, in bytes; several where the text gives several cases. */
  readonly size?: string;
  readonly default?: string;
  readonly unit?: string;
  /** Chapter that explains the numbers. */
  readonly chapter?: string;
}

const typeNames: Readonly<Record<string, string>> = {
  String: "string",
  Integer: "integer",
  Numeric: "integer",
};

/** Reads the grammar that the rows share: type word, meaning, range, size, default, unit. */
export function parameterFacts(text: string): ParameterFacts {
  const type = typeNames[/^(\w+) type\b/.exec(text)?.[1] ?? ""];
  const ranges = [...text.matchAll(rangePattern)].map((match) => `${match[1]}-${match[2]}`);
  const unit = /\bunit: ?(\w+)/i.exec(text)?.[1] ?? /\bin units? of (\w+)/i.exec(text)?.[1];
  const isText = type === "string";
  const facts: Record<keyof ParameterFacts, string | undefined> = {
    type,
    range: isText ? undefined : list(ranges),
    size: isText ? list([...maximumSizes(text), ...ranges]) : undefined,
    default: /\bdefault(?: value)?(?: is|:) ?("[^"]*"|-?\w+)/i.exec(text)?.[1],
    unit: isText ? undefined : unitOf(unit),
    chapter: /\bChapter (\w+(?:\.\d+)*)/.exec(text)?.[1],
  };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}

/** `The range is 1-16`, `Range: 1-16`, `its length is 0-20`. */
const rangePattern = /\b(?:range|length)(?: of <[^<>]+>)?(?: is|:) ?(-?\d+) ?- ?(-?\d+)/gi;

function maximumSizes(text: string): string[] {
  const pattern = /\bmaximum (?:size|length)\b[^.]*?(?: is|:) ?(\d+) ?(K?)(?:bytes?|characters?)\b/gi;
  return [...text.matchAll(pattern)].map((match) => `at most ${amount(match[1], match[2])}`);
}

/** `10` `K` as 10240. */
export function amount(digits = "0", kilo = ""): number {
  return Number(digits) * (kilo === "" ? 1 : 1024);
}

function list(items: readonly string[]): string | undefined {
  return items.length === 0 ? undefined : [...new Set(items)].join(", ");
}

const units: Readonly<Record<string, string>> = {
  byte: "byte",
  bytes: "byte",
  second: "second",
  seconds: "second",
  s: "second",
  millisecond: "millisecond",
  milliseconds: "millisecond",
  ms: "millisecond",
};

function unitOf(word: string | undefined): string | undefined {
  return word === undefined ? undefined : (units[word.toLowerCase()] ?? word);
}
