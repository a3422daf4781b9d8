import type { FileKind, LoadedFile } from "@qsmtp/codegen/load";
import type {
  SchemaCommand,
  SchemaErrorTable,
  SchemaField,
  SchemaOperation,
  SchemaParam,
  Source,
} from "@qsmtp/codegen/schema-types";
import { type Size, statedSizes } from "../align/aspects.ts";
import type { Draft, DraftCommand, DraftErrorTable, DraftParam, Place } from "../draft/draft.ts";
import { paramOfField, renameFields } from "../grammar/fields.ts";
import { leavesOf } from "../grammar/syntax.ts";
import { SchemaState } from "../schema/schema-state.ts";
import { commandToSchema } from "../write/command-to-schema.ts";
import { factToSchema, pathOfFact } from "../write/fact-to-schema.ts";
import { ProvisionalNames } from "../write/names.ts";
import { unremarked } from "../write/open-members.ts";

/** A schema drafted from one manual alone, good for comparing another one with it. */
export function stateOfDraft(
  { commands, errorTables, facts, modules }: Draft,
  manual: string,
): SchemaState {
  const file = (name: string, kind: FileKind, json: unknown): LoadedFile => ({
    file: name,
    kind,
    json,
  });
  const drafted = new Map(commands.map((command) => [command.at, command]));
  const entries = facts.map((fact) => [
    pathOfFact(fact),
    factToSchema(fact, { id: manual, section: fact.section }),
  ]);
  const ids = modules.map(({ family }) => family);
  const families = modules.map(({ family, models, section }) => ({
    id: family,
    title: family,
    relation: "described",
    models: models.map((id) => ({ id })),
    source: [{ id: manual, section }],
  }));
  return SchemaState.of([
    ...[...drafted.values()].map((command) =>
      file(`commands/${command.at}`, "command", commandOf(command, manual)),
    ),
    ...errorTables.map((table) =>
      file(`errors/${table.parameter}`, "error-table", tableOf(table, manual)),
    ),
    file("facts/manual", "facts", { facts: Object.fromEntries(entries) }),
    file("manuals", "manuals", { sources: [{ id: manual, title: manual, families: ids }] }),
    file("families", "families", { families }),
  ]);
}

/** Each size of a parameter gets a parameter of its own, with operations that take it, as in the schema. */
function commandOf(drafted: DraftCommand, manual: string): SchemaCommand {
  const errorsOf: Parameters<typeof commandToSchema>[1]["errorsOf"] = ({ errors }) =>
    errors === undefined ? [] : [errors.value];
  const sourceOf = ({ section }: Place): Source => ({ id: manual, section });
  const place = { group: "base", sourceOf, errorsOf } as const;
  const command = commandToSchema(drafted, place, new ProvisionalNames(), unremarked);
  let { params = {}, operations } = command;
  for (const [key, param] of Object.entries(params)) {
    const row = drafted.params.find(({ wire }) => wire === param.wire);
    if (row === undefined) continue;
    const [largest, ...others] = statedSizes(row).toReversed();
    params = { ...params, [key]: comparable(param, row, largest) };
    for (const [index, size] of others.toReversed().entries()) {
      const name = `${key}${index + 1}`;
      params = { ...params, [name]: comparable(param, row, size) };
      operations = [...operations, ...operations.flatMap((one) => takingOther(one, key, name))];
    }
  }
  return { ...command, params, operations };
}

/** With what holds in one case only; of an open type any text is one. */
function comparable(
  param: SchemaParam,
  { ranges, cases }: DraftParam,
  size: Size | undefined,
): SchemaParam {
  const all = [...(ranges?.value ?? []), ...cases.flatMap((one) => one.ranges ?? [])];
  return {
    ...param,
    type: param.type ?? "text",
    ...(all.length > 0 && { ranges: all }),
    ...(size !== undefined && { minBytes: size.least, maxBytes: size.most }),
  };
}

/** An operation with another parameter in place of one; nothing when it does not take it. */
function takingOther(operation: SchemaOperation, key: string, other: string): SchemaOperation[] {
  const rename = (fields: readonly SchemaField[]): SchemaField[] =>
    renameFields(fields, (name) => (name === key ? other : name));
  const { args = [], reply } = operation;
  const lines = reply?.map((line) => ({ ...line, fields: rename(line.fields) }));
  const isTaken = [...args, ...(reply ?? []).flatMap(({ fields }) => fields)];
  if (!leavesOf(isTaken).some((field) => paramOfField(field) === key)) return [];
  const renamed = { ...operation, name: `${operation.name}${other}`, args: rename(args) };
  return [{ ...renamed, ...(lines && { reply: lines }) }];
}

function tableOf({ parameter, section, codes }: DraftErrorTable, manual: string): SchemaErrorTable {
  const source = [{ id: manual, section }];
  return {
    id: `<${parameter}>`,
    title: parameter,
    wire: parameter,
    codes: codes.map(({ code, meaning }) => ({ code, name: `code${code}`, meaning, source })),
    source,
  };
}
