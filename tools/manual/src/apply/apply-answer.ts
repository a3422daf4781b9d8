import type { SchemaLine, SchemaOperation } from "@qsmtp/codegen/schema-types";
import type { CommandDraft } from "../draft/command-draft.ts";
import { parseAnswer } from "../facts/syntax.ts";
import { answerKey, isQuery, operationGroups, printLine } from "../schema/form-facts-of.ts";
import { toSyntax } from "../schema/merge-operations.ts";
import type { SchemaState } from "../schema/schema-state.ts";
import { type Change, changeCommand, NotAutomaticError } from "./change.ts";
import { rebuildFields } from "./rebuild-fields.ts";

/** A line of the answer to the test form. */
export function applyTestAnswer(change: Change): SchemaState {
  const { path, now } = change.difference;
  const key = path.slice("test/answer:".length);
  const isSame = (text: string, index: number): boolean =>
    answerKey(text, index).toLowerCase() === key.toLowerCase();
  return changeCommand(change, (draft) => {
    draft.updateOperations((operation) => {
      if (operation.form !== "test") return operation;
      const supports = [...(operation.supports ?? [])];
      const place = supports.findIndex(isSame);
      if (now === undefined) supports.splice(place, 1);
      else if (place >= 0) supports.splice(place, 1, now);
      else supports.splice(placeInManual(change, key), 0, now);
      return { ...operation, supports };
    });
  });
}

function placeInManual({ facts, difference }: Change, key: string): number {
  const keys = facts
    .of(difference.command)
    .flatMap(({ path }) => /^test\/answer:(.+)$/.exec(path)?.[1] ?? []);
  return Math.max(0, keys.indexOf(key));
}

/** Information lines before OK. */
export function applyReply(change: Change): SchemaState {
  const [, path = "", place = ""] = /^(.*)\/(reply|query)$/.exec(change.difference.path) ?? [];
  const { now } = change.difference;
  return changeCommand(change, (draft) => {
    const group = operationGroups(draft.command, change.manual).find(
      (other) => other.path === path,
    );
    const operations = group?.operations ?? [];
    const answering = operations.filter(
      (operation) => isQuery(operation, operations) === (place === "query"),
    );
    const [target, ...others] = answering.length === 1 ? answering : answering.filter(hasReply);
    if (target === undefined || others.length > 0) {
      throw new NotAutomaticError(
        `which operation of AT${draft.command.at} answers "${now ?? ""}" cannot be told; change its "reply" by hand`,
      );
    }
    draft.updateOperations((operation) =>
      operation === target ? withReply(change, draft, operation, now) : operation,
    );
    draft.dropUnusedParams();
  });
}

function hasReply(operation: SchemaOperation): boolean {
  return operation.reply !== undefined;
}

function withReply(
  change: Change,
  draft: CommandDraft,
  operation: SchemaOperation,
  now: string | undefined,
): SchemaOperation {
  const { reply = [], ...rest } = operation;
  if (now === undefined) return rest;
  const lines = now.split("\n").flatMap((text, index): SchemaLine[] => {
    const line = reply[index];
    if (line === undefined) return draft.toLines(text, change.difference.path);
    return printLine(draft.command, line) === text
      ? [line]
      : [rebuildLine(change, draft, line, text)];
  });
  return { ...rest, reply: lines };
}

function rebuildLine(
  change: Change,
  draft: CommandDraft,
  line: SchemaLine,
  text: string,
): SchemaLine {
  const answer = parseAnswer(text);
  if (answer === undefined)
    throw new NotAutomaticError(`"${text}" is no line that can be read; patch it first`);
  const instance = { fields: line.fields, syntax: toSyntax(draft.command, line.fields) };
  const fields = rebuildFields(draft, instance, answer.fields, "optional");
  const { repeat, as, ...rest } = { ...line, prefix: answer.prefix, fields };
  if (!answer.mayBeMissing) return rest;
  const often = repeat === "zeroOrOne" ? repeat : "zeroOrMore";
  return { ...rest, repeat: often, as: as ?? draft.nameOf("lines", change.difference.path) };
}

/** The line behind OK that says how the command ended. */
export function applyResult(change: Change): SchemaState {
  const { path, was, now } = change.difference;
  const answer = now === undefined ? undefined : parseAnswer(now);
  if (was === undefined || answer === undefined) {
    throw new NotAutomaticError(
      `an outcome that comes or goes changes how the command is awaited; change "completion" and "urcs" of AT${change.difference.command} by hand`,
    );
  }
  return changeCommand(change, (draft) => {
    const group = operationGroups(draft.command, change.manual).find(
      (other) => `${other.path}/result` === path,
    );
    const names = new Set(group?.operations.map((operation) => operation.completion?.urc));
    draft.updateUrcs((urc) => {
      if (!names.has(urc.name)) return urc;
      const syntax = toSyntax(draft.command, urc.line.fields);
      const instance = { fields: urc.line.fields, syntax };
      const fields = rebuildFields(draft, instance, answer.fields, "optional");
      return { ...urc, line: { prefix: answer.prefix, fields } };
    });
    draft.dropUnusedParams();
  });
}
