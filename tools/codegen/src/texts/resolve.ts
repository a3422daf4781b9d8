import { factValueOf } from "../fact-value.ts";
import { factsOf, type Model } from "../model.ts";
import type { SchemaCommand, SchemaErrorTable, SchemaParam } from "../schema-types.gen.ts";
import type { Reference } from "./parse-text.ts";

/** Where a text stands: what names without a qualifier are looked up in. */
export interface TextPlace {
  readonly command?: SchemaCommand | undefined;
  readonly table?: SchemaErrorTable | undefined;
}

/** The words that a reference stands for, or what is wrong with it. */
export type Resolved = { readonly words: string } | { readonly problem: string };

/** How references are written, for whoever misspelt one. */
export const referenceForms =
  "Write {fact:NAME}, {param:[OPERATION.]NAME.MEMBER} with one of the members min, max, range, minBytes, maxBytes, default and values, {operation:NAME.MEMBER} with maxResponseSeconds or ackBytes, {code:[TABLE.]NAME}, {number:N} for a number that is equal by chance, and {{ or }} for a brace.";

export function resolve(reference: Reference, place: TextPlace, model: Model): Resolved {
  const { kind, path } = reference;
  switch (kind) {
    case "fact":
      return resolveFact(path, model);
    case "param":
      return resolveParam(path, place, model);
    case "operation":
      return resolveOperation(path, model);
    case "code":
      return resolveCode(path, place, model);
    case "number":
      return { words: path.join(".") };
    default:
      return { problem: `is of the unknown kind "${kind}"` };
  }
}

function resolveFact([name = "", ...rest]: readonly string[], model: Model): Resolved {
  const found = factsOf(model).find((candidate) => candidate.name === name);
  if (found === undefined || rest.length > 0) return { problem: "names no fact" };
  const value = factValueOf(found.fact, model);
  return value === undefined
    ? { problem: "names a fact without a value" }
    : { words: listed([value].flat().map(String)) };
}

function resolveParam(path: readonly string[], place: TextPlace, model: Model): Resolved {
  const [member = "", name = "", operation, ...rest] = [...path].reverse();
  const command =
    operation === undefined
      ? place.command
      : model.commands.find(({ command: { operations } }) =>
          operations.some((candidate) => candidate.name === operation),
        )?.command;
  const param = command?.params?.[name];
  if (param === undefined || rest.length > 0) return { problem: "names no parameter" };
  const words = wordsOf(param, member);
  return words === undefined ? { problem: `"${name}" has no "${member}"` } : { words };
}

function wordsOf(param: SchemaParam, member: string): string | undefined {
  const { ranges = [], values, minBytes, maxBytes, default: usual } = param;
  switch (member) {
    case "min":
      return ranges[0] && String(Math.min(...ranges.map(([from]) => from)));
    case "max": {
      const ends = ranges.flatMap(([, to]) => (to === null ? [] : [to]));
      return ends.length > 0 && ends.length === ranges.length
        ? String(Math.max(...ends))
        : undefined;
    }
    case "range":
      return ranges.length === 0
        ? undefined
        : listed(ranges.map(([from, to]) => (to === null ? `${from} or more` : `${from}-${to}`)));
    case "minBytes":
      return minBytes === undefined ? undefined : String(minBytes);
    case "maxBytes":
      return maxBytes === undefined ? undefined : String(maxBytes);
    case "default":
      return usual === undefined ? undefined : String(usual);
    case "values":
      // What follows a comma explains the name in front of it.
      return values && listed(values.map(({ description }) => description.replace(/,.*/, "")));
    default:
      return undefined;
  }
}

function resolveOperation([name, member, ...rest]: readonly string[], model: Model): Resolved {
  const operations = model.commands.flatMap(({ command }) => command.operations);
  const operation = operations.find((candidate) => candidate.name === name);
  if (operation === undefined || rest.length > 0) return { problem: "names no operation" };
  const { maxResponseMs, data } = operation;
  if (member === "maxResponseSeconds" && maxResponseMs !== null) {
    return { words: String(maxResponseMs / 1000) };
  }
  if (member === "ackBytes" && data?.ack !== undefined) {
    return { words: String(data.ack.everyBytes) };
  }
  return { problem: `"${name}" has no "${member ?? ""}"` };
}

function resolveCode(path: readonly string[], place: TextPlace, model: Model): Resolved {
  const [name, id = place.table?.id, ...rest] = [...path].reverse();
  const table = model.errorTables.find((candidate) => candidate.table.id === id)?.table;
  const code = table?.codes.find((candidate) => candidate.name === name);
  if (code === undefined || rest.length > 0) return { problem: "names no code of an error table" };
  return { words: String(code.code) };
}

/** `25, 465 or 587`. */
function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} or ${last}`;
}
