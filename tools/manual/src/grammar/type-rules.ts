import { readQuantity } from "./quantities.ts";
import type { RowRule } from "./row-rule.ts";
import type { TypeWord } from "./statements.ts";

const typeWords: Readonly<Record<string, TypeWord>> = {
  string: "string",
  integer: "integer",
  int: "integer",
  numeric: "integer",
  hexadecimal: "hexadecimal",
  hex: "hexadecimal",
  boolean: "boolean",
  bool: "boolean",
  double: "decimal",
  float: "decimal",
};

/** `String type`, `Unsigned integer type`, `in string type`. */
export const readType: RowRule = (reader) => {
  const isFirst = reader.index === 0;
  reader.accept("in");
  reader.accept("unsigned", "signed", "an", "a");
  const word = reader.next();
  // Any word may stand there, `constructor` too.
  const isKnown = word?.kind === "word" && Object.hasOwn(typeWords, word.text);
  const type = isKnown ? typeWords[word.text] : undefined;
  if (type === undefined) return undefined;
  const isNamed =
    reader.accept("type") ||
    reader.accept("value", "number") ||
    (isFirst && reader.accept("parameter"));
  if (!isNamed && !(isFirst && (reader.isAtEnd || reader.isWord(0, ",", ";", ":"))))
    return undefined;
  return { statement: { about: "type", type }, head: "any", isClosed: true };
};

/** `The data type is 4 bytes`: a number that takes so many. */
export const readNumberSize: RowRule = (reader) => {
  if (!reader.acceptPhrase("data type is", "data type:")) return undefined;
  const size = readQuantity(reader);
  if (size?.unit !== "byte") return undefined;
  return { statement: { about: "type", type: "integer" }, head: "subject" };
};

const notations = ["hexadecimal notation", "hexadecimal format", "hex format", "hexadecimal"];

export const readNotation: RowRule = (reader) => {
  if (!reader.accept("in") || !reader.acceptPhrase(...notations)) return undefined;
  return { statement: { about: "notation", notation: "hex" }, head: "any" };
};
