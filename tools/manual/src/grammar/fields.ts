import type { SchemaCommand, SchemaField, SchemaLine } from "@qsmtp/codegen/schema-types";
import { leavesOf, printFields } from "./syntax.ts";

/** What stands in one place, whether it may be left out or not. */
export type Leaf = ReturnType<typeof leavesOf>[number];

/** Finds the placeholder that a manual prints where operations fix numbers. */
export type NameOfConstants = (constants: readonly number[]) => string | undefined;

/** Key, or placeholder, of the parameter that a field holds. */
export function paramOfField(field: SchemaField): string | undefined {
  if ("param" in field) return field.param;
  return "list" in field ? field.list : undefined;
}

/** With how many values fields can be given. */
export function lengthsOf(fields: readonly SchemaField[]): number[] {
  let lengths = [0];
  for (const field of fields) {
    const inner = "optional" in field ? [0, ...lengthsOf(field.optional)] : [1];
    lengths = lengths.flatMap((sum) => inner.map((length) => sum + length));
  }
  return [...new Set(lengths)].sort((a, b) => a - b);
}

/** Every row of values that fields allow: `<a>`, `<a>,<b>`. */
export function rowsOf(fields: readonly SchemaField[]): string[] {
  let rows: string[][] = [[]];
  for (const field of fields) {
    const more = "optional" in field ? ["", ...rowsOf(field.optional)] : [printFields([field])];
    rows = rows.flatMap((row) => more.map((text) => (text === "" ? row : [...row, text])));
  }
  return [...new Set(rows.map((row) => row.join(",")))];
}

/** The same fields with other leaves, each by its place. */
export function mapLeaves(
  fields: readonly SchemaField[],
  change: (leaf: Leaf, place: number) => Leaf,
  first = 0,
): SchemaField[] {
  let place = first;
  return fields.map((field): SchemaField => {
    const own = place;
    place += leavesOf([field]).length;
    if ("optional" in field) return { optional: mapLeaves(field.optional, change, own) };
    return change(field, own);
  });
}

/** The same fields with other names in them. */
export function renameFields(
  fields: readonly SchemaField[],
  rename: (name: string) => string,
): SchemaField[] {
  return mapLeaves(fields, (leaf) => {
    if ("param" in leaf) return { param: rename(leaf.param) };
    return "list" in leaf ? { ...leaf, list: rename(leaf.list) } : leaf;
  });
}

/** Fields of the schema under the placeholders of the manual. */
export function wireFields(
  { params }: Pick<SchemaCommand, "params">,
  fields: readonly SchemaField[],
): SchemaField[] {
  return renameFields(fields, (key) => params?.[key]?.wire ?? key);
}

export type PrintedLine = Pick<SchemaLine, "prefix" | "fields" | "repeat">;

/** `+X: <a>,<b>`, in square brackets when it may be missing or come often. */
export function printLine({ prefix, fields, repeat }: PrintedLine): string {
  const line = prefix === "" ? printFields(fields) : `${prefix}: ${printFields(fields)}`;
  return repeat === "zeroOrMore" || repeat === "zeroOrOne" ? `[${line}]` : line;
}

/**
 * Operations of one form as a manual prints them, in one syntax: what only the longer ones have is
 * optional, and numbers that they fix are values of a parameter that only the manual names.
 * @param rows arguments under the manual's placeholders
 */
export function mergeRows(
  rows: readonly (readonly SchemaField[])[],
  nameOf: NameOfConstants = () => undefined,
): SchemaField[] {
  const [only, ...others] = rows;
  if (only === undefined) return [];
  if (others.length === 0) return only.map((field) => generalise(field, nameOf));
  const lengths = [...new Set(rows.flatMap(lengthsOf))].sort((a, b) => a - b);
  return nest(
    placesOf(rows).map((place) => mergePlace(place, nameOf)),
    lengths,
  );
}

function generalise(field: SchemaField, nameOf: NameOfConstants): SchemaField {
  return "optional" in field
    ? { optional: field.optional.map((inner) => generalise(inner, nameOf)) }
    : mergePlace([field], nameOf);
}

/** What any of the rows has in each place. */
export function placesOf(rows: readonly (readonly SchemaField[])[]): Leaf[][] {
  const leaves = rows.map(leavesOf);
  const longest = Math.max(0, ...leaves.map((row) => row.length));
  return Array.from({ length: longest }, (_, index) => leaves.flatMap((row) => row[index] ?? []));
}

/** Numbers that fields fix. */
export function numbersIn(leaves: readonly Leaf[]): number[] {
  return leaves.flatMap((leaf) =>
    "const" in leaf && typeof leaf.const === "number" ? [leaf.const] : [],
  );
}

/** One field for what rows have in one place. */
export function mergePlace(leaves: readonly Leaf[], nameOf: NameOfConstants): SchemaField {
  const [first] = leaves;
  const names = [...new Set(leaves.flatMap((leaf) => paramOfField(leaf) ?? []))];
  const numbers = numbersIn(leaves);
  const name =
    names.length > 0 ? names.join("|") : numbers.length > 0 ? nameOf(numbers) : undefined;
  if (first !== undefined && "list" in first && name !== undefined) return { ...first, list: name };
  if (name !== undefined) return { param: name };
  const printed = [...new Set(leaves.map((leaf) => printFields([leaf])))];
  return printed.length === 1 && first ? first : { const: printed.join("|"), quoted: false };
}

/** Fields up to the shortest length are given always, each longer length opens a bracket. */
function nest(fields: readonly SchemaField[], lengths: readonly number[]): SchemaField[] {
  const [shortest, ...longer] = lengths;
  if (shortest === undefined || longer.length === 0) return [...fields];
  const optional = nest(
    fields.slice(shortest),
    longer.map((length) => length - shortest),
  );
  return [...fields.slice(0, shortest), { optional }];
}

export interface WithArgs {
  readonly args?: readonly SchemaField[];
}

/** Whether an operation is what a longer one becomes when its parameters are left out. */
export function isQuery(operation: WithArgs, group: readonly WithArgs[]): boolean {
  const reach = ({ args = [] }: WithArgs): number => leavesOf(args).length;
  return group.some((other) => reach(other) > reach(operation));
}
