import type { Urc } from "./descriptor.ts";
import { once } from "./once.ts";
import { type Plan, planOf } from "./plan.ts";
import { matchPrefix, splitPrefix } from "./prefix.ts";
import { decodeFields } from "./read-fields.ts";
import { encodeLine } from "./reply.ts";

/** An unsolicited line that the schema knows. */
export interface DecodedUrc<Value = unknown> {
  /** `name` of its descriptor, e.g. `moduleReady`. */
  readonly name: string;
  /** Its fields by their names in the API; `{}` for a line without fields. */
  readonly value: Value;
}

/**
 * Decodes an unsolicited line. The descriptors are sorted once for each array, which must not
 * change afterwards; the first that fits wins.
 * @returns `undefined` when none of the descriptors fits; the line is then to be reported as it is.
 */
export function decodeUrc(urcs: readonly Urc[], line: string): DecodedUrc | undefined {
  const { prefix, from } = splitPrefix(line);
  const alike = byPrefix(urcs).get(prefix);
  if (alike === undefined) return undefined;
  for (const { name, plan } of alike) {
    const result = decodeFields(plan, line, from, false);
    if (result.ok) return { name, value: result.values };
  }
  return undefined;
}

interface Candidate {
  readonly name: string;
  readonly plan: Plan;
}

const byPrefix = /* @__PURE__ */ once((urcs: readonly Urc[]) => {
  const made = new Map<string, Candidate[]>();
  for (const { name, prefix, fields } of urcs) {
    made.set(prefix, [...(made.get(prefix) ?? []), { name, plan: planOf(fields) }]);
  }
  return made;
});

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
  return urc.fields.length === 0 ? urc.prefix : encodeLine(urc, value);
}
