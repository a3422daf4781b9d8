import { readNumber } from "./quantities.ts";
import type { RowRule, RuleHit } from "./row-rule.ts";
import type { TokenReader } from "./token-reader.ts";

/** `Please refer to Chapter 5`. */
export const readChapter: RowRule = (reader) => {
  if (!reader.accept("chapter", "chapters", "section", "sections")) return undefined;
  const token = reader.next();
  const chapter =
    token?.kind === "number" ? token.text : token?.kind === "word" ? token.printed : "";
  if (!/^(?:\d+(?:\.\d+)*|[A-Z])$/.test(chapter)) return undefined;
  return { statement: { about: "chapter", chapter }, head: "any", isClosed: true };
};

const means = ["means", "indicates", "represents", "denotes"];

/** `0 means no limit`. */
export const readExplained: RowRule = (reader) => {
  const number = readNumber(reader);
  if (number === undefined) return undefined;
  if (!reader.accept(...means) && !reader.acceptPhrase("stands for", "refers to")) return undefined;
  const statement = { about: "explained", value: number.value } as const;
  return { statement, head: "start", isClosed: true };
};

/** `All is well when it is 0`, `none is given as 0`. */
export const readExplainedBehind: RowRule = (reader) => {
  const isMeant = reader.acceptPhrase(
    "when it is",
    "if it is",
    "is given as",
    "is reported as",
    "is shown as",
  );
  const number = isMeant ? readNumber(reader) : undefined;
  if (number === undefined) return undefined;
  const statement = { about: "explained", value: number.value } as const;
  return { statement, head: "any", isClosed: true };
};

/** Clauses in which numbers say nothing about the parameter: references, examples, other names. */
export const readAside: RowRule = (reader) => {
  const hit: RuleHit = { statement: undefined, head: "any", isClosed: true };
  const isExample =
    reader.accept("e.g.", "i.e.") ||
    reader.acceptPhrase("for example", "for instance", "such as", "e . g");
  if (isExample) {
    while (!reader.isAtEnd && !reader.isWord(0, ";")) reader.next();
    return hit;
  }
  if (reader.accept("document", "documents", "table", "figure", "step", "note", "version", "rfc")) {
    const isEnclosed = reader.accept("[");
    const number = reader.peek()?.kind === "number" ? reader.next() : undefined;
    if (number === undefined || (isEnclosed && !reader.accept("]"))) return undefined;
    return hit;
  }
  const name = reader.peek();
  if (name?.kind === "name") {
    reader.next();
    if (!reader.accept("is", "=", "equals", "as", "was")) return undefined;
    reader.acceptPhrase("set to", "equal to", "not");
    return acceptAlternatives(reader) ? hit : undefined;
  }
  const isBits = readNumber(reader) !== undefined && (reader.accept("-") || true);
  return isBits && reader.accept("bit", "bits") ? hit : undefined;
};

/** `0`, `"TCP" or "UDP"`. */
function acceptAlternatives(reader: TokenReader): boolean {
  let isAny = false;
  for (;;) {
    const token = reader.peek();
    const isValue = token?.kind === "quoted" || readNumber(reader) !== undefined;
    if (!isValue) return isAny;
    if (token?.kind === "quoted") reader.next();
    isAny = true;
    if (!reader.accept("or", "/", "and") && !reader.acceptPhrase(", or")) return true;
  }
}
