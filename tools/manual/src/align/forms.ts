import type { SchemaCommand, SchemaField, SchemaOperation } from "@qsmtp/codegen/schema-types";
import type { DraftCommand, DraftOperation } from "../draft/draft.ts";
import {
  mergePlace,
  mergeRows,
  type NameOfConstants,
  numbersIn,
  placesOf,
  wireFields,
} from "../grammar/fields.ts";
import { pathOfForm } from "../grammar/paths.ts";
import { placeholdersOf, printFields } from "../grammar/syntax.ts";
import { cites } from "../schema/schema-state.ts";
import type { Alignment } from "./proposal.ts";

/** The operations of one form, or of one setting of a write form, on both sides. */
export interface FormPair {
  readonly alignment: Alignment;
  readonly command: DraftCommand;
  readonly known: SchemaCommand;
  /** `test`, `read`, `execute`, `write`, `write:account`, as the manual spells it. */
  readonly path: string;
  readonly drafted: readonly DraftOperation[];
  readonly operations: readonly SchemaOperation[];
  readonly nameOf: NameOfConstants;
}

/** Operations of a schema that rest on a manual. */
function ownOperations({ operations }: SchemaCommand, manual: string): SchemaOperation[] {
  return operations.filter(({ source }) => cites(source, manual));
}

/** Pairs the forms of both sides; a sub-key may be written in other capitals. */
export function pairForms(
  alignment: Alignment,
  known: SchemaCommand,
  command: DraftCommand,
): FormPair[] {
  const drafted = Map.groupBy(command.operations, pathOfForm);
  const own = Map.groupBy(ownOperations(known, alignment.manual), pathOfForm);
  const unpaired = new Set(own.keys());
  const pairs = [...drafted].map(([path, operations]): FormPair => {
    const twin = [...unpaired].find((other) => other.toLowerCase() === path.toLowerCase());
    if (twin !== undefined) unpaired.delete(twin);
    const pair = { alignment, command, known, path, drafted: operations };
    const twins = own.get(twin ?? "") ?? [];
    return { ...pair, operations: twins, nameOf: constantNamer(command, known, operations) };
  });
  const alone = [...unpaired].map((path): FormPair => {
    const operations = own.get(path) ?? [];
    return { alignment, command, known, path, drafted: [], operations, nameOf: () => undefined };
  });
  return [...pairs, ...alone];
}

/** The operations of the schema that a pair is about, as they are in a later state of it. */
export function operationsOf(pair: FormPair, command: SchemaCommand): SchemaOperation[] {
  return ownOperations(command, pair.alignment.manual).filter(
    (operation) => pathOfForm(operation).toLowerCase() === pair.path.toLowerCase(),
  );
}

/**
 * Names fixed numbers: by the placeholder of the manual's syntax that no parameter of the schema
 * carries and that lists them as values.
 */
function constantNamer(
  command: DraftCommand,
  known: SchemaCommand,
  operations: readonly DraftOperation[],
): NameOfConstants {
  const wires = Object.values(known.params ?? {}).map(({ wire }) => wire);
  const names = operations.flatMap(({ args }) => placeholdersOf(args));
  const free = [...new Set(names)].filter((name) => !wires.includes(name));
  const lists = (name: string, number: number): boolean =>
    command.params.some(
      ({ wire, values }) => wire === name && values.some(({ value }) => value === number),
    );
  return (constants) =>
    free.find((name) => constants.some((number) => lists(name, number))) ??
    (free.length === 1 ? free[0] : undefined);
}

/** One syntax for the operations of the schema, under the placeholders of the manual. */
export function knownFields(
  pair: FormPair,
  operations: readonly SchemaOperation[],
  command = pair.known,
): SchemaField[] {
  return mergeRows(
    operations.map(({ args = [] }) => wireFields(command, args)),
    pair.nameOf,
  );
}

export function statedFields({ drafted }: Pick<FormPair, "drafted">): SchemaField[] {
  return mergeRows(drafted.map(({ args }) => args));
}

/** `AT+X="key"[,<a>]`. */
export function printSyntax(
  at: string,
  form: SchemaOperation["form"],
  fields: readonly SchemaField[],
): string {
  const ends = { test: "=?", read: "?", execute: "", write: "=", basic: "" };
  return `AT${at}${ends[form]}${printFields(fields)}`;
}

/** Numbers that operations fix, by the placeholder that the manual prints in their place. */
export function fixedNumbers(pairs: readonly FormPair[]): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const pair of pairs) {
    const { known, operations, nameOf } = pair;
    const rows = operations.map(({ args = [] }) => wireFields(known, args));
    for (const place of placesOf(rows)) {
      const numbers = numbersIn(place);
      const merged = mergePlace(place, nameOf);
      if (numbers.length === 0 || !("param" in merged)) continue;
      found.set(merged.param, [...new Set([...(found.get(merged.param) ?? []), ...numbers])]);
    }
  }
  return found;
}
