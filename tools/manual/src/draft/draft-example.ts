import type {
  SchemaCommand,
  SchemaExample,
  SchemaField,
  SchemaLine,
  SchemaOperation,
  SchemaParam,
  SchemaUrc,
} from "@qsmtp/codegen/schema-types";
import { accepts } from "../schema/match-line.ts";

type Values = Readonly<Record<string, unknown>>;

/**
 * An example of an operation: with the values of an older one as far as they still fit, and with
 * the first value that a parameter takes otherwise.
 */
export function draftExample(
  command: SchemaCommand,
  operation: SchemaOperation,
  older?: SchemaExample,
): SchemaExample {
  const known = { ...flat(older?.output), ...older?.input };
  const given: Record<string, unknown> = {};
  const sent = printFields(command, operation.args ?? [], known, given);
  const { lines, output } = printReply(command, operation.reply ?? [], known);
  const supports = (operation.supports ?? []).map((text) => `${command.at}: ${text}`);
  return {
    ...(Object.keys(given).length > 0 && { input: given }),
    sent: `AT${command.at}${ending[operation.form]}${sent.join(",")}`,
    received: [...(operation.data ? ["CONNECT"] : []), ...supports, ...lines, "OK"],
    ...(operation.reply !== undefined && { output }),
  };
}

/** An example of an event, after an older one. */
export function draftUrcExample(
  command: SchemaCommand,
  urc: SchemaUrc,
  older: { readonly output: object },
): { readonly received: string; readonly output: Record<string, unknown> } {
  const output: Record<string, unknown> = {};
  const values = printFields(command, urc.line.fields, { ...older.output }, output);
  return { received: `${urc.line.prefix}: ${values.join(",")}`, output };
}

const ending = { test: "=?", read: "?", write: "=", execute: "", basic: "" };

/** Values of an output by their parameters, those of the first line where lines repeat. */
function flat(output: Values | undefined): Values {
  const entries = Object.entries(output ?? {}).flatMap(([key, value]): [string, unknown][] => {
    const item: unknown = Array.isArray(value) ? value[0] : value;
    return typeof item === "object" && item !== null ? Object.entries(item) : [[key, value]];
  });
  return Object.fromEntries(entries);
}

function printReply(
  command: SchemaCommand,
  reply: readonly SchemaLine[],
  known: Values,
): { lines: string[]; output: Values } {
  const output: Record<string, unknown> = {};
  const lines = reply.map(({ prefix, fields, repeat, as }) => {
    const item: Record<string, unknown> = {};
    const values = printFields(command, fields, known, item).join(",");
    const isMany = repeat === "zeroOrMore" || repeat === "oneOrMore";
    if (as === undefined) Object.assign(output, item);
    else output[as] = isMany ? [item] : item;
    return prefix === "" ? values : `${prefix}: ${values}`;
  });
  return { lines, output };
}

/** Prints fields and collects the values; optional ones are there when a known value is. */
function printFields(
  command: SchemaCommand,
  fields: readonly SchemaField[],
  known: Values,
  collected: Record<string, unknown>,
): string[] {
  return fields.flatMap((field): string[] => {
    if ("const" in field) return [printConst(field)];
    if ("optional" in field) {
      const isKnown = field.optional.some((inner) => "param" in inner && inner.param in known);
      return isKnown ? printFields(command, field.optional, known, collected) : [];
    }
    const key = "list" in field ? field.list : field.param;
    const param = command.params?.[key];
    if (param === undefined) return [];
    const value = fitting(param, known[key]);
    collected["list" in field ? field.as : key] = "list" in field ? [value] : value;
    return [printValue(param, value)];
  });
}

function printConst(field: { readonly const: string | number; readonly quoted?: boolean }): string {
  const isQuoted = typeof field.const === "string" && field.quoted !== false;
  return isQuoted ? `"${field.const}"` : `${field.const}`;
}

function fitting(param: SchemaParam, known: unknown): unknown {
  const fits = known !== undefined && accepts(param, printValue(param, known));
  return fits ? known : firstValue(param);
}

function firstValue(param: SchemaParam): unknown {
  const { type, values, ranges, minBytes = 0, maxBytes = 8 } = param;
  switch (type) {
    case "flag":
      return true;
    case "enum":
    case "keyword":
      return (values?.find((value) => value.decodeOnly !== true) ?? values?.[0])?.value;
    case "integer":
      return ranges?.[0]?.[0] ?? 1;
    case "octets":
      return "41".repeat(Math.max(minBytes, Math.min(1, maxBytes)));
    case "string":
      return "a".repeat(Math.max(minBytes, Math.min(4, maxBytes)));
    case "text":
      return "text";
  }
}

function printValue(param: SchemaParam, value: unknown): string {
  switch (param.type) {
    case "flag":
      return value === true ? "1" : "0";
    case "string":
    case "octets":
      return `"${value}"`;
    case "keyword":
      return param.quoted === false ? `${value}` : `"${value}"`;
    case "text":
      return param.quoted === true ? `"${value}"` : `${value}`;
    case "integer":
    case "enum":
      return printNumber(Number(value), param.notation);
  }
}

function printNumber(value: number, notation: string | undefined): string {
  if (notation === "hex") return value.toString(16);
  if (notation === "0Xhhhh") return `0X${value.toString(16).toUpperCase().padStart(4, "0")}`;
  return notation === "ddd" ? `${value}`.padStart(3, "0") : `${value}`;
}
