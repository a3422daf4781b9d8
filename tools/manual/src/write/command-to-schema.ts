import { notDescribed } from "@qsmtp/codegen/placeholder";
import type {
  Group,
  SchemaCommand,
  SchemaDataPhase,
  SchemaFacts,
  SchemaOperation,
  Source,
} from "@qsmtp/codegen/schema-types";
import type { DraftCommand, DraftFact, DraftOperation, Place } from "../draft/draft.ts";
import { isQuery } from "../grammar/fields.ts";
import { pathOfForm } from "../grammar/paths.ts";
import { CommandEdit } from "./command-edit.ts";
import { factName, factToSchema } from "./fact-to-schema.ts";
import type { Names } from "./names.ts";
import { allDecided, openOfOperation, type Remarks } from "./open-members.ts";
import { suggestOperation, suggestResult } from "./suggested-names.ts";

/** Where a drafted command belongs. */
export interface CommandPlace {
  readonly group: Group;
  readonly sourceOf: (place: Place) => Source;
  /** Ids of the error tables of an operation that prints an error number. */
  readonly errorsOf: (operation: DraftOperation) => readonly string[];
}

/**
 * A command of the schema as far as its draft goes; what is undecided is not set.
 * @throws NotAutomaticError when the remarks let nothing open pass
 */
export function commandToSchema(
  drafted: DraftCommand,
  place: CommandPlace,
  names: Names,
  remarks: Remarks = allDecided,
): SchemaCommand {
  const edit = startCommand(drafted, place, names, remarks);
  fillCommand(edit, place);
  edit.dropUnusedParams();
  return edit.command;
}

/** A command of the schema without any member of its draft yet. */
export function startCommand(
  drafted: DraftCommand,
  { group, sourceOf }: CommandPlace,
  names: Names,
  remarks: Remarks,
): CommandEdit {
  const head = { at: drafted.at, title: notDescribed, group, stability: "stable" } as const;
  const empty = { ...head, params: {}, operations: [], source: [sourceOf(drafted)] };
  return new CommandEdit(empty, drafted, names, remarks);
}

/** Puts all operations and facts of a draft into its command. */
export function fillCommand(edit: CommandEdit, place: CommandPlace): void {
  const { drafted, names, remarks } = edit;
  for (const [path, operations] of Map.groupBy(drafted.operations, pathOfForm)) {
    addOperations(edit, path, operations, place);
  }
  const facts = factsToSchema(drafted.at, drafted.facts, place.sourceOf, names);
  const marks = remarks(drafted, drafted.undecided);
  edit.command = { ...edit.command, ...(facts && { facts }), ...marks };
}

/** Limits and times that sentences state, by their names; nothing when there are none. */
export function factsToSchema(
  command: string,
  facts: readonly DraftFact[],
  sourceOf: CommandPlace["sourceOf"],
  names: Names,
): SchemaFacts | undefined {
  if (facts.length === 0) return undefined;
  const entries = facts.map((fact) => {
    return [names.nameOf(factName(command, fact)), factToSchema(fact, sourceOf(fact))] as const;
  });
  return Object.fromEntries(entries);
}

/** Puts the operations of one form, or of one setting of it, into a command. */
export function addOperations(
  edit: CommandEdit,
  path: string,
  operations: readonly DraftOperation[],
  { errorsOf, sourceOf }: Omit<CommandPlace, "group">,
): void {
  const taken = new Set<string>();
  for (const drafted of operations) {
    const own = isQuery(drafted, operations) ? `${path}/query` : path;
    const key = taken.has(own) ? `${own}:${taken.size + 1}` : own;
    taken.add(key);
    const operation = toOperation(edit, key, drafted, { errorsOf, sourceOf });
    edit.command = { ...edit.command, operations: [...edit.command.operations, operation] };
  }
}

function toOperation(
  edit: CommandEdit,
  path: string,
  drafted: DraftOperation,
  { errorsOf, sourceOf }: Omit<CommandPlace, "group">,
): SchemaOperation {
  const { form, args, reply, supports, data, maxResponseMs } = drafted;
  const undecided = openOfOperation(drafted, edit.names.canChoose);
  const isOpen = (member: string): boolean => undecided.some(({ about }) => about === member);
  const name = edit.nameOf("operation", path, suggestOperation(drafted, edit.drafted));
  const place = path.endsWith("/query") ? path : `${path}/reply`;
  const completion = isOpen("reply") ? undefined : toCompletion(edit, path, drafted, sourceOf);
  const literal = supports.filter(({ inWords }) => !inWords).map(({ value }) => value);
  const errors = errorsOf(drafted);
  return {
    name,
    form,
    summary: `${notDescribed}.`,
    ...((form === "write" || form === "basic") && !isOpen("syntax") && { args: edit.toKeys(args) }),
    ...(form === "test" && (literal.length > 0 || !isOpen("supports")) && { supports: literal }),
    ...(reply.length > 0 &&
      !isOpen("reply") && { reply: reply.map((line) => edit.toLine(line, place)) }),
    ...(data !== undefined && { data: toDataPhase(edit, `${path}/data`, data.value) }),
    ...(completion !== undefined && { completion }),
    ...(errors.length > 0 && { errors }),
    maxResponseMs: maxResponseMs?.value ?? null,
    ...edit.remarks(drafted, undecided),
  };
}

function toDataPhase(
  edit: CommandEdit,
  path: string,
  phase: NonNullable<DraftOperation["data"]>["value"],
): SchemaDataPhase {
  const { direction, length, endsOn, time } = phase;
  const known =
    length !== undefined && "param" in length ? { param: edit.keyOf(length.param) } : length;
  const earlyExit = phase.earlyExit ?? edit.choose(`${path}/earlyExit`, ["result", "aborted"]);
  const resumable = phase.resumable ?? edit.choose(`${path}/resumable`, ["no", "yes"]);
  const said = {
    direction,
    ...(known !== undefined && { length: known }),
    ...(endsOn !== undefined && { endsOn }),
    ...(time !== undefined && { time: edit.keyOf(time) }),
    ...(earlyExit !== undefined && { earlyExit }),
    ...(resumable !== undefined && { resumable: resumable === true || resumable === "yes" }),
  };
  // What no sentence says is open, which only the remarks can let pass.
  return said as SchemaDataPhase;
}

/** A line behind OK is an event that says how the command ended; how long that may take is not said. */
function toCompletion(
  edit: CommandEdit,
  path: string,
  { completion }: DraftOperation,
  sourceOf: CommandPlace["sourceOf"],
): SchemaOperation["completion"] {
  if (completion === undefined) return undefined;
  const urc = edit.nameOf("event", `${path}/result`, suggestResult(edit.drafted));
  edit.addUrc({
    name: urc,
    summary: `${notDescribed}.`,
    line: { prefix: completion.prefix, fields: edit.toKeys(completion.fields) },
    source: [sourceOf(completion)],
  });
  return { urc };
}
