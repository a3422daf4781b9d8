import type { Field, Operation } from "../codec/descriptor.ts";
import { isParam } from "../codec/descriptor.ts";
import { matchPrefix } from "../codec/prefix.ts";
import { parseSupported, type SupportedField } from "../codec/test-form.ts";
import type { Values } from "../codec/values.ts";
import { allOperations, allUrcs } from "../generated/catalog.gen.ts";
import { cite, sourced } from "./cite.ts";
import { type Context, decodeAs } from "./context.ts";
import { describeExtraFields, describeFields } from "./describe-fields.ts";
import { errorReader } from "./error-words.ts";
import type { ExplainedError, ExplainedField, Findings } from "./explanation.ts";
import { maskAnswer } from "./mask-line.ts";
import { syntaxOf } from "./syntax.ts";
import { clause, type Words, wordsOfOperation, wordsOfUrc } from "./words.ts";

/** One way to read a line from the module. */
interface Reading {
  readonly kind: "reply" | "urc";
  /** Of the operation or unsolicited line. */
  readonly name: string;
  readonly operation: Operation | undefined;
  readonly prefix: string;
  readonly fields: readonly Field[];
  readonly values: Values;
  /** Readings with more are to be preferred. */
  readonly weight: number;
}

/**
 * Explains an information line or an unsolicited line. Of several readings the one counts that
 * leaves no field over; then that of the command before; then the unsolicited one.
 */
export function explainAnswer(line: string, context: Context | undefined): Findings | undefined {
  const readings = [...repliesTo(context, line), ...otherReplies(context, line), ...urcs(line)];
  const [best, ...others] = readings.sort((a, b) => b.weight - a.weight);
  if (best === undefined) return undefined;
  const words = wordsOf(best);
  const names = [...new Set(others.map(({ name }) => name))].filter((name) => name !== best.name);
  const errors: ExplainedError[] = [];
  const readError = errorReader(best.name);
  const fields = describeFields(best.fields, best.values, words, (param, value) => {
    const error = readError(param, value);
    if (error !== undefined) errors.push(error);
    return error;
  });
  const remedies = new Set(
    errors.flatMap(({ code, remedy }) => (code === 0 ? [] : (remedy ?? []))),
  );
  return {
    line: maskAnswer(line, best.prefix, best.fields, best.values),
    kind: best.kind,
    command: best.kind === "urc" && words.at === "" ? undefined : `AT${words.at}`,
    ...(best.kind === "urc" ? { urc: best.name } : { operation: best.name }),
    form: best.operation?.form,
    fields: [...fields, ...describeExtraFields(best.values)],
    ...(errors.length > 0 ? { errors } : {}),
    ...(names.length > 0 ? { alternatives: names } : {}),
    meaning: best.operation === undefined ? words.summary : answerTo(words, best.operation),
    ...(remedies.size > 0 ? { remedy: [...remedies].join(" ") } : {}),
    ...sourced(words.source),
  };
}

function wordsOf({ name, operation }: Reading): Words {
  const urc = allUrcs.find((candidate) => candidate.name === name);
  if (operation !== undefined) return wordsOfOperation(operation);
  return wordsOfUrc(urc ?? { name, prefix: "", fields: [] });
}

function answerTo({ summary }: Words, operation: Operation): string {
  return `Answer to ${syntaxOf(operation)}, which ${clause(summary)}.`;
}

function reading(operation: Operation, line: string, bonus: number): Reading[] {
  return (operation.reply ?? []).flatMap((reply) => {
    if (reply.prefix === "") return [];
    const values = decodeAs(reply, line);
    if (values === undefined) return [];
    const { prefix, fields } = reply;
    const weight = bonus + completeness(values);
    return { kind: "reply", name: operation.name, operation, prefix, fields, values, weight };
  });
}

/** What the command before expects: lines with its prefix first, then a line without any. */
function repliesTo(context: Context | undefined, line: string): Reading[] {
  if (context === undefined) return [];
  const { operation, expected } = context;
  return expected.flatMap(({ prefix, fields }) => {
    const values = decodeAs({ prefix, fields }, line);
    if (values === undefined) return [];
    const weight = prefix === "" ? 1 : 3 + completeness(values);
    return [{ kind: "reply", name: operation.name, operation, prefix, fields, values, weight }];
  });
}

