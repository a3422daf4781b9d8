import { greatest, least, readBound, readComparison } from "./bounds.ts";
import { acceptVerb, readOwner } from "./clause-parts.ts";
import type { RowRule } from "./row-rule.ts";
import { readSpans } from "./spans.ts";
import type { Statement } from "./statements.ts";
import type { TokenReader } from "./token-reader.ts";

/** `The maximum length of <name> is 50 bytes`, `its length is 0-20`, `Length: up to 8 bytes`. */
export const readLength: RowRule = (reader, row) => {
  const isMost = reader.accept(...greatest);
  const isLeast = !isMost && reader.accept(...least);
  if (isMost || isLeast) reader.accept(".", "allowed", "data");
  if (!reader.accept("length", "size", "lengths") && !reader.acceptPhrase("number of bytes")) {
    return undefined;
  }
  const owner = reader.attempt((ahead) => readOwner(ahead, row));
  if (owner === undefined) return undefined;
  const statement = reader.attempt((ahead) => {
    if (isMost || isLeast) {
      acceptVerb(ahead);
      return readBound(ahead, "length", { bound: isMost ? "atMost" : "atLeast", shift: 0 });
    }
    return readLengthValue(ahead);
  });
  if (statement === undefined) return undefined;
  return { statement: owner.isOther ? undefined : statement, head: "any" };
};

function readLengthValue(reader: TokenReader): Statement | undefined {
  const isSaid = acceptVerb(reader);
  const comparison = readComparison(reader);
  if (comparison !== undefined) return readBound(reader, "length", comparison);
  if (!isSaid) return undefined;
  const set = readSpans(reader);
  return set === undefined ? undefined : { about: "spans", subject: "length", ...set };
}
