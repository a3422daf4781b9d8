import { lintDrafts } from "./lint-drafts.ts";
import { lintFacts } from "./lint-facts.ts";
import { lintNames } from "./lint-names.ts";
import { lintQuirks } from "./lint-quirks.ts";
import { type CommandModel, type Model, paramNames } from "./model.ts";
import { type Problem, SchemaError } from "./problem.ts";
import type { SchemaCommand, SchemaField, SchemaOperation, Source } from "./schema-types.gen.ts";
import { lintTexts } from "./texts/lint-texts.ts";

/**
 * Checks what a meta-schema cannot: references, names that would clash in the package, operations
 * that the same bytes could mean, facts without a known source.
 * @throws SchemaError with all problems
 */
export function lintModel(model: Model): void {
  const problems = [
    ...lintConsistency(model),
    ...lintSources(model),
    ...lintDrafts(model),
    ...lintQuirks(model),
    ...lintTexts(model),
  ];
  for (const { manual, edition, model: earlier } of model.earlier) {
    const known = new Set(problems.map(keyOf));
    const fresh = lintConsistency(earlier).filter((problem) => !known.has(keyOf(problem)));
    problems.push(
      ...fresh.map(({ message, ...rest }) => ({
        ...rest,
        message: `as of ${manual} ${edition} ${message}`,
      })),
    );
  }
  if (problems.length > 0) throw new SchemaError(problems);
}

/** What must hold for the schema of today, and for that of every earlier edition. */
function lintConsistency(model: Model): Problem[] {
  return [
    ...model.commands.flatMap((command) => lintCommand(command, model)),
    ...lintNames(model),
    ...lintTypes(model),
    ...lintErrorTables(model),
    ...lintFacts(model),
  ];
}

function keyOf({ file, pointer, message }: Problem): string {
  return JSON.stringify([file, pointer, message]);
}

function lintCommand({ file, command }: CommandModel, model: Model): Problem[] {
  const problems: Problem[] = [];
  const params = command.params ?? {};
  const used = new Set<string>();
  const mention = (fields: readonly SchemaField[], pointer: string): void => {
    for (const name of paramNames(fields)) {
      used.add(name);
      if (Object.hasOwn(params, name)) continue;
      const message = `mentions the parameter "${name}", which the command does not declare`;
      problems.push({
        file,
        pointer,
        message,
        remedy: `Declare it under "params", or correct the name.`,
      });
    }
  };
  const shapes = new Map<string, string>();
  command.operations.forEach((operation, index) => {
    const pointer = `/operations/${index}`;
    const stability = operation.stability ?? command.stability;
    if (stability === "stable" && (operation.examples ?? []).length === 0) {
      problems.push({
        file,
        pointer,
        message: `"${operation.name}" is stable and has no example`,
        remedy: 'Add one under "examples": it is run as a test and printed in the reference.',
      });
    }
    mention(operation.args ?? [], `${pointer}/args`);
    operation.reply?.forEach((line, at) => {
      mention(line.fields, `${pointer}/reply/${at}`);
    });
    if (operation.data !== undefined && operation.completion !== undefined) {
      problems.push({
        file,
        pointer,
        message: `"${operation.name}" has a data phase and an outcome, which the types cannot tell`,
        remedy: "Keep one of them, or give such operations traits of their own.",
      });
    }
    problems.push(...lintReferences(operation, file, pointer, model));
    for (const shape of wireShapes(command, operation)) {
      const other = shapes.get(shape);
      shapes.set(shape, operation.name);
      if (other === undefined || other === operation.name) continue;
      problems.push({
        file,
        pointer,
        message: `"${operation.name}" and "${other}" look the same on the wire (${shape})`,
        remedy: "Give one of them another constant, or make them one operation.",
      });
    }
  });
  command.urcs?.forEach((urc, index) => {
    mention(urc.line.fields, `/urcs/${index}/line`);
    const { tail } = urc;
    if (tail === undefined || !("bytes" in tail)) return;
    if (paramNames(urc.line.fields).includes(tail.bytes)) return;
    problems.push({
      file,
      pointer: `/urcs/${index}/tail/bytes`,
      message: `refers to "${tail.bytes}", which is no field of "${urc.name}"`,
      remedy: `Use one of: ${paramNames(urc.line.fields).join(", ")}.`,
    });
  });
  for (const name of Object.keys(params)) {
    if (used.has(name)) continue;
    problems.push({
      file,
      pointer: `/params/${name}`,
      message: "is declared but never used",
      remedy: "Use it in an operation or URC, or remove it.",
    });
  }
  return problems;
}

