import type { SchemaCommand, SchemaParam, Source } from "@qsmtp/codegen/schema-types";
import { step } from "../facts/fact.ts";
import { printSize } from "../facts/parameter-facts.ts";
import { constantNamer } from "./constant-namer.ts";
import { operationGroups } from "./form-facts-of.ts";
import { placesOf } from "./merge-operations.ts";
import type { Guide, SayFact } from "./schema-facts.ts";
import { cites, restsOnMore } from "./schema-state.ts";

export interface NamedParam {
  readonly key: string;
  readonly param: SchemaParam;
}

/** The parameters of the schema that share one placeholder of the manual, by that placeholder. */
export function paramsByWire(command: SchemaCommand, manual: string): Map<string, NamedParam[]> {
  const groups = new Map<string, NamedParam[]>();
  for (const [key, param] of Object.entries(command.params ?? {})) {
    if (!cites(param.source, manual)) continue;
    groups.set(param.wire, [...(groups.get(param.wire) ?? []), { key, param }]);
  }
  return groups;
}

/** Says type, range, size, default, unit and values of every placeholder. */
export function parameterFactsOf(command: SchemaCommand, guide: Guide, say: SayFact): void {
  const groups = paramsByWire(command, guide.manual);
  const fixed = fixedNumbers(command, guide);
  for (const [wire, entries] of groups) {
    const path = `params/${wire}`;
    const params = entries.map(({ param }) => param);
    const more = params.some((param) => restsOnMore(param.source, guide.manual));
    say(path, wire, more);
    say(`${path}/type`, manualType(params), more);
    say(`${path}/range`, list(params.map(rangeText)), more);
    say(`${path}/size`, sizeText(params), more);
    say(`${path}/default`, text(params.map((param) => param.default)), more);
    say(`${path}/unit`, text(params.map((param) => param.unit)), more);
    for (const { value, source } of valuesOf(params)) {
      if (!cites(source, guide.manual)) continue;
      const isKnownElsewhere = source?.some(({ id }) => id !== guide.manual);
      say(`${path}/values/${step(value)}`, value, isKnownElsewhere);
    }
    for (const value of fixed.get(wire) ?? []) say(`${path}/values/${step(value)}`, value);
  }
  for (const [name, values] of fixed) {
    if (groups.has(name)) continue;
    say(`params/${name}`, name);
    say(`params/${name}/type`, "integer");
    for (const value of values) say(`params/${name}/values/${value}`, value);
  }
}

/** Numbers that operations fix, by the placeholder that the manual prints in their place. */
function fixedNumbers(command: SchemaCommand, guide: Guide): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { path, operations } of operationGroups(command, guide.manual)) {
    const nameOf = constantNamer(guide, command, path);
    for (const { name, constants } of placesOf(command, operations, nameOf)) {
      const numbers = constants.filter((constant) => typeof constant === "number");
      if (name === undefined || numbers.length === 0) continue;
      const known = found.get(name) ?? [];
      found.set(name, [...new Set([...known, ...numbers.map(String)])]);
    }
  }
  return found;
}

/** `string` or `integer`: the two words of the manuals. Free text stands for a type not known. */
function manualType(params: readonly SchemaParam[]): string | undefined {
  const numeric = ["integer", "flag", "enum"];
  if (params.every(({ type }) => type === "text")) return undefined;
  return params.every(({ type }) => numeric.includes(type)) ? "integer" : "string";
}

function rangeText({ type, ranges }: SchemaParam): string | undefined {
  if (type !== "integer" || ranges === undefined) return undefined;
  return ranges.map(([from, to]) => `${from}-${to ?? ""}`).join(", ");
}

/** Sizes on the wire: two digits for each byte of octets. */
function sizeText(params: readonly SchemaParam[]): string | undefined {
  const sizes = params.flatMap(({ type, minBytes = 0, maxBytes }) => {
    if (maxBytes === undefined) return [];
    const factor = type === "octets" ? 2 : 1;
    return [{ least: minBytes * factor, most: maxBytes * factor }];
  });
  sizes.sort((a, b) => a.most - b.most || a.least - b.least);
  return list(sizes.map(({ least, most }) => printSize(least, most)));
}

function valuesOf(
  params: readonly SchemaParam[],
): { readonly value: string; readonly source: readonly Source[] | undefined }[] {
  return params.flatMap(({ type, values = [], source }) => {
    if (type === "flag") return ["0", "1"].map((value) => ({ value, source }));
    return values.map((known) => ({
      value: typeof known.value === "string" ? `"${known.value}"` : `${known.value}`,
      source: known.source ?? source,
    }));
  });
}

function list(items: readonly (string | undefined)[]): string | undefined {
  const known = [...new Set(items.filter((item) => item !== undefined))];
  return known.length === 0 ? undefined : known.join(", ");
}

function text(items: readonly (string | number | boolean | undefined)[]): string | undefined {
  return list(items.map((item) => (item === undefined ? undefined : String(item))));
}
