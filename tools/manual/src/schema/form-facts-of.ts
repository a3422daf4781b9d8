import type {
  SchemaCommand,
  SchemaLine,
  SchemaOperation,
  SchemaUrc,
} from "@qsmtp/codegen/schema-types";
import { step } from "../facts/fact.ts";
import {
  parseAnswer,
  parseFields,
  printAnswer,
  printSyntax,
  type SyntaxField,
} from "../facts/syntax.ts";
import { constantNamer } from "./constant-namer.ts";
import { fieldVariants } from "./field-variants.ts";
import { flatten, mergeOperations, toSyntax } from "./merge-operations.ts";
import type { Guide, SayFact } from "./schema-facts.ts";
import { cites, restsOnMore, type SchemaState } from "./schema-state.ts";

/** Operations that a manual prints as one block, under the path of that block. */
export interface OperationGroup {
  /** `test`, `read`, `execute`, `write`, `write:account`. */
  readonly path: string;
  readonly operations: readonly SchemaOperation[];
}

/** The operations that rest on a manual, grouped as it prints them. */
export function operationGroups(command: SchemaCommand, manual: string): OperationGroup[] {
  const groups = new Map<string, SchemaOperation[]>();
  for (const operation of command.operations) {
    if (!cites(operation.source, manual)) continue;
    const path = pathOf(operation);
    groups.set(path, [...(groups.get(path) ?? []), operation]);
  }
  return [...groups].map(([path, operations]) => ({ path, operations }));
}

export function pathOf({ form, args }: SchemaOperation): string {
  const first = args?.[0];
  if (form !== "write" || first === undefined || !("const" in first)) return form;
  return typeof first.const === "string" && first.quoted !== false
    ? `write:${step(first.const)}`
    : form;
}

/** A group of operations and what is needed to say something about it. */
interface GroupContext {
  readonly state: SchemaState;
  readonly command: SchemaCommand;
  readonly guide: Guide;
  readonly say: SayFact;
  readonly path: string;
}

/** Says the syntax, replies, data phase and error table of every form. */
export function formFactsOf(
  state: SchemaState,
  command: SchemaCommand,
  guide: Guide,
  say: SayFact,
): void {
  const groups = operationGroups(command, guide.manual);
  for (const { path: own, operations } of groups) {
    const path = statedPath(guide, command, own);
    const context: GroupContext = { state, command, guide, say, path };
    const more = operations.every(({ source }) => restsOnMore(source, guide.manual));
    say(path, printGroup(context, operations), more);
    for (const operation of operations) {
      if (operation.form === "test") sayAnswers(context, operation);
      sayReply(context, operation, isQuery(operation, operations) ? "query" : "reply");
      sayResult(context, operation);
      sayData(context, operation);
    }
    sayErrors(context, operations);
  }
  const times = groups.flatMap(({ operations }) => operations.map((op) => op.maxResponseMs));
  const known = [...new Set(times.filter((time) => time !== null))];
  if (known.length > 0) say("time", known.join(", "));
}

/** The path under which the manual speaks of a form: it may write a sub-key in other capitals. */
function statedPath({ facts }: Guide, { at }: SchemaCommand, path: string): string {
  const isSame = (other: string): boolean => other.toLowerCase() === path.toLowerCase();
  return facts.of(at).find((fact) => isSame(fact.path))?.path ?? path;
}

function printGroup(context: GroupContext, operations: readonly SchemaOperation[]): string {
  const { command } = context;
  const form = operations[0]?.form ?? "write";
  if (form === "basic") return `AT${command.at}`;
  const nameOf = constantNamer(context.guide, command, context.path);
  const fields = form === "write" ? mergeOperations(command, operations, nameOf) : [];
  return printSyntax({ at: command.at, form, fields });
}

function sayAnswers({ guide, say }: GroupContext, operation: SchemaOperation): void {
  (operation.supports ?? []).forEach((text, index) => {
    const more = restsOnMore(operation.source, guide.manual);
    say(`test/answer:${answerKey(text, index)}`, text, more);
  });
}

