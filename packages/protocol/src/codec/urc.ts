import type { Urc } from "./descriptor.ts";
import { asValues, decodeFields, encodeFields } from "./fields.ts";
import { matchPrefix } from "./prefix.ts";
import { formatLine, writeAnswer } from "./reply.ts";

/** An unsolicited line that the schema knows. */
export interface DecodedUrc<Value = unknown> {
  readonly name: string;
  readonly value: Value;
}

/**
 * Decodes an unsolicited line.
 * @returns `undefined` when none of the descriptors fits; the line is then to be reported as it is.
 */
export function decodeUrc(urcs: readonly Urc[], line: string): DecodedUrc | undefined {
  for (const urc of urcs) {
    const value = decodeUrcAs(urc, line);
    if (value !== undefined) return { name: urc.name, value };
  }
  return undefined;
}

/** Decodes a line as one kind of URC. @returns `undefined` when it is not that kind */
export function decodeUrcAs<Value>(urc: Urc<Value>, line: string): Value | undefined {
  const from = matchPrefix(line, urc.prefix);
  if (from < 0) return undefined;
  const result = decodeFields(urc.fields, line, from, false);
  return result.ok ? (result.values as Value) : undefined;
}

/**
 * Writes an unsolicited line as the module prints it.
 * @throws EncodeError when a line cannot carry a value.
 */
export function encodeUrc<Value>(urc: Urc<Value>, value: Value): string {
  if (urc.fields.length === 0) return urc.prefix;
  const fields = encodeFields(urc.fields, asValues(value, urc.prefix), urc.prefix, writeAnswer);
  return formatLine(urc.prefix, fields);
}
