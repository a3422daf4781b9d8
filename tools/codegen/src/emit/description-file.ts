import type { Model } from "../model.ts";
import type {
  SchemaCommand,
  SchemaErrorTable,
  SchemaOperation,
  SchemaParam,
  SchemaUrc,
  SchemaValue,
  Source,
} from "../schema-types.gen.ts";
import { describeSource } from "./family-files.ts";
import { printLiteral } from "./literal.ts";
import { constStatement, type Statement } from "./source-file.ts";

type Literal = Record<string, unknown>;

/** The words of the schema, apart from the descriptors: only who explains lines pays for them. */
export function descriptionStatements(model: Model): Statement[] {
  const commands = model.commands.map(({ command }) => [command.at, describeCommand(command)]);
  const tables = model.errorTables.map(({ table }) => [table.id, describeTable(table)]);
  const titles = [...model.manuals.values()].map(({ id, title }) => [id, title]);
  return [
    'import type { CommandDescription, TableDescription } from "../explain/description.ts";',
    record("sourceTitles", "string", titles, "Title of every source, by its id."),
    record(
      "commandDescriptions",
      "CommandDescription",
      commands,
      "What every command is for, by what follows `AT`.",
    ),
    record(
      "tableDescriptions",
      "TableDescription",
      tables,
      "Where every error table was read, by its id.",
    ),
  ];
}

function record(
  name: string,
  type: string,
  entries: readonly (readonly unknown[])[],
  description: string,
): string {
  const literal = printLiteral(Object.fromEntries(entries), 0, Number.POSITIVE_INFINITY);
  return constStatement(name, `Readonly<Record<string, ${type}>>`, literal, [description]);
}

function describeCommand(command: SchemaCommand): Literal {
  const named = (items: readonly (SchemaOperation | SchemaUrc)[]): Literal =>
    Object.fromEntries(
      items.map(({ name, summary, source }) => [name, { summary, ...sources(source) }]),
    );
  const params = Object.entries(command.params ?? {});
  return {
    title: command.title,
    ...(command.operations.length > 0 ? { operations: named(command.operations) } : {}),
    ...(command.urcs !== undefined ? { urcs: named(command.urcs) } : {}),
    ...(params.length > 0
      ? { params: Object.fromEntries(params.map(([name, param]) => [name, describeParam(param)])) }
      : {}),
    ...sources(command.source),
  };
}

function describeParam(param: SchemaParam): Literal {
  const { description, unit, values } = param;
  return {
    description,
    ...(unit === undefined ? {} : { unit }),
    ...(values === undefined
      ? {}
      : { values: Object.fromEntries(values.map((value) => [value.value, describeValue(value)])) }),
    ...sources(param.source),
  };
}

function describeValue({ name, description, source }: SchemaValue): Literal {
  return { name, description, ...sources(source) };
}

function describeTable(table: SchemaErrorTable): Literal {
  return {
    wire: table.wire,
    codes: Object.fromEntries(table.codes.map(({ code, source }) => [code, sources(source)])),
    ...(table.unlisted === undefined
      ? {}
      : { unlisted: table.unlisted.flatMap(({ source }) => source.map(describeSource)) }),
  };
}

function sources(list: readonly Source[] | undefined): Literal {
  return list === undefined ? {} : { source: list.map(describeSource) };
}
