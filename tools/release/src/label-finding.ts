import type { Model } from "@qsmtp/codegen/model";
import type { SchemaCommand, Source } from "@qsmtp/codegen/schema-types";
import type { Finding } from "@qsmtp/schema-diff";
import type { ChangelogItem } from "./changelog-line.ts";

/** Adds what a changelog must say besides a finding of the schema: the command and its source. */
export function labelSchemaFinding(finding: Finding, model: Model): ChangelogItem {
  return { finding, label: labelOf(finding), source: citationOf(finding, model) };
}

function labelOf({ command, path }: Finding): string {
  // The message begins with the name of a whole command, table or family by itself.
  if (path.startsWith("judgements/")) return "";
  if (path === "" || path === "at" || path.startsWith("family") || path === "manuals") return "";
  // Error tables and subjects of facts have ids in small letters.
  return /^[a-z]/.test(command) ? command : `AT${command}`;
}

/** The source of the nearest element that cites one, as it is now. */
function citationOf({ command: name, path }: Finding, model: Model): string {
  const [section = "", key = ""] = path.split("/");
  if (section === "quirks" || section === "judgements") return "";
  const table = model.errorTables.find((candidate) => candidate.table.id === name)?.table;
  if (table !== undefined)
    return cite(table.codes.find((code) => code.name === key)?.source ?? table.source);
  const subject = model.factFiles.find((candidate) => candidate.subject.id === name)?.subject;
  if (subject !== undefined) return cite(subject.facts[key]?.source);
  const command = model.commands.find((candidate) => candidate.command.at === name)?.command;
  return cite(command && (sourceWithin(command, section, key) ?? command.source));
}

function sourceWithin(
  command: SchemaCommand,
  section: string,
  key: string,
): readonly Source[] | undefined {
  switch (section) {
    case "params":
      return command.params?.[key]?.source;
    case "facts":
      return command.facts?.[key]?.source;
    case "operations":
      return command.operations.find((operation) => operation.name === key)?.source;
    default:
      return command.urcs?.find((urc) => urc.name === key)?.source;
  }
}

function cite([source]: readonly Source[] = []): string {
  if (source === undefined) return "";
  return source.section === undefined ? source.id : `${source.id} ${source.section}`;
}
