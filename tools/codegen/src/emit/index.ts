import type { Model } from "../model.ts";
import { commandStatements } from "./command-file.ts";
import { descriptionStatements } from "./description-file.ts";
import { commandDoc } from "./doc.ts";
import { familiesStatements, quirksStatements } from "./family-files.ts";
import { catalogStatements, commandsIndexStatements, errorTableStatements } from "./index-files.ts";
import { SourcePrinter } from "./source-file.ts";

/** Renders every generated file: path below the output folder to text. Depends on the model alone. */
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
  add("commands.gen.ts", "schema", commandsIndexStatements(model));
  add("catalog.gen.ts", "schema", catalogStatements(model));
  add("families.gen.ts", "schema/families.json", familiesStatements(model));
  add("quirks.gen.ts", "schema/quirks", quirksStatements(model));
  add("descriptions.gen.ts", "schema", descriptionStatements(model));
  return files;
}
