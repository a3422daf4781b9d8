import type { MessageError } from "@qsmtp/client";
import { attachmentFields, type FieldRule, messageFields } from "@qsmtp/nodemailer/fields";
import type { Example, ExampleGroup } from "./example.ts";
import type { Result } from "./run-example.ts";

/** Results of a group, in the order of its examples. */
export interface GroupResults {
  readonly group: ExampleGroup;
  readonly results: readonly Result[];
}

const begin = "<!-- generated: npx -y pnpm@12 nodemailer -->";
const end = "<!-- end of generated -->";

/** The page with its generated part made anew. */
export function renderPage(page: string, groups: readonly GroupResults[]): string {
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error("the page has no place for the tables");
  return `${page.slice(0, from)}${begin}\n\n${renderTables(groups)}\n${page.slice(to)}`;
}

function renderTables(groups: readonly GroupResults[]): string {
  const all = groups.flatMap(({ results }) => results);
  const sent = all.filter(({ plain }) => plain.is === "sent").length;
  const helped = all.filter(({ withOptions }) => withOptions?.is === "sent").length;
  const refused = all.length - sent;
  return [
    "## Fields of a message",
    "",
    ...fieldTable(messageFields, ""),
    "",
    "Fields that nodemailer does not know either, those of plugins for instance, change nothing.",
    "",
    "## Fields of an attachment",
    "",
    ...fieldTable(attachmentFields, "attachments."),
    "",
    "## nodemailer's examples",
    "",
    `Of ${all.length} examples ${sent} are sent as they stand, and ${refused} are refused by name; ${helped} of those are sent with an option. What was sent is compared with what a mail server received.`,
    "",
    ...groups.flatMap(groupTable),
  ].join("\n");
}

/** `prefix`: what stands in front of a field where `drop` names it. */
function fieldTable(rules: readonly FieldRule[], prefix: string): string[] {
  const rows = rules.map(({ field, treatment, why, droppable }) => {
    const drop = droppable ? `\`${prefix}${field}\`` : "";
    return `| \`${field}\` | ${treatment} | ${cell(why)} | ${drop} |`;
  });
  return [
    "| Field | Is | Because, or when | `drop` names it |",
    "| --- | --- | --- | --- |",
    ...rows,
  ];
}

function groupTable({ group, results }: GroupResults): string[] {
  const rows = group.examples.map((example, index) => {
    const result = results[index];
    if (result === undefined) throw new Error(`${example.name} was not run`);
    return `| ${cell(example.name)} | ${cell(describe(example, result))} |`;
  });
  return [`### ${group.source}`, "", "| Example | Result |", "| --- | --- |", ...rows, ""];
}

function describe(example: Example, { plain, withOptions }: Result): string {
  if (plain.is === "sent") return `sent${noticesOf(plain.info.warnings)}`;
  const refused = `refused: ${reasonsOf(plain.error)}`;
  if (withOptions?.is !== "sent") return refused;
  return `${refused}. Sent with \`${optionsText(example.options)}\``;
}

function noticesOf(warnings: readonly { readonly code: string }[]): string {
  const codes = [...new Set(warnings.map(({ code }) => code))].filter(
    (code) => code !== "NAME_NOT_CARRIED",
  );
  return codes.length === 0
    ? ""
    : `, with the warning ${codes.map((code) => `\`${code}\``).join(", ")}`;
}

function reasonsOf({ problems }: MessageError): string {
  return problems
    .map(
      ({ path, message }) =>
        `\`${path}\` ${message.replace(/; drop: .*$/, "").replaceAll(/127\.0\.0\.1:\d+/g, "…")}`,
    )
    .join("; ");
}

function optionsText(options: Example["options"]): string {
  return JSON.stringify(options)
    .replaceAll(/"(\w+)":/g, "$1: ")
    .replaceAll(",", ", ")
    .replaceAll("{", "{ ")
    .replaceAll("}", " }");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
