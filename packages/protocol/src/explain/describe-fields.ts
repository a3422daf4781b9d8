import { type Field, isParam, type Param } from "../codec/descriptor.ts";
import type { Values } from "../codec/values.ts";
import { cite } from "./cite.ts";
import type { ParamDescription } from "./description.ts";
import type { ExplainedError, ExplainedField } from "./explanation.ts";
import { ownMember } from "./own-member.ts";
import type { Words } from "./words.ts";

/** Finds what a number means that stands for an error; `undefined` for every other field. */
export type ErrorReader = (param: string, value: number) => ExplainedError | undefined;

/** The values of a line in the order of its fields, each with its meaning. */
export function describeFields(
  fields: readonly Field[],
  values: Values,
  words: Words,
  readError: ErrorReader,
): ExplainedField[] {
  return fields.flatMap((field): ExplainedField[] => {
    if (isParam(field)) return describeValue(field, values[field.name], words, readError);
    if ("optional" in field) return describeFields(field.optional, values, words, readError);
    if ("const" in field) return [];
    const list = values[field.as];
    if (!Array.isArray(list)) return [];
    return list.flatMap((value) => describeValue(field.list, value, words, readError));
  });
}

/** Fields behind the known ones. */
export function describeExtraFields(values: Values): ExplainedField[] {
  const extra = (values.extraFields ?? []) as readonly string[];
  return extra.map((value) => ({
    name: "extraFields",
    wire: "",
    value,
    meaning: "A field that the schema does not know.",
    source: "",
  }));
}

function describeValue(
  param: Param,
  value: unknown,
  { command }: Words,
  readError: ErrorReader,
): ExplainedField[] {
  if (value === undefined) return [];
  const description = command.params?.[param.name];
  const shown = param.sensitive ? "***" : plain(value);
  const named = ownMember(description?.values, String(value));
  const error = typeof value === "number" ? readError(param.name, value) : undefined;
  const said = param.sensitive ? [] : valueWords(param, value, description, error);
  const meaning = [...said, description?.description ?? ""].filter((text) => text !== "").join(" ");
  const source = named?.source ?? description?.source ?? command.source;
  return [{ name: param.name, wire: param.wire, value: shown, meaning, source: cite(source) }];
}

function plain(value: unknown): number | string | boolean {
  if (value instanceof Uint8Array)
    return [...value].map((byte) => byte.toString(16).padStart(2, "0").toUpperCase()).join("");
  return typeof value === "number" || typeof value === "boolean" ? value : String(value);
}

function valueWords(
  param: Param,
  value: unknown,
  description: ParamDescription | undefined,
  error: ExplainedError | undefined,
): string[] {
  if (error !== undefined) {
    return [error.name === undefined ? `${error.meaning}.` : `${error.name} (${error.meaning}).`];
  }
  const named = ownMember(description?.values, String(value));
  if (named !== undefined) return [`${named.name} (${named.description}).`];
  if (param.type === "enum" || param.type === "keyword") return ["Not in the schema."];
  if (typeof value === "number" && description?.unit !== undefined)
    return [`${measure(value, description.unit)}.`];
  if (param.type === "integer" && typeof value === "number" && param.notation === "hex")
    return [`0x${value.toString(16)}.`];
  return value instanceof Uint8Array ? [`${value.length} bytes.`] : [];
}

/** `300 seconds`, `1 byte`, `1000 milliseconds (50 times 20 milliseconds)`. */
function measure(value: number, unit: NonNullable<ParamDescription["unit"]>): string {
  if (typeof unit !== "string") {
    const each = measure(unit.times, unit.unit);
    return `${measure(value * unit.times, unit.unit)} (${value} times ${each})`;
  }
  const counted = ["byte", "second", "millisecond"].includes(unit);
  return `${value} ${unit}${counted && value !== 1 ? "s" : ""}`;
}
