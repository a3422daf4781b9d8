import type { SchemaUnit } from "@qsmtp/codegen/schema-types";

const smallWords = new Set([
  "the",
  "a",
  "an",
  "of",
  "to",
  "is",
  "are",
  "be",
  "and",
  "or",
  "by",
  "for",
  "in",
  "on",
  "it",
  "its",
  "this",
  "that",
  "with",
  "will",
  "can",
  "if",
]);

/** Words of a text or name, in small letters: `contextID` gives `context`, `id`. */
function wordsOf(text: string): string[] {
  return text
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "")
    .map((word) => word.toLowerCase());
}

export function pascalName(words: readonly string[]): string {
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

export function camelName(words: readonly string[]): string {
  const name = pascalName(words);
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** At most so many words of a sentence, those that carry no meaning left out. */
export function keyWords(text: string, most: number): string[] {
  const words = wordsOf(text.replaceAll(/AT\+[A-Z]+/g, " "));
  const kept = words.filter((word) => !smallWords.has(word));
  const first = kept.findIndex((word) => /^[a-z]/.test(word));
  return first < 0 ? [] : kept.slice(first, first + most);
}

const suffixes: Readonly<Record<string, string>> = {
  byte: "Bytes",
  second: "Seconds",
  millisecond: "Milliseconds",
};

/** Name of a parameter in the API: `body_length` counted in bytes gives `bodyLengthBytes`. */
export function paramName(wire: string, unit: SchemaUnit | undefined): string {
  const words = wordsOf(wire);
  const name = /^[a-z]/.test(words[0] ?? "") ? camelName(words) : `value${pascalName(words)}`;
  const suffix = typeof unit === "string" ? (suffixes[unit] ?? "") : "";
  return name.endsWith(suffix) ? name : name + suffix;
}

/** File name of a command: `+QFLDS` gives `qflds`, `&W` gives `at-w`. */
export function fileName(at: string): string {
  const bare = at.replaceAll(/[^A-Z0-9]/g, "").toLowerCase();
  return at.startsWith("+") && bare !== "" ? bare : `at-${bare}`;
}

/** Gives each name once: what is taken gets a number behind it. */
export class NameBook {
  readonly #taken: Set<string>;

  constructor(taken: Iterable<string> = []) {
    this.#taken = new Set(taken);
  }

  give(wanted: string): string {
    let name = wanted;
    for (let count = 2; this.#taken.has(name); count += 1) name = `${wanted}${count}`;
    this.#taken.add(name);
    return name;
  }
}
