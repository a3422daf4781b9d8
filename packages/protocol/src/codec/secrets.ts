import { encodeParam, isQuoted, writeHex } from "./param-codec.ts";
import type { Plan, Step } from "./plan.ts";
import type { Values } from "./values.ts";
import type { ParamWriter } from "./write-fields.ts";

const mask = "***";

/** Writes what a caller may ask for; refuses all else. */
export const writeArgument: ParamWriter = (param, value, command) =>
  encodeParam(param, value, command, true);

/** The same for people: `***` in the place of every secret. */
export const writeMasked: ParamWriter = (param, value, command) => {
  if (!param.sensitive) return writeArgument(param, value, command);
  return isQuoted(param) ? `"${mask}"` : mask;
};

const noSecrets: readonly string[] = [];

/** Collects the values of sensitive parameters, as they would stand on the wire. */
export function secretsOf({ sensitive, steps }: Plan, values: Values): readonly string[] {
  if (!sensitive) return noSecrets;
  const secrets = new Set(sensitiveValues(steps, values).map(wireText));
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

function sensitiveValues(steps: readonly Step[], values: Values): unknown[] {
  return steps.flatMap(({ name, param, steps: inner }): unknown[] => {
    if (param === undefined) return sensitiveValues(inner, values);
    const value = values[name];
    if (!param.sensitive || value === undefined) return [];
    return Array.isArray(value) ? value : [value];
  });
}
