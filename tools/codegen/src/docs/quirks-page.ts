import { code, prose } from "../markup.ts";
import type { Model, QuirkModel } from "../model.ts";
import type { SchemaFamily, SchemaQuirk, SchemaScope, Source } from "../schema-types.gen.ts";
import { page, table } from "./markdown.ts";
import { marksOf } from "./marks.ts";
import { sources } from "./operation-section.ts";

/** The page of the families and of all points in which modules differ. */
export function quirksPage(model: Model): string {
  const families = model.families.map((family) => [
    code(family.id),
    family.models.map(({ id }) => id).join(", "),
    relations[family.relation],
    family.description === undefined ? "-" : prose(family.description),
    sources(family.source),
  ]);
  return page("schema/families.json and schema/quirks", [
    "# Families and quirks",
    "The command pages describe what the manuals of the described families say. Where modules differ, a quirk says how and who has seen it; `resolveFamily()` of `@qsmtp/protocol/families` joins the two. Confidence is here that of the source for the modules named: *stated* is their own manual, *device* one of them.",
    table(["Family", "Models", "Relation", "About", "Source"], families),
    "## Firmwares and storages that were seen",
    "Other firmwares have other names, and the storages depend on them: `ATI`, `AT+QGMR` and `AT+QFLDS` tell what a module has. A model that is not in the table is one of which nobody has told.",
    table(["Model", "What was seen", "Confidence", "Source"], model.families.flatMap(seenOf)),
    ...model.quirks.flatMap((quirk) => section(model, quirk)),
  ]);
}

function seenOf({ id, models, storage }: SchemaFamily): string[][] {
  const row = (who: string, seen: string, evidence: readonly Source[]): string[] => {
    return [who, seen, marksOf(evidence), sources(evidence)];
  };
  const revisions = models.flatMap(({ id: model, revisions: listed = [] }) =>
    listed.map(({ name, full, source }) => {
      const names = full === undefined ? code(name) : `${code(name)}, ${code(full)}`;
      return row(model, `firmware ${names}`, source);
    }),
  );
  if (storage === undefined) return revisions;
  const { flashBytes, blockBytes, source } = storage;
  const size = flashBytes === undefined ? [] : [`UFS of ${flashBytes} bytes`];
  const block = blockBytes === undefined ? [] : [`UFS in blocks of ${blockBytes} bytes`];
  return [...revisions, row(id, [...size, ...block].join(", "), source)];
}

const relations = {
  described: "described by this reference",
  relative: "relative: shares manuals with a described family",
  sibling: "sibling: known by its quirks only",
} as const;

function section(model: Model, { file, quirk }: QuirkModel): string[] {
  const rows = quirk.variants.map(({ applies, change, evidence }) => [
    applies.map(describeScope).join("; "),
    describeChange(quirk, change),
    marksOf(evidence),
    sources(evidence),
  ]);
  return [
    `## ${quirk.id}`,
    `${prose(quirk.title)}.${quirk.description === undefined ? "" : ` ${prose(quirk.description)}`}`,
    `About ${about(model, quirk)}. File: [\`schema/${file}\`](../../schema/${file}).`,
    table(["Modules", "What they do", "Confidence", "Evidence"], rows),
  ];
}

function about(model: Model, quirk: SchemaQuirk): string {
  const file = model.commands.find(({ command }) => command.at === quirk.command);
  const group = file?.command.group ?? "base";
  const operations = (quirk.operations ?? []).map(
    (name) => `[${name}](${group}.md#${name.toLowerCase()})`,
  );
  const urcs = (quirk.urcs ?? []).map((name) => `[${name}](urcs.md#${name.toLowerCase()})`);
  const param = quirk.param === undefined ? [] : [`parameter ${code(quirk.param)}`];
  const command = quirk.command === "" ? [] : [code(`AT${quirk.command}`)];
  return [...command, ...param, ...operations, ...urcs].join(", ");
}

function describeScope({ family, models, firmware }: SchemaScope): string {
  const who = models === undefined ? family : models.join(", ");
  return firmware === undefined ? who : `${who} firmware ${firmware.join(", ")}`;
}

function describeChange(
  quirk: SchemaQuirk,
  given: SchemaQuirk["variants"][number]["change"],
): string {
  const change: Readonly<Record<string, unknown>> = { ...given };
  const list = (value: unknown): string =>
    [value]
      .flat()
      .map((item) => code(String(item)))
      .join(", ");
  switch (quirk.kind) {
    case "availability":
      return change.available ? "have the operations" : "lack the operations";
    case "renamedKey":
      return `write ${list(change.to)} instead of ${list(change.from)}`;
    case "errorCode":
      return `answer ${String(change.code)} (${String(change.table)})`;
    case "linePrefix":
      return `print ${list(change.prefix)}`;
    case "dialogue":
      return behaviours[String(change.behaviour)] ?? String(change.behaviour);
    case "testAnswer":
      return describeAnswer(change);
    default:
      return Object.entries(change)
        .map(([key, value]) => describePart(key, value, list))
        .join("; ");
  }
}

const behaviours: Readonly<Record<string, string>> = {
  okBeforeConnect: "print `OK` and a blank line in front of `CONNECT`",
  finalBlockAcknowledged: "acknowledge the last block of data that fill it",
  resultBeforeTimeout: "print the result line with the short count, then the error",
  readyBeforeUsable: "print the line while commands still fail",
  endUnannounced: "may not print the line",
};

function describeAnswer(change: Readonly<Record<string, unknown>>): string {
  if (change.supports !== undefined) return (change.supports as string[]).map(code).join(", ");
  const lines = change.lines as readonly { key: string; line?: string }[];
  return lines
    .map(({ key, line }) =>
      line === undefined ? `do not print ${code(key)}` : `print ${code(line)}`,
    )
    .join("; ");
}

function describePart(key: string, value: unknown, list: (value: unknown) => string): string {
  switch (key) {
    case "ranges":
      return `take ${(value as [number, number | null][]).map(([from, to]) => `${from} to ${to ?? "?"}`).join(", ")}`;
    case "addsValues":
      return `take ${list(value)} too`;
    case "removesValues":
      return `do not take ${list(value)}`;
    case "absent":
      return "do not have the parameter";
    case "appends":
      return `print ${list(value)}`;
    case "omits":
      return `leave ${list(value)} out`;
    case "quoted":
      return `print ${list(value)} in quotes`;
    case "unquoted":
      return `print ${list(value)} without quotes`;
    case "negative":
      return `print negative numbers for ${list(value)}`;
    case "valuePrefix": {
      const { param, text } = value as { param: string; text: string };
      return text === ""
        ? `print nothing in front of ${list(param)}`
        : `print ${list(text)} in front of ${list(param)}`;
    }
    case "blankBeforeColon":
      return value ? "print a blank in front of the colon" : "print no blank in front of the colon";
    case "blankBehindColon":
      return value ? "print a blank behind the colon" : "print no blank behind the colon";
    default:
      return `${key}: ${list(value)}`;
  }
}
