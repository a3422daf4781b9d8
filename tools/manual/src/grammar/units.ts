import type { SchemaUnit } from "@qsmtp/codegen/schema-types";
import { printUnit } from "@qsmtp/codegen/unit";
import type { TokenReader } from "./token-reader.ts";

/** A unit of the schema, a `count` of things that have none, or `character`, which is no unit of it. */
export type Unit = PlainUnit | { readonly times: number; readonly unit: PlainUnit };
type PlainUnit = Extract<SchemaUnit, string> | "character" | "count";

/** Whether the schema has the unit. */
export function isSchemaUnit(unit: Unit | undefined): unit is SchemaUnit {
  const plain = typeof unit === "object" ? unit.unit : unit;
  return plain !== undefined && plain !== "character" && plain !== "count";
}

/** Units in the vendor's words. What is not among the units of the schema is so many of one. */
const names: Readonly<Record<string, Unit>> = {
  byte: "byte",
  bytes: "byte",
  b: "byte",
  kb: { times: 1024, unit: "byte" },
  kbyte: { times: 1024, unit: "byte" },
  kbytes: { times: 1024, unit: "byte" },
  mb: { times: 1024 * 1024, unit: "byte" },
  mbyte: { times: 1024 * 1024, unit: "byte" },
  mbytes: { times: 1024 * 1024, unit: "byte" },
  kilobyte: { times: 1024, unit: "byte" },
  kilobytes: { times: 1024, unit: "byte" },
  s: "second",
  sec: "second",
  secs: "second",
  second: "second",
  seconds: "second",
  ms: "millisecond",
  millisecond: "millisecond",
  milliseconds: "millisecond",
  min: { times: 60, unit: "second" },
  minute: { times: 60, unit: "second" },
  minutes: { times: 60, unit: "second" },
  h: { times: 3600, unit: "second" },
  hour: { times: 3600, unit: "second" },
  hours: { times: 3600, unit: "second" },
  day: { times: 86_400, unit: "second" },
  days: { times: 86_400, unit: "second" },
  dbm: "dBm",
  bps: "bit/s",
  "bit/s": "bit/s",
  "bits/s": "bit/s",
  kbps: "kbit/s",
  "kbit/s": "kbit/s",
  "kbits/s": "kbit/s",
  character: "character",
  characters: "character",
  char: "character",
  chars: "character",
  digit: "character",
  digits: "character",
  time: "count",
  times: "count",
};

/** A unit without a number before it. */
export function readUnit(reader: TokenReader): Unit | undefined {
  const token = reader.peek();
  if (token?.kind !== "word") return undefined;
  const factor = reader.isWord(1, "bytes", "byte") ? names[`${token.text}bytes`] : undefined;
  const unit = factor ?? (Object.hasOwn(names, token.text) ? names[token.text] : undefined);
  if (unit === undefined) return undefined;
  reader.next();
  if (factor !== undefined) reader.next();
  return unit;
}

/** So many of a unit as one unit: 100 of `ms`; nothing when it is no whole number of any. */
export function times(count: number, unit: Unit): Unit | undefined {
  const { times: each, unit: plain } =
    typeof unit === "string" ? { times: 1, unit } : { times: unit.times, unit: unit.unit };
  const total = count * each;
  if (total === 1) return plain;
  if (Number.isInteger(total)) return total > 0 ? { times: total, unit: plain } : undefined;
  return plain === "second" ? times(Math.round(total * 1e6) / 1e3, "millisecond") : undefined;
}

/** A value in the plain unit: 10 kilobytes as 10240 and `byte`. */
export function inPlainUnit(
  value: number,
  unit: Unit,
): { readonly value: number; readonly unit: PlainUnit } {
  return typeof unit === "string"
    ? { value, unit }
    : { value: value * unit.times, unit: unit.unit };
}

export function sameUnit(a: Unit | undefined, b: Unit | undefined): boolean {
  return unitWords(a) === unitWords(b);
}

/** A unit in words; empty without one. */
export function unitWords(unit: Unit | undefined): string {
  return unit === undefined ? "" : printUnit(unit);
}