/** By which the line of a test answer is known: its quoted word, or its number. */
export function answerKey(text: string, index: number): string {
  const [first] = parseFields(text.split(",")[0] ?? "") ?? [];
  const key =
    first !== undefined && "literal" in first ? /^"(.+)"$/.exec(first.literal)?.[1] : undefined;
  return step(key ?? `${index + 1}`);
}

/** Whether an operation is what a longer one becomes when its parameters are left out. */
export function isQuery(operation: SchemaOperation, group: readonly SchemaOperation[]): boolean {
  const reach = (op: SchemaOperation): number => flatten(op.args ?? []).length;
  return group.some((other) => reach(other) > reach(operation));
}

function sayReply(
  { command, guide, say, path }: GroupContext,
  operation: SchemaOperation,
  place: "reply" | "query",
): void {
  if (operation.reply === undefined) return;
  const lines = operation.reply.map((line) => printLine(command, line));
  say(`${path}/${place}`, lines.join("\n"), restsOnMore(operation.source, guide.manual));
}

export function printLine(command: SchemaCommand, line: SchemaLine): string {
  const mayBeMissing = line.repeat === "zeroOrMore" || line.repeat === "zeroOrOne";
  return printAnswer({ prefix: line.prefix, fields: toSyntax(command, line.fields), mayBeMissing });
}

function sayResult(context: GroupContext, operation: SchemaOperation): void {
  const { state, command, guide, say, path } = context;
  const name = operation.completion?.urc;
  if (name === undefined) return;
  const found = findUrc(state, command, name);
  if (found === undefined) return;
  const { prefix } = found.urc.line;
  const fields = toSyntax(found.owner, found.urc.line.fields);
  const printed = printAnswer({ prefix, fields, mayBeMissing: false });
  const stated = guide.facts.get(command.at, `${path}/result`)?.value;
  const isLenient = restsOnMore(found.urc.source, guide.manual) && covers(fields, stated);
  say(`${path}/result`, isLenient ? stated : printed, restsOnMore(found.urc.source, guide.manual));
}

function findUrc(
  state: SchemaState,
  command: SchemaCommand,
  name: string,
): { owner: SchemaCommand; urc: SchemaUrc } | undefined {
  for (const owner of [command, ...state.commands.map((entry) => entry.command)]) {
    const urc = owner.urcs?.find((candidate) => candidate.name === name);
    if (urc !== undefined) return { owner, urc };
  }
  return undefined;
}

/** Whether every line that the manual allows is one that the schema reads. */
function covers(fields: readonly SyntaxField[], stated: string | undefined): boolean {
  const answer = stated === undefined ? undefined : parseAnswer(stated);
  if (answer === undefined) return false;
  const known = fieldVariants(fields);
  return fieldVariants(answer.fields).every((variant) => known.includes(variant));
}

function sayData({ command, say, path }: GroupContext, operation: SchemaOperation): void {
  const { data } = operation;
  if (data === undefined) return;
  const wire = (name: string | undefined): string | undefined =>
    name === undefined ? undefined : command.params?.[name]?.wire;
  say(`${path}/data`, data.direction);
  say(
    `${path}/data/length`,
    data.length && "param" in data.length ? wire(data.length.param) : undefined,
  );
  say(`${path}/data/time`, wire(data.time));
  for (const end of data.endsOn) say(`${path}/data/ends/${end}`, end);
  say(`${path}/data/resumable`, data.resumable ? undefined : "no");
}

/** Any command can fail; said only where the manual prints the error. */
function sayErrors(
  { state, command, guide, say, path }: GroupContext,
  operations: readonly SchemaOperation[],
): void {
  const stated = guide.facts.get(command.at, `${path}/errors`)?.value;
  if (stated === undefined) return;
  const names = operations.flatMap((operation) => operation.errors ?? []);
  const ofManual = state.tables
    .filter(({ table }) => table.source[0]?.id === guide.manual)
    .map(({ table }) => table.id);
  const known = names.filter((name) => ofManual.includes(name));
  say(`${path}/errors`, known.includes(stated) ? stated : known[0]);
}
