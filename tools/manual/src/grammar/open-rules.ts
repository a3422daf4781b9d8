import { greatest, least } from "./bounds.ts";
import { acceptVerb, readOwner } from "./clause-parts.ts";
import type { RowRule } from "./row-rule.ts";
import type { TokenReader } from "./token-reader.ts";

/** What a noun like "the maximum value" may be instead of a number, without stating any. */
const noNumbers = [
  "determined",
  "decided",
  "dependent",
  "depending",
  "depends",
  "related",
  "specified",
  "configured",
  "controlled",
  "defined",
  "limited",
  "given",
  "the",
  "same",
  "not",
];

/** A clause that sets out to state something and does it in no way that is known. */
export const readOpen: RowRule = (reader, row) => {
  const member = readCue(reader);
  if (member === undefined) return undefined;
  if (member !== "unit") reader.attempt((ahead) => readOwner(ahead, row));
  const isSaid = acceptVerb(reader) || reader.accept("to", "as");
  const next = reader.peek();
  if (!isSaid || (next?.kind === "word" && noNumbers.includes(next.text))) return undefined;
  const reason = "it is not understood what it states";
  return { statement: { about: "left", member, text: "", reason }, head: "any", isClosed: true };
};

function readCue(reader: TokenReader): "ranges" | "size" | "unit" | "default" | undefined {
  if (reader.accept("unit", "units")) return "unit";
  if (reader.accept("range", "ranges")) return "ranges";
  if (reader.accept("default", "defaults")) {
    reader.accept("value", "values", "length", "setting", "time", "size");
    return "default";
  }
  if (!reader.accept(...greatest, ...least)) return undefined;
  if (reader.accept("value", "values")) return "ranges";
  return reader.accept("length", "size") ? "size" : undefined;
}
