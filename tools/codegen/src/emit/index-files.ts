import { StructureKind } from "ts-morph";
import { code, prose } from "../markup.ts";
import type { CommandModel, ErrorTableModel, Model } from "../model.ts";
import { nameOfErrorTable, namesOfOperation, namesOfUrc } from "../names.ts";
import { describeErrorTable } from "./descriptor.ts";
import { citation } from "./doc.ts";
import { printLiteral } from "./literal.ts";
import { constStatement, namesFrom, type Statement } from "./source-file.ts";

export function errorTableStatements(model: Model, { table }: ErrorTableModel): Statement[] {
  const name = nameOfErrorTable(table.id);
  const paragraphs = [`${prose(table.title)}: ${code(table.wire)}.`];
  if (table.description !== undefined) paragraphs.push(prose(table.description));
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
    namesFrom("export", [nameOfErrorTable(table.id)], `./errors/${table.id}.gen.ts`),
  );
  return [[...exports, ...tables].filter((text) => text !== "").join("\n")];
}

function exportedNames({ command, ownTypes }: CommandModel): string[] {
  const urcs = (command.urcs ?? []).map(namesOfUrc);
  const types = command.operations.flatMap((operation) => {
    const { input, output, lines } = namesOfOperation(operation);
    return [input, output, ...lines.values()].filter((name) => name !== undefined);
  });
  return [
    ...ownTypes.map(({ name }) => name),
    ...command.operations.map(({ name }) => name),
    ...urcs.map(({ value }) => value),
    ...[...types, ...urcs.map(({ type }) => type)].map((name) => `type ${name}`),
  ].sort(byName);
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
    command.operations.map(({ name }) => name),
  );
  const urcs = withUrcs.flatMap(({ command }) => command.urcs ?? []);
  const imported = [
    namesFrom(
      "import type",
      ["ErrorTable", "OperationDescriptor", "Urc"],
      "../codec/descriptor.ts",
    ),
    ...model.errorTables.map(({ table }) =>
      namesFrom("import", [nameOfErrorTable(table.id)], `./errors/${table.id}.gen.ts`),
    ),
    ...imports.map(({ path, command }) => {
      const names = [
        ...command.operations.map(({ name }) => name),
        ...(command.urcs ?? [])
          .map(namesOfUrc)
          .flatMap(({ value, type }) => [value, `type ${type}`]),
      ];
      return namesFrom("import", names.sort(byName), `./${path}.gen.ts`);
    }),
  ];
  const tables = model.errorTables.map(({ table }) => nameOfErrorTable(table.id));
  const known = urcs.map(
    (urc) => `  | { readonly name: "${urc.name}"; readonly value: ${namesOfUrc(urc).type} }`,
  );
  return [
    imported.join("\n"),
    list(
      "allOperations",
      "OperationDescriptor",
      operations,
      "Every operation of every command, in the order of the schema.",
    ),
    list(
      "allUrcs",
      "Urc",
      urcs.map((urc) => namesOfUrc(urc).value),
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
