import type { OperationDescriptor } from "../codec/descriptor.ts";
import { allOperations } from "../generated/catalog.gen.ts";
import { applyQuirks, type Editions, resolveFamily } from "./index.ts";

/**
 * What tests keep to that have numbers and lines of the manuals in them: the editions that were there
 * when they were written. A newer one makes no such test wrong.
 */
export const editionsAsRead: Editions = {
  "smtp-manual": "read-1",
  "file-sheet": "1",
  "pdp-sheet": "1",
  "ssl-sheet": "1",
  "base-sheet": "1",
};

const view = resolveFamily("EC2x", { editions: editionsAsRead });

/** An operation as those editions have it. */
export function asRead<Input, Output, Traits>(
  operation: OperationDescriptor<Input, Output, Traits>,
): OperationDescriptor<Input, Output, Traits> {
  return applyQuirks(view, operation);
}

/** Every operation that those editions have. */
export const operationsAsRead: readonly OperationDescriptor[] = allOperations
  .filter(({ name }) => view.operations[name as keyof typeof view.operations] !== "absent")
  .map(asRead);
