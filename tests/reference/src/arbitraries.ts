import fc from "fast-check";
import type { Params, SchemaField, SchemaLine, SchemaParam, Values } from "./schema.ts";

/** Values that a caller may set; bounds and what is hard to read come often. */
function allowed(param: SchemaParam): fc.Arbitrary<unknown> {
  const { type, values = [], ranges = [[0, null]], charset, minBytes = 0, maxBytes = 40 } = param;
  switch (type) {
    case "integer":
      return fc.oneof(...ranges.map(([min, to]) => fc.integer({ min, max: to ?? 0x7fffffff })));
    case "flag":
      return fc.boolean();
    case "enum":
    case "keyword":
      return fc.constantFrom(
        ...values.filter((known) => !known.decodeOnly).map(({ value }) => value),
      );
    case "octets":
      return fc.uint8Array({ minLength: minBytes, maxLength: maxBytes });
    case "text":
      if (charset === "digits") return textOf(["0", "1", "7"], 1, 20);
      return textOf(["a", "Z", "7", ",", '"', ":", "é"], 1, 20).map((text) => `x${text}.`);
    case "string": {
      const wide = charset === "ascii" ? [] : ["é", "\u{1f4e7}"];
      return textOf(["a", "Z", "7", " ", ",", ":", "=", ...wide], minBytes, maxBytes);
    }
  }
}

function textOf(
  units: readonly string[],
  minBytes: number,
  maxBytes: number,
): fc.Arbitrary<string> {
  const unit = fc.constantFrom(...units);
  return fc
    .string({ unit, minLength: minBytes, maxLength: maxBytes, size: "medium" })
    .map((text) => (Buffer.byteLength(text) > maxBytes ? "a".repeat(maxBytes) : text));
}

/** Values that are wrong for most parameters. */
const oddValues: readonly unknown[] = [
  ...[0, -0, 1, 2, 7, -1, 255, 1000, 65536, 2 ** 32, 0.5, Number.NaN, Infinity, null, true, false],
  ...[Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2 ** 53, undefined, {}, [], [1], ["a", 2]],
  ...["", "0", "a", " a ", "READY", 'a"b', "a,b", "a\r\nOK", "\u0085", "\ud800", "é".repeat(200)],
  ...[new Uint8Array(0), Uint8Array.of(0, 255), new Uint8Array(300)],
];

/** The same values with one of them replaced, in every way. */
export function oddVariants(values: Values): Values[] {
  return Object.keys(values).flatMap((name) =>
    [...oddValues, ...oddVariantsBelow(values[name])].map((odd) => ({ ...values, [name]: odd })),
  );
}

/** Of the lines that stand in an array of the output. */
function oddVariantsBelow(value: unknown): unknown[] {
  const [item] = Array.isArray(value) ? (value as unknown[]) : [];
  return typeof item === "object" ? oddVariants(item as Values).map((odd) => [odd]) : [];
}

/** Values for fields: optional groups whole or absent. */
export function valuesOf(fields: readonly SchemaField[], params: Params): fc.Arbitrary<Values> {
  const arbitraryOf = (name: string) => allowed(params[name] ?? { type: "text" });
  const parts = fields.map((field): fc.Arbitrary<Values> => {
    if ("const" in field) return fc.constant({});
    if ("param" in field)
      return arbitraryOf(field.param).map((value) => ({ [field.param]: value }));
    if ("optional" in field) {
      return fc.option(valuesOf(field.optional, params), { nil: {}, freq: 3 });
    }
    const items = fc.array(arbitraryOf(field.list), { minLength: 1, maxLength: 3 });
    return items.map((list) => ({ [field.as]: list }));
  });
  return merged(parts);
}

/** What the lines of a reply decode to. */
export function outputOf(lines: readonly SchemaLine[], params: Params): fc.Arbitrary<Values> {
  const parts = lines.map(({ fields, repeat, as }): fc.Arbitrary<Values> => {
    const values = valuesOf(fields, params);
    if (as === undefined) return values;
    if (repeat !== "zeroOrMore" && repeat !== "oneOrMore") {
      return values.map((item) => ({ [as]: item }));
    }
    return fc.array(values, { minLength: 1, maxLength: 2 }).map((items) => ({ [as]: items }));
  });
  return merged(parts);
}

function merged(parts: readonly fc.Arbitrary<Values>[]): fc.Arbitrary<Values> {
  return fc.tuple(...parts).map((values) => Object.assign({}, ...values) as Values);
}

const pieces = [
  ...['"', ",", " ", ":", "=", "?", "-", "a", "F", "é", "\u3000", "\t", "\u0007", "\ud800"],
  ...["0", "1", "7", "00", "99999999999999999999", "0X", '""', '",', ',"', '"1"', ",,", ", ,"],
];

/** One change to a line: where, how much is cut there, what is put there, and where it turns case. */
const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.nat({ max: 3 }),
  put: fc.oneof(fc.constant(""), fc.constantFrom(...pieces)),
  how: fc.constantFrom("splice", "splice", "splice", "bare", "lower", "upper", "again", "end"),
});

export type Change = typeof change extends fc.Arbitrary<infer One> ? One : never;

/** Up to three changes to a line. */
export const changes: fc.Arbitrary<readonly Change[]> = fc.array(change, {
  minLength: 1,
  maxLength: 3,
});

/** A line after changes. */
export function changed(line: string, list: readonly Change[]): string {
  return list.reduce(changedOnce, line);
}

function changedOnce(line: string, { at, cut, put, how }: Change): string {
  const place = Math.floor(at * (line.length + 1));
  switch (how) {
    case "splice":
      return line.slice(0, place) + put + line.slice(place + cut);
    case "bare":
      return line.replaceAll('"', "");
    case "lower":
      return line.slice(0, place) + line.slice(place).toLowerCase();
    case "upper":
      return line.slice(0, place) + line.slice(place).toUpperCase();
    case "again":
      return `${line},${line.slice(place)}`;
    default:
      return line + put;
  }
}
