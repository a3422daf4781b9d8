import { readRow } from "../grammar/read-row.ts";
import { printSpans, type Span } from "../grammar/spans.ts";
import type { PlacedStatement, RowMember } from "../grammar/statements.ts";
import type { ParameterRow } from "../reader/manual-model.ts";
import type { DraftCase, DraftParam, Stated } from "./draft.ts";
import { isLimiting, JudgedRow } from "./judged-row.ts";
import { type Limits, limitsOf } from "./limits-of-row.ts";
import { kindOf, type TypeEvidence, typeOf } from "./type-of-row.ts";
import { type RowValues, valuesOf } from "./values-of-row.ts";

/** What is known of a parameter besides its row. */
export interface ParamContext {
  readonly section: string;
  /** What rows of the name in other sections agree on. */
  readonly elsewhere: "number" | "text" | undefined;
  /** Types that the syntax, the test answer and examples show. */
  readonly evidence: readonly TypeEvidence[];
  /** Range that the test answer prints in the place of the parameter. */
  readonly tested: Stated<readonly Span[]> | undefined;
  /** True when the manual underlines defaults, which no text shows. */
  readonly isUnderlined: boolean;
  /** Whether the row is held against the test answer. */
  readonly isProof: boolean;
}

/** A parameter as its row describes it. */
export function paramOf(row: ParameterRow, context: ParamContext): DraftParam {
  const { section } = context;
  const place = { line: row.line, section };
  const meaning = row.text.text;
  const blank = { ...place, wire: row.name, meaning, values: [], cases: [] };
  if (row.pairing !== "proven") {
    const reason = row.pairing.unproven;
    const text = `<${row.name}> ${meaning}`.trim();
    return { ...blank, undecided: [{ ...place, about: "name", text, reason }] };
  }
  const statements = readRow(meaning, row.name);
  const always = statements.filter(({ when }) => when === undefined);
  const values = valuesOf(row.values, section);
  const { kind, problem, offset } = kindOf(always, values, { ...context, meaning });
  const limits = limitsOf(always, kind);
  const judge = new JudgedRow(row, section);
  if (problem !== undefined) judge.say("type", offset, problem);
  for (const { member, offset: at, reason } of limits.problems) judge.say(member, at, reason);
  judge.sayLeft(statements, kind);
  judge.sayValues(values);
  if (
    values.values.length > 0 &&
    /(?:[:=(]|\b(?:is|are|of|to|and|or|than))$/i.test(meaning.trim())
  ) {
    judge.say("values", meaning.length, "the text before them is not finished");
  }
  const cases = casesOf(statements, kind, judge);
  const ranges = rangesOf(limits, context, kind, values, judge);
  const standard = defaultOf(limits, values, kind, ranges?.value, judge);
  const isListed = values.values.length > 0 && values.default === undefined;
  if (context.isUnderlined && isListed && limits.default === undefined) {
    judge.say("default", 0, "default not readable: the manual underlines it");
  }
  if (limits.multipleOf !== undefined) {
    const member = kind === "text" ? "size" : "ranges";
    judge.say(member, limits.multipleOf.offset, "multiples of a number cannot be written down");
  }
  checkExplained(always, ranges?.value, judge);
  judgeNotation(always, values, judge);
  const { undecided } = judge;
  const isOpen = (member: RowMember): boolean => undecided.some(({ about }) => about === member);
  const stated = <Value>(found: { value: Value; offset: number }): Stated<Value> => ({
    value: found.value,
    line: row.text.lineAt(found.offset),
    section,
  });
  const type = kind === undefined || isOpen("type") ? undefined : typeOf(kind, values, limits);
  return {
    ...blank,
    ...(type !== undefined && { type: { value: type, line: row.text.lineAt(offset), section } }),
    ...(ranges !== undefined && !isOpen("ranges") && type !== "enum" && { ranges }),
    ...(limits.minBytes !== undefined && !isOpen("size") && { minBytes: stated(limits.minBytes) }),
    ...(limits.maxBytes !== undefined && !isOpen("size") && { maxBytes: stated(limits.maxBytes) }),
    ...(limits.unit !== undefined && !isOpen("unit") && { unit: stated(limits.unit) }),
    ...(standard !== undefined && !isOpen("default") && { default: standard }),
    ...notationOf(always, judge),
    values: values.values,
    cases,
    undecided,
  };
}

/** What holds under a condition only, a case for each condition. */
function casesOf(
  statements: readonly PlacedStatement[],
  kind: "number" | "text" | undefined,
  judge: JudgedRow,
): DraftCase[] {
  const conditions = statements.flatMap(({ when, statement }) =>
    when === undefined || !isLimiting(statement.about) ? [] : [when],
  );
  return [...new Set(conditions)].flatMap((when): DraftCase[] => {
    const own = statements.filter((statement) => statement.when === when);
    const limits = limitsOf(own, kind);
    for (const { member, offset, reason } of limits.problems) judge.say(member, offset, reason);
    const { ranges, minBytes, maxBytes, unit, multipleOf, upperEnd } = limits;
    const known = [ranges, minBytes, maxBytes, limits.default].find((found) => found !== undefined);
    if (known === undefined) {
      const half = upperEnd ?? multipleOf ?? unit;
      const member = kind === "text" ? "size" : half === unit ? "unit" : "ranges";
      if (half !== undefined) judge.say(member, half.offset, `it holds in one case only: ${when}`);
      return [];
    }
    return [
      {
        ...judge.placeAt(known.offset),
        when,
        ...(ranges !== undefined && { ranges: ranges.value }),
        ...(minBytes !== undefined && { minBytes: minBytes.value }),
        ...(maxBytes !== undefined && { maxBytes: maxBytes.value }),
        ...(unit !== undefined && { unit: unit.value }),
        ...(limits.default !== undefined && { default: limits.default.value }),
        ...(multipleOf !== undefined && { multipleOf: multipleOf.value }),
      },
    ];
  });
}

/** The range of the row, or the one that the test answer prints; the two must agree. */
function rangesOf(
  { ranges, upperEnd }: Limits,
  { tested, isProof }: ParamContext,
  kind: "number" | "text" | undefined,
  { values }: RowValues,
  judge: JudgedRow,
): Stated<readonly Span[]> | undefined {
  if (kind === "text") return undefined;
  const printed = tested === undefined ? "" : printSpans(tested.value);
  const against = (offset: number): undefined => {
    judge.say("ranges", offset, `the test answer of line ${tested?.line} gives ${printed}`);
  };
  if (upperEnd !== undefined) {
    const isSame = tested !== undefined && tested.value.at(-1)?.[1] === upperEnd.value;
    if (isSame) return { ...tested, ...judge.placeAt(upperEnd.offset) };
    judge.say("ranges", upperEnd.offset, "the lower end is not stated");
    return undefined;
  }
  if (ranges !== undefined) {
    if (isProof && tested !== undefined && !isWithin(ranges.value, tested.value))
      return against(ranges.offset);
    return { value: ranges.value, ...judge.placeAt(ranges.offset) };
  }
  if (tested === undefined || !isProof) return undefined;
  const numbers = values.flatMap(({ value }) => (typeof value === "number" ? [value] : []));
  if (numbers.length === 0) return tested;
  const isSame = printSpans(merged(numbers)) === printSpans(merged(expand(tested.value)));
  if (!isSame) judge.say("values", 0, `the test answer of line ${tested.line} gives ${printed}`);
  return undefined;
}

/** Equal, or open where the test answer prints an end. */
function isWithin(stated: readonly Span[], tested: readonly Span[]): boolean {
  const last = stated.at(-1);
  const isOpenEnd = last !== undefined && last[1] === null && stated.length === tested.length;
  const closed = isOpenEnd
    ? [...stated.slice(0, -1), [last[0], tested.at(-1)?.[1] ?? null] as const]
    : stated;
  return printSpans(closed) === printSpans(tested);
}

const mostValues = 256;

function expand(spans: readonly Span[]): number[] {
  return spans.flatMap(([from, to]) => {
    const length = Math.min((to ?? from + mostValues) - from + 1, mostValues);
    return Array.from({ length }, (_, index) => from + index);
  });
}

/** Numbers as ranges, neighbours joined. */
function merged(numbers: readonly number[]): Span[] {
  const spans: [number, number][] = [];
  for (const number of numbers.toSorted((a, b) => a - b)) {
    const last = spans.at(-1);
    if (last !== undefined && number <= last[1] + 1) last[1] = number;
    else spans.push([number, number]);
  }
  return spans;
}

/** The default that the row states or that a value's meaning marks; it must be one that is allowed. */
function defaultOf(
  limits: Limits,
  values: RowValues,
  kind: "number" | "text" | undefined,
  ranges: readonly Span[] | undefined,
  judge: JudgedRow,
): Stated<number | string> | undefined {
  const { default: stated } = limits;
  const marked = values.default;
  if (stated === undefined) {
    return marked && { value: marked.value, line: marked.line, section: marked.section };
  }
  const fail = (reason: string): undefined => {
    judge.say("default", stated.offset, reason);
  };
  const value = stated.isWord ? valueOfWord(`${stated.value}`, values) : stated.value;
  if (value === undefined) return fail(`"${stated.value}" is none of the values`);
  if (marked !== undefined && marked.value !== value)
    return fail("a value is marked as the default");
  const isNumber = typeof value === "number";
  if (kind !== undefined && isNumber !== (kind === "number")) {
    return fail(`the default is no ${kind}`);
  }
  const listed = values.values.map((known) => known.value);
  const isListed = listed.length === 0 || values.isOpen || listed.includes(value);
  const isInRange =
    ranges === undefined ||
    !isNumber ||
    ranges.some(([from, to]) => value >= from && (to === null || value <= to));
  if (!isListed || !isInRange) return fail("the default is no value that is allowed");
  return { value, ...judge.placeAt(stated.offset) };
}

/** `Enable` as the value with that meaning. */
function valueOfWord(word: string, { values }: RowValues): number | string | undefined {
  const bare = (text: string): string => text.toLowerCase().replace(/[.\s]+$/, "");
  const meant = values.filter(
    ({ meaning, value }) => bare(meaning) === bare(word) || value === word,
  );
  return meant.length === 1 ? meant[0]?.value : undefined;
}

/** A value that is explained and lies outside the range is one more that is allowed. */
function checkExplained(
  statements: readonly PlacedStatement[],
  ranges: readonly Span[] | undefined,
  judge: JudgedRow,
): void {
  for (const { statement, offset } of statements) {
    if (statement.about !== "explained" || ranges === undefined) continue;
    const { value } = statement;
    const isInside = ranges.some(([from, to]) => value >= from && (to === null || value <= to));
    if (!isInside) judge.say("ranges", offset, `${value} is explained and lies outside the range`);
  }
}

/** Hexadecimal digits in a row do not say how the number is written on the wire. */
function judgeNotation(
  statements: readonly PlacedStatement[],
  values: RowValues,
  judge: JudgedRow,
): void {
  const isNamed = statements.some(({ statement }) => statement.about === "notation");
  const hex = statements.find(({ statement }) => statement.about === "spans" && statement.isHex);
  if (isNamed || (hex === undefined && !values.isHex)) return;
  judge.say(
    "type",
    hex?.offset ?? 0,
    "how a hexadecimal number is written on the wire is not said",
  );
}

function notationOf(
  statements: readonly PlacedStatement[],
  judge: JudgedRow,
): Pick<DraftParam, "notation"> {
  const found = statements.find(({ statement }) => statement.about === "notation");
  return found === undefined ? {} : { notation: { value: "hex", ...judge.placeAt(found.offset) } };
}
