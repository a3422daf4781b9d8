import type { Model } from "../model.ts";
import type { SchemaFamily, SchemaQuirk, Source } from "../schema-types.gen.ts";
import { earlierFacts, editionQuirks } from "./edition-quirks.ts";
import { printLiteral } from "./literal.ts";
import { constStatement, type Statement, unionStatement } from "./source-file.ts";

/** The families, and the names that quirks may mention. */
export function familiesStatements(model: Model): Statement[] {
  const operations = model.commands.flatMap(({ command }) =>
    command.operations.map(({ name, optional }) => ({
      name,
      optional: optional === true || command.optional === true,
    })),
  );
  const urcs = model.commands.flatMap(({ command }) => command.urcs ?? []);
  const editions = [...model.manuals.values()].flatMap(({ id, editions = [] }) =>
    editions.length === 0 ? [] : [[id, editions.map((edition) => edition.id)] as const],
  );
  const families = model.families.map(describeFamily);
  const rows = operations.map(({ name, optional }) => `  ${name}: ${optional},\n`).join("");
  return [
    'import type { Family } from "../families/family.ts";',
    unionStatement(
      "FamilyId",
      "A product line that the schema knows.",
      model.families.map(({ id }) => id),
    ),
    unionStatement(
      "ModelId",
      "A module that the schema knows, as the vendor writes its name.",
      model.families.flatMap(({ models }) => models.map(({ id }) => id)),
    ),
    unionStatement(
      "OperationName",
      "The name of an operation.",
      operations.map(({ name }) => name),
    ),
    unionStatement(
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
    unionStatement(
      "SourceId",
      "A source of facts whose editions are told apart.",
      editions.map(([id]) => id),
    ),
    constStatement(
      "editions",
      "Readonly<Record<SourceId, readonly string[]>>",
      printLiteral(Object.fromEntries(editions), 0, 70),
      ["The editions that the schema has followed, the newest last."],
    ),
    constStatement("isOptional", "Readonly<Record<OperationName, boolean>>", `{\n${rows}}`, [
      "Every operation, and whether some firmware lacks it.",
    ]),
  ];
}

/** The quirks, as they stand in the schema, and what earlier editions say otherwise. */
export function quirksStatements(model: Model): Statement[] {
  const quirks = [
    ...model.quirks.map(({ quirk }) => describeQuirk(quirk)),
    ...editionQuirks(model),
  ];
  return [
    'import type { EarlierFacts, Quirk } from "../families/quirk.ts";',
    constStatement(
      "quirks",
      "readonly Quirk[]",
      printLiteral(quirks, 0, Number.POSITIVE_INFINITY),
      [
        "Every quirk, by the order of their names, and behind them what earlier editions say otherwise.",
      ],
    ),
    constStatement(
      "earlierFacts",
      "readonly EarlierFacts[]",
      printLiteral(earlierFacts(model), 0, 60),
      ["Facts that earlier editions have otherwise, going back in time."],
    ),
  ];
}

/** An evidence or source as data: `stated` is what is meant when nothing is said. */
export function describeSource(source: Source): Record<string, unknown> {
  const { confidence, settledBy: _, ...rest } = source;
  if (confidence === undefined || confidence === "stated") return rest;
  const { note, ...place } = rest;
  return { ...place, confidence, ...(note === undefined ? {} : { note }) };
}

function describeFamily(family: SchemaFamily): Record<string, unknown> {
  const { source, models, storage, ...rest } = family;
  return {
    ...rest,
    models: models.map(({ revisions, ...one }) => ({
      ...one,
      ...(revisions === undefined ? {} : { revisions: revisions.map(withEvidence) }),
    })),
    ...(storage === undefined ? {} : { storage: withEvidence(storage) }),
    evidence: source.map(describeSource),
  };
}

function withEvidence({
  source,
  ...fact
}: {
  readonly source: readonly Source[];
}): Record<string, unknown> {
  return { ...fact, evidence: source.map(describeSource) };
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
