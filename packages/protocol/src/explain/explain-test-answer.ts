import { type Field, isParam, type OperationDescriptor } from "../codec/descriptor.ts";
import { matchPrefix } from "../codec/prefix.ts";
import { parseSupported, type SupportedField } from "../codec/test-form.ts";
import { allOperations } from "../generated/catalog.gen.ts";
import { cite, sourced } from "./cite.ts";
import type { Context } from "./context.ts";
import type { ExplainedField, Findings } from "./explanation.ts";
import { ownMember } from "./own-member.ts";
import { answerTo, type Words, wordsOfOperation } from "./words.ts";

/** Explains what a module answers to a test form. */
export function explainTestAnswer(
  line: string,
  context: Context | undefined,
): Findings | undefined {
  const tests = allOperations.filter(({ form, at }) => form === "test" && at !== "");
  const operation = tests.find(({ at }) => matchPrefix(line, at) >= 0);
  if (operation === undefined) return undefined;
  const from = matchPrefix(line, operation.at);
  const asked = context?.operation.at === operation.at ? context.operation : operation;
  if (asked !== operation || !looksSupported(line, from)) return undefined;
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
function namesFor(
  operation: OperationDescriptor,
  fields: readonly SupportedField[],
): readonly Named[] {
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
  const description = ownMember(words.command.params, named?.name ?? "");
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
