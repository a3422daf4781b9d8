import type { Param } from "./descriptor.ts";
import { FieldCursor } from "./field-cursor.ts";
import { decodeParam } from "./param-codec.ts";
import type { Plan, Step } from "./plan.ts";
import type { Values } from "./values.ts";

/** A line taken apart, or where it does not fit. */
export type FieldsResult = { readonly ok: true; readonly values: Values } | Misfit;

/** The parameter that could not be read, the index of its field, and whether the line ends before it. */
export interface Misfit {
  readonly ok: false;
  readonly part: string;
  readonly position: number;
  readonly missing: boolean;
}

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
  const cursor = new FieldCursor(line, from);
  const values = readSteps(plan.steps, cursor, {}, strict);
  if (values === undefined || (strict && !cursor.done)) {
    const { index: position, done: missing } = cursor;
    const part = values === undefined ? cursor.failed : `field ${position + 1}`;
    return { ok: false, part, position, missing };
  }
  if (!cursor.done) {
    const extraFields: string[] = [];
    for (; !cursor.done; cursor.next()) extraFields.push(cursor.text);
    values.extraFields = extraFields;
  }
  return { ok: true, values };
}

/** Adds what the fields hold to the values; `undefined` when one of them does not fit. */
function readSteps(
  steps: readonly Step[],
  cursor: FieldCursor,
  given: Values,
  strict: boolean,
): Values | undefined {
  let values = given;
  for (const step of steps) {
    const { name, param } = step;
    if (step.kind === "optional") {
      values = readOptional(step, cursor, values, strict);
    } else if (param === undefined) {
      if (!isConst(cursor, step, strict)) return fail(cursor, name);
      cursor.next();
    } else if (step.kind === "list") {
      values[name] = readList(param, cursor, strict);
    } else {
      const value =
        step.plainNumber && !strict ? readNumber(cursor) : readParam(param, cursor, strict);
      if (value === undefined) return fail(cursor, name);
      values[name] = value;
    }
  }
  return values;
}

/** What {@link readParam} does for most of the fields that modules print. */
function readNumber(cursor: FieldCursor): number | undefined {
  const value = cursor.integer;
  if (value !== undefined) cursor.next();
  return value;
}

function readParam(param: Param, cursor: FieldCursor, strict: boolean): unknown {
  // A line like `+X:` still has one field when that field is free text.
  if (cursor.done) return param.type === "text" && !param.charset && !strict ? "" : undefined;
  const value = decodeParam(param, cursor, strict);
  if (value === undefined) return undefined;
  if (param.type === "text" && !param.quoted) cursor.finish();
  else cursor.next();
  return value;
}

function isConst(cursor: FieldCursor, { name: text, written }: Step, strict: boolean): boolean {
  if (cursor.done || (strict && cursor.quoted !== (written !== text))) return false;
  return cursor.text === text || cursor.text.toLowerCase() === text.toLowerCase();
}

/** Takes the group when it can be read whole; otherwise leaves cursor and values as they were. */
function readOptional(group: Step, cursor: FieldCursor, values: Values, strict: boolean): Values {
  if (cursor.done) return values;
  if (cursor.holdsPlace) {
    cursor.next();
    return values;
  }
  const { at, index } = cursor;
  const found = readSteps(group.steps, cursor, group.mayFailLate ? { ...values } : values, strict);
  if (found === undefined) cursor.back(at, index);
  return found ?? values;
}

function readList(param: Param, cursor: FieldCursor, strict: boolean): unknown[] {
  const list: unknown[] = [];
  while (!cursor.done) {
    const value = decodeParam(param, cursor, strict);
    if (value === undefined) break;
    list.push(value);
    cursor.next();
  }
  return list;
}

function fail(cursor: FieldCursor, part: string): undefined {
  cursor.failed = part;
  return undefined;
}
