import type { SchemaDataPhase, SchemaOperation, SchemaUrc } from "@qsmtp/codegen/schema-types";
import { parseAnswer, parseSyntax, placeholdersOf, type SyntaxField } from "../facts/syntax.ts";
import type { CommandDraft } from "./command-draft.ts";
import { notDescribed } from "./draft-param.ts";

/**
 * Drafts the operations of one block of a command table. A write form that answers with the current
 * settings when its parameters are left out becomes two: set and query.
 * @param errors ids of the error tables of the form
 */
export function draftForm(draft: CommandDraft, path: string, errors: readonly string[]): void {
  const syntax = parseSyntax(draft.facts.get(draft.command.at, path)?.value ?? "");
  if (syntax === undefined) return;
  const { form, fields } = syntax;
  const fact = (key: string): string | undefined =>
    draft.facts.get(draft.command.at, `${path}/${key}`)?.value;
  const time = draft.facts.get(draft.command.at, "time")?.value;
  const common = {
    ...(errors.length > 0 && { errors }),
    maxResponseMs: time === undefined ? null : Number(time),
  };
  const head = (name: string) => ({ name, form, summary: `${notDescribed}.` });
  const query = fact("query");
  const args = query === undefined ? fields : fields.flatMap(withoutBrackets);
  const reply = fact("reply");
  const completion = draftCompletion(draft, path, fact("result"), fields);
  const data = draftData(draft, path);
  const operation: SchemaOperation = {
    ...head(draft.nameOf("operation", path)),
    ...(form === "write" && { args: draft.toFields(args) }),
    ...(reply !== undefined && { reply: draft.toLines(reply, `${path}/reply`) }),
    ...(form === "test" && { supports: supportsOf(draft) }),
    ...(data !== undefined && { data }),
    ...(completion !== undefined && { completion }),
    ...common,
  };
  add(draft, operation);
  if (query === undefined) return;
  add(draft, {
    ...head(draft.nameOf("operation", `${path}/query`)),
    args: draft.toFields(fields.filter((field) => !("optional" in field))),
    reply: draft.toLines(query, `${path}/query`),
    ...common,
  });
}

function add(draft: CommandDraft, operation: SchemaOperation): void {
  draft.command = { ...draft.command, operations: [...draft.command.operations, operation] };
}

function withoutBrackets(field: SyntaxField): readonly SyntaxField[] {
  return "optional" in field ? field.optional : [field];
}

function supportsOf(draft: CommandDraft): string[] {
  return draft.facts
    .of(draft.command.at)
    .filter(({ path }) => path.startsWith("test/answer:"))
    .map(({ value }) => value);
}

/** A line behind OK is an event that says how the command ended. */
function draftCompletion(
  draft: CommandDraft,
  path: string,
  result: string | undefined,
  args: readonly SyntaxField[],
): SchemaOperation["completion"] {
  const answer = result === undefined ? undefined : parseAnswer(result);
  if (answer === undefined) return undefined;
  const name = draft.nameOf("event", `${path}/result`);
  const section = draft.facts.get(draft.command.at, path)?.section ?? "";
  const [{ id } = { id: "" }] = draft.command.source;
  const urc: SchemaUrc = {
    name,
    summary: `${notDescribed}.`,
    line: { prefix: answer.prefix, fields: draft.toFields(answer.fields) },
    source: [{ id, section }],
  };
  draft.command = { ...draft.command, urcs: [...(draft.command.urcs ?? []), urc] };
  const limits = placeholdersOf(args).filter(
    (wire) => draft.facts.get(draft.command.at, `params/${wire}/unit`)?.value === "second",
  );
  const [limit, ...others] = limits;
  if (limit === undefined || others.length > 0) return { urc: name };
  return { urc: name, within: draft.keyOf(limit) };
}

function draftData(draft: CommandDraft, path: string): SchemaDataPhase | undefined {
  const { at } = draft.command;
  const fact = (key: string): string | undefined =>
    draft.facts.get(at, `${path}/data${key}`)?.value;
  const direction = fact("");
  if (direction !== "toModule") return undefined;
  const length = fact("/length");
  const time = fact("/time");
  const prefix = `${path}/data/ends/`;
  const ends = draft.facts.of(at).filter((other) => other.path.startsWith(prefix));
  return {
    direction,
    ...(length !== undefined && { length: { param: draft.keyOf(length) } }),
    endsOn: ends.map(({ value }) => value),
    ...(time !== undefined && { time: draft.keyOf(time) }),
    earlyExit: "result",
    resumable: false,
  };
}
