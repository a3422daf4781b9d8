import { syntaxOfFields, tailSentence } from "../emit/doc.ts";
import { printFlat } from "../emit/literal.ts";
import { code, prose } from "../markup.ts";
import type { CommandModel, Model } from "../model.ts";
import type { SchemaUrc } from "../schema-types.gen.ts";
import { earlier, since } from "./editions.ts";
import { fieldsTable } from "./fields-table.ts";
import { fence, page, table } from "./markdown.ts";
import { marksOf } from "./marks.ts";
import { sources } from "./operation-section.ts";

/** The page of all lines that come without being asked for. */
export function urcsPage(model: Model): string {
  const all = model.commands.flatMap((file) =>
    (file.command.urcs ?? []).map((urc) => ({ file, urc })),
  );
  const rows = all.map(({ file, urc }) => [
    `[${urc.name}](#${urc.name.toLowerCase()})`,
    code(lineOf(file, urc)),
    prose(urc.summary),
    marksOf(urc.source),
  ]);
  return page("schema/commands", [
    "# Unsolicited lines",
    "Lines that a module prints by itself, in the order of the commands they belong to. A decoder takes each of them with or without a blank around the colon and keeps fields that it does not know.",
    table(["Name", "Line", "Meaning", "Confidence"], rows),
    ...all.flatMap(({ file, urc }) => section(model, file, urc)),
  ]);
}

function lineOf({ command }: CommandModel, { line }: SchemaUrc): string {
  const fields = syntaxOfFields(command, line.fields);
  return fields === "" ? line.prefix : `${line.prefix}: ${fields}`;
}

/** Since when a line is there, and how it looked in earlier editions. */
function history(model: Model, { command }: CommandModel, { name }: SchemaUrc): string {
  const find = (then: Model): string[] | undefined => {
    const old = then.commands.find((file) => file.command.at === command.at);
    const urc = old?.command.urcs?.find((one) => one.name === name);
    return old && urc && [code(lineOf(old, urc))];
  };
  return since(model, (then) => find(then) !== undefined) + earlier(model, find);
}

function section(model: Model, file: CommandModel, urc: SchemaUrc): string[] {
  const examples = (urc.examples ?? []).map(({ received, output }) =>
    Object.keys(output).length === 0
      ? [`< ${received}`]
      : [`< ${received}`, `= ${printFlat(output)}`],
  );
  return [
    `## ${urc.name}`,
    code(lineOf(file, urc)),
    prose([urc.summary, ...(urc.tail ? [tailSentence(urc.tail)] : [])].join(" ")),
    fieldsTable(model, file, urc.line.fields, "output"),
    `- **Source:** ${sources(urc.source)}.${history(model, file, urc)}`,
    ...examples.map(fence),
  ];
}
