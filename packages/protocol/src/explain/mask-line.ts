import type { Field, OperationDescriptor } from "../codec/descriptor.ts";
import { isQuoted } from "../codec/param-codec.ts";
import { planOf } from "../codec/plan.ts";
import { formatLine, writeAnswer } from "../codec/reply.ts";
import type { Values } from "../codec/values.ts";
import { encodeFields, type ParamWriter } from "../codec/write-fields.ts";
import { allOperations } from "../generated/catalog.gen.ts";

const mask = "***";

/** Whether a command or its reply may hold a secret. */
export function isSensitive({ args = [], reply = [] }: OperationDescriptor): boolean {
  return planOf(args).sensitive || reply.some(({ fields }) => planOf(fields).sensitive);
}

/**
 * An information line or unsolicited line as it may be shown, and whether its values may be shown
 * too: they may not when a secret can have slipped into the field beside it.
 */
export function maskAnswer(
  line: string,
  prefix: string,
  fields: readonly Field[],
  values: Values,
): { readonly line: string; readonly legible: boolean } {
  const plan = planOf(fields);
  if (!plan.sensitive) return { line, legible: true };
  const broken = { line: `${prefix}: ${mask}`, legible: false };
  if (values.extraFields !== undefined) return broken;
  try {
    const written = encodeFields(plan, values, prefix, writeMasked);
    return { line: formatLine(prefix, written), legible: true };
  } catch {
    return broken;
  }
}

const writeMasked: ParamWriter = (param, value, command) => {
  if (!param.sensitive) return writeAnswer(param, value, command);
  return isQuoted(param) ? `"${mask}"` : mask;
};

/**
 * A line that could not be read, as it may be shown: nothing behind the name of a command with
 * secrets, and no quoted text of a command that the schema does not know.
 */
export function maskUnread(line: string, known: boolean): string {
  for (const at of new Set(allOperations.filter(isSensitive).map((operation) => operation.at))) {
    const spaced = [...at].map((char) => (/\w/.test(char) ? char : `\\${char}`)).join("\\s*");
    const match = new RegExp(spaced, "i").exec(line);
    if (match === null) continue;
    const end = match.index + match[0].length;
    return end < line.length ? `${line.slice(0, end)}${mask}` : line;
  }
  return /^at/i.test(line) && !known ? line.replaceAll(/"[^"]*"?/g, `"${mask}"`) : line;
}
