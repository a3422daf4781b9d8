import { type Quantity, readQuantity } from "./quantities.ts";
import { TokenReader } from "./token-reader.ts";
import { printed, sentencesOf, type Token, tokensOf } from "./tokens.ts";
import { inPlainUnit } from "./units.ts";

/** A limit or time that a sentence states. */
export interface SentenceFact {
  /** What is limited, in the vendor's words: `recipients`, `email body`. */
  readonly about: string;
  readonly bound: "atMost" | "atLeast" | "is";
  readonly value: number;
  readonly unit: string | undefined;
  readonly offset: number;
}

/** A limit of a sentence that cannot be told. */
export interface OpenFact {
  readonly text: string;
  readonly reason: string;
  readonly offset: number;
}

type Rule = (reader: TokenReader) => Omit<SentenceFact, "offset"> | undefined;

/** `The maximum number of recipients is 20`. */
const countedLimit: Rule = (reader) => {
  const bound = readExtreme(reader);
  if (bound === undefined || !reader.acceptPhrase("number of")) return undefined;
  return limit(reader, bound);
};

/** `The maximum size of the email body is 10 Kbytes`, `the maximum data length is 1460 bytes`. */
const measuredLimit: Rule = (reader) => {
  const bound = readExtreme(reader);
  if (bound === undefined) return undefined;
  const noun = reader.attempt((ahead) => {
    const words = readNoun(ahead, ["size", "length"]);
    return words === "" || !ahead.accept("size", "length") ? undefined : words;
  });
  if (noun !== undefined) return ending(reader, noun, bound);
  if (!reader.accept("size", "length") || !reader.accept("of")) return undefined;
  return limit(reader, bound);
};

/** `only supports three contexts`, `supports a maximum of 7 contexts`. */
const supported: Rule = (reader) => {
  const isOnly = reader.accept("only");
  if (!reader.accept("supports", "support")) return undefined;
  const isMost = reader.acceptPhrase("a maximum of", "at most", "up to", "no more than", "maximum");
  if (!isOnly && !isMost) return undefined;
  const number = readQuantity(reader);
  if (number === undefined || number.unit !== undefined) return undefined;
  const about = readNoun(reader, ["activated", "simultaneously", "at"]);
  return about === ""
    ? undefined
    : { about, bound: "atMost", value: number.value, unit: undefined };
};

/** `at an interval of 10 minutes`. */
const interval: Rule = (reader) => {
  if (!reader.acceptPhrase("interval of")) return undefined;
  const time = readQuantity(reader);
  return time?.unit === undefined
    ? undefined
    : { about: "interval", bound: "is", ...measured(time) };
};

const rules: readonly Rule[] = [countedLimit, measuredLimit, supported, interval];

function readExtreme(reader: TokenReader): "atMost" | "atLeast" | undefined {
  if (reader.accept("maximum", "max", "largest")) return "atMost";
  return reader.accept("minimum", "min", "smallest") ? "atLeast" : undefined;
}

/** Words up to a verb or a given word, without articles. */
function readNoun(reader: TokenReader, ends: readonly string[]): string {
  const words: string[] = [];
  for (let token = reader.peek(); token?.kind === "word"; token = reader.peek()) {
    if (reader.isWord(0, "is", "are", ...ends)) break;
    if (!["the", "a", "an"].includes(token.text) || words.length > 0) words.push(token.printed);
    reader.next();
  }
  return words.join(" ");
}

function limit(
  reader: TokenReader,
  bound: "atMost" | "atLeast",
): Omit<SentenceFact, "offset"> | undefined {
  const about = readNoun(reader, []);
  return about === "" ? undefined : ending(reader, about, bound);
}

function ending(
  reader: TokenReader,
  about: string,
  bound: "atMost" | "atLeast",
): Omit<SentenceFact, "offset"> | undefined {
  if (!reader.accept("is", "are", ":")) return undefined;
  const quantity = readQuantity(reader);
  return quantity === undefined ? undefined : { about, bound, ...measured(quantity) };
}

/** Kilobytes are told in bytes; times as they are printed. */
function measured({ value, unit }: Quantity): { value: number; unit: string | undefined } {
  if (unit === undefined) return { value, unit: undefined };
  const plain = inPlainUnit(value, unit);
  const minutes =
    typeof unit !== "string" && unit.unit === "second" ? value * (unit.times / 60) : 0;
  if (minutes > 0 && Number.isInteger(minutes)) return { value: minutes, unit: "minute" };
  return plain.unit === "count" ? { value, unit: undefined } : plain;
}

/** Finds the limits of a passage. What stands behind one and could change it leaves it open. */
export function readFacts(text: string): { facts: SentenceFact[]; open: OpenFact[] } {
  const facts: SentenceFact[] = [];
  const open: OpenFact[] = [];
  for (const sentence of sentencesOf(tokensOf(text))) {
    for (let index = 0; index < sentence.length; index += 1) {
      const found = factAt(sentence, index);
      if (found === undefined) continue;
      const offset = sentence[index]?.offset ?? 0;
      const problem = problemOf(sentence, index, found.end);
      if (problem === undefined) facts.push({ ...found.fact, offset });
      else open.push({ text: sentence.map(printed).join(" "), reason: problem, offset });
      index = found.end - 1;
    }
  }
  return { facts, open };
}

function factAt(
  sentence: readonly Token[],
  index: number,
): { fact: Omit<SentenceFact, "offset">; end: number } | undefined {
  for (const rule of rules) {
    const reader = new TokenReader(sentence, index);
    const fact = rule(reader);
    if (fact !== undefined) return { fact, end: reader.index };
  }
  return undefined;
}

const conditions = ["if", "when", "unless", "after", "for", "before"];
const harmless = ["including", "activated", "simultaneously", "in", "to", "to", "each", "at"];

function problemOf(sentence: readonly Token[], start: number, end: number): string | undefined {
  const first = sentence[0];
  if (start > 0 && first?.kind === "word" && conditions.includes(first.text)) {
    return "it holds under a condition";
  }
  const next = sentence[end];
  if (next === undefined) return undefined;
  const word = next.kind === "word" || next.kind === "mark" ? next.text : "";
  if (harmless.includes(word)) return undefined;
  const behind = sentence.slice(end);
  const isList = [",", "and", "or", ";"].includes(word);
  const second = sentence[end + 1];
  const isNumber = second?.kind === "number";
  if (isList && !isNumber && !behind.some((token) => isException(token))) return undefined;
  return `"${behind.map(printed).join(" ")}" follows and is not understood`;
}

function isException(token: Token): boolean {
  return token.kind === "word" && ["except", "excluding", "unless", "if"].includes(token.text);
}
