import type { SchemaCommand, SchemaLine, SchemaOperation } from "@qsmtp/codegen/schema-types";
import type { DraftOperation } from "../draft/draft.ts";
import {
  isQuery,
  type PrintedLine,
  printLine,
  rowsOf,
  type WithArgs,
  wireFields,
} from "../grammar/fields.ts";
import { leavesOf } from "../grammar/syntax.ts";
import { restsOnMore } from "../schema/schema-state.ts";
import type { CommandEdit } from "../write/command-edit.ts";
import { NotAutomaticError } from "../write/not-automatic.ts";
import type { FormPair } from "./forms.ts";
import { type Edit, editCommand, leaveOpen, type Proposal, propose } from "./proposal.ts";
import { rebuildFields } from "./rebuild-fields.ts";

/** Lines before OK: those of the whole form, and those that come when parameters are left out. */
export const replyPlaces = ["reply", "query"] as const;

export function operationsIn<Operation extends WithArgs>(
  group: readonly Operation[],
  place: (typeof replyPlaces)[number],
): Operation[] {
  return group.filter((operation) => isQuery(operation, group) === (place === "query"));
}

export function alignReplies(pair: FormPair): Proposal[] {
  return replyPlaces.flatMap((place) =>
    alignReply(
      pair,
      place,
      operationsIn(pair.drafted, place),
      operationsIn(pair.operations, place),
    ),
  );
}

function alignReply(
  { path: form, command, known, alignment }: FormPair,
  place: "reply" | "query",
  drafted: readonly DraftOperation[],
  own: readonly SchemaOperation[],
): Proposal[] {
  const path = `${form}/${place}`;
  const open = drafted.flatMap(({ undecided }) =>
    undecided.filter(({ about }) => about === "reply"),
  );
  if (open.length > 0) return open.map((one) => leaveOpen(command, path, one));
  const stated = new Map<string, DraftOperation>();
  for (const operation of drafted) {
    if (operation.reply.length > 0) stated.set(printLines(operation.reply), operation);
  }
  const answering = new Map<string, SchemaOperation>();
  for (const operation of own) {
    const lines = operation.reply?.map((line) => inWires(known, line));
    if (lines !== undefined && lines.length > 0) answering.set(printLines(lines), operation);
  }
  const isAnswered = ([text, { reply }]: [string, DraftOperation]): boolean =>
    answering.has(text) ||
    own.some((operation) => {
      const lines = operation.reply?.map((line) => inWires(known, line)) ?? [];
      return restsOnMore(operation.source, alignment.manual) && areCovered(reply, lines);
    });
  const come = [...stated].filter((one) => !isAnswered(one));
  const gone = [...answering].filter(([text]) => !stated.has(text));
  return Array.from({ length: Math.max(come.length, gone.length) }, (_, index) => {
    const [manual, operation] = come[index] ?? [];
    const [schema, target] = gone[index] ?? [];
    if (operation === undefined && restsOnMore(target?.source, alignment.manual)) return [];
    const edit = editCommand(command, (open) => {
      const name = (target ?? sameReach(own, operation, manual, command.at)).name;
      open.updateOperations((one) =>
        one.name === name ? withReply(open, one, operation, path) : one,
      );
      open.dropUnusedParams();
    });
    const key = index === 0 ? path : `${path}:${index + 1}`;
    return [
      propose(command, key, { manual, schema, place: operation?.reply[0] ?? operation }, edit),
    ];
  }).flat();
}

function inWires(known: SchemaCommand, line: SchemaLine): SchemaLine {
  return { ...line, fields: wireFields(known, line.fields) };
}

/** Whether lines that are read in more ways than the manual tells are read in all that it tells. */
function areCovered(stated: readonly PrintedLine[], known: readonly PrintedLine[]): boolean {
  return (
    stated.length === known.length &&
    stated.every((line, index) => {
      const { prefix, fields = [], repeat = "one" } = known[index] ?? {};
      const rows = rowsOf(fields);
      const isOften = (line.repeat ?? "one") === "one" || repeat !== "one";
      return (
        line.prefix === prefix && isOften && rowsOf(line.fields).every((row) => rows.includes(row))
      );
    })
  );
}

export function printLines(lines: readonly PrintedLine[]): string {
  return lines.map(printLine).join("\n");
}

