import type { OperationDescriptor } from "@qsmtp/protocol";
import type { Behaviour } from "./behaviour.ts";

/**
 * How much there is of an operation: a behaviour for it (`implemented`), an answer that the schema
 * gives by itself (`schema`), `ERROR` to a command that can be read (`stub`), or `absent`, as in a
 * module without it.
 */
export type Coverage = "implemented" | "schema" | "stub" | "absent";

/** What becomes of an operation; the newest behaviour that knows of it decides. */
export function coverageOf(
  operation: OperationDescriptor,
  known: readonly OperationDescriptor[],
  behaviours: readonly Behaviour[],
): Coverage {
  if (!known.some(({ name }) => name === operation.name)) return "absent";
  for (const behaviour of behaviours) {
    const coverage = behaviour.coverage?.(operation);
    if (coverage !== undefined) return coverage;
  }
  return operation.form === "test" ? "schema" : "stub";
}
