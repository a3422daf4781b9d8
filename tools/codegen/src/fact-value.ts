import type { Model } from "./model.ts";
import type { SchemaFact } from "./schema-types.gen.ts";

export type FactValue = number | string | readonly (number | string)[];

/** The value of a fact; names of errors as their numbers, `undefined` where one is unknown. */
export function factValueOf(fact: SchemaFact, model: Model): FactValue | undefined {
  const { atMost, atLeast, is, errorsOf } = fact;
  if (errorsOf === undefined) return atMost ?? atLeast ?? is;
  const table = model.errorTables.find((candidate) => candidate.table.id === errorsOf)?.table;
  const numbers = [is ?? []].flat().map((name) => {
    return table?.codes.find((code) => code.name === name)?.code;
  });
  return numbers.every((number) => number !== undefined) ? numbers : undefined;
}

const bounds = { atMost: "at most", atLeast: "at least", is: "" } as const;

const unitWords: Readonly<Record<string, string>> = {
  byte: "bytes",
  millisecond: "ms",
  second: "s",
  minute: "min",
};

/** `at most 20`, `at least 1 s`, `25, 465, 587`, `"+++"`. */
export function showFact(fact: SchemaFact, model: Model): string {
  const { unit } = fact;
  const bound =
    fact.atMost !== undefined ? "atMost" : fact.atLeast !== undefined ? "atLeast" : "is";
  const value = [factValueOf(fact, model) ?? []]
    .flat()
    .map((item) => JSON.stringify(item))
    .join(", ");
  const parts = [bounds[bound], value, unit === undefined ? "" : (unitWords[unit] ?? unit)];
  return parts.filter((part) => part !== "").join(" ");
}
