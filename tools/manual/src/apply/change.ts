import type { SchemaCommand } from "@qsmtp/codegen/schema-types";
import { CommandDraft } from "../draft/command-draft.ts";
import type { Names } from "../draft/names.ts";
import type { Difference } from "../facts/compare-facts.ts";
import type { FactSheet } from "../facts/fact.ts";
import type { SchemaState } from "../schema/schema-state.ts";

/** What a change of the schema is made from. */
export interface ChangeContext {
  readonly manual: string;
  /** The manual's facts, patched and under the schema's names of tables. */
  readonly facts: FactSheet;
  readonly names: Names;
}

/** One difference on its way into the schema. */
export interface Change extends ChangeContext {
  readonly state: SchemaState;
  readonly difference: Difference;
}

/** A difference that no rule can put into the schema; the message says what to do by hand. */
export class NotAutomaticError extends Error {
  override readonly name = "NotAutomaticError";
  readonly code = "NOT_AUTOMATIC";
}

/** Changes the command that the difference is about, and leaves the rest of the schema alone. */
export function changeCommand(change: Change, edit: (draft: CommandDraft) => void): SchemaState {
  const { state, difference, facts, names } = change;
  const found = state.command(difference.command);
  if (found === undefined) {
    throw new NotAutomaticError(`no schema file describes AT${difference.command}`);
  }
  const draft = new CommandDraft(found.command, facts, names);
  edit(draft);
  return state.withCommand(found.file, draft.command);
}

/** Id of the error table that explains the numbers of a form, when the schema has it. */
export function errorTables({ facts, state }: Change, at: string, path: string): string[] {
  const id = facts.get(at, `${path}/errors`)?.value;
  return state.tables.flatMap(({ table }) => (table.id === id ? [table.id] : []));
}

/** Ids of the error tables that the command's operations already name. */
export function knownErrors({ operations }: SchemaCommand): readonly string[] {
  return operations.find(({ errors = [] }) => errors.length > 0)?.errors ?? [];
}
