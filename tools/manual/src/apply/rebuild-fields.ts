import type { SchemaField } from "@qsmtp/codegen/schema-types";
import { type CommandDraft, constField } from "../draft/command-draft.ts";
import type { SyntaxField } from "../facts/syntax.ts";
import { flatten } from "../schema/merge-operations.ts";

/** How optional parts of a new syntax get into an operation that always gives them. */
export type Bracketing = "inline" | "optional";

/** The fields of an operation, and the syntax that they were an instance of. */
export interface Instance {
  readonly fields: readonly SchemaField[];
  readonly syntax: readonly SyntaxField[];
}

type Leaf = { readonly literal: string } | { readonly placeholder: string };

/**
 * Follows a change of the syntax through the fields of one operation: what it fixes stays fixed,
 * what it leaves out stays out, what is new comes in where it stands.
 */
export function rebuildFields(
  draft: CommandDraft,
  instance: Instance,
  next: readonly SyntaxField[],
  bracketing: Bracketing,
): SchemaField[] {
  const own = flatten(instance.fields);
  const isGiven = new Set(instance.fields.filter((field) => !("optional" in field)));
  const old = leaves(instance.syntax);
  const placeOf = (leaf: Leaf): number => old.findIndex((other) => isSame(other, leaf));
  const reached = (leaf: Leaf): boolean => {
    const place = placeOf(leaf);
    return place >= 0 && place < own.length;
  };
  let complete = true;
  const build = (fields: readonly SyntaxField[]): SchemaField[] =>
    fields.flatMap((field): SchemaField[] => {
      if (!("optional" in field)) return buildLeaf(field);
      const inner = leaves(field.optional);
      const known = inner.filter((leaf) => placeOf(leaf) >= 0);
      if (known.length > 0 && !known.some(reached)) {
        complete = false;
        return [];
      }
      if (known.length === 0 && !complete) return [];
      const given = known.some((leaf) => isGiven.has(own[placeOf(leaf)] ?? { const: "" }));
      const built = build(field.optional);
      return given && bracketing === "inline" ? built : [{ optional: built }];
    });
  const buildLeaf = (leaf: Leaf): SchemaField[] => {
    const place = placeOf(leaf);
    if (place < 0) return complete ? [newField(draft, leaf)] : [];
    const field = own[place];
    if (field === undefined) {
      complete = false;
      return [];
    }
    return [
      "literal" in leaf && !isLiteral(old[place], leaf.literal) ? constField(leaf.literal) : field,
    ];
  };
  return build(next);
}

function leaves(fields: readonly SyntaxField[]): Leaf[] {
  return fields.flatMap((field) => ("optional" in field ? leaves(field.optional) : [field]));
}

/** Words that differ in capitals stand in the same place. */
function isSame(a: Leaf, b: Leaf): boolean {
  if ("literal" in a) return "literal" in b && a.literal.toLowerCase() === b.literal.toLowerCase();
  return "placeholder" in b && a.placeholder === b.placeholder;
}

function isLiteral(leaf: Leaf | undefined, text: string): boolean {
  return leaf !== undefined && "literal" in leaf && leaf.literal === text;
}

function newField(draft: CommandDraft, leaf: Leaf): SchemaField {
  return "literal" in leaf ? constField(leaf.literal) : { param: draft.keyOf(leaf.placeholder) };
}
