import { showFact } from "@qsmtp/codegen/fact-value";
import type { Model } from "@qsmtp/codegen/model";
import type {
  SchemaCommand,
  SchemaErrorTable,
  SchemaFacts,
  SchemaLine,
  SchemaOperation,
  SchemaParam,
  SchemaQuirk,
  SchemaUrc,
} from "@qsmtp/codegen/schema-types";
import { syntaxLine } from "@qsmtp/codegen/syntax";
import { printUnit } from "@qsmtp/codegen/unit";
import { printLine, wireFields } from "../grammar/fields.ts";

/**
 * The schema as one line a fact: what reaches the wire and the names of the API, without texts and
 * sources. Its git diff is the change of the schema as a reviewer wants to read it.
 */
export function renderFacts(model: Model): string {
  const lines = [
    ...model.commands.flatMap(({ path, command }) => below(path, commandLines(command, model))),
    ...model.errorTables.flatMap(({ table }) => below(`errors/${table.id}`, tableLines(table))),
    ...model.factFiles.flatMap(({ subject: { id, facts } }) =>
      below(`facts/${id}`, factLines(facts, model)),
    ),
    ...model.families.flatMap(({ id, relation, models }) =>
      below("families", [`${id} ${relation} ${models.map((item) => item.id).join(", ")}`]),
    ),
    ...model.quirks.flatMap(({ quirk }) => below(`quirks/${quirk.id}`, quirkLines(quirk))),
  ];
  return `${lines.join("\n")}\n`;
}

function below(path: string, lines: readonly string[]): string[] {
  return lines.map((line) => `${path} ${line}`);
}

function commandLines(command: SchemaCommand, model: Model): string[] {
  return [
    `AT${command.at} ${command.stability}${command.optional === true ? " optional" : ""}`,
    ...factLines(command.facts ?? {}, model),
    ...Object.entries(command.params ?? {}).flatMap(([key, param]) =>
      below(`param ${key}`, paramLines(param)),
    ),
    ...command.operations.flatMap((operation) =>
      below(`operation ${operation.name}`, operationLines(command, operation)),
    ),
    ...(command.urcs ?? []).map((urc) => `event ${urc.name} ${urcLine(command, urc)}`),
  ];
}

function factLines(facts: SchemaFacts, model: Model): string[] {
  return Object.entries(facts).map(([name, fact]) => {
    const about = fact.about === undefined ? "" : ` (${fact.about})`;
    return `fact ${name} ${showFact(fact, model)}${about}`;
  });
}

function paramLines(param: SchemaParam): string[] {
  const { wire, type, typeName, values = [], ranges, minBytes, maxBytes } = param;
  const facts: (string | undefined)[] = [
    `<${wire}> ${type}${typeName === undefined ? "" : ` ${typeName}`}`,
    ranges && `range ${ranges.map(([from, to]) => `${from}-${to ?? "?"}`).join(", ")}`,
    maxBytes === undefined ? undefined : `bytes ${minBytes ?? 0}-${maxBytes}`,
    maybe("unit", param.unit && printUnit(param.unit)),
    maybe("default", param.default),
    maybe("notation", param.notation),
    maybe("charset", param.charset),
    maybe("quoted", param.quoted),
    param.sensitive === true ? "secret" : undefined,
    ...values.map(({ value, name, encoding, decodeOnly }) =>
      [
        `value ${value} ${name}`,
        encoding === undefined ? [] : `in ${encoding}`,
        decodeOnly ? "(reported)" : [],
      ]
        .flat()
        .join(" "),
    ),
  ];
  return facts.filter((fact) => fact !== undefined);
}

function operationLines(command: SchemaCommand, operation: SchemaOperation): string[] {
  const { reply = [], supports = [], data, completion, errors = [] } = operation;
  const ends = data?.endsOn.join(", ");
  const facts: (string | undefined)[] = [
    syntaxLine(command, operation),
    operation.stability && `stability ${operation.stability}`,
    operation.optional === true ? "optional" : undefined,
    ...reply.map((line) => `answers ${print(command, line)}${line.as ? ` as ${line.as}` : ""}`),
    ...supports.map((text) => `supports ${text}`),
    data && `data ${data.direction}, ends on ${ends}, then ${data.earlyExit}`,
    data && `data ${data.resumable ? "resumable" : "not resumable"}`,
    completion && `completes with ${completion.urc}`,
    errors.length === 0 ? undefined : `errors ${errors.join(", ")}`,
    operation.maxResponseMs === null ? undefined : `at most ${operation.maxResponseMs} ms`,
    maybe("kept", operation.persistence),
  ];
  return facts.filter((fact) => fact !== undefined);
}

function urcLine(command: SchemaCommand, { line, tail }: SchemaUrc): string {
  const text = print(command, line);
  if (tail === undefined) return text;
  const [[kind, value] = []] = Object.entries(tail);
  return `${text}, then a third party's ${kind}${value === true ? "" : ` ${value}`}`;
}

function tableLines({ codes, unlisted = [] }: SchemaErrorTable): string[] {
  const ranges = unlisted.map(
    ({ from, to, mailOutcome }) => `${from}-${to} unlisted, ${mailOutcome}`,
  );
  const lines = codes.map(({ code, name, retryable, mailOutcome }) => {
    const marks = [retryable === true ? "retryable" : [], mailOutcome ?? []].flat();
    return [`${code} ${name}`, ...marks].join(", ");
  });
  return [...lines, ...ranges];
}

function quirkLines(quirk: SchemaQuirk): string[] {
  const scope = [quirk.param ?? [], quirk.operations ?? [], quirk.urcs ?? []].flat();
  const subject = `${quirk.kind} AT${quirk.command}${scope.length > 0 ? ` ${scope.join(", ")}` : ""}`;
  return quirk.variants.map(({ applies, change }) => {
    const where = applies.map((place) => Object.values(place).flat().join(" ")).join("; ");
    return `${subject} on ${where}: ${JSON.stringify(change)}`;
  });
}

function print(command: SchemaCommand, line: SchemaLine): string {
  return printLine({ ...line, fields: wireFields(command, line.fields) });
}

function maybe(label: string, value: string | number | boolean | undefined): string | undefined {
  return value === undefined ? undefined : `${label} ${value}`;
}
