import type { SchemaEdit } from "./schema-edit.ts";

/** One thing that a new edition of a manual says otherwise. */
export interface EditionChange {
  /** The fact, in the words in which a failing test or the generator names it. */
  readonly fact: string;
  /** Source whose edition it is. */
  readonly manual: string;
  /** Makes it; `amount` chooses how much, 1 or more. */
  apply(edit: SchemaEdit, amount: number): void;
}

/** Changes by the sources that they come from, each with the edition that it becomes. */
export interface Edition {
  readonly name: string;
  readonly changes: readonly { readonly change: EditionChange; readonly amount: number }[];
}
