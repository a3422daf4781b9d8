import type { ControlledServer } from "./operation.ts";
import { controlOperations } from "./operations.ts";
import { ControlError, type ProblemDetails } from "./problem.ts";
import { runOperation } from "./run-operation.ts";

/** The answer to one line of control. */
export type ControlLineAnswer =
  | { readonly type: "answer"; readonly id: unknown; readonly ok: true; readonly result: unknown }
  | {
      readonly type: "answer";
      readonly id: unknown;
      readonly ok: false;
      readonly problem: ProblemDetails;
    };

/** Operations that make no sense as a line: their answers have no end, or describe HTTP. */
const httpOnly: readonly string[] = ["streamEvents", "describe"];

/**
 * Runs one line of control: a JSON object with `do`, the name of an operation, an `id` that comes back
 * with the answer, the names that stand in the address (`module`, `fault` ...), `query` and `body`.
 * Never rejects.
 */
export async function runControlLine(
  line: string,
  server: ControlledServer,
  signal: AbortSignal,
): Promise<ControlLineAnswer> {
  let id: unknown = null;
  try {
    const request = parse(line);
    id = request.id ?? null;
    const name = request.do;
    const operation = controlOperations.find((one) => one.name === name);
    if (operation === undefined || httpOnly.includes(operation.name)) {
      const names = controlOperations
        .map((one) => one.name)
        .filter((one) => !httpOnly.includes(one));
      throw new ControlError(
        "NOT_FOUND",
        `"do" must be one of ${names.join(", ")}, is ${JSON.stringify(name)}`,
      );
    }
    const parts = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, part]) => String(part));
    const missing = parts.find((part) => typeof request[part] !== "string");
    if (missing !== undefined) {
      throw new ControlError("INVALID_REQUEST", `"${missing}" must be given, as a text`);
    }
    const path = Object.fromEntries(parts.map((part) => [part, String(request[part])]));
    const { query = {}, body } = request;
    const known = ["id", "do", "query", "body", ...parts];
    const strange = Object.keys(request).find((key) => !known.includes(key));
    if (strange !== undefined) {
      throw new ControlError(
        "INVALID_REQUEST",
        `"${strange}" is not known; there are ${known.join(", ")}`,
      );
    }
    const given = { server, path, signal, query: query as Record<string, unknown>, body };
    const result = await runOperation(operation, given);
    return { type: "answer", id, ok: true, result: result ?? null };
  } catch (error) {
    const problem =
      error instanceof ControlError ? error : new ControlError("INTERNAL", String(error));
    return { type: "answer", id, ok: false, problem: problem.details };
  }
}

function parse(line: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new ControlError("INVALID_REQUEST", "the line is no JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ControlError("INVALID_REQUEST", "the line must be a JSON object");
  }
  return value as Readonly<Record<string, unknown>>;
}
