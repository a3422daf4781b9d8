import type { Model } from "../model.ts";
import type { SchemaFamily, SchemaQuirk, Source } from "../schema-types.ts";
import { printLiteral } from "./literal.ts";
import { constStatement, type Statement } from "./source-file.ts";

/** The families, and the names that quirks may mention. */
export function familiesStatements(model: Model): Statement[] {
  const operations = model.commands.flatMap(({ command }) =>
    command.operations.map(({ name, optional }) => ({
      name,
      optional: optional === true || command.optional === true,
    })),
  );
  const urcs = model.commands.flatMap(({ command }) => command.urcs ?? []);
  const families = model.families.map(describeFamily);
  const rows = operations.map(({ name, optional }) => `  ${name}: ${optional},\n`).join("");
  return [
    'import type { Family } from "../families/family.ts";',
    union(
      "FamilyId",
      "A product line that the schema knows.",
      model.families.map(({ id }) => id),
    ),
    union(
      "OperationName",
      "The name of an operation.",
      operations.map(({ name }) => name),
    ),
    union(
      "UrcName",
      "The name of an unsolicited line.",
      urcs.map(({ name }) => name),
    ),
    constStatement(
      "families",
      "readonly Family[]",
      printLiteral(families, 0, Number.POSITIVE_INFINITY),
      ["Every family."],
    ),
    constStatement("isOptional", "Readonly<Record<OperationName, boolean>>", `{\n${rows}}`, [
      "Every operation, and whether some firmware lacks it.",
    ]),
  ];
}

/** The quirks, as they stand in the schema. */
export function quirksStatements(model: Model): Statement[] {
  const quirks = model.quirks.map(({ quirk }) => describeQuirk(quirk));
  return [
    'import type { Quirk } from "../families/quirk.ts";',
    constStatement(
      "quirks",
      "readonly Quirk[]",
      printLiteral(quirks, 0, Number.POSITIVE_INFINITY),
      ["Every quirk, by the order of their names."],
    ),
  ];
}

/** An evidence or source as data: `stated` is what is meant when nothing is said. */
export function describeSource(source: Source): Record<string, unknown> {
  const { confidence, ...rest } = source;
  if (confidence === undefined || confidence === "stated") return rest;
  const { note, ...place } = rest;
  return { ...place, confidence, ...(note === undefined ? {} : { note }) };
}

function describeFamily({ source, ...family }: SchemaFamily): Record<string, unknown> {
  return { ...family, evidence: source.map(describeSource) };
}

function describeQuirk(quirk: SchemaQuirk): Record<string, unknown> {
  const { id, title, description, kind, command, operations, urcs, param, variants } = quirk;
  return Object.fromEntries(
    Object.entries({
      id,
      title,
      description,
      kind,
      at: command,
      operations,
      urcs,
      param,
      variants: variants.map(({ applies, change, evidence }) => ({
        applies,
        change,
        evidence: evidence.map(describeSource),
      })),
    }).filter(([, value]) => value !== undefined),
  );
}

function union(name: string, description: string, members: readonly string[]): string {
  const rows = members.map((member) => `  | ${JSON.stringify(member)}`).join("\n");
  return `/** ${description} */\nexport type ${name} =${members.length === 0 ? " never" : `\n${rows}`};`;
}
