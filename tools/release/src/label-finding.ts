import type { Model } from "@qsmtp/codegen/model";
import type { Source } from "@qsmtp/codegen/schema-types";
import type { Finding } from "@qsmtp/schema-diff";
import type { ChangelogItem } from "./changelog-list.ts";

/** Adds what a changelog must say besides a finding of the schema: the command and its source. */
export function labelSchemaFinding(finding: Finding, model: Model): ChangelogItem {
  return { finding, label: labelOf(finding), source: citationOf(finding, model) };
}

function labelOf({ command, path }: Finding): string {
  // The message begins with the name of a whole command, table or family by itself.
  if (path === "" || path === "at" || path.startsWith("family") || path === "manuals") return "";
  return path.startsWith("codes/") ? command : `AT${command}`;
}

/** The source of the nearest element that cites one, as it is now. */
function citationOf({ command: name, path }: Finding, model: Model): string {
  const [section, key = ""] = path.split("/");
  const table = model.errorTables.find((candidate) => candidate.table.id === name)?.table;
  if (table !== undefined)
    return cite(table.codes.find((code) => code.name === key)?.source ?? table.source);
  const command = model.commands.find((candidate) => candidate.command.at === name)?.command;
  if (command === undefined || section === "quirks") return "";
  const own =
    section === "params"
      ? command.params?.[key]?.source
      : section === "operations"
        ? command.operations.find((operation) => operation.name === key)?.source
        : command.urcs?.find((urc) => urc.name === key)?.source;
  return cite(own ?? command.source);
}

function cite([source]: readonly Source[]): string {
  if (source === undefined) return "";
  return source.section === undefined ? source.id : `${source.id} ${source.section}`;
}
