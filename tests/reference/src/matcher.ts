import { firstField, hasCharset, readValue, writeValue } from "./field.ts";
import type { Params, SchemaField, SchemaParam, Values } from "./schema.ts";

/** What is read so far and the fields that are left; `undefined` when none is. */
interface State {
  readonly values: Values;
  readonly rest: string | undefined;
}

type ConstField = Extract<SchemaField, { readonly const: unknown }>;
type ListField = Extract<SchemaField, { readonly list: unknown }>;

/** Gives every way to go on from a state, the preferred one first; none when nothing fits. */
type Matcher = (state: State) => Iterable<State>;

/**
 * Reads the fields of a text, or gives `undefined`. Every way to read them is tried, optional
 * fields sooner taken than left. A strict reader refuses fields behind the known ones; otherwise
 * they are kept.
 */
export function readFields(
  fields: readonly SchemaField[],
  params: Params,
  text: string,
  strict: boolean,
): Values | undefined {
  const start: State = { values: {}, rest: /^ *$/.test(text) ? undefined : text };
  for (const { values, rest } of inSequence(matchersOf(fields, params, strict), start)) {
    if (rest === undefined) return values;
    if (!strict) return { ...values, extraFields: fieldTexts(rest) };
  }
  return undefined;
}

function fieldTexts(from: string): string[] {
  const { text, rest } = firstField(from);
  return rest === undefined ? [text] : [text, ...fieldTexts(rest)];
}

function* inSequence([first, ...others]: readonly Matcher[], state: State): Iterable<State> {
  if (first === undefined) yield state;
  else for (const next of first(state)) yield* inSequence(others, next);
}

function matchersOf(fields: readonly SchemaField[], params: Params, strict: boolean): Matcher[] {
  return fields.map((field) => {
    if ("const" in field) return constant(field, strict);
    if ("param" in field) return parameter(field.param, params, strict);
    if ("list" in field) return list(field, params, strict);
    return optional(matchersOf(field.optional, params, strict));
  });
}

function optional(group: readonly Matcher[]): Matcher {
  return function* (state) {
    const { values, rest } = state;
    if (rest !== undefined && /^ *,/.test(rest)) yield { values, rest: firstField(rest).rest };
    else if (rest !== undefined) yield* inSequence(group, state);
    yield state;
  };
}

function constant(field: ConstField, strict: boolean): Matcher {
  const quoted = hasQuotes(field);
  const wanted = String(field.const).toLowerCase();
  return function* ({ values, rest }) {
    if (rest === undefined) return;
    const found = firstField(rest);
    if (found.text.toLowerCase() !== wanted || (strict && found.quoted !== quoted)) return;
    yield { values, rest: found.rest };
  };
}

function hasQuotes(field: ConstField): boolean {
  return typeof field.const === "string" && field.quoted !== false;
}

function parameter(name: string, params: Params, strict: boolean): Matcher {
  const param = paramOf(params, name);
  return function* ({ values, rest }) {
    if (param.type === "text" && !param.quoted) {
      if (rest === undefined && strict) return;
      const text = rest === undefined ? "" : firstField(rest).toEnd.replace(/ +$/, "");
      if (hasCharset(param, text)) yield { values: { ...values, [name]: text }, rest: undefined };
    } else if (rest !== undefined) {
      const field = firstField(rest);
      const value = readValue(param, field, strict);
      if (value !== undefined) yield { values: { ...values, [name]: value }, rest: field.rest };
    }
  };
}

function list({ list: name, as }: ListField, params: Params, strict: boolean): Matcher {
  const one = parameter(name, params, strict);
  function* more(items: readonly unknown[], state: State): Iterable<State> {
    for (const { values, rest } of one(state)) {
      yield* more([...items, values[name]], { ...state, rest });
    }
    yield { ...state, values: { ...state.values, [as]: items } };
  }
  return (state) => more([], state);
}

/** Writes fields, or gives `undefined` when a value is missing or cannot be written. */
export function writeFields(
  fields: readonly SchemaField[],
  params: Params,
  values: Values,
  strict: boolean,
): string | undefined {
  const parts: string[] = [];
  let written = 0;
  for (const field of fields) {
    const part = isAbsent(field, values) ? "" : writeField(field, params, values, strict);
    if (part === undefined) return undefined;
    parts.push(part);
    if (!isAbsent(field, values)) written = parts.length;
  }
  return parts.slice(0, written).join(",");
}

/** Whether a field may be left out and is. */
function isAbsent(field: SchemaField, values: Values): boolean {
  if ("optional" in field)
    return namesIn(field.optional).every((name) => values[name] === undefined);
  const items = "list" in field ? values[field.as] : null;
  return items === undefined || (Array.isArray(items) && items.length === 0);
}

function writeField(
  field: SchemaField,
  params: Params,
  values: Values,
  strict: boolean,
): string | undefined {
  if ("optional" in field) return writeFields(field.optional, params, values, strict);
  if ("const" in field) {
    return hasQuotes(field) ? `"${field.const}"` : String(field.const);
  }
  const name = "param" in field ? field.param : field.list;
  const param = paramOf(params, name);
  if ("param" in field) return writeValue(param, values[name], strict);
  const items = values[field.as];
  if (!Array.isArray(items)) return undefined;
  const parts = items.map((item) => writeValue(param, item, strict));
  return parts.includes(undefined) ? undefined : parts.join(",");
}

/** Every property that the values of the fields may have. */
export function namesIn(fields: readonly SchemaField[]): string[] {
  return fields.flatMap((field) => {
    if ("param" in field) return [field.param];
    if ("list" in field) return [field.as];
    return "optional" in field ? namesIn(field.optional) : [];
  });
}

function paramOf(params: Params, name: string): SchemaParam {
  const param = params[name];
  if (param !== undefined) return param;
  throw new Error(`the schema uses the parameter "${name}" without describing it`);
}