/** The one operation that can be meant when none answers yet. */
function sameReach(
  own: readonly SchemaOperation[],
  operation: DraftOperation | undefined,
  manual: string | undefined,
  at: string,
): SchemaOperation {
  const reach = ({ args = [] }: WithArgs): number => leavesOf(args).length;
  const alike = own.filter((one) => operation !== undefined && reach(one) === reach(operation));
  const [only, ...others] = own.length === 1 ? own : alike;
  if (only !== undefined && others.length === 0) return only;
  throw new NotAutomaticError(
    `which operation of AT${at} answers "${manual ?? ""}" cannot be told; change its "reply" by hand`,
  );
}

function withReply(
  edit: CommandEdit,
  operation: SchemaOperation,
  drafted: DraftOperation | undefined,
  path: string,
): SchemaOperation {
  const { reply = [], ...rest } = operation;
  if (drafted === undefined) return rest;
  const lines = drafted.reply.map((line, index) => {
    const old = reply[index];
    if (old === undefined) return edit.toLine(line, path);
    const syntax = wireFields(edit.command, old.fields);
    if (printLine({ ...old, fields: syntax }) === printLine(line)) return old;
    const fields = rebuildFields(edit, { fields: old.fields, syntax }, line.fields, "optional");
    const { repeat, as, ...kept } = { ...old, prefix: line.prefix, fields };
    if (line.repeat === "one") return kept;
    const isOften = repeat === "zeroOrMore" || repeat === "oneOrMore";
    return {
      ...kept,
      repeat: isOften ? repeat : line.repeat,
      as: as ?? edit.nameOf("lines", path),
    };
  });
  return { ...operation, reply: lines };
}

/** The line behind OK that says how the command ended. */
export function alignResult({
  path: form,
  command,
  operations,
  drafted,
  known,
  alignment,
}: FormPair): Proposal[] {
  const path = `${form}/result`;
  const line = drafted.find(({ completion }) => completion !== undefined)?.completion;
  const manual = line && printLine(line);
  const name = operations.find(({ completion }) => completion !== undefined)?.completion?.urc;
  const found = name === undefined ? undefined : alignment.state.urc(name, known);
  const fields = found && wireFields(found.owner, found.urc.line.fields);
  const schema = found && fields && printLine({ prefix: found.urc.line.prefix, fields });
  if (manual === schema) return [];
  const isMore = restsOnMore(found?.urc.source, alignment.manual);
  // A line that is read in more ways than the manual tells is read in all of those that it tells.
  const isCovered =
    line === undefined || rowsOf(line.fields).every((row) => rowsOf(fields ?? []).includes(row));
  if (isMore && isCovered) return [];
  const edit = editCommand(command, (open) => {
    if (line === undefined || schema === undefined) {
      throw new NotAutomaticError(
        `an outcome that comes or goes changes how the command is awaited; change "completion" and "urcs" of AT${command.at} by hand`,
      );
    }
    open.updateUrcs((urc) => {
      if (urc.name !== name) return urc;
      const syntax = wireFields(open.command, urc.line.fields);
      const instance = { fields: urc.line.fields, syntax };
      const next = rebuildFields(open, instance, line.fields, "optional");
      return { ...urc, line: { prefix: line.prefix, fields: next } };
    });
    open.dropUnusedParams();
  });
  return [propose(command, path, { manual, schema, place: line }, edit)];
}

/** The table that explains the numbers of `+CME ERROR`. Any command can fail: said where the manual does. */
export function alignErrors({
  path: form,
  command,
  operations,
  drafted,
  alignment,
}: FormPair): Proposal[] {
  const stated = drafted.find(({ errors }) => errors !== undefined)?.errors;
  if (stated === undefined) return [];
  const { state, manual: id, tables } = alignment;
  const manual = tables.get(stated.value) ?? stated.value;
  const own = state.tables
    .filter(({ table }) => table.source[0]?.id === id)
    .map(({ table }) => table.id);
  const named = operations
    .flatMap(({ errors = [] }) => errors)
    .filter((name) => own.includes(name));
  if (named.includes(manual)) return [];
  const names = new Set(operations.map(({ name }) => name));
  const edit: Edit = editCommand(command, (open) => {
    if (!state.tables.some(({ table }) => table.id === manual)) {
      throw new NotAutomaticError(
        `schema/errors holds no table for ${manual}; write it, then name it in "errors" of AT${command.at}`,
      );
    }
    open.updateOperations((one) => (names.has(one.name) ? { ...one, errors: [manual] } : one));
  });
  return [propose(command, `${form}/errors`, { manual, schema: named[0], place: stated }, edit)];
}