function otherReplies(context: Context | undefined, line: string): Reading[] {
  const others = allOperations.filter((operation) => operation !== context?.operation);
  return others.flatMap((operation) => reading(operation, line, 1));
}

function urcs(line: string): Reading[] {
  return allUrcs.flatMap((urc) => {
    const values = decodeAs(urc, line);
    if (values === undefined) return [];
    const { name, prefix, fields } = urc;
    const weight = 2 + completeness(values);
    return [{ kind: "urc", name, operation: undefined, prefix, fields, values, weight }];
  });
}

function completeness({ extraFields }: Values): number {
  return extraFields === undefined ? 4 : 0;
}

/** Explains what a module answers to a test form. */
export function explainTestAnswer(
  line: string,
  context: Context | undefined,
): Findings | undefined {
  const tests = allOperations.filter(({ form, at }) => form === "test" && at !== "");
  const operation = tests.find(({ at }) => matchPrefix(line, at) >= 0);
  if (operation === undefined) return undefined;
  const from = matchPrefix(line, operation.at);
  const asked = context?.operation.at === operation.at ? context.operation : undefined;
  if (asked === undefined ? !looksSupported(line, from) : asked !== operation) return undefined;
  const words = wordsOfOperation(operation);
  const { fields } = parseSupported(line.slice(from).trim());
  const names = namesFor(operation, fields);
  return {
    line,
    kind: "testAnswer",
    command: `AT${operation.at}`,
    operation: operation.name,
    form: "test",
    fields: fields.map((field, index) => describeSupported(field, names[index], words)),
    meaning: answerTo(words, operation),
    ...sourced(words.source),
  };
}

/** Ranges and placeholders in brackets, fixed words in quotes, and nothing else. */
function looksSupported(line: string, from: number): boolean {
  const rest = line.slice(from).replaceAll(/"[^"]*"/g, "");
  return /[(<]/.test(rest) && /^[\s,[\]]*$/.test(rest.replaceAll(/\([^()]*\)|<[^<>]*>/g, ""));
}

type Named = { readonly name: string; readonly wire: string } | undefined;

/** Fields of a write form that fit the supported ones: by its key, or by their number. */
function namesFor(operation: Operation, fields: readonly SupportedField[]): readonly Named[] {
  const [first] = fields;
  const forms = allOperations
    .filter(({ at, form }) => at === operation.at && form !== "test")
    .map(({ args = [] }) => flatten(args))
    .filter((args) => args.length === fields.length);
  const keyed = forms.find(([key]) => first?.kind === "key" && key?.name === first.key);
  const open = forms.find((args) => args.length > 0);
  return (first?.kind === "key" ? keyed : open) ?? [];
}

function flatten(fields: readonly Field[]): Exclude<Named, undefined>[] {
  return fields.flatMap((field) => {
    if (isParam(field)) return [{ name: field.name, wire: field.wire }];
    if ("optional" in field) return flatten(field.optional);
    if ("list" in field) return [{ name: field.as, wire: field.list.wire }];
    return [{ name: typeof field.const === "string" ? field.const : "", wire: "" }];
  });
}

function describeSupported(field: SupportedField, named: Named, words: Words): ExplainedField {
  const description = words.command.params?.[named?.name ?? ""];
  const source = cite(description?.source ?? words.source);
  const about = description === undefined ? "" : ` ${description.description}`;
  const left = field.optionalDepth > 0 ? " May be left out." : "";
  const base = { name: named?.name ?? "", wire: named?.wire ?? "", source };
  switch (field.kind) {
    case "key":
      return { ...base, name: field.key, value: field.key, meaning: `Fixed word.${left}` };
    case "name":
      return {
        ...base,
        wire: field.name,
        value: `<${field.name}>`,
        meaning: `Any value.${about}${left}`,
      };
    case "values": {
      const spans = field.ranges.map(({ from, to }) =>
        from === to ? `${from}` : `${from} to ${to}`,
      );
      const all = [...spans, ...field.words].join(", ");
      const meaning = all === "" ? `No value.${left}` : `One of ${all}.${about}${left}`;
      return { ...base, value: all, meaning };
    }
  }
}
