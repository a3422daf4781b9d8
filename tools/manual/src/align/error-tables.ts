import type { SchemaCommand } from "@qsmtp/codegen/schema-types";
import { wireOfTable } from "../grammar/table-wire.ts";
import type { SchemaState } from "../schema/schema-state.ts";
import type { CommandPlace } from "../write/command-to-schema.ts";
import type { Alignment } from "./proposal.ts";

/**
 * The error tables of an operation that is new: those that the manual names for it, else those that
 * other operations have.
 * @param state the schema as it is by then: the table may be as new as the operation
 */
export function errorsIn(
  { manual, tables }: Alignment,
  sibling: Pick<SchemaCommand, "operations"> | undefined,
  state: SchemaState,
): CommandPlace["errorsOf"] {
  const named = sibling?.operations.find(({ errors = [] }) => errors.length > 0)?.errors ?? [];
  return ({ errors }) => {
    const id = tables.get(errors?.value ?? "");
    const wire = wireOfTable(id?.replaceAll(/^<|>$/g, "") ?? "");
    const found = state.tables.find(
      ({ table }) =>
        table.id === id || (table.wire === wire && table.source.some((one) => one.id === manual)),
    );
    return found === undefined ? named : [found.table.id];
  };
}
