import type { Evidence } from "../families/evidence.ts";

/** Where a fact was read; absent when the element around it says so. */
interface Sourced {
  readonly source?: readonly Evidence[];
}

/** The words for a named value. */
export interface ValueDescription extends Sourced {
  readonly name: string;
  readonly description: string;
}

/** The words for a parameter. */
export interface ParamDescription extends Sourced {
  readonly description: string;
  /** A unit, or so many of one: 20 milliseconds. */
  readonly unit?: string | { readonly times: number; readonly unit: string };
  /** By the value as text. */
  readonly values?: Readonly<Record<string, ValueDescription>>;
}

/** The words for an operation or an unsolicited line. */
export interface Summary extends Sourced {
  readonly summary: string;
}

/** The words for a command; operations, lines and parameters by their names in the API. */
export interface CommandDescription {
  readonly title: string;
  readonly operations?: Readonly<Record<string, Summary>>;
  readonly urcs?: Readonly<Record<string, Summary>>;
  readonly params?: Readonly<Record<string, ParamDescription>>;
  readonly source: readonly Evidence[];
}

/** Where the numbers of an error table stand and were read. */
export interface TableDescription {
  readonly wire: string;
  readonly codes: Readonly<Record<string, Sourced>>;
  /** Where it was read what numbers mean that the table does not list. */
  readonly unlisted?: readonly Evidence[];
}
