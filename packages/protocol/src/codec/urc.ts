import type { Urc } from "./descriptor.ts";
import { planOf } from "./plan.ts";
import { matchPrefix } from "./prefix.ts";
import { decodeFields } from "./read-fields.ts";
import { formatLine, writeAnswer } from "./reply.ts";
import { asValues } from "./values.ts";
import { encodeFields } from "./write-fields.ts";

/** An unsolicited line that the schema knows. */
export interface DecodedUrc<Value = unknown> {
  readonly name: string;
  readonly value: Value;
}

/**
 * Decodes an unsolicited line. The descriptors are sorted once for each array, which must not
 * change afterwards; the first that fits wins.
 * @returns `undefined` when none of the descriptors fits; the line is then to be reported as it is.
 */
export function decodeUrc(urcs: readonly Urc[], line: string): DecodedUrc | undefined {
  for (const urc of indexOf(urcs).get(keyOf(line)) ?? []) {
    const value = decodeUrcAs(urc, line);
    if (value !== undefined) return { name: urc.name, value };
  }
  return undefined;
}

type UrcIndex = ReadonlyMap<string, readonly Urc[]>;

const indexes: WeakMap<readonly Urc[], UrcIndex> = /* @__PURE__ */ new WeakMap();

function indexOf(urcs: readonly Urc[]): UrcIndex {
  const known = indexes.get(urcs);
  if (known !== undefined) return known;
  const index = new Map<string, Urc[]>();
  for (const urc of urcs) {
    const key = keyOf(urc.prefix);
    const alike = index.get(key);
    if (alike === undefined) index.set(key, [urc]);
    else alike.push(urc);
  }
  indexes.set(urcs, index);
  return index;
}

/** What stands before the colon: equal for a line and every prefix that it may have. */
function keyOf(text: string): string {
  const colon = text.indexOf(":");
  return (colon < 0 ? text : text.slice(0, colon)).trimEnd();
}

/** Decodes a line as one kind of URC. @returns `undefined` when it is not that kind */
export function decodeUrcAs<Value>(urc: Urc<Value>, line: string): Value | undefined {
  const from = matchPrefix(line, urc.prefix);
  if (from < 0) return undefined;
  const result = decodeFields(planOf(urc.fields), line, from, false);
  return result.ok ? (result.values as Value) : undefined;
}

/**
 * Writes an unsolicited line as the module prints it.
 * @throws EncodeError when a line cannot carry a value.
 */
export function encodeUrc<Value>(urc: Urc<Value>, value: Value): string {
  if (urc.fields.length === 0) return urc.prefix;
  const { prefix } = urc;
  const fields = encodeFields(planOf(urc.fields), asValues(value, prefix), prefix, writeAnswer);
  return formatLine(prefix, fields);
}