function lintReferences(
  operation: SchemaOperation,
  file: string,
  pointer: string,
  model: Model,
): Problem[] {
  const problems: Problem[] = [];
  const args = paramNames(operation.args ?? []);
  const parameter = (name: string | undefined, where: string): void => {
    if (name === undefined || args.includes(name)) return;
    const message = `refers to "${name}", which is no argument of "${operation.name}"`;
    problems.push({
      file,
      pointer: `${pointer}/${where}`,
      message,
      remedy: `Use one of: ${args.join(", ")}.`,
    });
  };
  const data = operation.data;
  if (data?.length !== undefined && "param" in data.length)
    parameter(data.length.param, "data/length");
  parameter(data?.time, "data/time");
  parameter(data?.ack?.param, "data/ack");
  parameter(operation.completion?.within, "completion/within");
  const urcs = model.commands.flatMap(({ command }) => command.urcs ?? []);
  const urc = operation.completion?.urc;
  if (urc !== undefined && !urcs.some((candidate) => candidate.name === urc)) {
    const message = `completes with the URC "${urc}", which no command declares`;
    problems.push({
      file,
      pointer: `${pointer}/completion/urc`,
      message,
      remedy: 'Declare it under "urcs".',
    });
  }
  for (const table of operation.errors ?? []) {
    if (model.errorTables.some((candidate) => candidate.table.id === table)) continue;
    const known = model.errorTables.map((candidate) => candidate.table.id).join(", ");
    const message = `names the error table "${table}", which does not exist`;
    problems.push({ file, pointer: `${pointer}/errors`, message, remedy: `Use one of: ${known}.` });
  }
  return problems;
}

/** Every way the operation's arguments can look: kinds of values, optional ones there or not. */
function wireShapes(command: SchemaCommand, operation: SchemaOperation): string[] {
  const kind = (name: string): string => {
    const param = command.params?.[name];
    if (param?.values !== undefined) return `one of ${param.values.map(({ value }) => value)}`;
    return param?.type === "string" || param?.type === "octets" ? "<text>" : "<number>";
  };
  const expand = (fields: readonly SchemaField[]): string[][] => {
    const [field, ...rest] = fields;
    if (field === undefined) return [[]];
    const tails = expand(rest);
    const before = (head: readonly string[]) => tails.map((tail) => [...head, ...tail]);
    if ("optional" in field) return [...tails, ...expand(field.optional).flatMap(before)];
    if ("const" in field) return before([JSON.stringify(field.const)]);
    return before([kind("param" in field ? field.param : field.list)]);
  };
  const all = expand(operation.args ?? []).map((parts) => `${operation.form} ${parts.join(",")}`);
  return [...new Set(all)];
}

function lintTypes({ commands }: Model): Problem[] {
  const problems: Problem[] = [];
  const seen = new Map<string, { file: string; values: string }>();
  for (const { file, command } of commands) {
    for (const [name, param] of Object.entries(command.params ?? {})) {
      if (param.typeName === undefined) continue;
      const pointer = `/params/${name}`;
      const values = JSON.stringify(
        param.values?.map((value) => [value.value, value.name, value.decodeOnly]),
      );
      const first = seen.get(param.typeName);
      if (first !== undefined && first.values !== values) {
        const message = `the type "${param.typeName}" has other values in ${first.file}`;
        const remedy = "Repeat the values to the letter, or choose another type name.";
        problems.push({ file, pointer, message, remedy });
      }
      if (first === undefined) seen.set(param.typeName, { file, values });
      for (const key of ["value", "name"] as const) {
        const all = param.values?.map((value) => value[key]) ?? [];
        if (new Set(all).size === all.length) continue;
        problems.push({
          file,
          pointer,
          message: `repeats a ${key}`,
          remedy: `Each ${key} may stand once.`,
        });
      }
    }
  }
  return problems;
}

function lintErrorTables({ errorTables }: Model): Problem[] {
  return errorTables.flatMap(({ file, table }) => {
    const problems: Problem[] = [];
    for (const key of ["code", "name"] as const) {
      const seen = new Set<number | string>();
      table.codes.forEach((code, index) => {
        if (seen.has(code[key])) {
          const message = `repeats the ${key} ${code[key]}`;
          problems.push({
            file,
            pointer: `/codes/${index}`,
            message,
            remedy: `Each ${key} may stand once.`,
          });
        }
        seen.add(code[key]);
      });
    }
    return problems;
  });
}

function lintSources(model: Model): Problem[] {
  const problems: Problem[] = [];
  const visit = (value: unknown, file: string, pointer: string): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, child] of Object.entries(value)) {
      const below = `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      if (key !== "source" && key !== "evidence") {
        visit(child, file, below);
        continue;
      }
      for (const source of child as Source[]) {
        if (model.manuals.has(source.id)) continue;
        const message = `cites "${source.id}", which manuals.json does not list`;
        problems.push({
          file,
          pointer: below,
          message,
          remedy: `Use one of: ${[...model.manuals.keys()].join(", ")}.`,
        });
      }
    }
  };
  for (const { file, command } of model.commands) visit(command, file, "");
  for (const { file, table } of model.errorTables) visit(table, file, "");
  for (const { file, quirk } of model.quirks) visit(quirk, file, "");
  for (const { file, subject } of model.factFiles) visit(subject, file, "");
  visit({ families: model.families }, "families.json", "");
  return problems;
}
