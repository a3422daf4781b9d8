import type { Model } from "@qsmtp/codegen/model";
import type { SchemaCommand, SchemaErrorTable } from "@qsmtp/codegen/schema-types";
import { draftCommand } from "../draft/draft-command.ts";
import { ProvisionalNames } from "../draft/names.ts";
import type { FactSheet } from "../facts/fact.ts";

/** A schema drafted from one manual alone, good for judging what its changes would mean. */
export function draftModel(facts: FactSheet): Model {
  const names = facts.commands();
  const commands = names.filter((name) => !name.startsWith("<"));
  const tables = names.filter((name) => name.startsWith("<"));
  return {
    commands: commands.map((at) => commandModel(at, facts)),
    errorTables: tables.map((name) => ({ file: name, table: draftTable(name, facts) })),
    manuals: new Map(),
    families: [],
    quirks: [],
  };
}

function commandModel(at: string, facts: FactSheet): Model["commands"][number] {
  const errorsOf = (path: string): string[] => {
    const table = facts.get(at, `${path}/errors`)?.value;
    return table === undefined ? [] : [table];
  };
  const place = { at, group: "base", manual: "manual", errorsOf };
  const command: SchemaCommand = draftCommand(place, facts, new ProvisionalNames());
  return { file: at, path: at, command, ownTypes: [], importedTypes: new Map() };
}

function draftTable(name: string, facts: FactSheet): SchemaErrorTable {
  const codes = facts.of(name).flatMap(({ path }) => /^codes\/(\d+)$/.exec(path)?.[1] ?? []);
  return {
    id: name,
    title: name,
    wire: name,
    codes: codes.map((code) => ({
      code: Number(code),
      name: `code${code}`,
      meaning: facts.get(name, `codes/${code}/meaning`)?.value ?? "",
      source: [],
    })),
    source: [],
  };
}
