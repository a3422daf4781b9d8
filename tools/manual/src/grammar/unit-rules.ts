import { readNumber } from "./quantities.ts";
import type { RowRule } from "./row-rule.ts";
import type { TokenReader } from "./token-reader.ts";
import { readUnit, times } from "./units.ts";

/** `Unit: second`, `in units of 100 ms`, `in seconds`. */
export const readUnitClause: RowRule = (reader) => {
  const isPlural = reader.attempt((ahead) => readInUnits(ahead) || undefined);
  if (isPlural === undefined) {
    reader.acceptPhrase("in the", "in a", "in");
    if (!reader.accept("unit", "units")) return undefined;
    reader.accept("of", "is", ":", "=", "are");
    reader.accept(":");
  }
  const count = readNumber(reader);
  const unit = readUnit(reader);
  const counted = unit === undefined ? undefined : times(count?.value ?? 1, unit);
  if (counted === undefined) return undefined;
  return { statement: { about: "unit", unit: counted }, head: "any" };
};

/** `(byte)` behind a number. */
export const readUnitInBrackets: RowRule = (reader) => {
  if (!reader.accept("(")) return undefined;
  const unit = readUnit(reader);
  if (unit === undefined || !reader.accept(")")) return undefined;
  return { statement: { about: "unit", unit }, head: "any" };
};

function readInUnits(reader: TokenReader): boolean {
  if (!reader.acceptPhrase("in", "measured in", "expressed in", "counted in")) return false;
  return reader.isWord(0, "seconds", "bytes", "milliseconds", "ms", "minutes", "hours");
}
