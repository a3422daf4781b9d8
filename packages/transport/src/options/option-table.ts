/** Where a number may lie. */
export interface NumberRange {
  /** A time in milliseconds that a timer can keep; from 1 on unless there is a minimum. */
  readonly timer?: true | undefined;
  /** Whether it must be without a fraction. */
  readonly whole?: true | undefined;
  /** The least that is taken; default none, or 1 for a timer. */
  readonly minimum?: number | undefined;
  /** The most that is taken; default none, or what a timer can keep. */
  readonly maximum?: number | undefined;
  /** Whether `Infinity` is taken, for no limit. */
  readonly orInfinity?: true | undefined;
}

/**
 * What an option may be. `non-empty string` and `host` are texts; a host is a name or an address and
 * nothing else. `bytes` are a `Uint8Array` of any realm, which is copied. Several kinds in a list:
 * any of them.
 */
export type OptionKind =
  | "boolean"
  | "string"
  | "non-empty string"
  | "host"
  | "function"
  | "bytes"
  | "signal"
  | { readonly number: NumberRange }
  /** One of these. */
  | { readonly words: readonly (string | number | boolean)[] }
  | { readonly options: OptionTable }
  /** Options that differ by one key, whose words they are listed by. */
  | { readonly by: string; readonly cases: Readonly<Record<string, OptionTable>> }
  | { readonly list: OptionKind }
  | { readonly record: OptionKind }
  /** Any object with these members; it is kept as it is. */
  | { readonly object: readonly string[]; readonly methods: readonly string[] }
  | readonly OptionKind[];

/** The options that an object may hold. Written from the interfaces of the options. */
export interface OptionTable {
  /** What each key may be, in the order of the interface. */
  readonly keys: Readonly<Record<string, OptionKind>>;
  /** Keys that must be given; default none. */
  readonly required?: readonly string[] | undefined;
  /** Pairs of keys of which one may be given at most; default none. */
  readonly exclusive?: readonly (readonly [string, string])[] | undefined;
}

/** One option that cannot work. */
export interface OptionProblem {
  /** Where in the options: `smtp.tls.ca`. */
  readonly path: string;
  /** What is wrong, as a sentence goes on behind the path: `must be a number, is a string`. */
  readonly message: string;
  /** What to do. */
  readonly hint?: string | undefined;
}

/** What a call knows of keys that are no options of it. */
export interface KeyAdvice {
  /** What to write instead, by the path of the object and the key; the path `*` is any. */
  readonly foreign?:
    | Readonly<Record<string, Readonly<Record<string, string | ((value: unknown) => string)>>>>
    | undefined;
  /** What to do about an option that is wrong in any way, by its path. */
  readonly hints?: Readonly<Record<string, string>> | undefined;
  /** Names that others use, by the option that they stand for. */
  readonly otherNames?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Options of other calls, by the name of the call. */
  readonly elsewhere?: Readonly<Record<string, OptionTable>> | undefined;
}
