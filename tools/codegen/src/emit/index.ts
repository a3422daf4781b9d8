import type { WordList } from "../meta/meta-schema.ts";
import type { Model } from "../model.ts";
import { commandStatements } from "./command-file.ts";
import { descriptionStatements } from "./description-file.ts";
import { commandDoc } from "./doc.ts";
import { factsStatements } from "./facts-file.ts";
import { familiesStatements, quirksStatements } from "./family-files.ts";
import { catalogStatements, commandsIndexStatements, errorTableStatements } from "./index-files.ts";
import { SourcePrinter, unionStatement } from "./source-file.ts";

/** What the generated entries of the package are for. */
const entries = {
  commands: [
    "Every operation of the module's commands and every unsolicited line: called, an operation makes a command; its members are its descriptor.",
    "@packageDocumentation",
  ],
  catalog: [
    "All operations, unsolicited lines and error tables as lists, for programs that look them up.",
    "@packageDocumentation",
  ],
  facts: [
    "Limits, times and numbers of the manuals by name, and those of parameters and error tables.",
    "@packageDocumentation",
  ],
} as const;

/** Renders every generated file: path below the output folder to text. */
export function emit(model: Model): Map<string, string> {
  const printer = new SourcePrinter();
  const files = new Map<string, string>();
  const add = (
    path: string,
    origin: string,
    statements: Parameters<SourcePrinter["print"]>[2],
    about: readonly string[] = [],
  ): void => {
    files.set(path, printer.print(path, origin, statements, about));
  };
  for (const file of model.commands) {
    const about = commandDoc(model, file.command);
    add(`${file.path}.gen.ts`, `schema/${file.file}`, commandStatements(model, file), about);
  }
  for (const table of model.errorTables) {
    add(
      `errors/${table.table.id}.gen.ts`,
      `schema/${table.file}`,
      errorTableStatements(model, table),
    );
  }
  add("commands.gen.ts", "schema", commandsIndexStatements(model), entries.commands);
  add("catalog.gen.ts", "schema", catalogStatements(model), entries.catalog);
  add("facts.gen.ts", "schema", factsStatements(model), entries.facts);
  add("families.gen.ts", "schema/families.json", familiesStatements(model));
  add("quirks.gen.ts", "schema/quirks", quirksStatements(model));
  add("descriptions.gen.ts", "schema", descriptionStatements(model));
  return files;
}

/** Renders the closed lists of words, which stand beside the folders that use them. */
export function emitWords(lists: readonly WordList[]): string {
  const types = lists.map(({ name, description, words }) =>
    unionStatement(name, description, words),
  );
  return new SourcePrinter().print("words.gen.ts", "schema/vocabulary.schema.json", types);
}
