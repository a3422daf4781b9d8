import type { SchemaOperation } from "@qsmtp/codegen/schema-types";
import { operationGroups } from "../schema/form-facts-of.ts";
import type { SchemaState } from "../schema/schema-state.ts";
import { type Change, changeCommand, errorTables, NotAutomaticError } from "./change.ts";

/** The longest time to the final result, which a manual gives for the whole command. */
export function applyTime(change: Change): SchemaState {
  const { now } = change.difference;
  const maxResponseMs = now === undefined ? null : Number(now);
  return changeCommand(change, (draft) => {
    const groups = operationGroups(draft.command, change.manual);
    const own = new Set(groups.flatMap(({ operations }) => operations));
    draft.updateOperations((operation) =>
      own.has(operation) ? { ...operation, maxResponseMs } : operation,
    );
  });
}

/** The table that explains the numbers of `+CME ERROR`. */
export function applyErrors(change: Change): SchemaState {
  const { command, path, now } = change.difference;
  const form = path.replace(/\/errors$/, "");
  const errors = errorTables(change, command, form);
  if (now !== undefined && errors.length === 0) {
    throw new NotAutomaticError(
      `schema/errors holds no table for ${now}; write it, then name it in "errors" of AT${command}`,
    );
  }
  return changeGroup(change, form, (operation) => ({ ...operation, errors }));
}

/** How data mode ends, and whether ATO leads back. */
export function applyData(change: Change): SchemaState {
  const { path, was, now, command } = change.difference;
  const [form = "", , aspect, end = ""] = path.split("/");
  if (aspect !== "ends" && aspect !== "resumable") {
    throw new NotAutomaticError(
      `a data phase that comes, goes or is measured otherwise is for a person; change "data" of AT${command} by hand`,
    );
  }
  return changeGroup(change, form, (operation) => {
    const { data } = operation;
    if (data === undefined) return operation;
    if (aspect === "resumable") return { ...operation, data: { ...data, resumable: now !== "no" } };
    const others = data.endsOn.filter((other) => other !== end);
    return {
      ...operation,
      data: { ...data, endsOn: was === undefined ? [...others, end] : others },
    };
  });
}

function changeGroup(
  change: Change,
  path: string,
  edit: (operation: SchemaOperation) => SchemaOperation,
): SchemaState {
  return changeCommand(change, (draft) => {
    const group = operationGroups(draft.command, change.manual).find(
      (other) => other.path === path,
    );
    if (group === undefined) {
      throw new NotAutomaticError(`AT${draft.command.at} has no operations for "${path}" yet`);
    }
    const own = new Set(group.operations);
    draft.updateOperations((operation) => (own.has(operation) ? edit(operation) : operation));
  });
}
