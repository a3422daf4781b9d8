import type { SchemaCommand, SchemaField, SchemaParam } from "@qsmtp/codegen/schema-types";

/** Values of a command line or of a module's line, as they are printed: `1`, `"name"`. */
export function splitValues(text: string): string[] {
  if (text.trim() === "") return [];
  return (text.match(/"[^"]*"|[^",]+|(?<=,|^)(?=,|$)/g) ?? []).map((value) => value.trim());
}

/** Whether values fill fields, optional ones from the left. */
export function fits(
  command: SchemaCommand,
  fields: readonly SchemaField[],
  values: readonly string[],
): boolean {
  const [field, ...rest] = fields;
  if (field === undefined) return values.length === 0;
  if ("optional" in field) {
    return fits(command, [...field.optional, ...rest], values) || fits(command, rest, values);
  }
  const [value, ...others] = values;
  if ("list" in field) return values.every((item) => accepts(command.params?.[field.list], item));
  if (value === undefined || !fits(command, rest, others)) return false;
  if ("param" in field) return accepts(command.params?.[field.param], value);
  const isQuoted = typeof field.const === "string" && field.quoted !== false;
  return value === (isQuoted ? `"${field.const}"` : `${field.const}`);
}

/** Whether a value, as it is printed, is one that a parameter takes. */
export function accepts(param: SchemaParam | undefined, value: string): boolean {
  const quoted = /^"(.*)"$/.exec(value)?.[1];
  switch (param?.type) {
    case undefined:
      return false;
    case "flag":
      return value === "0" || value === "1";
    case "enum":
      return (param.values ?? []).some((known) => known.value === toNumber(value));
    case "keyword":
      return (param.values ?? []).some((known) => known.value === (quoted ?? value));
    case "integer":
      return isInRanges(param, toNumber(value));
    case "string":
      return quoted !== undefined && quoted.length <= (param.maxBytes ?? quoted.length);
    case "octets":
      return /^(?:[0-9A-Fa-f]{2})*$/.test(quoted ?? "-");
    case "text":
      return true;
  }
}

/** Decimal, or hexadecimal with a prefix. Manuals print either. */
function toNumber(value: string): number {
  return /^(?:-?\d+|0[xX][0-9A-Fa-f]+)$/.test(value) ? Number(value) : Number.NaN;
}

function isInRanges({ ranges, notation }: SchemaParam, value: number): boolean {
  if (Number.isNaN(value)) return notation === "hex";
  return (ranges ?? [[Number.NEGATIVE_INFINITY, null]]).some(
    ([from, to]) => value >= (from ?? value) && value <= (to ?? value),
  );
}
