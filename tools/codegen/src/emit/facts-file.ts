import { factValueOf, showFact } from "../fact-value.ts";
import { prose } from "../markup.ts";
import { type FactModel, factsOf, type Model } from "../model.ts";
import { nameOfErrorTable } from "../names.ts";
import type { SchemaErrorTable } from "../schema-types.gen.ts";
import { citation } from "./doc.ts";
import { printLiteral } from "./literal.ts";
import { commentText, constStatement, namesFrom, type Statement } from "./source-file.ts";

/** Entry `@qsmtp/protocol/facts`: the numbers and names of the manuals, for code that uses them. */
export function factsStatements(model: Model): Statement[] {
  return [
    namesFrom("export", ["defaultOf", "type ParamFacts", "paramOf"], "../codec/param-of.ts"),
    ...factsOf(model).map((found) => factStatement(found, model)),
    ...model.errorTables.map(({ table }) => errorNumbers(table)),
    ...encodingsOf(model).map(encodings),
    ...groupStatements(model),
  ];
}

/** Names of the constants that hold no fact of their own but what the schema says elsewhere. */
export function derivedNames(model: Model): string[] {
  return [
    ...model.errorTables.map(({ table }) => errorNumberName(table.id)),
    ...encodingsOf(model).map(({ name }) => name),
    "commandGroups",
    "CommandGroup",
    "ParamFacts",
    "defaultOf",
    "paramOf",
  ];
}

function factStatement({ name, fact }: FactModel, model: Model): string {
  const value = factValueOf(fact, model);
  const single = (item: unknown): string => (typeof item === "string" ? "string" : "number");
  const kinds = [...new Set([value].flat().map(single))].join(" | ");
  const type = !Array.isArray(value)
    ? kinds
    : `readonly ${kinds.includes("|") ? `(${kinds})` : kinds}[]`;
  const shown = showFact(fact, model);
  const paragraphs = [
    `${prose(fact.description)} ${prose(shown.charAt(0).toUpperCase() + shown.slice(1))}.`,
    `@see ${citation(fact.source, model.manuals)}`,
  ];
  return constStatement(name, type, printLiteral(value, 0, name.length + 20), paragraphs);
}

/** `smtp-protocol` to `smtpProtocolErrorNumber`. */
function errorNumberName(id: string): string {
  return nameOfErrorTable(id).replace(/Errors$/, "ErrorNumber");
}

/** A member of a type literal with its comment. */
function documented(doc: string, member: string): string {
  return `${commentText([doc])}\n${member}`
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
}

function errorNumbers({ id, title, codes }: SchemaErrorTable): string {
  const members = codes.map(({ code, name, meaning }) =>
    documented(`${prose(meaning)}.`, `readonly ${name}: ${code};`),
  );
  const values = Object.fromEntries(codes.map(({ code, name }) => [name, code]));
  return constStatement(
    errorNumberName(id),
    `{\n${members.join("\n")}\n}`,
    printLiteral(values, 0, Number.POSITIVE_INFINITY),
    [`${prose(title)}: the numbers by their names, for code that branches on them.`],
  );
}

interface Encodings {
  /** `MailCharset` to `mailCharsetEncodings`. */
  readonly name: string;
  readonly type: string;
  readonly members: readonly EncodingMember[];
}

interface EncodingMember {
  readonly value: number | string;
  readonly label: string;
  readonly doc: string;
}

function encodingsOf({ commands }: Model): Encodings[] {
  return commands.flatMap(({ ownTypes }) =>
    ownTypes.flatMap(({ name: type, values }): Encodings[] => {
      const members = values.flatMap(({ value, name, encoding, description }): EncodingMember[] => {
        if (encoding === undefined) return [];
        return [{ value, label: encoding, doc: `\`${type}.${name}\`: ${prose(description)}.` }];
      });
      if (members.length === 0) return [];
      const name = `${type.charAt(0).toLowerCase()}${type.slice(1)}Encodings`;
      return [{ name, type, members }];
    }),
  );
}

function encodings({ name, type, members }: Encodings): string {
  const lines = members.map(({ value, label, doc }) =>
    documented(doc, `readonly ${value}: ${JSON.stringify(label)};`),
  );
  const labels = Object.fromEntries(members.map(({ value, label }) => [value, label]));
  return constStatement(
    name,
    `{\n${lines.join("\n")}\n}`,
    printLiteral(labels, 0, name.length + 20),
    [
      `Labels of the character sets that the numbers of \`${type}\` stand for, as \`TextDecoder\` takes them.`,
    ],
  );
}

function groupStatements({ commands }: Model): string[] {
  const groups = Object.fromEntries(commands.map(({ command }) => [command.at, command.group]));
  const union = [...new Set(Object.values(groups))].sort().map((group) => JSON.stringify(group));
  return [
    `/** The parts into which the schema sorts its commands. */\nexport type CommandGroup = ${union.join(" | ") || "never"};`,
    constStatement(
      "commandGroups",
      "Readonly<Record<string, CommandGroup>>",
      printLiteral(groups, 0, Number.POSITIVE_INFINITY),
      ["The part to which a command belongs, by what follows its `AT`."],
    ),
  ];
}
