import type { FoundTitle } from "./find-title.ts";
import { type Cell, collapseBlanks } from "./line.ts";
import type { Promised } from "./promised.ts";

export interface Heading {
  readonly id: string;
  readonly title: string;
  /** Places of its number and of the pieces of its title, in their order. */
  readonly places: readonly number[];
  /** Another heading begins before its title: what stands between the two is not its own. */
  readonly isAround?: true;
}

/** A number that may be one of a heading, and the words on its line. */
export interface Numbered {
  readonly cells: readonly Cell[];
  readonly index: number;
  /** Number of the heading before. */
  readonly last: string;
  readonly id: string;
  readonly words: string;
  readonly promised: Promised;
  /** Place behind the heading before. */
  readonly begun: number;
}

export function headingOf({ index, id }: Numbered, { title, places }: FoundTitle): Heading {
  return { id, title: collapseBlanks(title), places: [index, ...places] };
}
