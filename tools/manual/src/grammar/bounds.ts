import { readQuantity } from "./quantities.ts";
import type { Statement } from "./statements.ts";
import type { TokenReader } from "./token-reader.ts";
import { readUnit } from "./units.ts";

const atMost = [
  "at most",
  "up to",
  "no more than",
  "not more than",
  "not exceeding",
  "not exceed",
  "cannot exceed",
  "cannot be more than",
  "cannot be larger than",
  "cannot be longer than",
  "cannot be greater than",
  "no larger than",
  "no greater than",
  "no longer than",
  "not larger than",
  "not greater than",
  "not longer than",
  "less than or equal to",
  "limited to",
  "a maximum of",
  "maximum of",
] as const;

const atLeast = [
  "at least",
  "no less than",
  "not less than",
  "no fewer than",
  "cannot be less than",
  "greater than or equal to",
  "larger than or equal to",
  "a minimum of",
  "minimum of",
  "starting from",
] as const;

const above = ["greater than", "larger than", "more than", "higher than"] as const;

const below = ["less than", "smaller than", "lower than", "fewer than"] as const;

/** `at most 50 bytes`, `cannot exceed 1460`, `larger than 0`: the end that it sets. */
export function readComparison(
  reader: TokenReader,
): { bound: "atMost" | "atLeast"; shift: number } | undefined {
  if (reader.acceptPhrase(...atMost)) return { bound: "atMost", shift: 0 };
  if (reader.acceptPhrase(...atLeast)) return { bound: "atLeast", shift: 0 };
  if (reader.acceptPhrase(...above)) return { bound: "atLeast", shift: 1 };
  if (reader.acceptPhrase(...below)) return { bound: "atMost", shift: -1 };
  if (reader.accept(">")) return { bound: "atLeast", shift: reader.accept("=") ? 0 : 1 };
  if (reader.accept("<")) return { bound: "atMost", shift: reader.accept("=") ? 0 : -1 };
  if (reader.accept("≥")) return { bound: "atLeast", shift: 0 };
  return reader.accept("≤") ? { bound: "atMost", shift: 0 } : undefined;
}

export function readBound(
  reader: TokenReader,
  subject: "value" | "length",
  { bound, shift }: { bound: "atMost" | "atLeast"; shift: number },
): Statement | undefined {
  const number = readQuantity(reader);
  if (number === undefined || !Number.isInteger(number.value)) return undefined;
  const isAscii = number.unit === undefined && reader.accept("ascii", "hex", "hexadecimal");
  const unit = number.unit ?? readUnit(reader);
  if (isAscii && unit !== "character") return undefined;
  return { about: "bound", subject, bound, value: number.value + shift, unit, isAscii };
}

export const greatest = ["maximum", "max", "longest", "greatest", "largest", "maximal"];

export const least = ["minimum", "min", "shortest", "smallest", "minimal", "least"];
