import type { SchemaField } from "@qsmtp/codegen/schema-types";
import type {
  Draft,
  DraftCommand,
  DraftErrorTable,
  DraftLine,
  DraftOperation,
  DraftParam,
} from "../draft/draft.ts";
import { pathOfForm, step } from "../grammar/paths.ts";
import { parseAnswer, parseSyntax } from "../grammar/syntax.ts";
import { operationsIn } from "./align-answers.ts";
import { answerKey } from "./align-test-answers.ts";
import { parseValue, printValue } from "./align-values.ts";
import { aspects } from "./aspects.ts";

/** What a draft should say in one place instead of what it says; null for nothing. */
export interface Correction {
  /** `+QSMTPDST`; of an error table its id. */
  readonly command: string;
  readonly path: string;
  readonly set: string | null;
}

/** A draft with one statement in place of another. */
export function patchDraft(
  draft: Draft,
  tables: ReadonlyMap<string, string>,
  { command, path, set }: Correction,
): Draft {
  return {
    ...draft,
    commands: draft.commands.map((drafted) =>
      drafted.at === command ? patchCommand(drafted, path, set) : drafted,
    ),
    errorTables: draft.errorTables.map((table) =>
      tables.get(`<${table.parameter}>`) === command ? patchTable(table, path, set) : table,
    ),
  };
}

function patchTable(table: DraftErrorTable, path: string, set: string | null): DraftErrorTable {
  const code = Number(/^codes\/(\d+)$/.exec(path)?.[1]);
  const others = table.codes.filter((one) => one.code !== code);
  if (set === null) return { ...table, codes: others };
  const { line, section } = table;
  return { ...table, codes: [...others, { code: Number(set), meaning: "", line, section }] };
}

function patchCommand(drafted: DraftCommand, path: string, set: string | null): DraftCommand {
  const [, wire, key, value] = /^params\/([^/]+)(?:\/([^/]+)(?:\/(.+))?)?$/.exec(path) ?? [];
  if (wire === undefined) {
    return { ...drafted, operations: patchOperations(drafted.operations, path, set) };
  }
  const { line, section, params } = drafted;
  if (key === undefined && set === null) {
    return { ...drafted, params: params.filter((param) => param.wire !== wire) };
  }
  const known = params.find((param) => param.wire === wire);
  const row = known ?? { wire, line, section, values: [], cases: [], meaning: "", undecided: [] };
  const patched =
    key === undefined
      ? { ...row, wire: set ?? wire }
      : key === "values"
        ? patchValue(row, value ?? "", set)
        : patchAspect(row, key, set);
  const others = params.map((param) => (param === known ? patched : param));
  return { ...drafted, params: known === undefined ? [...params, patched] : others };
}

function patchAspect(param: DraftParam, key: string, set: string | null): DraftParam {
  const aspect = aspects.find((one) => one.key === key);
  if (aspect === undefined) return param;
  // What holds in one case only is corrected together with what holds always.
  const undecided = param.undecided.filter(({ about }) => about !== aspect.about);
  return aspect.patched({ ...param, undecided, cases: [] }, set ?? undefined);
}

function patchValue(param: DraftParam, key: string, set: string | null): DraftParam {
  const others = param.values.filter(({ value }) => step(printValue(value)) !== key);
  if (set === null) return { ...param, values: others };
  const { line, section } = param;
  const added = { value: parseValue(set), meaning: "", line, section };
  return { ...param, values: [...others, added] };
}

function patchOperations(
  operations: readonly DraftOperation[],
  path: string,
  set: string | null,
): DraftOperation[] {
  const key = /^test\/answer:(.+)$/.exec(path)?.[1];
  const [, form = path, place] = /^([^/]+)\/(reply|query|result)$/.exec(path) ?? [];
  const group = operations.filter((one) => pathOfForm(one) === (key === undefined ? form : "test"));
  const isMeant = place === "query" ? operationsIn(group, "query") : group;
  return operations.flatMap((operation) => {
    if (!isMeant.includes(operation)) return [operation];
    if (key !== undefined) return [withAnswer(operation, key, set)];
    if (place === "result") return [withResult(operation, set)];
    if (place !== undefined) return [{ ...operation, reply: linesOf(operation, set) }];
    if (set === null) return [];
    const isQuery = operationsIn(group, "query").includes(operation);
    const { fields = [] } = parseSyntax(set) ?? {};
    const args = group.length === 1 ? fields : fields.flatMap((field) => opened(field, isQuery));
    return [{ ...operation, syntax: set, args }];
  });
}

/** What is in brackets belongs to the operation that sets and not to the one that asks. */
function opened(field: SchemaField, isQuery: boolean): readonly SchemaField[] {
  if (!("optional" in field)) return [field];
  return isQuery ? [] : field.optional;
}

function withAnswer(operation: DraftOperation, key: string, set: string | null): DraftOperation {
  const { line, section } = operation;
  const others = operation.supports.filter(({ value }, index) => answerKey(value, index) !== key);
  const added = { value: set ?? "", line, section, inWords: false };
  return { ...operation, supports: set === null ? others : [...others, added] };
}

function withResult(operation: DraftOperation, set: string | null): DraftOperation {
  const { completion: _, ...rest } = operation;
  const [completion] = linesOf(operation, set);
  return completion === undefined ? rest : { ...rest, completion };
}

function linesOf({ line, section }: DraftOperation, set: string | null): DraftLine[] {
  return (set ?? "").split("\n").flatMap((text): DraftLine[] => {
    const answer = parseAnswer(text);
    if (answer === undefined) return [];
    const { prefix, fields, isBracketed } = answer;
    return [{ prefix, fields, repeat: isBracketed ? "zeroOrMore" : "one", line, section }];
  });
}
