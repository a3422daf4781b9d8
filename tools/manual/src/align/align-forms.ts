import type { SchemaDataPhase, SchemaOperation } from "@qsmtp/codegen/schema-types";
import { paramOfField, wireFields } from "../grammar/fields.ts";
import { leavesOf, placeholdersOf } from "../grammar/syntax.ts";
import { restsOnMore } from "../schema/schema-state.ts";
import type { CommandEdit } from "../write/command-edit.ts";
import { addOperations } from "../write/command-to-schema.ts";
import { NotAutomaticError } from "../write/not-automatic.ts";
import { alignErrors, alignReplies, alignResult } from "./align-answers.ts";
import { alignData } from "./align-data.ts";
import { alignTestAnswers } from "./align-test-answers.ts";
import { errorsIn } from "./error-tables.ts";
import { type FormPair, knownFields, operationsOf, printSyntax, statedFields } from "./forms.ts";
import { citing, editCommand, leaveOpen, type Proposal, propose } from "./proposal.ts";
import { rebuildFields } from "./rebuild-fields.ts";

/** Syntax, answers and data phase of one form on both sides. */
export function alignForm(pair: FormPair): Proposal[] {
  const { path, drafted, operations, known, command, alignment } = pair;
  const open = drafted.flatMap(({ undecided }) =>
    undecided.filter(({ about }) => about === "syntax"),
  );
  if (open.length > 0) return open.map((one) => leaveOpen(command, path, one));
  const [first] = drafted;
  const [own] = operations;
  const manual = first && printSyntax(command.at, first.form, statedFields(pair));
  const schema = own && printSyntax(known.at, own.form, knownFields(pair, operations));
  const say = (edit: (command: CommandEdit) => void): Proposal =>
    propose(command, path, { manual, schema, place: first }, editCommand(command, edit));
  if (first === undefined) {
    const isMore = operations.every(({ source }) => restsOnMore(source, alignment.manual));
    const along = operations.flatMap(({ args = [], reply = [] }) =>
      placeholdersOf(wireFields(known, [...args, ...reply.flatMap(({ fields }) => fields)])),
    );
    return isMore ? [] : [{ ...say((edit) => removeForm(pair, edit)), along }];
  }
  if (own === undefined) {
    const place = {
      sourceOf: citing(alignment),
      errorsOf: errorsIn(alignment, known, alignment.state),
    };
    const along = drafted.flatMap(({ args, reply, completion }) =>
      placeholdersOf([args, ...[...reply, completion].map((line) => line?.fields ?? [])].flat()),
    );
    return [{ ...say((edit) => addOperations(edit, path, drafted, place)), along }];
  }
  return [
    ...(manual === schema ? [] : [say((edit) => changeSyntax(pair, edit))]),
    ...alignTestAnswers(pair),
    ...alignReplies(pair),
    ...alignResult(pair),
    ...alignData(pair),
    ...alignErrors(pair),
  ];
}

function removeForm(pair: FormPair, edit: CommandEdit): void {
  const gone = new Set(operationsOf(pair, edit.command));
  const operations = edit.command.operations.filter((operation) => !gone.has(operation));
  const events = new Set(operations.map((operation) => operation.completion?.urc));
  const ended = new Set([...gone].map((operation) => operation.completion?.urc));
  const { urcs = [], ...rest } = edit.command;
  const kept = urcs.filter(({ name }) => events.has(name) || !ended.has(name));
  const before = kept.length > 0 ? { ...edit.command, urcs: kept } : rest;
  edit.command = { ...before, operations };
  edit.dropUnusedParams();
}

function changeSyntax(pair: FormPair, edit: CommandEdit): void {
  const { command } = pair;
  const operations = operationsOf(pair, edit.command);
  const syntax = knownFields(pair, operations, edit.command);
  const next = statedFields(pair);
  const print = (fields: typeof next): string => printSyntax(command.at, "write", fields);
  for (const bracketing of ["inline", "optional"] as const) {
    const rebuilt = new Map(
      operations.map((operation) => {
        const instance = { fields: operation.args ?? [], syntax };
        const args = rebuildFields(edit, instance, next, bracketing);
        return [operation, withoutDangling({ ...operation, args })];
      }),
    );
    if (print(knownFields(pair, [...rebuilt.values()], edit.command)) !== print(next)) continue;
    edit.updateOperations((operation) => rebuilt.get(operation) ?? operation);
    edit.dropUnusedParams();
    return;
  }
  throw new NotAutomaticError(
    `the operations of AT${command.at} cannot be brought to "${print(next)}"; change their "args" by hand`,
  );
}

/** Time limits that an argument gave go with it. */
function withoutDangling(operation: SchemaOperation): SchemaOperation {
  const keys = new Set(
    leavesOf(operation.args ?? []).flatMap((field) => paramOfField(field) ?? []),
  );
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
