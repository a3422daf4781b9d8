import type { Field, OperationDescriptor, Param, Range } from "@qsmtp/protocol";
import { type ValueSet, valueSet } from "./value-set.ts";

/** A parameter where one operation has it. */
export interface PlacedParam {
  readonly operation: OperationDescriptor;
  readonly param: Param;
  /** Whether it may be left out. */
  readonly optional: boolean;
}

/** A fixed number or word where one operation has it. */
export interface PlacedConst {
  readonly operation: OperationDescriptor;
  readonly value: number | string;
}

/** What the operations of a command put into one place behind the `=`. */
export interface Place {
  readonly params: readonly PlacedParam[];
  readonly consts: readonly PlacedConst[];
  /** All that may stand there; `undefined` when any text may. */
  readonly domain: ValueSet | undefined;
}

/** Lays the arguments of several operations over each other, place by place. */
export function placesOf(operations: readonly OperationDescriptor[]): Place[] {
  const rows = operations.map((operation) => rowOf(operation, operation.args ?? [], false));
  const length = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length }, (_, at) => {
    const entries = rows.flatMap((row) => row.slice(at, at + 1));
    const params = entries.filter((entry) => "param" in entry);
    const consts = entries.filter((entry) => "value" in entry);
    return { params, consts, domain: domainOf(params, consts) };
  });
}

function rowOf(
  operation: OperationDescriptor,
  fields: readonly Field[],
  optional: boolean,
): (PlacedParam | PlacedConst)[] {
  return fields.flatMap((field): (PlacedParam | PlacedConst)[] => {
    if ("optional" in field) return rowOf(operation, field.optional, true);
    if ("const" in field) return [{ operation, value: field.const }];
    return [{ operation, param: "list" in field ? field.list : field, optional }];
  });
}

function domainOf(
  params: readonly PlacedParam[],
  consts: readonly PlacedConst[],
): ValueSet | undefined {
  const ranges: Range[] = [];
  const words: string[] = [];
  for (const { value } of consts) addValue(value, ranges, words);
  for (const { param } of params) {
    const values = valuesOfParam(param);
    if (values === undefined) return undefined;
    ranges.push(...values.ranges);
    words.push(...values.words);
  }
  return valueSet(ranges, words);
}

function valuesOfParam(param: Param): ValueSet | undefined {
  const ranges: Range[] = [];
  const words: string[] = [];
  switch (param.type) {
    case "integer":
      return param.ranges && valueSet(param.ranges);
    case "flag":
      return valueSet([[0, 1]]);
    case "enum":
    case "keyword":
      for (const value of param.values) addValue(value, ranges, words);
      return valueSet(ranges, words);
    default:
      return undefined;
  }
}

function addValue(value: number | string, ranges: Range[], words: string[]): void {
  if (typeof value === "number") ranges.push([value, value]);
  else words.push(value);
}
