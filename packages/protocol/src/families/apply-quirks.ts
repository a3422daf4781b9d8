import {
  type Field,
  isParam,
  type OperationDescriptor,
  type Param,
  type ReplyLine,
} from "../codec/descriptor.ts";
import type { ParameterChange, Quirk, TestAnswerChange } from "./quirk.ts";
import type { Applied, ResolvedFamily } from "./resolve-family.ts";

/**
 * Writes the certain quirks of a family into a descriptor: how the edition that the module keeps to
 * has it, ranges and values of its parameters, parameters and sub-keys that differ, and the answer to
 * its test form. What is merely possible stays as the schema has it.
 */
export function applyQuirks<Input, Output, Traits>(
  view: ResolvedFamily,
  today: OperationDescriptor<Input, Output, Traits>,
): OperationDescriptor<Input, Output, Traits> {
  const operation = inEdition(view, today);
  const bearsUpon = ({ quirk, certainty }: Applied<Quirk>): boolean =>
    certainty === "certain" && quirk.at === operation.at && concerns(quirk, operation.name);
  const changes = new Map<string, ParameterChange[]>();
  for (const { quirk, change } of view.parameters.filter(bearsUpon)) {
    changes.set(quirk.param, [...(changes.get(quirk.param) ?? []), change]);
  }
  const keys = new Map(
    view.renamedKeys.filter(bearsUpon).map(({ change }) => [change.from, change.to]),
  );
  const answers = view.testAnswers.filter(bearsUpon).map(({ change }) => change);
  if (changes.size + keys.size + answers.length === 0) return operation;
  const rewrite: Rewrite = { changes, keys };
  const { args, reply, supports } = operation;
  return {
    ...operation,
    ...(args === undefined ? {} : { args: rewriteFields(args, rewrite) }),
    ...(reply === undefined ? {} : { reply: reply.map((line) => rewriteLine(line, rewrite)) }),
    ...(supports === undefined ? {} : { supports: answers.reduce(rewriteAnswer, supports) }),
  };
}

/** The descriptor as the module's edition has it; the types are those of today. */
function inEdition<Input, Output, Traits>(
  { earlier }: ResolvedFamily,
  today: OperationDescriptor<Input, Output, Traits>,
): OperationDescriptor<Input, Output, Traits> {
  const olds = earlier
    .filter(({ certainty }) => certainty === "certain")
    .flatMap(({ change }) => change.operations)
    .filter(({ name }) => name === today.name);
  return (olds.at(-1) as OperationDescriptor<Input, Output, Traits> | undefined) ?? today;
}

/** A quirk without operations is about every operation of its command. */
function concerns(quirk: Quirk, operation: string): boolean {
  if (!("operations" in quirk) || quirk.operations === undefined) return true;
  return quirk.operations.some((name) => name === operation);
}

interface Rewrite {
  readonly changes: ReadonlyMap<string, readonly ParameterChange[]>;
  readonly keys: ReadonlyMap<string, string>;
}

function rewriteLine(line: ReplyLine, rewrite: Rewrite): ReplyLine {
  return { ...line, fields: rewriteFields(line.fields, rewrite) };
}

function rewriteFields(fields: readonly Field[], rewrite: Rewrite): Field[] {
  return fields.flatMap((field): Field[] => {
    if (isParam(field)) return rewriteParam(field, rewrite);
    if ("optional" in field) {
      const optional = rewriteFields(field.optional, rewrite);
      return optional.length === 0 ? [] : [{ optional }];
    }
    if ("list" in field)
      return rewriteParam(field.list, rewrite).map((list) => ({ ...field, list }));
    const key = typeof field.const === "string" ? rewrite.keys.get(field.const) : undefined;
    return [key === undefined ? field : { ...field, const: key }];
  });
}

/** The parameter with its changes; nothing when the module does not have it. */
function rewriteParam(param: Param, { changes }: Rewrite): Param[] {
  let changed = param;
  for (const change of changes.get(param.name) ?? []) {
    if (change.absent) return [];
    changed = changeParam(changed, change);
  }
  return [changed];
}

function changeParam(param: Param, { ranges, addsValues, removesValues }: ParameterChange): Param {
  switch (param.type) {
    case "integer":
      return ranges === undefined ? param : { ...param, ranges };
    case "enum":
      return { ...param, values: changeValues(param.values, "number", addsValues, removesValues) };
    case "keyword":
      return { ...param, values: changeValues(param.values, "string", addsValues, removesValues) };
    default:
      return param;
  }
}

function changeValues<Value extends number | string>(
  values: readonly Value[],
  type: "number" | "string",
  added: readonly (number | string)[] = [],
  removed: readonly (number | string)[] = [],
): Value[] {
  const fresh = added.filter((value) => typeof value === type) as Value[];
  return [...values.filter((value) => !removed.includes(value)), ...fresh];
}

function rewriteAnswer(supports: readonly string[], change: TestAnswerChange): readonly string[] {
  if ("supports" in change) return change.supports;
  const lines = [...supports];
  for (const { key, line } of change.lines) {
    const found = lines.findIndex((candidate) => candidate.startsWith(key));
    const at = found < 0 ? lines.length : found;
    lines.splice(at, 1, ...(line === undefined ? [] : [line]));
  }
  return lines;
}
