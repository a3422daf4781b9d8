import { prose } from "../markup.ts";
import type { CommandModel, Model } from "../model.ts";
import { typeSections } from "./fields-table.ts";
import { groups } from "./groups.ts";
import { page, table } from "./markdown.ts";
import { operationSection, sources } from "./operation-section.ts";

/** The page of one group of commands. */
export function groupPage(model: Model, group: string): string {
  const files = model.commands.filter(({ command }) => command.group === group);
  const { title = group, about = "" } = groups.find(({ id }) => id === group) ?? {};
  const rows = files.map(({ command }) => {
    const { at, title: purpose, operations, urcs = [] } = command;
    const on = operations.length > 0 ? "" : "urcs.md";
    const names = (operations.length > 0 ? operations : urcs).map(({ name }) => name);
    return [
      link(on, names[0] ?? "", `AT${prose(at)}`),
      prose(purpose),
      names.map((name) => link(on, name)).join(", "),
    ];
  });
  return page(`schema/commands/${group}`, [
    `# ${title}`,
    about,
    "How to read this page: [marks, signs and examples](index.md#how-to-read-the-pages).",
    table(["Command", "Purpose", "Operations"], rows),
    ...files.flatMap((file) => commandSections(model, file)),
  ]);
}

function link(on: string, name: string, label: string = name): string {
  return `[${label}](${on}#${name.toLowerCase()})`;
}

function commandSections(model: Model, file: CommandModel): string[] {
  const { command } = file;
  const urcs = command.urcs ?? [];
  const notes = (command.notes ?? []).map(
    ({ text, source }) => `- ${prose(text)} Source: ${sources(source)}.`,
  );
  return [
    `## AT${prose(command.at)}: ${prose(command.title)}`,
    command.description === undefined ? "" : prose(command.description),
    urcs.length === 0
      ? ""
      : `Unsolicited lines: ${urcs.map(({ name }) => link("urcs.md", name)).join(", ")}.`,
    notes.join("\n"),
    `Source: ${sources(command.source)}. File: [\`schema/${file.file}\`](../../schema/${file.file}).`,
    ...command.operations.flatMap((operation) => operationSection(model, file, operation)),
    ...typeSections(model, file),
  ];
}
