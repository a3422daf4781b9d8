import { derivedNames } from "./emit/facts-file.ts";
import { type CommandModel, factsOf, type Model, pascal } from "./model.ts";
import {
  nameOfErrorTable,
  nameOfParam,
  namesOfOperation,
  namesOfUrc,
  reservedMembers,
  reservedWords,
  takenNames,
} from "./names.ts";
import type { Problem } from "./problem.ts";
import type { SchemaField } from "./schema-types.gen.ts";

/** Checks that every name can be exported, once, and that no member is one that all objects have. */
export function lintNames(model: Model): Problem[] {
  return [...lintExports(model), ...lintMembers(model)];
}

function lintExports(model: Model): Problem[] {
  const { commands, errorTables } = model;
  const problems: Problem[] = [];
  const owners = new Map<string, string>([
    ...takenNames.map((name) => [name, "the generated files themselves"] as const),
    ...reservedWords.map((name) => [name, "the language"] as const),
  ]);
  const claim = (name: string, file: string, pointer: string): void => {
    const owner = owners.get(name);
    if (owner !== undefined) {
      const message = `the exported name "${name}" is taken by ${owner}`;
      problems.push({ file, pointer, message, remedy: "Names are API: choose another one." });
    }
    owners.set(name, file);
  };
  for (const { file, command, ownTypes } of commands) {
    const constants = new Set(Object.keys(command.params ?? {}).map(nameOfParam));
    for (const type of ownTypes) claim(type.name, file, "/params");
    command.operations.forEach((operation, index) => {
      const pointer = `/operations/${index}/name`;
      const { input, output, lines } = namesOfOperation(operation);
      const { name } = operation;
      for (const one of [name, `${pascal(name)}Input`, `${pascal(name)}Output`]) {
        claim(one, file, pointer);
      }
      for (const one of lines.values()) {
        if (one !== input && one !== output) claim(one, file, pointer);
      }
      if (constants.has(name)) {
        const message = `the exported name "${name}" is that of a parameter's constant`;
        problems.push({ file, pointer, message, remedy: "Names are API: choose another one." });
      }
    });
    command.urcs?.forEach((urc, index) => {
      const { value, type } = namesOfUrc(urc);
      for (const one of [urc.name, value, type]) claim(one, file, `/urcs/${index}/name`);
    });
  }
  for (const { file, table } of errorTables) claim(nameOfErrorTable(table.id), file, "/id");
  for (const name of derivedNames(model)) claim(name, "a name that follows from the schema", "");
  for (const { name, file } of factsOf(model)) claim(name, file, `/facts/${name}`);
  return problems;
}

function lintMembers({ commands, errorTables }: Model): Problem[] {
  const problems: Problem[] = [];
  const check = (name: string, file: string, pointer: string): void => {
    if (!reservedMembers.includes(name)) return;
    const message = `"${name}" is a member that objects have already`;
    problems.push({ file, pointer, message, remedy: "Names are API: choose another one." });
  };
  for (const { file, command } of commands) {
    for (const [name, { values }] of Object.entries(command.params ?? {})) {
      check(name, file, `/params/${name}`);
      values?.forEach((value, index) => {
        check(value.name, file, `/params/${name}/values/${index}/name`);
      });
    }
    for (const [pointer, name] of membersOf(command)) check(name, file, pointer);
  }
  for (const { file, table } of errorTables) {
    table.codes.forEach(({ name }, index) => {
      check(name, file, `/codes/${index}/name`);
    });
  }
  return problems;
}

/** Names of operations, and of members that no parameter gives its name, by their pointers. */
function membersOf({ operations, urcs = [] }: CommandModel["command"]): [string, string][] {
  const members = (fields: readonly SchemaField[], pointer: string): [string, string][] =>
    fields.flatMap((field, at): [string, string][] => {
      if ("optional" in field) return members(field.optional, `${pointer}/${at}/optional`);
      return "as" in field ? [[`${pointer}/${at}/as`, field.as]] : [];
    });
  return [
    ...operations.flatMap(({ name, args = [], reply = [] }, index): [string, string][] => {
      const pointer = `/operations/${index}`;
      const lines = reply.flatMap(({ as, fields }, at): [string, string][] => [
        ...(as === undefined ? [] : [[`${pointer}/reply/${at}/as`, as] as [string, string]]),
        ...members(fields, `${pointer}/reply/${at}/fields`),
      ]);
      return [[`${pointer}/name`, name], ...members(args, `${pointer}/args`), ...lines];
    }),
    ...urcs.flatMap(({ name, line }, index): [string, string][] => [
      [`/urcs/${index}/name`, name],
      ...members(line.fields, `/urcs/${index}/line/fields`),
    ]),
  ];
}
