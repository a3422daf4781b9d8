import { EncodeError } from "./errors.ts";

/** Arguments or a decoded line by property. */
export type Values = Record<string, unknown>;

/** Refuses what is no object, e.g. a password given without its name. */
export function asValues(input: unknown, command: string): Values {
  if (typeof input === "object" && input !== null) return input as Values;
  const value = input === null ? "null" : typeof input;
  const rule = "must be an object";
  throw new EncodeError("WRONG_TYPE", { command, param: "input", rule, value });
}
