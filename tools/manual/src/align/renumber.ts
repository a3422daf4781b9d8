import type { SchemaCommand, SchemaOperation, SchemaValue } from "@qsmtp/codegen/schema-types";
import type { DraftCommand } from "../draft/draft.ts";
import { mapLeaves, mergePlace, placesOf, wireFields } from "../grammar/fields.ts";
import { step } from "../grammar/paths.ts";
import { printFields } from "../grammar/syntax.ts";
import type { SchemaState } from "../schema/schema-state.ts";
import { NotAutomaticError } from "../write/not-automatic.ts";
import { inOrder, parseValue, printValue, withTypes } from "./align-values.ts";
import { pairForms } from "./forms.ts";
import { type Alignment, type Edit, editCommand, type Proposal, propose } from "./proposal.ts";

/** Words that stand at other numbers than before: values of a placeholder, or codes of a table. */
export interface Move {
  /** `+QSMTPATT`; of an error table its id. */
  readonly command: string;
  /** `params/mode/values`, `codes`. */
  readonly path: string;
  /** Numbers or words, each with what it is now. */
  readonly numbers: ReadonlyMap<string, string>;
}

/** One proposal for all numbers that moved together: what they stand for goes along. */
export function proposeMove(alignment: Alignment, move: Move): Proposal {
  const { command, path, numbers } = move;
  const places = [...numbers].flat().map((number) => `${command}/${path}/${step(number)}`);
  return { ...moveOf(alignment, move), gone: places };
}

function moveOf(alignment: Alignment, move: Move): Proposal {
  const { command, path, numbers } = move;
  const [old, young] = [[...numbers.keys()], [...numbers.values()]];
  const isShift = new Set(old.map((text, index) => Number(young[index]) - Number(text))).size === 1;
  const print = isShift ? printRuns : (texts: readonly string[]) => texts.join(", ");
  const said = { manual: print(young), schema: print(old) };
  const place = `${path}/${step(printRuns(old))}`;
  const wire = /^params\/(.+)\/values$/.exec(path)?.[1];
  const drafted = alignment.draft.commands.find(({ at }) => at === command);
  if (wire === undefined || drafted === undefined) {
    const codes = alignment.draft.errorTables
      .filter(({ parameter }) => alignment.tables.get(`<${parameter}>`) === command)
      .flatMap((table) => table.codes);
    const { line, section } = codes.find(({ code }) => young.includes(`${code}`)) ?? nowhere;
    return propose({ at: command, line, section }, place, said, (state) =>
      renumberCodes(state, move),
    );
  }
  const row = drafted.params.find((param) => param.wire === wire);
  const value = row?.values.find((one) => young.includes(printValue(one.value)));
  const edit: Edit = (state, names) => {
    const types = new Set(
      Object.values(state.command(command)?.command.params ?? {}).flatMap((param) =>
        param.wire === wire ? (param.typeName ?? []) : [],
      ),
    );
    const typed = withTypes(state, types, (values) => renumberValues(values, numbers));
    return editCommand(drafted, (change) => {
      const fixed = renumberConstants(alignment, change.command, drafted, move, wire);
      change.updateOperations((operation) => fixed.get(operation) ?? operation);
      if (types.size === 0 && fixed.size === 0) {
        throw new NotAutomaticError(
          `the meanings of ${said.schema} of <${wire}> of AT${command} have changed places; change the schema by hand`,
        );
      }
    })(typed, names);
  };
  return propose(drafted, place, { ...said, place: value ?? row }, edit);
}

const nowhere = { line: 0, section: "" };

/** `670-682`, `0-1`, `2, 5`. */
function printRuns(texts: readonly string[]): string {
  const numbers = texts.map(Number);
  if (numbers.some(Number.isNaN)) return texts.join(", ");
  const runs: number[][] = [];
  for (const number of numbers.toSorted((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last?.at(-1) === number - 1) last.push(number);
    else runs.push([number]);
  }
  return runs.map((run) => (run.length === 1 ? `${run[0]}` : `${run[0]}-${run.at(-1)}`)).join(", ");
}

function renumberCodes(state: SchemaState, { command, numbers }: Move): SchemaState {
  const found = state.tables.find(({ table }) => table.id === command);
  if (found === undefined) return state;
  const { table, file } = found;
  const targets = new Set(numbers.values());
  const codes = table.codes.flatMap((one) => {
    const now = numbers.get(`${one.code}`);
    if (now !== undefined) return [{ ...one, code: Number(now) }];
    // What stood there is gone, or has moved on itself.
    return targets.has(`${one.code}`) ? [] : [one];
  });
  codes.sort((a, b) => a.code - b.code);
  return state.with(file, "error-table", { ...table, codes });
}

function renumberValues(
  values: readonly SchemaValue[],
  numbers: ReadonlyMap<string, string>,
): readonly SchemaValue[] {
  const targets = new Set(numbers.values());
  const renumbered = values.flatMap((one): SchemaValue[] => {
    const now = numbers.get(printValue(one.value));
    if (now !== undefined) return [{ ...one, value: parseValue(now) }];
    return targets.has(printValue(one.value)) ? [] : [one];
  });
  return inOrder(renumbered);
}

/** Operations that a number chooses, each with the number that chooses it now. */
function renumberConstants(
  alignment: Alignment,
  known: SchemaCommand,
  drafted: DraftCommand,
  { numbers }: Move,
  wire: string,
): ReadonlyMap<SchemaOperation, SchemaOperation> {
  const changed = new Map<SchemaOperation, SchemaOperation>();
  for (const pair of pairForms(alignment, known, drafted)) {
    const rows = pair.operations.map(({ args = [] }) => wireFields(known, args));
    const places = placesOf(rows).map((place) => mergePlace(place, pair.nameOf));
    for (const operation of pair.operations) {
      const args = mapLeaves(operation.args ?? [], (leaf, place) => {
        const merged = places[place];
        const isMeant = merged !== undefined && "param" in merged && merged.param === wire;
        const now = isMeant && "const" in leaf ? numbers.get(`${leaf.const}`) : undefined;
        return now === undefined ? leaf : { const: Number(now) };
      });
      if (printFields(args) === printFields(operation.args ?? [])) continue;
      changed.set(operation, { ...operation, args });
    }
  }
  return changed;
}
