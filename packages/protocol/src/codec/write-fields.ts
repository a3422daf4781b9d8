import type { Param } from "./descriptor.ts";
import { EncodeError } from "./errors.ts";
import type { Plan, Step } from "./plan.ts";
import type { Values } from "./values.ts";

/** Writes one value, or refuses it with an {@link EncodeError}. */
export type ParamWriter = (param: Param, value: unknown, command: string) => string;

/**
 * Writes the fields of a command or line, comma-separated. Optional fields appear when one of
 * their parameters is given; then the others of the same group must be given too. An empty field
 * holds the place of those left out when more follow.
 */
export function encodeFields(
  { steps }: Pick<Plan, "steps">,
  input: Values,
  command: string,
  write: ParamWriter,
): string {
  let text = "";
  let commas = "";
  for (const step of steps) {
    const part = writeStep(step, input, command, write);
    if (part !== undefined) {
      text += commas + part;
      commas = "";
    }
    commas += ",";
  }
  return text;
}

function writeStep(
  step: Step,
  input: Values,
  command: string,
  write: ParamWriter,
): string | undefined {
  const { kind, name, param } = step;
  if (kind === "const") return step.written;
  if (param === undefined) {
    return hasAny(step.steps, input) ? encodeFields(step, input, command, write) : undefined;
  }
  const value = input[name];
  if (kind === "param") {
    if (value === undefined) throw missing(command, name);
    return write(param, value, command);
  }
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) {
    const rule = "must be an array";
    throw new EncodeError("WRONG_TYPE", { command, param: name, rule, value: typeof value });
  }
  if (value.length === 0) return undefined;
  return value.map((item) => write(param, item, command)).join(",");
}

export function missing(command: string, param: string): EncodeError {
  const rule = "must be given";
  return new EncodeError("MISSING_PARAMETER", { command, param, rule, value: "undefined" });
}

/** Whether a value is given for any of the steps. */
export function hasAny(steps: readonly Step[], input: Values): boolean {
  return steps.some(({ kind, name, steps: inner }) =>
    kind === "optional" ? hasAny(inner, input) : kind !== "const" && input[name] !== undefined,
  );
}

/** Refuses names that no field of the command has: a misspelt optional would vanish unseen. */
export function refuseUnknownNames({ names }: Plan, input: Values, command: string): void {
  for (const param of Object.keys(input)) {
    if (names.has(param) || input[param] === undefined) continue;
    const rule = "is not a parameter of this operation";
    throw new EncodeError("UNKNOWN_PARAMETER", { command, param, rule, value: "a value" });
  }
}
