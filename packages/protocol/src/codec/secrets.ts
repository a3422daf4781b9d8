import { type Field, isParam, type Param } from "./descriptor.ts";
import type { Values } from "./fields.ts";

const mask = "***";

/** Collects the values of sensitive parameters. */
export function secretsOf(fields: readonly Field[], values: Values): string[] {
  const secrets: string[] = [];
  for (const param of sensitiveParams(fields)) {
    const value = values[param.name];
    if (typeof value === "string" && value !== "") secrets.push(value);
  }
  return secrets;
}

/** The same values with `***` for every secret. */
export function withoutSecrets(fields: readonly Field[], values: Values): Values {
  const masked = { ...values };
  for (const param of sensitiveParams(fields)) {
    if (masked[param.name] !== undefined) masked[param.name] = mask;
  }
  return masked;
}

/** Puts `***` in the place of every secret, the longest first so that none shows through another. */
export function maskSecrets(text: string, secrets: readonly string[]): string {
  let masked = text;
  for (const secret of [...secrets].sort((a, b) => b.length - a.length)) {
    masked = masked.replaceAll(secret, mask);
  }
  return masked;
}

function sensitiveParams(fields: readonly Field[]): Param[] {
  return fields.flatMap((field) => {
    if (isParam(field)) return field.sensitive ? [field] : [];
    if ("optional" in field) return sensitiveParams(field.optional);
    return "list" in field && field.list.sensitive ? [field.list] : [];
  });
}
