import type { SchemaCommand, SchemaField, SchemaOperation } from "@qsmtp/codegen/schema-types";
import type { SyntaxField } from "../facts/syntax.ts";

/** Finds the placeholder that a manual prints where operations fix numbers. */
export type NameOfConstants = (constants: readonly number[]) => string | undefined;

/** What stands in one place of the arguments of several operations. */
export interface Place {
  /** The manual's placeholder; undefined for words that are printed as they are. */
  readonly name: string | undefined;
  readonly constants: readonly (string | number)[];
}

/**
 * One syntax for all operations of a write command, as a manual prints it: what only the longer
 * ones have is optional, and fixed numbers are values of a parameter that only the manual names.
 */
export function mergeOperations(
  command: SchemaCommand,
  operations: readonly SchemaOperation[],
  nameOf: NameOfConstants,
): SyntaxField[] {
  const [only, ...others] = operations;
  if (only === undefined) return [];
  if (others.length === 0) return toSyntax(command, only.args ?? [], nameOf);
  const lengths = operations.flatMap((operation) => variantLengths(operation.args ?? []));
  return nest(
    placesOf(command, operations, nameOf).map(toField),
    [...new Set(lengths)].sort((a, b) => a - b),
  );
}

/** Arguments or fields of one operation in the words of the manual. */
export function toSyntax(
  command: SchemaCommand,
  fields: readonly SchemaField[],
  nameOf: NameOfConstants = () => undefined,
): SyntaxField[] {
  return fields.map((field): SyntaxField => {
    if ("optional" in field) return { optional: toSyntax(command, field.optional, nameOf) };
    if ("const" in field && field.quoted === false) return { literal: `${field.const}` };
    return toField(placeOf(command, [field], nameOf));
  });
}

/** The places of the arguments, each with what any of the operations has there. */
export function placesOf(
  command: SchemaCommand,
  operations: readonly SchemaOperation[],
  nameOf: NameOfConstants,
): Place[] {
  const rows = operations.map((operation) => flatten(operation.args ?? []));
  const longest = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: longest }, (_, index) =>
    placeOf(
      command,
      rows.flatMap((row) => row[index] ?? []),
      nameOf,
    ),
  );
}

function placeOf(
  command: SchemaCommand,
  fields: readonly SchemaField[],
  nameOf: NameOfConstants,
): Place {
  const wires = fields.flatMap((field) => {
    if ("param" in field) return [wireOf(command, field.param)];
    return "list" in field ? [wireOf(command, field.list)] : [];
  });
  const constants = fields.flatMap((field) => ("const" in field ? [field.const] : []));
  const numbers = constants.filter((constant) => typeof constant === "number");
  const name = wires[0] ?? (numbers.length > 0 ? nameOf(numbers) : undefined);
  return { name, constants: [...new Set(constants)] };
}

function toField({ name, constants }: Place): SyntaxField {
  if (name !== undefined) return { placeholder: name };
  const words = constants.map((word) => (typeof word === "number" ? `${word}` : `"${word}"`));
  return { literal: words.join("|") };
}

/** Fields up to the shortest length are given always, each longer length opens a bracket. */
function nest(fields: readonly SyntaxField[], lengths: readonly number[]): SyntaxField[] {
  const [shortest, ...longer] = lengths;
  if (shortest === undefined || longer.length === 0) return [...fields];
  const optional = nest(
    fields.slice(shortest),
    longer.map((length) => length - shortest),
  );
  return [...fields.slice(0, shortest), { optional }];
}

export function flatten(fields: readonly SchemaField[]): SchemaField[] {
  return fields.flatMap((field) => ("optional" in field ? flatten(field.optional) : [field]));
}

/** With how many arguments an operation can be called. */
export function variantLengths(fields: readonly SchemaField[]): number[] {
  let lengths = [0];
  for (const field of fields) {
    if ("optional" in field) {
      const inner = variantLengths(field.optional);
      lengths = lengths.flatMap((sum) => [sum, ...inner.map((length) => sum + length)]);
    } else {
      lengths = lengths.map((sum) => sum + 1);
    }
  }
  return [...new Set(lengths)];
}

function wireOf(command: SchemaCommand, name: string): string {
  return command.params?.[name]?.wire ?? name;
}
