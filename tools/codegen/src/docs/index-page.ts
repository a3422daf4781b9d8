import { syntaxLine } from "../emit/doc.ts";
import { code, prose } from "../markup.ts";
import type { CommandModel, Model } from "../model.ts";
import type { Form, SchemaManual, SchemaOperation } from "../schema-types.gen.ts";
import { dropped } from "./editions.ts";
import { groups } from "./groups.ts";
import { page, table } from "./markdown.ts";
import { marks, marksOf } from "./marks.ts";

const forms: readonly Form[] = ["test", "read", "write", "execute"];

/** The first page: how to read the others, and what there is of every command in every form. */
export function indexPage(model: Model): string {
  const operations = model.commands.flatMap(({ command }) => command.operations);
  const urcs = model.commands.flatMap(({ command }) => command.urcs ?? []);
  const counted = model.commands.filter(({ command }) => command.operations.length > 0).length;
  return page("schema", [
    "# Command reference",
    `${counted} commands with ${operations.length} operations and ${urcs.length} unsolicited lines, as \`schema/\` describes them. An operation is one thing that a caller can ask for; it is also the name of a function of \`@qsmtp/protocol/commands\`.`,
    pages(),
    ...howToRead(model),
    "## Commands and forms",
    "Which operations each command offers, by the form in which it is asked.",
    ...byGroup(model, (files) => table(formHead, files.flatMap(formRow))),
    formLegend,
    "## Operations and directions",
    "Every operation in both directions: a host encodes the command and decodes the reply, a simulated module decodes the command and encodes the reply.",
    ...byGroup(model, (files) => table(directionHead, files.flatMap(directionRows))),
    directionLegend,
  ]);
}

const formHead = ["Command", "Purpose", "Test `=?`", "Read `?`", "Write `=`", "Execute"];

const directionHead = [
  "Command",
  "Form",
  "Operation",
  "Command encoded",
  "Command decoded",
  "Reply encoded",
  "Reply decoded",
  "Test answer",
  "Example",
  "Confidence",
];

function byGroup(model: Model, show: (files: readonly CommandModel[]) => string): string[] {
  return groups.flatMap(({ id, title }) => [
    `**${title}**`,
    show(model.commands.filter(({ command }) => command.group === id)),
  ]);
}

function pages(): string {
  const rows = [
    ...groups.map(({ id, title, about }) => [`[${title}](${id}.md)`, about]),
    ["[Unsolicited lines](urcs.md)", "What a module prints without being asked."],
    ["[Errors](errors.md)", "Error numbers, their meaning and what to do."],
    ["[Facts](facts.md)", "Limits, times and other numbers that belong to no parameter."],
    ["[Families and quirks](quirks.md)", "Where modules and firmwares differ."],
    ["[Facts that nobody has checked](unverified.md)", "What is only recalled or inferred."],
  ];
  return table(["Page", "Contents"], rows);
}

function howToRead(model: Model): string[] {
  return [
    "## How to read the pages",
    "The confidence of a fact is the set of marks of its sources, the firmest first:",
    table(
      ["Mark", "Meaning"],
      marks.map(([mark, meaning]) => [mark, meaning]),
    ),
    "Sources are named by their id and section:",
    table(
      ["Id", "Title", "Kind", "Edition", "About"],
      [...model.manuals.values()].map(describeManual),
    ),
    ...goneSince(model),
    "In tables of parameters `-` stands for what does not apply, *not stated* for what no source gives, *any* for a value of a reply that may be anything; a name with `?` may be left out. In syntax lines `<...>` is a value, `[...]` may be left out.",
    "In examples the first line is the call, `>` goes to the module, `<` comes from it, `[data]` are the raw bytes of a data phase, and `=` is what the call returns. All examples are run as tests.",
  ];
}

/** What users of older modules may look for in vain. */
function goneSince(model: Model): string[] {
  const lines = dropped(model);
  return lines.length === 0 ? [] : ["What newer editions have dropped:", lines.join("\n")];
}

function describeManual(manual: SchemaManual): string[] {
  const { id, title, kind, version, editions, note } = manual;
  const known = editions?.map((edition) => edition.id).join(", ") ?? version;
  const about = note === undefined ? "-" : prose(note);
  const edition = known === undefined ? "not stated" : prose(known);
  return [code(id), prose(title), kinds[kind], edition, about];
}

const kinds = {
  manual: "manual of the vendor",
  sheet: "our notes",
  standard: "standard",
  device: "output of a module",
} as const;

function formRow({ command }: CommandModel): string[][] {
  if (command.operations.length === 0) return [];
  const basic = command.operations.filter(({ form }) => form === "basic");
  const plain = /^[+^%*$#]/.test(command.at);
  const cells = forms.map((form) => {
    const named = command.operations.filter((operation) => operation.form === form);
    const listed = form === "execute" ? [...named, ...basic] : named;
    if (listed.length === 0) return plain ? "-¹" : "-²";
    return listed.map((operation) => link(command.group, operation)).join(", ");
  });
  return [[code(`AT${command.at}`), prose(command.title), ...cells]];
}

const formLegend = [
  "- -¹: no source describes this form of the command.",
  "- -²: commands without `+`, and S registers, do not have this form. Their number stands directly behind the name and is listed under *Execute*.",
].join("\n");

function directionRows({ command }: CommandModel): string[][] {
  return command.operations.map((operation) => {
    const lines = operation.form === "test" ? operation.supports : operation.reply;
    const reply = (lines ?? []).length > 0 ? "yes" : "-³";
    return [
      code(syntaxLine(command, operation)),
      operation.form,
      link(command.group, operation),
      "yes",
      "yes",
      reply,
      reply,
      testAnswer(operation),
      (operation.examples ?? []).length > 0 ? "yes" : "-⁵",
      marksOf(operation.source ?? command.source),
    ];
  });
}

function testAnswer({ form, supports = [] }: SchemaOperation): string {
  if (form !== "test") return "-⁴";
  if (supports.length === 0) return "`OK` alone";
  return supports.length > 2 ? `${supports.length} lines` : supports.map(code).join(", ");
}

const directionLegend = [
  "- -³: the answer is the final result alone; no line stands in front of it.",
  "- -⁴: only a test form answers with the values that are supported.",
  "- -⁵: the test answer beside it is the example.",
].join("\n");

function link(group: string, { name }: SchemaOperation): string {
  return `[${name}](${group}.md#${name.toLowerCase()})`;
}
