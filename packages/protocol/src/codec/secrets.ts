import { type Field, isParam } from "./descriptor.ts";
import type { ParamWriter, Values } from "./fields.ts";
import { encodeParam, isQuoted, writeHex } from "./param-codec.ts";

const mask = "***";

/** Writes what a caller may ask for; refuses all else. */
export const writeArgument: ParamWriter = (param, value, command) =>
  encodeParam(param, value, command, true);

/** The same for people: `***` in the place of every secret. */
export const writeMasked: ParamWriter = (param, value, command) => {
  if (!param.sensitive) return writeArgument(param, value, command);
  return isQuoted(param) ? `"${mask}"` : mask;
};

/** Collects the values of sensitive parameters, as they would stand on the wire. */
export function secretsOf(fields: readonly Field[], values: Values): string[] {
  const secrets = new Set(sensitiveValues(fields, values).map(wireText));
  secrets.delete("");
  return [...secrets];
}

function wireText(value: unknown): string {
  return value instanceof Uint8Array ? writeHex(value) : String(value);
}

/** Puts `***` in the place of every secret, the longest first so that none shows through another. */
export function maskSecrets(text: string, secrets: readonly string[]): string {
  let masked = text;
  for (const secret of [...secrets].sort((a, b) => b.length - a.length)) {
    masked = masked.replaceAll(secret, mask);
  }
  return masked;
}

/** Whether any of the fields may hold a secret. */
export function hasSensitive(fields: readonly Field[]): boolean {
  return fields.some((field) => {
    if (isParam(field)) return field.sensitive === true;
    if ("optional" in field) return hasSensitive(field.optional);
    return "list" in field && field.list.sensitive === true;
  });
}

function sensitiveValues(fields: readonly Field[], values: Values): unknown[] {
  return fields.flatMap((field): unknown[] => {
    if (isParam(field)) {
      const value = values[field.name];
      return field.sensitive && value !== undefined ? [value] : [];
    }
    if ("optional" in field) return sensitiveValues(field.optional, values);
    if (!("list" in field) || !field.list.sensitive) return [];
    const list = values[field.as];
    return Array.isArray(list) ? list : [];
  });
}
