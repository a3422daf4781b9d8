import { acceptVerb, readOwner, verbs } from "./clause-parts.ts";
import { readQuantity } from "./quantities.ts";
import type { RowRule, RuleHit } from "./row-rule.ts";
import type { TokenReader } from "./token-reader.ts";

/** Words that say that there is none. */
const nothing = ["none", "nothing", "null", "n/a", "undefined"];

const articles = [
  "the",
  "a",
  "an",
  "its",
  "that",
  "this",
  "decided",
  "determined",
  "same",
  "equal",
];

/** `The default value is 90`, `default: "UFS"`, `the default is the length of the file`. */
export const readDefault: RowRule = (reader, row) => {
  if (reader.accept("defaults", "defaulted")) {
    if (!reader.accept("to", "as")) return undefined;
  } else {
    if (!reader.accept("default")) return undefined;
    for (let taken = 0; taken < 3; taken += 1) {
      const token = reader.peek();
      const isVerb = reader.isWord(0, ...verbs, "to", "as");
      if (token?.kind === "word" && !isVerb && token.text !== "of") reader.next();
    }
    const owner = reader.attempt((ahead) => readOwner(ahead, row));
    if (owner === undefined) return undefined;
    const isSaid = acceptVerb(reader) || reader.accept("to", "as", "equals");
    if (!isSaid && reader.peek()?.kind !== "number") return undefined;
    reader.acceptPhrase("set to", "set as");
    if (owner.isOther) {
      readQuantity(reader);
      return { statement: undefined, head: "any" };
    }
  }
  return readDefaultValue(reader);
};

function readDefaultValue(reader: TokenReader): RuleHit | undefined {
  const number = readQuantity(reader);
  if (number !== undefined) {
    const { value, unit } = number;
    return { statement: { about: "default", value, unit, isWord: false }, head: "any" };
  }
  const token = reader.next();
  if (token?.kind === "quoted") {
    const statement = {
      about: "default",
      value: token.text,
      unit: undefined,
      isWord: false,
    } as const;
    return { statement, head: "any" };
  }
  if (token?.kind === "name" || (token?.kind === "word" && articles.includes(token.text))) {
    while (!reader.isAtEnd && !reader.isWord(0, ",", ";", "(")) reader.next();
    return { statement: { about: "defaultInWords" }, head: "any" };
  }
  if (token?.kind !== "word") return undefined;
  if (nothing.includes(token.text)) return { statement: { about: "defaultInWords" }, head: "any" };
  const statement = {
    about: "default",
    value: token.printed,
    unit: undefined,
    isWord: true,
  } as const;
  return { statement, head: "any" };
}

/** `It is 1 by default`. */
export const readByDefault: RowRule = (reader) => {
  const number = readQuantity(reader);
  if (number === undefined || !reader.acceptPhrase("by default", "as default")) return undefined;
  const { value, unit } = number;
  return { statement: { about: "default", value, unit, isWord: false }, head: "subject" };
};

/** `Enabled by default`: which value that is. */
export const readOpenDefault: RowRule = (reader) => {
  if (!reader.acceptPhrase("by default", "as default", "as the default")) return undefined;
  const reason = "it is not clear which value is the default";
  const statement = { about: "left", member: "default", text: "", reason } as const;
  return { statement, head: "any", isClosed: true };
};
