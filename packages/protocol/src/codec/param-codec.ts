import type {
  EnumParam,
  IntegerParam,
  KeywordParam,
  Param,
  Range,
  StringParam,
  TextParam,
} from "./descriptor.ts";
import { EncodeError, type EncodeErrorCode } from "./errors.ts";
import type { FieldCursor } from "./field-cursor.ts";
import { encodeUtf8 } from "./utf8.ts";

/** The rule that a value breaks. */
interface Fault {
  readonly code: EncodeErrorCode;
  readonly rule: string;
}

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
  const written = write(param, value, strict);
  if (typeof written === "string") return written;
  const { code, rule } = written;
  const details = { command, param: param.name, rule, value: describeValue(param, value) };
  throw new EncodeError(code, details);
}

/** Whether a parameter stands in double quotes. */
export function isQuoted(param: Param): boolean {
  const { type } = param;
  if (type === "keyword") return param.quoted !== false;
  return type === "string" || type === "octets" || (type === "text" && param.quoted === true);
}

/**
 * Reads the field under the cursor. `strict` applies the caller's rules (a module judging a
 * command), quotes included; otherwise numbers and words that the schema does not list pass, as
 * new firmware may print them.
 * @returns `undefined` when the field is not of the parameter's kind.
 */
export function decodeParam(param: Param, cursor: FieldCursor, strict: boolean): unknown {
  if (!strict) return read(param, cursor);
  if (cursor.quoted !== isQuoted(param)) return undefined;
  if (param.type === "flag" && (cursor.integer ?? 0) > 1) return undefined;
  const value = read(param, cursor);
  // A caller may send what can be written.
  return typeof write(param, value, strict) === "string" ? value : undefined;
}

function read(param: Param, cursor: FieldCursor): unknown {
  switch (param.type) {
    case "integer":
    case "enum":
      return readInteger(param, cursor);
    case "flag": {
      const number = cursor.integer;
      return number === undefined || number < 0 ? undefined : number > 0;
    }
    case "octets":
      return readHex(cursor.text);
    case "text": {
      const text = param.quoted ? cursor.text : cursor.textToEnd;
      return param.charset === "digits" && !/^[0-9]+$/.test(text) ? undefined : text;
    }
    default:
      return cursor.text;
  }
}

function write(param: Param, value: unknown, strict: boolean): string | Fault {
  switch (param.type) {
    case "integer":
      if (typeof value !== "number" || !Number.isSafeInteger(value)) {
        return wrongType("a whole number");
      }
      return strict && param.ranges && !inRanges(param.ranges, value)
        ? outOfRange(describeRanges(param.ranges))
        : writeInteger(param, value);
    case "enum":
      if (typeof value !== "number" || (!strict && !Number.isSafeInteger(value))) {
        return wrongType("a number");
      }
      return strict && !param.values.includes(value) ? notOneOf(param) : writeInteger(param, value);
    case "flag":
      if (typeof value !== "boolean") return wrongType("a boolean");
      return value ? "1" : "0";
    case "octets":
      if (!(value instanceof Uint8Array)) return wrongType("a Uint8Array");
      return (strict && sizeFault(param, value.length)) || `"${writeHex(value)}"`;
    default:
      return typeof value === "string" ? writeText(param, value, strict) : wrongType("a string");
  }
}

function wrongType(expected: string): Fault {
  return { code: "WRONG_TYPE", rule: `must be ${expected}` };
}

function outOfRange(range: string): Fault {
  return { code: "OUT_OF_RANGE", rule: `must be in ${range}` };
}

function notOneOf({ values }: EnumParam | KeywordParam): Fault {
  return { code: "NOT_ONE_OF", rule: `must be one of ${values.join(", ")}` };
}

function inRanges(ranges: readonly Range[], value: number): boolean {
  return ranges.some(([from, to]) => value >= from && (to === null || value <= to));
}

function describeRanges(ranges: readonly Range[]): string {
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to ?? "?"}`)).join(", ");
}

function writeInteger(
  { notation = "decimal" }: IntegerParam | EnumParam,
  value: number,
): string | Fault {
  if (notation === "decimal") return value.toString();
  // What can be read again; digits other than plain decimal ones have no sign.
  const largest = notation === "ddd" ? Number.MAX_SAFE_INTEGER : 0xffffffff;
  if (!(value >= 0 && value <= largest)) return outOfRange(`0-${largest}`);
  if (notation === "ddd") return value.toString().padStart(3, "0");
  return notation === "hex" ? value.toString(16) : `0X${capitalHex(value, 4)}`;
}

function capitalHex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, "0");
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

function writeText(
  param: KeywordParam | StringParam | TextParam,
  text: string,
  strict: boolean,
): string | Fault {
  if (strict && param.type === "keyword" && !param.values.includes(text)) return notOneOf(param);
  const limited = strict && param.type === "string" ? param : undefined;
  const quoted = isQuoted(param);
  const bytes = scanText(text, limited?.charset === "ascii", quoted);
  if (typeof bytes === "string") {
    const rule = param.sensitive ? "must hold printable characters only, no quotes" : bytes;
    return { code: "FORBIDDEN_CHARACTER", rule };
  }
  return (limited && sizeFault(limited, bytes)) ?? (quoted ? `"${text}"` : text);
}

interface SizeLimits {
  readonly minBytes?: number;
  readonly maxBytes?: number;
}

function sizeFault(
  { minBytes = 0, maxBytes = Infinity }: SizeLimits,
  bytes: number,
): Fault | undefined {
  if (bytes > maxBytes) {
    return { code: "TOO_LONG", rule: `must be at most ${inBytes(maxBytes)} (is ${bytes})` };
  }
  if (bytes < minBytes) {
    return { code: "TOO_SHORT", rule: `must be at least ${inBytes(minBytes)} (is ${bytes})` };
  }
  return undefined;
}

function inBytes(count: number): string {
  return count === 1 ? "1 byte" : `${count} bytes`;
}

/** Printable ASCII without a quote: nearly every text, and one native test is faster than a loop. */
const harmless = /^[ !#-~]*$/;

/**
 * Measures text in UTF-8 bytes, or names the rule that a character breaks. A control character or
 * a quote could end the parameter and start another command; no manual states an escape.
 */
function scanText(text: string, ascii: boolean, quoted: boolean): number | string {
  if (harmless.test(text)) return text.length;
  let at = 0;
  for (const char of text) {
    const unit = char.charCodeAt(0);
    if (unit < 0x20 || (unit >= 0x7f && unit < 0xa0)) {
      return `must not hold control characters (${codePoint(unit)} at ${at})`;
    }
    if (unit === 0x22 && quoted) return `must not hold a double quote (at ${at})`;
    if (unit > 0x7f && ascii) return `must be ASCII (${codePoint(unit)} at ${at})`;
    // Halves of a pair come together.
    if (unit >= 0xd800 && unit <= 0xdfff && char.length === 1) {
      return `must not hold a lone surrogate (at ${at})`;
    }
    at += char.length;
  }
  return encodeUtf8(text).length;
}

function codePoint(unit: number): string {
  return `U+${capitalHex(unit, 4)}`;
}

/** Two capital digits a byte. */
export function writeHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => capitalHex(byte, 2)).join("");
}

function readHex(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(text)) return undefined;
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
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
