import type { SchemaDataPhase, SchemaOperation } from "@qsmtp/codegen/schema-types";
import { type CommandDraft, keyOfField } from "../draft/command-draft.ts";
import { draftForm } from "../draft/draft-form.ts";
import { parseSyntax, printFields, type SyntaxField } from "../facts/syntax.ts";
import { constantNamer } from "../schema/constant-namer.ts";
import { operationGroups } from "../schema/form-facts-of.ts";
import { flatten, mergeOperations } from "../schema/merge-operations.ts";
import type { SchemaState } from "../schema/schema-state.ts";
import {
  type Change,
  changeCommand,
  errorTables,
  knownErrors,
  NotAutomaticError,
} from "./change.ts";
import { type Bracketing, rebuildFields } from "./rebuild-fields.ts";

/** A form that is new, gone, or has another syntax. */
export function applySyntax(change: Change): SchemaState {
  const { was, now, path, command } = change.difference;
  return changeCommand(change, (draft) => {
    if (was === undefined) {
      const stated = errorTables(change, command, path);
      draftForm(draft, path, stated.length > 0 ? stated : knownErrors(draft.command));
    } else if (now === undefined) {
      removeForm(draft, path, change.manual);
    } else {
      changeSyntax(change, draft, now);
    }
    draft.dropUnusedParams();
  });
}

function removeForm(draft: CommandDraft, path: string, manual: string): void {
  const group = operationGroups(draft.command, manual).find((other) => other.path === path);
  const gone = new Set(group?.operations ?? []);
  const operations = draft.command.operations.filter((operation) => !gone.has(operation));
  const events = new Set(operations.map((operation) => operation.completion?.urc));
  const ended = new Set([...gone].map((operation) => operation.completion?.urc));
  const { urcs, ...rest } = draft.command;
  const kept = (urcs ?? []).filter(({ name }) => events.has(name) || !ended.has(name));
  draft.command = { ...rest, operations, ...(kept.length > 0 && { urcs: kept }) };
}

function changeSyntax(change: Change, draft: CommandDraft, now: string): void {
  const { path } = change.difference;
  const syntax = parseSyntax(now);
  // A word that changed its capitals stands under the path of its new spelling.
  const group = operationGroups(draft.command, change.manual).find(
    (other) => other.path.toLowerCase() === path.toLowerCase(),
  );
  if (syntax === undefined || group === undefined) {
    throw new NotAutomaticError(`"${now}" is no syntax that can be read; patch it first`);
  }
  const guide = { manual: change.manual, facts: change.facts };
  const nameOf = constantNamer(guide, draft.command, path);
  const before = mergeOperations(draft.command, group.operations, nameOf);
  for (const bracketing of ["inline", "optional"] as const) {
    const rebuilt = rebuildGroup(draft, group.operations, {
      before,
      next: syntax.fields,
      bracketing,
    });
    const merged = mergeOperations(draft.command, [...rebuilt.values()], nameOf);
    if (printFields(merged) !== printFields(syntax.fields)) continue;
    draft.updateOperations((operation) => rebuilt.get(operation) ?? operation);
    return;
  }
  throw new NotAutomaticError(
    `the operations of AT${draft.command.at} cannot be brought to "${now}"; change their "args" by hand`,
  );
}

function rebuildGroup(
  draft: CommandDraft,
  operations: readonly SchemaOperation[],
  syntax: {
    readonly before: readonly SyntaxField[];
    readonly next: readonly SyntaxField[];
    readonly bracketing: Bracketing;
  },
): Map<SchemaOperation, SchemaOperation> {
  return new Map(
    operations.map((operation) => {
      const instance = { fields: operation.args ?? [], syntax: syntax.before };
      const args = rebuildFields(draft, instance, syntax.next, syntax.bracketing);
      return [operation, withoutDangling({ ...operation, args })];
    }),
  );
}

/** Time limits that an argument gave go with it. */
function withoutDangling(operation: SchemaOperation): SchemaOperation {
  const keys = new Set(flatten(operation.args ?? []).flatMap(keyOfField));
  const { data, completion } = operation;
  const { time, ...untimedData } = data ?? {};
  const { within, ...untimedCompletion } = completion ?? {};
  const isGone = (key: string | undefined): boolean => key !== undefined && !keys.has(key);
  return {
    ...operation,
    ...(isGone(time) && { data: untimedData as SchemaDataPhase }),
    ...(isGone(within) && { completion: untimedCompletion as { urc: string } }),
  };
}
