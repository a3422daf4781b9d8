import { canonicalJson } from "@qsmtp/codegen/fingerprint";
import type { SchemaCommand, SchemaExample, SchemaOperation } from "@qsmtp/codegen/schema-types";
import { draftExample, draftUrcExample } from "../draft/draft-example.ts";
import { fits, splitValues } from "../schema/match-line.ts";
import type { SchemaState } from "../schema/schema-state.ts";

/** Examples are run as tests: those that an edit has made wrong are written anew, and told of. */
export function refreshExamples(
  before: SchemaState,
  after: SchemaState,
  note: (text: string) => void,
): SchemaState {
  let state = after;
  for (const { file, command } of after.commands) {
    const old = before.command(command.at)?.command;
    if (canonicalJson(old) === canonicalJson(command)) continue;
    state = state.withCommand(file, refreshCommand(command, note));
  }
  return state;
}

function refreshCommand(command: SchemaCommand, note: (text: string) => void): SchemaCommand {
  const operations = command.operations.map((operation) => {
    const kept = (operation.examples ?? []).map((example) =>
      isRight(command, operation, example) ? example : draftExample(command, operation, example),
    );
    const examples = unique(kept.length > 0 ? kept : [draftExample(command, operation)]);
    if (canonicalJson(examples) === canonicalJson(operation.examples)) return operation;
    note(`${operation.name}: read its example, ${examples.map(({ sent }) => sent).join(" and ")}`);
    return { ...operation, examples };
  });
  if (command.urcs === undefined) return { ...command, operations };
  const urcs = command.urcs.map((urc) => {
    if (urc.examples === undefined) return urc;
    const examples = urc.examples.map((example) => {
      const values = splitValues(example.received.slice(urc.line.prefix.length + 1));
      if (fits(command, urc.line.fields, values)) return example;
      note(`${urc.name}: read its example, it was ${example.received}`);
      return draftUrcExample(command, urc, example);
    });
    return { ...urc, examples: unique(examples) };
  });
  return { ...command, operations, urcs };
}

function isRight(
  command: SchemaCommand,
  operation: SchemaOperation,
  { sent, received }: SchemaExample,
): boolean {
  const printed = received.filter((line) => line !== "OK" && line !== "CONNECT");
  if (operation.form === "test") {
    const supports = (operation.supports ?? []).map((text) => `${command.at}: ${text}`);
    return canonicalJson(printed) === canonicalJson(supports);
  }
  const values = /=(.*)$/.exec(sent)?.[1];
  const isSent =
    operation.form !== "write" || fits(command, operation.args ?? [], splitValues(values ?? ""));
  const lines = operation.reply ?? [];
  const isRead = printed.every((line) =>
    lines.some(({ prefix, fields }) => {
      const rest = prefix === "" ? line : line.slice(prefix.length + 1);
      return line.startsWith(prefix) && fits(command, fields, splitValues(rest));
    }),
  );
  const needed = lines.filter(({ repeat = "one" }) => repeat === "one" || repeat === "oneOrMore");
  return isSent && isRead && printed.length >= needed.length;
}

function unique<Value>(values: readonly Value[]): Value[] {
  const seen = new Set<string>();
  return values.filter((value) => {
    const text = canonicalJson(value);
    return !seen.has(text) && seen.add(text);
  });
}
