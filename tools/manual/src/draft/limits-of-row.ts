import type { SchemaUnit } from "@qsmtp/codegen/schema-types";
import type { Span } from "../grammar/spans.ts";
import type { PlacedStatement, Statement } from "../grammar/statements.ts";
import { inPlainUnit, isSchemaUnit, sameUnit, type Unit, unitWords } from "../grammar/units.ts";

/** What the clauses of a row that hold under one condition state together. */
export interface Limits {
  readonly ranges?: Found<readonly Span[]>;
  readonly minBytes?: Found<number>;
  readonly maxBytes?: Found<number>;
  readonly unit?: Found<SchemaUnit>;
  readonly default?: Found<number | string> & { readonly isWord: boolean };
  readonly multipleOf?: Found<number>;
  /** The upper end where no lower one is stated: no range yet. */
  readonly upperEnd?: Found<number>;
  readonly problems: readonly Problem[];
}

export interface Found<Value> {
  readonly value: Value;
  readonly offset: number;
}

export interface Problem {
  readonly member: "ranges" | "size" | "unit" | "default" | "type";
  readonly offset: number;
  readonly reason: string;
}

type StatementOf<About extends Statement["about"]> = Extract<Statement, { about: About }>;
type Placed<About extends Statement["about"]> = StatementOf<About> & { readonly offset: number };

/**
 * Puts the statements of a row together.
 * @param kind whether the row is one of a number or of a text; nothing when that is not known
 */
export function limitsOf(
  statements: readonly PlacedStatement[],
  kind: "number" | "text" | undefined,
): Limits {
  const problems: Problem[] = [];
  const of = <About extends Statement["about"]>(about: About): Placed<About>[] =>
    statements.flatMap(({ statement, offset }) =>
      statement.about === about ? [{ ...(statement as StatementOf<About>), offset }] : [],
    );
  const unit = one(of("unit"), "unit", ({ unit }) => unitWords(unit), problems);
  const spans = of("spans");
  const bound = of("bound");
  const lengths = spans.filter((item) => isLength(item, kind, unit?.unit));
  const ranges = spans.filter((item) => !lengths.includes(item));
  const lengthBounds = bound.filter((item) => isLength(item, kind, unit?.unit));
  const bounds = bound.filter((item) => !lengthBounds.includes(item));
  const size = sizeOf(lengths, lengthBounds, unit?.unit, kind, problems);
  const range = rangeOf(ranges, bounds, kind, problems);
  const standard = defaultOf(of("default"), unit?.unit, problems);
  const step = of("step")[0];
  const units = [unit?.unit, range?.unit, standard?.unit].filter((known) => known !== undefined);
  if (units.some((known) => !sameUnit(known, units[0]))) {
    const offset = range?.offset ?? standard?.offset ?? 0;
    problems.push({ member: "unit", offset, reason: "two units are named" });
  }
  const isWords = units.includes("character") && kind === "number";
  if (isWords) {
    const offset = unit?.offset ?? range?.offset ?? standard?.offset ?? 0;
    problems.push({ member: "unit", offset, reason: "characters are no unit of the schema" });
  }
  const [known] = kind === "text" ? [] : units;
  return {
    ...(range?.value !== undefined && { ranges: { value: range.value, offset: range.offset } }),
    ...(range?.upperEnd !== undefined && {
      upperEnd: { value: range.upperEnd, offset: range.offset },
    }),
    ...size,
    ...(isSchemaUnit(known) && {
      unit: { value: known, offset: unit?.offset ?? range?.offset ?? 0 },
    }),
    ...(standard !== undefined && { default: standard }),
    ...(step !== undefined && { multipleOf: { value: step.of, offset: step.offset } }),
    problems,
  };
}

/** Whether numbers count what a text is long. */
function isLength(
  { subject, unit }: { subject: "value" | "length"; unit: Unit | undefined },
  kind: "number" | "text" | undefined,
  unitOfRow: Unit | undefined,
): boolean {
  if (kind === "number") return false;
  if (subject === "length") return true;
  const counted = unitWords(unit ?? unitOfRow);
  return kind === "text" && (counted.endsWith("byte") || counted === "character");
}

/** The one statement of its kind; two that differ are a problem. */
function one<Item extends { readonly offset: number }>(
  items: readonly Item[],
  member: Problem["member"],
  print: (item: Item) => string,
  problems: Problem[],
): Item | undefined {
  const [first] = items;
  const other = items.find((item) => first !== undefined && print(item) !== print(first));
  if (other === undefined) return first;
  problems.push({ member, offset: other.offset, reason: "it is stated twice, and differently" });
  return undefined;
}

