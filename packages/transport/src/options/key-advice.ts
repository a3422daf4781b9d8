import { isList } from "./describe-kind.ts";
import { isNear, nearestNames } from "./nearest-key.ts";
import type { KeyAdvice, OptionKind, OptionTable } from "./option-table.ts";

/** A key that is no option of its object. */
export interface StrangeKey {
  /** Path of the object. */
  readonly path: string;
  readonly key: string;
  readonly value: unknown;
  /** The options of its object, and of the whole call. */
  readonly table: OptionTable;
  readonly root: OptionTable;
}

/** What to do about a key, and the options of the same object that it may stand for. */
export interface FoundAdvice {
  readonly hint: string;
  readonly meant: readonly string[];
  /** The options that the key has where it belongs, when that is one place. */
  readonly moved?: Place | undefined;
}

/** An option by its path. */
export interface Place {
  readonly path: string;
  readonly kind: OptionKind;
}

/** Says what to write instead of a key that is no option. */
export function adviseOn(strange: StrangeKey, advice: KeyAdvice): FoundAdvice {
  const { path, key, table } = strange;
  const names = Object.keys(table.keys);
  const { otherNames = {} } = advice;
  const meant = nearest(key, names, otherNames);
  const sentence = foreignSentence(strange, advice.foreign ?? {});
  if (sentence !== undefined) return { hint: sentence, meant };
  const misplaced = placesOf(strange, (name) => name === key);
  if (misplaced.length > 0) {
    const [moved, ...others] = misplaced.filter(({ kind }) => tablesIn(kind).length > 0);
    const hint = `Give it as ${pathsOf(misplaced)}.`;
    return { hint, meant, moved: others.length === 0 ? moved : undefined };
  }
  if (meant.length > 0) {
    return { hint: `Is ${meant.map((name) => under(path, name)).join(" or ")} meant?`, meant };
  }
  const near = placesOf(strange, (name) => standsFor(key, name, otherNames));
  if (near.length > 0) return { hint: `Is ${pathsOf(near)} meant?`, meant };
  const calls = Object.entries(advice.elsewhere ?? {}).filter(([, other]) => own(other.keys, key));
  if (calls.length > 0) {
    return { hint: `It is an option of ${calls.map(([call]) => call).join(" and ")}.`, meant };
  }
  return { hint: `Known here: ${names.sort().join(", ")}.`, meant };
}

/** The path of a key below that of its object. */
export function under(path: string, key: string): string {
  const name = /^[\w$-]{1,60}$/.test(key) ? key : JSON.stringify(key.slice(0, 60));
  return path === "" ? name : `${path}.${name}`;
}

function foreignSentence(
  { path, key, value }: StrangeKey,
  foreign: NonNullable<KeyAdvice["foreign"]>,
): string | undefined {
  const found = own(own(foreign, path) ?? {}, key) ?? own(own(foreign, "*") ?? {}, key);
  return typeof found === "function" ? found(value) : found;
}

/** Of the names that a key may stand for, those that it resembles most. */
function nearest(
  key: string,
  names: readonly string[],
  otherNames: NonNullable<KeyAdvice["otherNames"]>,
): readonly string[] {
  const named = names.filter((name) => isOtherNameOf(key, name, otherNames));
  return named.length > 0 ? named : nearestNames(key, names);
}

function standsFor(
  key: string,
  name: string,
  otherNames: NonNullable<KeyAdvice["otherNames"]>,
): boolean {
  return isNear(key, name) || isOtherNameOf(key, name, otherNames);
}

function isOtherNameOf(
  key: string,
  name: string,
  otherNames: NonNullable<KeyAdvice["otherNames"]>,
): boolean {
  const others = own(otherNames, name) ?? [];
  return others.some((other) => other.toLowerCase() === key.toLowerCase());
}

/** Paths of options with such a name, those below the key's own object first of all. */
function placesOf(
  { path, table, root }: StrangeKey,
  isMeant: (name: string) => boolean,
): readonly Place[] {
  const below = placesIn(table, path, isMeant);
  return below.length > 0 ? below : placesIn(root, "", isMeant);
}

function placesIn(
  table: OptionTable,
  path: string,
  isMeant: (name: string) => boolean,
): readonly Place[] {
  return Object.entries(table.keys).flatMap(([name, kind]) => [
    ...(isMeant(name) ? [{ path: under(path, name), kind }] : []),
    ...tablesIn(kind).flatMap((inner) => placesIn(inner, under(path, name), isMeant)),
  ]);
}

function pathsOf(places: readonly Place[]): string {
  return places.map(({ path }) => path).join(" or ");
}

function tablesIn(kind: OptionKind): readonly OptionTable[] {
  if (typeof kind === "string") return [];
  if (isList(kind)) return kind.flatMap(tablesIn);
  return "options" in kind ? [kind.options] : [];
}

function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
