import { StructureKind } from "ts-morph";
import {
  type CommandModel,
  type ErrorTableModel,
  type Model,
  pascal,
  takesInput,
} from "../model.ts";
import { describeErrorTable } from "./descriptor.ts";
import { citation } from "./doc.ts";
import { printLiteral } from "./literal.ts";
import { constStatement, namesFrom, type Statement } from "./source-file.ts";

/** The constant that holds an error table: `smtp-protocol` to `smtpProtocolErrors`. */
export function errorTableName(id: string): string {
  return `${id.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase())}Errors`;
}

export function errorTableStatements(model: Model, { table }: ErrorTableModel): Statement[] {
  const name = errorTableName(table.id);
  const paragraphs = [`${table.title}: \`${table.wire}\`.`];
  if (table.description !== undefined) paragraphs.push(table.description);
  paragraphs.push(`@see ${citation(table.source, model.manuals)}`);
  return [
    {
      kind: StructureKind.ImportDeclaration,
      moduleSpecifier: "../../codec/descriptor.ts",
      isTypeOnly: true,
      namedImports: ["ErrorTable"],
    },
    constStatement(
      name,
      "ErrorTable",
      printLiteral(describeErrorTable(table), 0, name.length + 28),
      paragraphs,
    ),
  ];
}

/** Entry `@qsmtp/protocol/commands`: every name, spelt out, so that the API shows in a diff. */
export function commandsIndexStatements(model: Model): Statement[] {
  const exports = model.commands.map((file) =>
    namesFrom("export", exportedNames(file), `./${file.path}.gen.ts`),
  );
  const tables = model.errorTables.map(({ table }) =>
    namesFrom("export", [errorTableName(table.id)], `./errors/${table.id}.gen.ts`),
  );
  return [[...exports, ...tables].filter((text) => text !== "").join("\n")];
}

function exportedNames({ command, ownTypes }: CommandModel): string[] {
  const values = [
    ...ownTypes.map((type) => type.name),
    ...command.operations.flatMap((operation) => [operation.name, `${operation.name}Operation`]),
    ...(command.urcs ?? []).map((urc) => `${urc.name}Urc`),
  ];
  const types = command.operations.flatMap((operation) => {
    const name = pascal(operation.name);
    const lines = operation.reply ?? [];
    const named = lines.filter((line) => line.as !== undefined);
    const items = named.map((line) =>
      named.length === 1 ? `${name}Item` : `${name}${pascal(line.as ?? "")}`,
    );
    return [
      ...(takesInput(operation) ? [`${name}Input`] : []),
      ...items,
      ...(lines.length > 0 ? [`${name}Output`] : []),
    ];
  });
  types.push(...(command.urcs ?? []).map((urc) => pascal(urc.name)));
  return [...values, ...types.map((type) => `type ${type}`)].sort(byName);
}

function byName(a: string, b: string): number {
  const left = a.replace(/^type /, "");
  const right = b.replace(/^type /, "");
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Entry `@qsmtp/protocol/catalog`: all there is, for simulators, explainers and tests. */
export function catalogStatements(model: Model): Statement[] {
  const withOperations = model.commands.filter(({ command }) => command.operations.length > 0);
  const withUrcs = model.commands.filter(({ command }) => (command.urcs ?? []).length > 0);
  const imports = [...new Set([...withOperations, ...withUrcs])].sort((a, b) =>
    a.path < b.path ? -1 : 1,
  );
  const operations = withOperations.flatMap(({ command }) =>
    command.operations.map((op) => `${op.name}Operation`),
  );
  const urcs = withUrcs.flatMap(({ command }) => command.urcs ?? []);
  const imported = [
    namesFrom("import type", ["ErrorTable", "Operation", "Urc"], "../codec/descriptor.ts"),
    ...model.errorTables.map(({ table }) =>
      namesFrom("import", [errorTableName(table.id)], `./errors/${table.id}.gen.ts`),
    ),
    ...imports.map(({ path, command }) => {
      const names = [
        ...command.operations.map((operation) => `${operation.name}Operation`),
        ...(command.urcs ?? []).flatMap((urc) => [`${urc.name}Urc`, `type ${pascal(urc.name)}`]),
      ];
      return namesFrom("import", names.sort(byName), `./${path}.gen.ts`);
    }),
  ];
  const tables = model.errorTables.map(({ table }) => errorTableName(table.id));
  const known = urcs.map(
    (urc) => `  | { readonly name: "${urc.name}"; readonly value: ${pascal(urc.name)} }`,
  );
  return [
    imported.join("\n"),
    list(
      "allOperations",
      "Operation",
      operations,
      "Every operation of every command, in the order of the schema.",
    ),
    list(
      "allUrcs",
      "Urc",
      urcs.map((urc) => `${urc.name}Urc`),
      "Every unsolicited line that the schema knows.",
    ),
    list("allErrorTables", "ErrorTable", tables, "Every error table."),
    `/** An unsolicited line that the schema knows, by its name. */\nexport type KnownUrc =\n${known.join("\n")};`,
  ];
}

function list(name: string, type: string, items: readonly string[], description: string): string {
  const rows = items.map((item) => `  ${item},\n`).join("");
  return constStatement(name, `readonly ${type}[]`, `[\n${rows}]`, [description]);
}
