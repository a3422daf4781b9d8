import {
  boundsOf,
  describeGiven,
  describeKind,
  describePlace,
  describeWord,
  isList,
} from "./describe-kind.ts";
import { readHost } from "./host-name.ts";
import { isNear } from "./nearest-key.ts";
import type { NumberRange, OptionKind, OptionTable } from "./option-table.ts";
import {
  bytesOf,
  isOptionsObject,
  isSignal,
  isUint8Array,
  keysOf,
  readKey,
} from "./plain-object.ts";

/** Reads the objects within values, and takes down what is wrong. */
export interface TableReader {
  refuse(path: string, message: string, hint?: string): undefined;
  /** `known`: a key beside those of the table, which has been read. */
  readObject(
    value: unknown,
    table: OptionTable,
    path: string,
    known?: string,
  ): Record<string, unknown> | undefined;
}

/** A list of options has fewer entries. */
const longestList = 65_536;
const mostRefused = 5;

/** @returns the value as it is kept, `undefined` where it was refused */
export function readValue(
  kind: OptionKind,
  value: unknown,
  path: string,
  reader: TableReader,
): unknown {
  if (isList(kind)) return readEither(kind, value, path, reader);
  if (typeof kind !== "string") return readObject(kind, value, path, reader);
  if (kind === "bytes") return bytesOf(value) ?? refuseKind(kind, value, path, reader);
  if (!isOfKind(kind, value)) return refuseKind(kind, value, path, reader);
  if (kind !== "host") return value;
  const found = readHost(value as string);
  return "host" in found ? found.host : reader.refuse(path, found.message, found.hint);
}

function refuseKind(
  kind: OptionKind,
  value: unknown,
  path: string,
  reader: TableReader,
): undefined {
  return reader.refuse(path, `must be ${describeKind(kind)}, is ${describeGiven(value)}`);
}

function readObject(
  kind: Exclude<OptionKind, string | readonly OptionKind[]>,
  value: unknown,
  path: string,
  reader: TableReader,
): unknown {
  if ("number" in kind) return readNumber(kind.number, value, path, reader);
  if ("words" in kind) return readWord(kind, value, path, reader);
  if ("options" in kind) return reader.readObject(value, kind.options, path);
  if (!isOfKind(kind, value)) return refuseKind(kind, value, path, reader);
  try {
    if ("by" in kind) return readCase(kind, value as Record<string, unknown>, path, reader);
    if ("list" in kind) return readList(kind.list, value as readonly unknown[], path, reader);
    if ("record" in kind) return readRecord(kind.record, value as object, path, reader);
    return value;
  } catch {
    return reader.refuse(path, "cannot be read: looking into it throws an error");
  }
}

function readEither(
  kinds: readonly OptionKind[],
  value: unknown,
  path: string,
  reader: TableReader,
): unknown {
  const kind = kinds.find((one) => isOfKind(one, value));
  return kind === undefined
    ? refuseKind(kinds, value, path, reader)
    : readValue(kind, value, path, reader);
}

function readNumber(
  range: NumberRange,
  value: unknown,
  path: string,
  reader: TableReader,
): number | undefined {
  if (value === Number.POSITIVE_INFINITY && range.orInfinity === true) return value;
  const isNumber = typeof value === "number" && Number.isFinite(value);
  if (!isNumber || (range.whole === true && !Number.isInteger(value))) {
    return refuseKind({ number: range }, value, path, reader);
  }
  const { minimum = value, maximum = value } = boundsOf(range);
  // A negative zero is a zero.
  if (value >= minimum && value <= maximum) return value + 0;
  return reader.refuse(path, `must be ${describePlace(range)}, is ${value}`);
}

function readWord(
  kind: { readonly words: readonly (string | number | boolean)[] },
  value: unknown,
  path: string,
  reader: TableReader,
): unknown {
  if (kind.words.some((word) => word === value)) return value;
  const text = typeof value === "string" ? value : "";
  const near = kind.words.filter((word) => typeof word === "string" && isNear(text, word));
  const hint = text === "" || near.length === 0 ? undefined : `Is ${near.join(" or ")} meant?`;
  const message = `must be ${describeKind(kind)}, is ${describeWord(value)}`;
  return reader.refuse(path, message, hint);
}

function readCase(
  { by, cases }: { readonly by: string; readonly cases: Readonly<Record<string, OptionTable>> },
  value: Readonly<Record<string, unknown>>,
  path: string,
  reader: TableReader,
): unknown {
  const word = readKey(value, by);
  const place = path === "" ? by : `${path}.${by}`;
  const chosen = typeof word === "string" && Object.hasOwn(cases, word) ? cases[word] : undefined;
  if (chosen === undefined) return readWord({ words: Object.keys(cases) }, word, place, reader);
  const read = reader.readObject(value, chosen, path, by);
  return read === undefined ? undefined : { ...read, [by]: word };
}

function readList(
  kind: OptionKind,
  list: readonly unknown[],
  path: string,
  reader: TableReader,
): unknown {
  const { length } = list;
  if (length > longestList) return reader.refuse(path, "has too many entries");
  const read: unknown[] = [];
  let refused = 0;
  // All entries of a list are wrong in the same way mostly.
  for (let at = 0; at < length && refused < mostRefused; at++) {
    const value = readValue(kind, list[at], `${path}[${at}]`, reader);
    if (value === undefined) refused++;
    read.push(value);
  }
  return read;
}

function readRecord(
  kind: OptionKind,
  record: object,
  path: string,
  reader: TableReader,
): Record<string, unknown> {
  const read = keysOf(record).map((key): [string, unknown] => {
    const value = readKey(record as Readonly<Record<string, unknown>>, key);
    return [key, readValue(kind, value, `${path}[${JSON.stringify(key.slice(0, 60))}]`, reader)];
  });
  return Object.fromEntries(read);
}

/** Whether a value is what a kind speaks of, right or not. */
function isOfKind(kind: OptionKind, value: unknown): boolean {
  try {
    return looksLike(kind, value);
  } catch {
    return false;
  }
}

function looksLike(kind: OptionKind, value: unknown): boolean {
  switch (kind) {
    case "boolean":
    case "function":
      return typeof value === kind;
    case "string":
    case "host":
      return typeof value === "string";
    case "non-empty string":
      return typeof value === "string" && value !== "";
    case "bytes":
      return isUint8Array(value);
    case "signal":
      return isSignal(value);
  }
  if (isList(kind)) return kind.some((one) => looksLike(one, value));
  if ("number" in kind) return typeof value === "number";
  if ("words" in kind)
    return (
      kind.words.some((word) => typeof word === typeof value) &&
      (typeof value !== "boolean" || kind.words.includes(value as boolean))
    );
  if ("list" in kind) return Array.isArray(value);
  if ("object" in kind) return hasMembers(kind, value);
  return isOptionsObject(value);
}

function hasMembers(
  { object, methods }: { readonly object: readonly string[]; readonly methods: readonly string[] },
  value: unknown,
): boolean {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isObject && typeof value !== "function") return false;
  const members = value as Readonly<Record<string, unknown>>;
  return (
    object.every((name) => name in members) &&
    methods.every((name) => typeof members[name] === "function")
  );
}
