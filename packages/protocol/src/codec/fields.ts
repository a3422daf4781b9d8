import { type Field, isParam, type Param } from "./descriptor.ts";
import { EncodeError } from "./errors.ts";
import { decodeParam } from "./param-codec.ts";
import { type Token, tokenize } from "./tokenizer.ts";

export type Values = Record<string, unknown>;

/** Writes one value, or refuses it with an {@link EncodeError}. */
export type ParamWriter = (param: Param, value: unknown, command: string) => string;

/**
 * Writes the fields of a command or line, comma-separated. Optional fields appear when one of
 * their parameters is given; then the others of the same group must be given too. An empty field
 * holds the place of those left out when more follow.
 */
export function encodeFields(
  fields: readonly Field[],
  input: Values,
  command: string,
  write: ParamWriter,
): string {
  let text = "";
  let commas = 0;
  for (const field of fields) {
    const part = encodeField(field, input, command, write);
    if (part !== undefined) {
      text += ",".repeat(commas) + part;
      commas = 0;
    }
    commas++;
  }
  return text;
}

function encodeField(
  field: Field,
  input: Values,
  command: string,
  write: ParamWriter,
): string | undefined {
  if (isParam(field)) {
    const value = input[field.name];
    if (value === undefined) throw missing(command, field.name);
    return write(field, value, command);
  }
  if ("const" in field) return encodeConst(field.const, field.quoted);
  if ("optional" in field) {
    if (!hasAny(field.optional, input)) return undefined;
    return encodeFields(field.optional, input, command, write);
  }
  const values = input[field.as];
  if (values === undefined) return undefined;
  if (!Array.isArray(values)) {
    const value = typeof values;
    throw new EncodeError("WRONG_TYPE", {
      command,
      param: field.as,
      rule: "must be an array",
      value,
    });
  }
  if (values.length === 0) return undefined;
  return values.map((value) => write(field.list, value, command)).join(",");
}

export function missing(command: string, param: string): EncodeError {
  return new EncodeError("MISSING_PARAMETER", {
    command,
    param,
    rule: "must be given",
    value: "undefined",
  });
}

function encodeConst(value: string | number, quoted: boolean | undefined): string {
  return typeof value === "number" || quoted === false ? String(value) : `"${value}"`;
}

/** Refuses what is no object, e.g. a password given without its name. */
export function asValues(input: unknown, command: string): Values {
  if (typeof input === "object" && input !== null) return input as Values;
  const value = input === null ? "null" : typeof input;
  const rule = "must be an object";
  throw new EncodeError("WRONG_TYPE", { command, param: "input", rule, value });
}

/** Whether a value is given for any of the fields. */
export function hasAny(fields: readonly Field[], input: Values): boolean {
  return fields.some((field) => {
    if (isParam(field)) return input[field.name] !== undefined;
    if ("optional" in field) return hasAny(field.optional, input);
    if ("list" in field) return input[field.as] !== undefined;
    return false;
  });
}

/** Refuses names that no field of the command has: a misspelt optional would vanish unseen. */
export function refuseUnknownNames(fields: readonly Field[], input: Values, command: string): void {
  for (const name of Object.keys(input)) {
    if (input[name] === undefined || names(fields, name)) continue;
    throw new EncodeError("UNKNOWN_PARAMETER", {
      command,
      param: name,
      rule: "is not a parameter of this operation",
      value: "a value",
    });
  }
}

function names(fields: readonly Field[], name: string): boolean {
  return fields.some((field) => {
    if (isParam(field)) return field.name === name;
    if ("optional" in field) return names(field.optional, name);
    return "list" in field && field.as === name;
  });
}

/** A line taken apart, or the parameter that could not be read and the index of its field. */
export type FieldsResult =
  | { readonly ok: true; readonly values: Values }
  | { readonly ok: false; readonly part: string; readonly position: number };

/**
 * Reads the fields of a line from offset `from`. `strict` is the view of a module judging a
 * command: domain checked, nothing may follow. Otherwise extra fields are kept in `extraFields`.
 */
export function decodeFields(
  fields: readonly Field[],
  line: string,
  from: number,
  strict: boolean,
): FieldsResult {
  const reader: Reader = {
    line,
    tokens: tokenize(line, from),
    next: 0,
    strict,
    values: {},
    failed: "",
  };
  if (!readAll(fields, reader)) return { ok: false, part: reader.failed, position: reader.next };
  if (reader.next < reader.tokens.length) {
    if (strict) return { ok: false, part: `field ${reader.next + 1}`, position: reader.next };
    reader.values.extraFields = reader.tokens.slice(reader.next).map((token) => token.text);
  }
  return { ok: true, values: reader.values };
}

interface Reader {
  readonly line: string;
  readonly tokens: readonly Token[];
  next: number;
  readonly strict: boolean;
  values: Values;
  failed: string;
}

function readAll(fields: readonly Field[], reader: Reader): boolean {
  for (const field of fields) {
    if (!readField(field, reader)) return false;
  }
  return true;
}

function readField(field: Field, reader: Reader): boolean {
  if (isParam(field)) {
    const token = reader.tokens[reader.next];
    if (token === undefined) {
      // A line like `+X:` still has one field when that field is free text or an empty string.
      if (field.type !== "text" || reader.strict) return fail(reader, field.name);
      reader.values[field.name] = "";
      return true;
    }
    const value = decodeParam(field, token, reader.line, reader.strict);
    if (value === undefined) return fail(reader, field.name);
    reader.values[field.name] = value;
    reader.next = field.type === "text" && !field.quoted ? reader.tokens.length : reader.next + 1;
    return true;
  }
  if ("const" in field) {
    const token = reader.tokens[reader.next];
    if (token === undefined || !matchesConst(field.const, token))
      return fail(reader, String(field.const));
    reader.next++;
    return true;
  }
  if ("optional" in field) {
    readOptional(field.optional, reader);
    return true;
  }
  return readList(field.list, field.as, reader);
}

/** Takes the group when it can be read whole; otherwise leaves reader and values as they were. */
function readOptional(fields: readonly Field[], reader: Reader): void {
  const token = reader.tokens[reader.next];
  if (token === undefined) return;
  if (token.text === "" && !token.quoted && reader.next + 1 < reader.tokens.length) {
    // An empty field holds the place of a value that was left out.
    reader.next++;
    return;
  }
  const next = reader.next;
  const values = { ...reader.values };
  if (readAll(fields, reader)) return;
  reader.next = next;
  reader.values = values;
}

function readList(param: Parameters<typeof decodeParam>[0], as: string, reader: Reader): boolean {
  const list: unknown[] = [];
  while (reader.next < reader.tokens.length) {
    const token = reader.tokens[reader.next];
    const value = token && decodeParam(param, token, reader.line, reader.strict);
    if (value === undefined) break;
    list.push(value);
    reader.next++;
  }
  reader.values[as] = list;
  return true;
}

function matchesConst(expected: string | number, token: Token): boolean {
  return typeof expected === "number"
    ? token.text === String(expected)
    : token.text.toLowerCase() === expected.toLowerCase();
}

function fail(reader: Reader, part: string): false {
  reader.failed = part;
  return false;
}
