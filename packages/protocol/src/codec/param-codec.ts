import type {
  EnumParam,
  IntegerParam,
  KeywordParam,
  OctetsParam,
  Param,
  Range,
  StringParam,
} from "./descriptor.ts";
import { EncodeError, type EncodeErrorCode } from "./errors.ts";
import type { FieldCursor } from "./field-cursor.ts";

/**
 * Writes one value as it stands on the wire. `strict` applies the caller's rules; otherwise values
 * that the schema does not list pass, as a module may print them. Throws {@link EncodeError} for
 * all that a line cannot carry.
 */
export function encodeParam(
  param: Param,
  value: unknown,
  command: string,
  strict: boolean,
): string {
  switch (param.type) {
    case "integer":
      return encodeInteger(param, value, command, strict);
    case "enum":
      return encodeEnum(param, value, command, strict);
    case "flag":
      if (typeof value !== "boolean")
        refuse("WRONG_TYPE", param, value, command, "must be a boolean");
      return value ? "1" : "0";
    case "keyword":
      return encodeKeyword(param, value, command, strict);
    case "string":
      return encodeString(param, value, command, strict);
    case "octets":
      return encodeOctets(param, value, command, strict);
    case "text":
      if (typeof value !== "string")
        refuse("WRONG_TYPE", param, value, command, "must be a string");
      checkCharacters(param, value, command);
      return param.quoted ? `"${value}"` : value;
  }
}

/** Whether a parameter stands in double quotes. */
export function isQuoted(param: Param): boolean {
  switch (param.type) {
    case "string":
    case "octets":
      return true;
    case "keyword":
      return param.quoted !== false;
    case "text":
      return param.quoted === true;
    default:
      return false;
  }
}

/**
 * Reads the field under the cursor. `strict` applies the caller's rules (a module judging a
 * command), quotes included; otherwise numbers and words that the schema does not list pass, as
 * new firmware may print them.
 * @returns `undefined` when the field is not of the parameter's kind.
 */
export function decodeParam(param: Param, cursor: FieldCursor, strict: boolean): unknown {
  if (strict && cursor.quoted !== isQuoted(param)) return undefined;
  switch (param.type) {
    case "integer":
    case "enum":
      return decodeInteger(param, cursor, strict);
    case "flag": {
      const number = cursor.integer;
      return number === undefined || number < 0 || (strict && number > 1) ? undefined : number > 0;
    }
    case "keyword": {
      const { text } = cursor;
      return strict && !param.values.includes(text) ? undefined : text;
    }
    case "string": {
      const { text } = cursor;
      return strict && !fits(param, text) ? undefined : text;
    }
    case "octets": {
      const bytes = readHex(cursor.text);
      if (bytes === undefined || !strict) return bytes;
      return sizeFault(param, bytes.length) === undefined ? bytes : undefined;
    }
    case "text":
      return param.quoted ? cursor.text : cursor.textToEnd;
  }
}

function decodeInteger(
  param: IntegerParam | EnumParam,
  cursor: FieldCursor,
  strict: boolean,
): number | undefined {
  const value = readInteger(param, cursor);
  if (value === undefined || !strict) return value;
  const known =
    param.type === "enum" ? param.values.includes(value) : inRanges(param.ranges, value);
  return known ? value : undefined;
}

function encodeInteger(
  param: IntegerParam,
  value: unknown,
  command: string,
  strict: boolean,
): string {
  if (typeof value !== "number" || !Number.isSafeInteger(value)) {
    refuse("WRONG_TYPE", param, value, command, "must be a whole number");
  }
  if (strict && !inRanges(param.ranges, value)) {
    refuse(
      "OUT_OF_RANGE",
      param,
      value,
      command,
      `must be in ${describeRanges(param.ranges ?? [])}`,
    );
  }
  return writeInteger(param, value, command);
}

function encodeEnum(param: EnumParam, value: unknown, command: string, strict: boolean): string {
  if (typeof value !== "number" || (!strict && !Number.isSafeInteger(value)))
    refuse("WRONG_TYPE", param, value, command, "must be a number");
  if (strict && !param.values.includes(value)) {
    refuse("NOT_ONE_OF", param, value, command, `must be one of ${param.values.join(", ")}`);
  }
  return writeInteger(param, value, command);
}

function encodeKeyword(
  param: KeywordParam,
  value: unknown,
  command: string,
  strict: boolean,
): string {
  if (typeof value !== "string") refuse("WRONG_TYPE", param, value, command, "must be a string");
  if (strict && !param.values.includes(value)) {
    refuse("NOT_ONE_OF", param, value, command, `must be one of ${param.values.join(", ")}`);
  }
  checkCharacters(param, value, command);
  return isQuoted(param) ? `"${value}"` : value;
}

function inRanges(ranges: readonly Range[] | undefined, value: number): boolean {
  if (ranges === undefined) return true;
  for (const [from, to] of ranges) {
    if (value >= from && (to === null || value <= to)) return true;
  }
  return false;
}

