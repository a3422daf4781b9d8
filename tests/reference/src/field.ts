import type { SchemaParam } from "./schema.ts";

/** The first field of a text and what stands behind its comma; `undefined` behind the last one. */
export interface Field {
  readonly text: string;
  readonly quoted: boolean;
  /** The text from this field on. */
  readonly toEnd: string;
  readonly rest: string | undefined;
}

// A quote closes before a comma or the end only; without such a quote the text runs to the end.
const pattern = /^ *(?:"(.*?)(?:" *(,|$)|$)|([^,]*?) *(,|$))/s;

/** Takes the first field off a text. */
export function firstField(text: string): Field {
  const [whole = "", inQuotes, comma, bare = "", bareComma] = pattern.exec(text) ?? [];
  return {
    text: inQuotes ?? bare,
    quoted: inQuotes !== undefined,
    toEnd: text.replace(/^ +/, ""),
    rest: (comma ?? bareComma) === "," ? text.slice(whole.length) : undefined,
  };
}

/** Whether the wire form of a value stands in double quotes. */
export function isQuoted({ type, quoted }: SchemaParam): boolean {
  if (type === "string" || type === "octets") return true;
  return type === "keyword" ? quoted !== false : type === "text" && quoted === true;
}

/**
 * The value that a field holds; `undefined` when it is none of the parameter's. A strict reader is
 * a module that judges a caller: quotes and domain are as the schema says. Otherwise the reader is
 * a host, to whom a module may print what the schema does not list.
 */
export function readValue(param: SchemaParam, field: Field, strict: boolean): unknown {
  if (strict && field.quoted !== isQuoted(param)) return undefined;
  const value = valueIn(param, field, strict);
  return value === undefined || (strict && !isAllowed(param, value)) ? undefined : value;
}

function valueIn(param: SchemaParam, field: Field, strict: boolean): unknown {
  switch (param.type) {
    case "integer":
    case "enum":
      return field.quoted ? undefined : numberIn(field.text, param.notation);
    case "flag": {
      const number = field.quoted ? undefined : numberIn(field.text, "decimal");
      const most = strict ? 1 : Infinity;
      return number !== undefined && number >= 0 && number <= most ? number > 0 : undefined;
    }
    case "octets":
      return /^([0-9a-f]{2})*$/i.test(field.text)
        ? Uint8Array.from(Buffer.from(field.text, "hex"))
        : undefined;
    case "text":
      return hasCharset(param, field.text) ? field.text : undefined;
    default:
      return field.text;
  }
}

/** Whether a module may have printed the text for this parameter. */
export function hasCharset({ charset }: SchemaParam, text: string): boolean {
  return charset !== "digits" || /^\d+$/.test(text);
}

function numberIn(text: string, notation: SchemaParam["notation"]): number | undefined {
  const digits =
    notation === "hex"
      ? /^([0-9a-f]{1,8})$/i.exec(text)
      : notation === "0Xhhhh" && /^0x([0-9a-f]{1,8})$/i.exec(text);
  if (digits) return Number.parseInt(digits[1] ?? "", 16);
  const number = notation !== "hex" && /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(number) ? number + 0 : undefined;
}

/** The wire form of a value; `undefined` when no line can carry it or, if strict, no caller may. */
export function writeValue(
  param: SchemaParam,
  value: unknown,
  strict: boolean,
): string | undefined {
  const text = textOf(param, value);
  if (text === undefined || (strict && !isAllowed(param, value))) return undefined;
  if (/[\p{Cc}\p{Cs}]/u.test(text) || (isQuoted(param) && text.includes('"'))) return undefined;
  return isQuoted(param) ? `"${text}"` : text;
}

function textOf(param: SchemaParam, value: unknown): string | undefined {
  switch (param.type) {
    case "integer":
    case "enum": {
      if (typeof value !== "number") return undefined;
      const { notation = "decimal" } = param;
      const text = digitsOf(value, notation);
      return Number.isSafeInteger(value) && wellWritten[notation].test(text) ? text : undefined;
    }
    case "flag":
      return typeof value === "boolean" ? String(Number(value)) : undefined;
    case "octets":
      return value instanceof Uint8Array
        ? Buffer.from(value).toString("hex").toUpperCase()
        : undefined;
    default:
      return typeof value === "string" ? value : undefined;
  }
}

const wellWritten = {
  decimal: /^-?\d+$/,
  hex: /^[0-9a-f]{1,8}$/,
  "0Xhhhh": /^0X[0-9A-F]{4,8}$/,
  ddd: /^\d{3,}$/,
};

function digitsOf(value: number, notation: SchemaParam["notation"]): string {
  if (notation === "hex") return value.toString(16);
  if (notation === "0Xhhhh") return `0X${value.toString(16).toUpperCase().padStart(4, "0")}`;
  return notation === "ddd" ? String(value).padStart(3, "0") : String(value);
}

/** Whether a caller may set a value of the right type. */
function isAllowed(param: SchemaParam, value: unknown): boolean {
  const { type, values = [], ranges, charset, minBytes = 0, maxBytes = Infinity } = param;
  if (type === "enum" || type === "keyword") {
    return values.some((known) => known.value === value && known.decodeOnly !== true);
  }
  if (typeof value === "number") {
    return ranges?.some(([from, to]) => value >= from && value <= (to ?? Infinity)) ?? true;
  }
  if (type === "string" || type === "octets") {
    const bytes = typeof value === "string" ? Buffer.from(value) : (value as Uint8Array);
    if (type === "string" && /[\p{Cc}\p{Cs}"]/u.test(String(value))) return false;
    if (charset === "ascii" && bytes.some((byte) => byte > 0x7f)) return false;
    return bytes.length >= minBytes && bytes.length <= maxBytes;
  }
  return true;
}
