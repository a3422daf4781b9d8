import type { Param } from "./descriptor.ts";
import { decodeParam } from "./param-codec.ts";
import type { Plan, Step } from "./plan.ts";
import { type Token, tokenize } from "./tokenizer.ts";
import type { Values } from "./values.ts";

/** A line taken apart, or the parameter that could not be read and the index of its field. */
export type FieldsResult =
  | { readonly ok: true; readonly values: Values }
  | { readonly ok: false; readonly part: string; readonly position: number };

/**
 * Reads the fields of a line from offset `from`. `strict` is the view of a module judging a
 * command: domain checked, nothing may follow. Otherwise extra fields are kept in `extraFields`.
 */
export function decodeFields(
  plan: Plan,
  line: string,
  from: number,
  strict: boolean,
): FieldsResult {
  const tokens = tokenize(line, from);
  const reader: Reader = { line, tokens, next: 0, strict, values: {}, failed: "" };
  if (!readSteps(plan.steps, reader)) {
    return { ok: false, part: reader.failed, position: reader.next };
  }
  if (reader.next < tokens.length) {
    if (strict) return { ok: false, part: `field ${reader.next + 1}`, position: reader.next };
    reader.values.extraFields = tokens.slice(reader.next).map((token) => token.text);
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

function readSteps(steps: readonly Step[], reader: Reader): boolean {
  for (const step of steps) {
    if (!readStep(step, reader)) return false;
  }
  return true;
}

function readStep(step: Step, reader: Reader): boolean {
  const { kind, name, param } = step;
  if (param === undefined) {
    if (kind === "const") return readConst(name, reader);
    readOptional(step, reader);
    return true;
  }
  return kind === "param" ? readParam(param, name, reader) : readList(param, name, reader);
}

function readParam(param: Param, name: string, reader: Reader): boolean {
  const token = reader.tokens[reader.next];
  if (token === undefined) {
    // A line like `+X:` still has one field when that field is free text or an empty string.
    if (param.type !== "text" || reader.strict) return fail(reader, name);
    reader.values[name] = "";
    return true;
  }
  const value = decodeParam(param, token, reader.line, reader.strict);
  if (value === undefined) return fail(reader, name);
  reader.values[name] = value;
  reader.next = param.type === "text" && !param.quoted ? reader.tokens.length : reader.next + 1;
  return true;
}

function readConst(text: string, reader: Reader): boolean {
  const found = reader.tokens[reader.next]?.text;
  if (found !== text && found?.toLowerCase() !== text.toLowerCase()) return fail(reader, text);
  reader.next++;
  return true;
}

/** Takes the group when it can be read whole; otherwise leaves reader and values as they were. */
function readOptional(group: Step, reader: Reader): void {
  const { next, values } = reader;
  const token = reader.tokens[next];
  if (token === undefined) return;
  if (token.text === "" && !token.quoted && next + 1 < reader.tokens.length) {
    // An empty field holds the place of a value that was left out.
    reader.next++;
    return;
  }
  if (group.mayFailLate) reader.values = { ...values };
  if (readSteps(group.steps, reader)) return;
  reader.next = next;
  reader.values = values;
}

function readList(param: Param, name: string, reader: Reader): boolean {
  const list: unknown[] = [];
  while (reader.next < reader.tokens.length) {
    const token = reader.tokens[reader.next];
    const value = token && decodeParam(param, token, reader.line, reader.strict);
    if (value === undefined) break;
    list.push(value);
    reader.next++;
  }
  reader.values[name] = list;
  return true;
}

function fail(reader: Reader, part: string): false {
  reader.failed = part;
  return false;
}