function describeRanges(ranges: readonly Range[]): string {
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to ?? "?"}`)).join(", ");
}

/** What can be read again; digits other than plain decimal ones have no sign. */
const largest = { hex: 0xffffffff, "0Xhhhh": 0xffffffff, ddd: Number.MAX_SAFE_INTEGER } as const;

function writeInteger(param: IntegerParam | EnumParam, value: number, command: string): string {
  const { notation = "decimal" } = param;
  if (notation !== "decimal" && !(value >= 0 && value <= largest[notation])) {
    refuse("OUT_OF_RANGE", param, value, command, `must be in 0-${largest[notation]}`);
  }
  switch (notation) {
    case "hex":
      return value.toString(16);
    case "0Xhhhh":
      return `0X${value.toString(16).toUpperCase().padStart(4, "0")}`;
    case "ddd":
      return value.toString().padStart(3, "0");
    default:
      return value.toString();
  }
}

function readInteger(
  { notation }: IntegerParam | EnumParam,
  cursor: FieldCursor,
): number | undefined {
  if (notation === "hex") return cursor.hexFrom(0);
  if (notation === "0Xhhhh" && /^0x/i.test(cursor.text)) return cursor.hexFrom(2);
  // "1234" in quotes is a text: an area code beside a number tells `+CREG`'s two shapes apart.
  return cursor.integer;
}

function encodeString(
  param: StringParam,
  value: unknown,
  command: string,
  strict: boolean,
): string {
  if (typeof value !== "string") refuse("WRONG_TYPE", param, value, command, "must be a string");
  const bytes = checkCharacters(param, value, command, strict && param.charset === "ascii");
  const fault = strict ? sizeFault(param, bytes) : undefined;
  if (fault !== undefined) refuse(fault.code, param, value, command, fault.rule);
  return `"${value}"`;
}

interface SizeLimits {
  readonly minBytes?: number;
  readonly maxBytes?: number;
}

function sizeFault(
  limits: SizeLimits,
  bytes: number,
): { code: "TOO_LONG" | "TOO_SHORT"; rule: string } | undefined {
  if (limits.maxBytes !== undefined && bytes > limits.maxBytes) {
    return { code: "TOO_LONG", rule: `must be at most ${inBytes(limits.maxBytes)} (is ${bytes})` };
  }
  if (limits.minBytes !== undefined && bytes < limits.minBytes) {
    return {
      code: "TOO_SHORT",
      rule: `must be at least ${inBytes(limits.minBytes)} (is ${bytes})`,
    };
  }
  return undefined;
}

function inBytes(count: number): string {
  return count === 1 ? "1 byte" : `${count} bytes`;
}

function fits(param: StringParam, text: string): boolean {
  const scan = scanText(text, param.charset === "ascii", true);
  return typeof scan === "number" && sizeFault(param, scan) === undefined;
}

/** Returns the UTF-8 length; throws when the text holds what a line cannot carry. */
function checkCharacters(param: Param, text: string, command: string, ascii = false): number {
  const scan = scanText(text, ascii, isQuoted(param));
  if (typeof scan === "number") return scan;
  const rule = param.sensitive ? "must hold printable characters only, no quotes" : scan;
  return refuse("FORBIDDEN_CHARACTER", param, text, command, rule);
}

/** Printable ASCII without a quote: nearly every text, and one native test is faster than a loop. */
const harmless = /^[ !#-~]*$/;

/**
 * Measures text in UTF-8 bytes, or names the rule that a character breaks. A control character or
 * a quote could end the parameter and start another command; no manual states an escape.
 */
function scanText(text: string, ascii: boolean, quoted: boolean): number | string {
  if (harmless.test(text)) return text.length;
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x20 || (unit >= 0x7f && unit < 0xa0)) {
      return `must not hold control characters (${codePoint(unit)} at ${i})`;
    }
    if (unit === 0x22 && quoted) return `must not hold a double quote (at ${i})`;
    if (unit < 0x80) {
      bytes += 1;
      continue;
    }
    if (ascii) return `must be ASCII (${codePoint(unit)} at ${i})`;
    if (unit < 0x800) bytes += 2;
    else if (unit < 0xd800 || unit > 0xdfff) {
      bytes += 3;
    } else {
      const low = unit < 0xdc00 ? text.charCodeAt(i + 1) : 0;
      if (!(low >= 0xdc00 && low <= 0xdfff)) return `must not hold a lone surrogate (at ${i})`;
      bytes += 4;
      i++;
    }
  }
  return bytes;
}

function codePoint(unit: number): string {
  return `U+${unit.toString(16).toUpperCase().padStart(4, "0")}`;
}

const hexDigits = "0123456789ABCDEF";

function encodeOctets(
  param: OctetsParam,
  value: unknown,
  command: string,
  strict: boolean,
): string {
  if (!(value instanceof Uint8Array))
    refuse("WRONG_TYPE", param, value, command, "must be a Uint8Array");
  const fault = strict ? sizeFault(param, value.length) : undefined;
  if (fault !== undefined) refuse(fault.code, param, value, command, fault.rule);
  return `"${writeHex(value)}"`;
}

/** Two capital digits a byte. */
export function writeHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += hexDigits.charAt(byte >> 4) + hexDigits.charAt(byte & 15);
  return text;
}

function readHex(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(text)) return undefined;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++)
    bytes[i] = Number.parseInt(text.slice(i * 2, i * 2 + 2), 16);
  return bytes;
}

function refuse(
  code: EncodeErrorCode,
  param: Param,
  value: unknown,
  command: string,
  rule: string,
): never {
  throw new EncodeError(code, {
    command,
    param: param.name,
    rule,
    value: describeValue(param, value),
  });
}

const longestExcerpt = 40;

function describeValue(param: Param, value: unknown): string {
  if (param.sensitive) return "***";
  if (value instanceof Uint8Array) return inBytes(value.length);
  if (typeof value === "string") {
    const text = value.length > longestExcerpt ? `${value.slice(0, longestExcerpt)}...` : value;
    return JSON.stringify(text);
  }
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return value === null ? "null" : typeof value;
}