function sizeOf(
  spans: readonly Placed<"spans">[],
  bounds: readonly Placed<"bound">[],
  unitOfRow: Unit | undefined,
  kind: "number" | "text" | undefined,
  problems: Problem[],
): Pick<Limits, "minBytes" | "maxBytes"> {
  const problem = (offset: number, reason: string): Record<string, never> => {
    problems.push({ member: "size", offset, reason });
    return {};
  };
  const inBytes = (
    value: number,
    unit: Unit | undefined,
    isAscii: boolean,
    offset: number,
  ): number | undefined => {
    if (isAscii) return value;
    const counted = unit ?? unitOfRow;
    if (counted === undefined) {
      problem(offset, "it is not said whether bytes or characters are counted");
      return undefined;
    }
    const plain = inPlainUnit(value, counted);
    if (plain.unit === "byte") return plain.value;
    const isText = plain.unit === "character";
    const why = isText
      ? "characters are counted, which are as many bytes in ASCII only"
      : `a length in the unit ${plain.unit}`;
    problem(offset, why);
    return undefined;
  };
  const span = one(
    spans,
    "size",
    ({ spans: all, unit }) => `${all.join(";")} ${unitWords(unit)}`,
    problems,
  );
  if (spans.length > 0 && span === undefined) return {};
  if (span !== undefined) {
    const [pair, ...more] = span.spans;
    if (pair === undefined || more.length > 0) return problem(span.offset, "the length has gaps");
    if (bounds.length > 0) return problem(span.offset, "the length is limited twice");
    const least = inBytes(pair[0], span.unit, false, span.offset);
    const most = pair[1] === null ? null : inBytes(pair[1], span.unit, false, span.offset);
    if (least === undefined || most === undefined) return {};
    return {
      minBytes: { value: least, offset: span.offset },
      ...(most !== null && { maxBytes: { value: most, offset: span.offset } }),
    };
  }
  const ends: { minBytes?: Found<number>; maxBytes?: Found<number> } = {};
  for (const bound of ["atLeast", "atMost"] as const) {
    const own = bounds.filter((item) => item.bound === bound);
    const found = one(own, "size", ({ value, unit }) => `${value} ${unitWords(unit)}`, problems);
    if (found === undefined) continue;
    if (kind === undefined && found.unit === undefined && unitOfRow === undefined) continue;
    const value = inBytes(found.value, found.unit, found.isAscii, found.offset);
    if (value === undefined) continue;
    ends[bound === "atLeast" ? "minBytes" : "maxBytes"] = { value, offset: found.offset };
  }
  return ends;
}

interface RangeFound {
  readonly value?: readonly Span[];
  readonly upperEnd?: number;
  readonly offset: number;
  readonly unit: Unit | undefined;
}

function rangeOf(
  spans: readonly Placed<"spans">[],
  bounds: readonly Placed<"bound">[],
  kind: "number" | "text" | undefined,
  problems: Problem[],
): RangeFound | undefined {
  const problem = (offset: number, reason: string): undefined => {
    problems.push({ member: "ranges", offset, reason });
  };
  const first = spans[0] ?? bounds[0];
  if (first !== undefined && kind === "text") {
    problems.push({
      member: "type",
      offset: first.offset,
      reason: "a text with a range of numbers",
    });
    return problem(first.offset, "the range of what is called a text");
  }
  const span = one(spans, "ranges", ({ spans: all }) => all.join(";"), problems);
  if (spans.length > 0) {
    if (span === undefined) return undefined;
    if (bounds.some((bound) => !agrees(bound, span.spans))) {
      return problem(span.offset, "range and limit do not agree");
    }
    return { value: span.spans, offset: span.offset, unit: span.unit };
  }
  const least = one(
    bounds.filter(({ bound }) => bound === "atLeast"),
    "ranges",
    ({ value }) => `${value}`,
    problems,
  );
  const most = one(
    bounds.filter(({ bound }) => bound === "atMost"),
    "ranges",
    ({ value }) => `${value}`,
    problems,
  );
  if (least === undefined) {
    if (most === undefined) return undefined;
    return { upperEnd: most.value, offset: most.offset, unit: most.unit };
  }
  if (most !== undefined && most.value < least.value) {
    return problem(least.offset, "the ends contradict each other");
  }
  const unit = most?.unit ?? least.unit;
  return { value: [[least.value, most?.value ?? null]], offset: least.offset, unit };
}

function agrees({ bound, value }: StatementOf<"bound">, spans: readonly Span[]): boolean {
  return bound === "atLeast" ? spans[0]?.[0] === value : spans.at(-1)?.[1] === value;
}

function defaultOf(
  all: readonly Placed<"default">[],
  unitOfRow: Unit | undefined,
  problems: Problem[],
): (Found<number | string> & { isWord: boolean; unit: Unit | undefined }) | undefined {
  const found = one(all, "default", ({ value, unit }) => `${value} ${unitWords(unit)}`, problems);
  if (found === undefined) return undefined;
  const { value, offset, isWord, unit } = found;
  if (typeof value === "string" || unit === undefined) return { value, offset, isWord, unit };
  // `10K bytes` is 10240 where the row counts bytes.
  const plain = inPlainUnit(value, unit);
  const isPlain = unitOfRow === undefined || sameUnit(plain.unit, unitOfRow);
  return isPlain
    ? { value: plain.value, offset, isWord, unit: plain.unit }
    : { value, offset, isWord, unit };
}
