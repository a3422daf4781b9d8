import { code, prose } from "../markup.ts";
import { type CommandModel, type Model, paramOf } from "../model.ts";
import type { SchemaCommand, SchemaField, SchemaParam, SchemaValue } from "../schema-types.gen.ts";
import { printUnit } from "../unit.ts";
import { commandAt, earlier, since } from "./editions.ts";
import { table } from "./markdown.ts";
import { marksOf } from "./marks.ts";

type Side = "input" | "output";

const none = "-";
const notStated = "not stated";

interface Row {
  /** Name in the API. */
  readonly name: string;
  readonly param: SchemaParam;
  readonly optional: boolean;
  readonly listed: boolean;
}

/** The values of a command, a line or an event, one a row; empty when there are none. */
export function fieldsTable(
  model: Model,
  file: CommandModel,
  fields: readonly SchemaField[],
  side: Side,
): string {
  const rows = rowsOf(file.command, fields, false);
  if (rows.length === 0) return "";
  const defaults = side === "input";
  const head = ["Name", "On the wire", "Type", "Values", "Unit", ...(defaults ? ["Default"] : [])];
  return table(
    [...head, "Size", "Confidence", "Meaning"],
    rows.map((row) => [
      code(row.name + (row.optional ? "?" : "")),
      code(`<${row.param.wire}>${row.listed ? "..." : ""}`),
      typeOf(model, file, row.param),
      valuesOf(row.param, side),
      row.param.unit === undefined ? none : printUnit(row.param.unit),
      ...(defaults ? [defaultOf(row)] : []),
      sizeOf(row.param, side),
      marksOf(row.param.source ?? file.command.source),
      remark(row.param) + history(model, file, row, side),
    ]),
  );
}

/** Since when a parameter is there, and what earlier editions say of it. */
function history(model: Model, file: CommandModel, row: Row, side: Side): string {
  const { command } = file;
  const [name] = Object.entries(command.params ?? {}).find(([, one]) => one === row.param) ?? [];
  const paramIn = (then: Model): SchemaParam | undefined =>
    commandAt(then, command.at)?.params?.[name ?? ""];
  const say = (then: Model): string[] | undefined => {
    const param = paramIn(then);
    if (param === undefined) return undefined;
    return [
      code(`<${param.wire}>`),
      typeOf(model, file, param),
      `values ${valuesOf(param, side)}`,
      `size ${sizeOf(param, side)}`,
      `unit ${param.unit === undefined ? none : prose(printUnit(param.unit))}`,
      ...(side === "input" ? [`default ${defaultOf({ ...row, param })}`] : []),
    ];
  };
  return since(model, (then) => paramIn(then) !== undefined) + earlier(model, say);
}

function rowsOf(command: SchemaCommand, fields: readonly SchemaField[], optional: boolean): Row[] {
  return fields.flatMap((field): Row[] => {
    if ("const" in field) return [];
    if ("optional" in field) return rowsOf(command, field.optional, true);
    if ("param" in field) {
      const param = paramOf(command, field.param);
      return [{ name: field.param, param, optional, listed: false }];
    }
    return [{ name: field.as, param: paramOf(command, field.list), optional, listed: true }];
  });
}

function typeOf(model: Model, file: CommandModel, param: SchemaParam): string {
  if (param.typeName !== undefined) return typeLink(model, file, param.typeName);
  const notation =
    param.notation === "hex" ? ", hex" : param.notation === "ddd" ? ", 3 digits" : "";
  return `${param.type}${notation}`;
}

/** Where the values of a named type stand: on the page of the group whose file declares it. */
function typeLink(model: Model, file: CommandModel, name: string): string {
  const home = model.commands.find(({ ownTypes }) => ownTypes.some((type) => type.name === name));
  const { group } = (home ?? file).command;
  return `[${name}](${group}.md#${name.toLowerCase()})`;
}

function valuesOf(param: SchemaParam, side: Side): string {
  if (param.type === "flag") return "`0` false, `1` true";
  if (param.values !== undefined) {
    const values = param.values.filter((value) => side === "output" || !value.decodeOnly);
    if (values.length > 6) return `${values.length} values`;
    return values.map(({ value, name }) => `${code(String(value))} ${name}`).join(", ");
  }
  if (param.type !== "integer") return none;
  if (param.ranges === undefined) return side === "input" ? notStated : "any";
  const ranges = param.ranges.map(([from, to]) => {
    if (to === null) return `${from} or more`;
    return from === to ? `${from}` : `${from} to ${to}`;
  });
  return ranges.join(", ");
}

function defaultOf({ param, optional }: Row): string {
  if (param.default !== undefined) return code(String(param.default));
  return optional ? notStated : none;
}

function sizeOf({ type, minBytes = 0, maxBytes }: SchemaParam, side: Side): string {
  if (type !== "string" && type !== "octets") return none;
  if (maxBytes === undefined) return side === "input" ? notStated : "any";
  return minBytes > 0 ? `${minBytes} to ${maxBytes} bytes` : `at most ${maxBytes} bytes`;
}

function remark(param: SchemaParam): string {
  const bound = param.boundedBy === undefined ? "" : ` Bounded by: ${prose(param.boundedBy)}`;
  const secret = param.sensitive ? " Masked wherever a person may read it." : "";
  const ascii = param.charset === "ascii" ? " ASCII only." : "";
  return `${prose(param.description)}${bound}${ascii}${secret}`;
}

/** The named values that a file declares, with the meaning of each. */
export function typeSections(model: Model, { command, ownTypes }: CommandModel): string[] {
  return ownTypes.flatMap(({ name, values }) => {
    const params = Object.values(command.params ?? {});
    const param = params.find((candidate) => candidate.typeName === name);
    const inherited = param?.source ?? command.source;
    const valueIn = (then: Model, wanted: SchemaValue["value"]): SchemaValue | undefined =>
      Object.values(commandAt(then, command.at)?.params ?? {})
        .find(({ typeName }) => typeName === name)
        ?.values?.find(({ value }) => value === wanted);
    const rows = values.map((value) => [
      code(String(value.value)),
      code(value.name),
      prose(value.description) +
        (value.decodeOnly ? " (reported only)" : "") +
        since(model, (then) => valueIn(then, value.value) !== undefined) +
        earlier(model, (then) => {
          const old = valueIn(then, value.value);
          return old && [code(old.name)];
        }),
      marksOf(value.source ?? inherited),
    ]);
    return [`#### ${name}`, table(["Value", "Name", "Meaning", "Confidence"], rows)];
  });
}
