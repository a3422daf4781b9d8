import type { OperationDescriptor } from "@qsmtp/protocol";
import { allOperations } from "@qsmtp/protocol/catalog";
import {
  applyQuirks,
  type Editions,
  type OperationName,
  type ResolvedFamily,
  resolveFamily,
} from "@qsmtp/protocol/families";

/** A module that keeps to some editions of the sources, as a conversation with it was written. */
export function moduleAsOf(editions: Editions): ResolvedFamily {
  return resolveFamily("EC2x", { editions });
}

const known = new Map<string, readonly OperationDescriptor[]>();

/** The operations that such a module has. */
export function operationsAsOf(editions: Editions): readonly OperationDescriptor[] {
  const key = JSON.stringify(editions);
  const found = known.get(key);
  if (found !== undefined) return found;
  const view = moduleAsOf(editions);
  const operations = allOperations
    .filter(({ name }) => view.operations[name as OperationName] !== "absent")
    .map((operation) => applyQuirks(view, operation));
  known.set(key, operations);
  return operations;
}

/** Finds an operation that a conversation names. */
export function operationNamed(editions: Editions, name: string): OperationDescriptor {
  const found = operationsAsOf(editions).find((operation) => operation.name === name);
  if (found !== undefined) return found;
  const kept = Object.entries(editions).map(([source, edition]) => `${source} ${edition}`);
  throw new Error(`there is no operation "${name}" as of ${kept.join(", ")}`);
}
