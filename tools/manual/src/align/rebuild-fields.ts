import type { SchemaField } from "@qsmtp/codegen/schema-types";
import { leavesOf, printFields } from "../grammar/syntax.ts";
import type { CommandEdit } from "../write/command-edit.ts";

/** How optional parts of a new syntax get into an operation that always gives them. */
export type Bracketing = "inline" | "optional";

/** The fields of an operation, and the syntax that they were an instance of. */
export interface Instance {
  readonly fields: readonly SchemaField[];
  /** Under the placeholders of the manual. */
  readonly syntax: readonly SchemaField[];
}

/**
 * Follows a change of the syntax through the fields of one operation: what it fixes stays fixed,
 * what it leaves out stays out, what is new comes in where it stands.
 */
export function rebuildFields(
  edit: CommandEdit,
  instance: Instance,
  next: readonly SchemaField[],
  bracketing: Bracketing,
): SchemaField[] {
  const own = leavesOf(instance.fields);
  const given = new Set<SchemaField>(instance.fields.filter((field) => !("optional" in field)));
  const before = leavesOf(instance.syntax).map((leaf) => printFields([leaf]));
  /** Words that differ in capitals stand in the same place, placeholders do not. */
  const placeOf = (leaf: SchemaField): number => {
    const text = printFields([leaf]);
    const isWord = "const" in leaf;
    return before.findIndex(
      (old) => old === text || (isWord && old.toLowerCase() === text.toLowerCase()),
    );
  };
  let isComplete = true;
  const build = (fields: readonly SchemaField[]): SchemaField[] =>
    fields.flatMap((field) =>
      "optional" in field ? buildOptional(field.optional) : buildLeaf(field),
    );
  const buildOptional = (optional: readonly SchemaField[]): SchemaField[] => {
    const places = leavesOf(optional)
      .map(placeOf)
      .filter((place) => place >= 0);
    const isReached = places.some((place) => place < own.length);
    if (places.length > 0 && !isReached) isComplete = false;
    if (places.length > 0 ? !isReached : !isComplete) return [];
    const isGiven = places.some((place) => given.has(own[place] ?? { const: "" }));
    const built = build(optional);
    return isGiven && bracketing === "inline" ? built : [{ optional: built }];
  };
  const buildLeaf = (leaf: SchemaField): SchemaField[] => {
    const place = placeOf(leaf);
    if (place < 0) return isComplete ? edit.toKeys([leaf]) : [];
    const field = own[place];
    if (field === undefined) {
      isComplete = false;
      return [];
    }
    return ["const" in leaf && before[place] !== printFields([leaf]) ? leaf : field];
  };
  return build(next);
}
