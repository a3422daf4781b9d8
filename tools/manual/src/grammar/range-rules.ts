import { greatest, least, readBound, readComparison } from "./bounds.ts";
import { acceptVerb, none, readOwner } from "./clause-parts.ts";
import { readNumber } from "./quantities.ts";
import type { RowRule } from "./row-rule.ts";
import { readSpans } from "./spans.ts";

/** `The range is 1-16`, `Range: 0-5 and 7`, `ranges from 1 to 10`, `in the range of 1-10`. */
export const readRange: RowRule = (reader, row) => {
  reader.acceptPhrase("in the", "in a", "in", "within the", "within a");
  if (!reader.accept("range", "ranges", "ranging", "ranged", "within")) return undefined;
  reader.acceptPhrase("the range", "range");
  const owner =
    reader.attempt((ahead) => readOwner(ahead, row)) ?? (reader.accept("of") ? none : undefined);
  if (owner === undefined) return undefined;
  reader.accept("value", "values");
  acceptVerb(reader);
  const isEnclosed = reader.accept("(", "[");
  const set = readSpans(reader);
  // `[3, 14]` may be an interval or two values.
  if (set === undefined || (set.isList && (isEnclosed || set.spans.length < 2))) return undefined;
  if (isEnclosed && !reader.accept(")", "]")) return undefined;
  if (owner.isOther) return { statement: undefined, head: "any" };
  const subject = owner.isLength ? "length" : "value";
  return { statement: { about: "spans", subject, ...set }, head: "any" };
};

/** `valid values are 0, 1 and 4`, `can be 0 or 1`. */
export const readValues: RowRule = (reader) => {
  const isNamed = reader.accept("value", "values", "options");
  const isVerb = isNamed ? acceptVerb(reader) : reader.acceptPhrase("can be", "could be", "may be");
  if (!isVerb) return undefined;
  reader.acceptPhrase("set to", "set as", "one of", "either");
  const set = readSpans(reader);
  if (set === undefined || (set.isList && set.spans.length < 2)) return undefined;
  return { statement: { about: "spans", subject: "value", ...set }, head: "subject" };
};

/** A clause that is nothing but numbers: `1-16`. */
export const readBareSpans: RowRule = (reader) => {
  const isEnclosed = reader.accept("(");
  const set = readSpans(reader);
  if (set === undefined || set.isList) return undefined;
  if (isEnclosed && !reader.accept(")")) return undefined;
  return { statement: { about: "spans", subject: "value", ...set }, head: "start" };
};

const limitNouns = ["value", "values", "setting", "limit", "number", "range"];

/** `The maximum value of this parameter is 100`, `the minimum is 60`. */
export const readExtreme: RowRule = (reader, row) => {
  const isMost = reader.accept(...greatest, "upper");
  if (!isMost && !reader.accept(...least, "lower")) return undefined;
  reader.accept(...limitNouns);
  const owner = reader.attempt((ahead) => readOwner(ahead, row));
  if (owner === undefined || !acceptVerb(reader)) return undefined;
  const statement = readBound(reader, "value", { bound: isMost ? "atMost" : "atLeast", shift: 0 });
  if (statement === undefined) return undefined;
  return { statement: owner.isOther ? undefined : statement, head: "subject" };
};

/** `must be at least 60`, `which cannot exceed 1460 bytes`. */
export const readLimit: RowRule = (reader) => {
  const comparison = readComparison(reader);
  if (comparison === undefined) return undefined;
  const statement = readBound(reader, "value", comparison);
  return statement === undefined ? undefined : { statement, head: "subject" };
};

/** `should be even`, `multiples of 10`. */
export const readStep: RowRule = (reader) => {
  if (reader.accept("even")) {
    reader.accept("number", "numbers");
    return { statement: { about: "step", of: 2 }, head: "any" };
  }
  if (!reader.accept("multiple", "multiples") || !reader.accept("of")) return undefined;
  const step = readNumber(reader);
  if (step === undefined) return undefined;
  return { statement: { about: "step", of: step.value }, head: "any" };
};
