import type {
  Draft,
  DraftCase,
  DraftCommand,
  DraftLine,
  DraftOperation,
  DraftParam,
  Undecided,
} from "../../src/draft/draft.ts";
import type { SeenCommand, SeenDraft, SeenOperation, SeenParam } from "./seen.ts";
import { printFields } from "./syntax.ts";
import { unitWords } from "./unit-words.ts";

/** A draft in memory, as the judge sees it. */
export function seenDraft(draft: Draft): SeenDraft {
  return {
    commands: draft.commands.map(seenCommand),
    codes: new Set(draft.errorTables.flatMap(({ codes }) => codes.map(({ code }) => code))),
    saysUnseen: draft.unseen.length > 0,
    openCodes: draft.errorTables.flatMap(({ undecided }) => undecided.map(wordsOf)),
  };
}

function seenCommand(command: DraftCommand): SeenCommand {
  return {
    at: command.at,
    line: command.line,
    params: command.params.map(seenParam),
    operations: command.operations.map(seenOperation),
    open: command.undecided.map(wordsOf),
  };
}

function seenParam(param: DraftParam): SeenParam {
  return {
    wire: param.wire,
    line: param.line,
    type: param.type?.value,
    ranges: param.ranges?.value,
    minBytes: param.minBytes?.value,
    maxBytes: param.maxBytes?.value,
    unit: unitWords(param.unit?.value),
    default: param.default?.value,
    values: param.values.map(({ value }) => value),
    meanings: [param.meaning, ...param.values.map(({ meaning }) => meaning)].join(" "),
    open: new Set([...openMembers(param.undecided), ...param.cases.flatMap(membersOfCase)]),
  };
}

/** What holds under a condition only is said to do so: no statement about the parameter as such. */
function membersOfCase(one: DraftCase): string[] {
  const { ranges, minBytes, maxBytes, unit, default: value } = one;
  const members = { ranges, minBytes, maxBytes, unit, default: value };
  return Object.entries(members).flatMap(([name, stated]) => (stated === undefined ? [] : [name]));
}

function seenOperation(operation: DraftOperation): SeenOperation {
  return {
    form: operation.form,
    line: operation.line,
    args: printFields(operation.args),
    reply: operation.reply.map(printLine),
    completion: operation.completion === undefined ? [] : [printLine(operation.completion)],
    supports: operation.supports.map(({ value, inWords }) => ({ text: value, inWords })),
    data: operation.data && {
      direction: operation.data.value.direction,
      length: lengthOf(operation.data.value.length),
    },
    maxResponseMs: operation.maxResponseMs?.value,
    open: openMembers(operation.undecided),
  };
}

export function lengthOf(
  length: { readonly param: string } | { readonly connect: true } | undefined,
): string | undefined {
  if (length === undefined) return undefined;
  return "param" in length ? length.param : "connect";
}

function printLine({ prefix, fields }: DraftLine): string {
  return `${prefix}: ${printFields(fields)}`;
}

function openMembers(undecided: readonly Undecided[]): Set<string> {
  return new Set(undecided.map(({ about }) => (about === "name" ? "all" : about)));
}

function wordsOf({ about, text, reason }: Undecided): string {
  return `${about}: ${text} (${reason})`;
}
