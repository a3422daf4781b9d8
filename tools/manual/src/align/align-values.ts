import { notDescribed } from "@qsmtp/codegen/placeholder";
import type { SchemaParam, SchemaValue } from "@qsmtp/codegen/schema-types";
import type { DraftValue } from "../draft/draft.ts";
import { step } from "../grammar/paths.ts";
import { accepts } from "../schema/match-line.ts";
import { cites, type SchemaState } from "../schema/schema-state.ts";
import { NotAutomaticError } from "../write/not-automatic.ts";
import { encodingOf } from "./encoding-of.ts";
import { type ParamPair, pathOfParam, proposeParam } from "./param-pair.ts";
import { byHand, type Edit, leaveOpen, type Proposal } from "./proposal.ts";

/** Listed values beside those of the schema and the numbers that its operations fix. */
export function alignValues(pair: ParamPair): Proposal[] {
  const { command, wire, drafted, known, fixed, alignment } = pair;
  if (drafted === undefined) return [];
  const open = drafted.undecided.find(({ about }) => about === "values");
  if (open !== undefined) return [leaveOpen(command, pathOfParam(wire, "values"), open)];
  const listed = new Map(drafted.values.map((value) => [printValue(value.value), value]));
  const own = new Map([
    ...fixed.map((number): [string, boolean] => [`${number}`, true]),
    ...known.flatMap((param) => valuesOf(param, alignment.manual)),
  ]);
  // A range that holds a number says that it may be given, and so does any text that fits.
  const isTaken = (text: string): boolean =>
    known.some(
      (param) => (param.ranges !== undefined || param.type === "string") && accepts(param, text),
    );
  const added = [...listed].filter(([text]) => !own.has(text) && !isTaken(text));
  const gone = [...own].filter(([text, isNeeded]) => isNeeded && !listed.has(text));
  return [
    ...added.map(([text, value]) =>
      proposeParam(
        pair,
        pathOf(text),
        { manual: text, place: value },
        editValues(pair, text, value),
      ),
    ),
    ...gone.map(([text]) =>
      proposeParam(pair, pathOf(text), { schema: text }, editValues(pair, text, undefined)),
    ),
  ];
}

function pathOf(text: string): string {
  return `values/${step(text)}`;
}

/** `"tcp"`, `3`. */
export function printValue(value: string | number): string {
  return typeof value === "string" ? `"${value}"` : `${value}`;
}

export function parseValue(text: string): string | number {
  return text.startsWith('"') ? text.slice(1, -1) : Number(text);
}

/** Values that rest on the manual, and whether it must list them. */
function valuesOf({ type, values = [], source }: SchemaParam, manual: string): [string, boolean][] {
  const isOnlyHere = (sources: SchemaParam["source"] = []): boolean =>
    sources.every(({ id }) => id === manual);
  if (type === "flag") return ["0", "1"].map((text) => [text, isOnlyHere(source)]);
  return values
    .filter((known) => cites(known.source ?? source, manual))
    .map((known) => [printValue(known.value), isOnlyHere(known.source ?? source)]);
}

/** Adds a listed value, or takes one out. Whoever shares the exported type gets it too. */
function editValues(pair: ParamPair, text: string, value: DraftValue | undefined): Edit {
  const { command, wire, known } = pair;
  const types = new Set(known.flatMap(({ typeName }) => typeName ?? []));
  if (types.size === 0) {
    return byHand(
      `${text} of <${wire}> is no value of an enumeration but chooses an operation of AT${command.at}; add or remove the operation by hand`,
    );
  }
  return (state, names) => {
    const path = pathOfParam(wire, pathOf(text));
    const edit = (values: readonly SchemaValue[]): readonly SchemaValue[] => {
      if (value === undefined) return values.filter((other) => printValue(other.value) !== text);
      if (values.some((other) => other.value === value.value)) return values;
      const name = names.nameOf({ thing: "value", command: command.at, path });
      const added = { value: value.value, name, description: notDescribed };
      if (!values.some(({ encoding }) => encoding !== undefined))
        return inOrder([...values, added]);
      const encoding = encodingOf(value.meaning, name);
      if (encoding === undefined) {
        throw new NotAutomaticError(
          `nobody can tell which character set ${text} of <${wire}> is; add the value by hand, with its "encoding"`,
        );
      }
      return inOrder([...values, { ...added, encoding }]);
    };
    return withTypes(state, types, edit);
  };
}

/** Edits the values of exported types, in every command that has them. */
export function withTypes(
  before: SchemaState,
  types: ReadonlySet<string>,
  edit: (values: readonly SchemaValue[]) => readonly SchemaValue[],
): SchemaState {
  let state = before;
  for (const { file, command } of before.commands) {
    const params = Object.entries(command.params ?? {});
    const isMeant = ({ typeName, values }: SchemaParam): boolean =>
      values !== undefined && types.has(typeName ?? "");
    if (!params.some(([, param]) => isMeant(param))) continue;
    const edited = params.map(([key, param]): [string, SchemaParam] =>
      isMeant(param) ? [key, { ...param, values: edit(param.values ?? []) }] : [key, param],
    );
    state = state.withCommand(file, { ...command, params: Object.fromEntries(edited) });
  }
  return state;
}

/** Numbers by size; words stay as they come. */
export function inOrder(values: readonly SchemaValue[]): readonly SchemaValue[] {
  if (values.some(({ value }) => typeof value !== "number")) return values;
  return values.toSorted((a, b) => Number(a.value) - Number(b.value));
}
