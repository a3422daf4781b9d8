import type { NumberRange, OptionKind } from "./option-table.ts";

/** What an option must be, in words: `a whole number in 1-65535`. */
export function describeKind(kind: OptionKind): string {
  switch (kind) {
    case "boolean":
      return "true or false";
    case "string":
    case "non-empty string":
      return `a ${kind}`;
    case "host":
      return "a host name or an address";
    case "function":
      return "a function";
    case "bytes":
      return "bytes (a Uint8Array)";
    case "signal":
      return "an AbortSignal";
  }
  if (isList(kind)) return either(kind.map(describeKind));
  if ("number" in kind) return describeNumber(kind.number);
  if ("words" in kind) return describeWords(kind.words);
  if ("by" in kind) return `an object with ${kind.by}`;
  if ("list" in kind) return `a list, each entry ${describeKind(kind.list)}`;
  if ("object" in kind) {
    const members = [...kind.object, ...kind.methods.map((name) => `${name}()`)];
    return members.length === 0 ? "an object" : `an object with ${members.join(", ")}`;
  }
  return "record" in kind ? "an object" : "an object with options";
}

/** Whether several kinds are allowed. */
export function isList(kind: OptionKind): kind is readonly OptionKind[] {
  return Array.isArray(kind);
}

/** What was given; texts are not shown, because they may be secret. */
export function describeGiven(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  switch (typeof value) {
    case "number":
    case "boolean":
      return String(value);
    case "object":
      return isArray(value) ? "a list" : "an object";
    default:
      return value === "" ? "empty" : `a ${typeof value}`;
  }
}

/** A word that was given, short enough for a message. */
export function describeWord(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value.slice(0, 40)) : describeGiven(value);
}

function isArray(value: object): boolean {
  try {
    return Array.isArray(value);
  } catch {
    return false;
  }
}

function either(kinds: readonly string[]): string {
  return `${kinds.slice(0, -1).join(", ")} or ${kinds.at(-1)}`;
}

function describeWords(words: readonly unknown[]): string {
  const list = words.map((word) => String(word)).join(", ");
  return words.length === 1 ? list : `one of ${list}`;
}

/** `a whole number`, and where it may lie. */
export function describeNumber(range: NumberRange): string {
  const kind = range.whole === true ? "a whole number" : "a number";
  const place = describePlace(range);
  return place === undefined ? kind : `${kind} ${place}`;
}

/** `in 1-65535`, `of 1 or more`; `undefined` without a bound. */
export function describePlace(range: NumberRange): string | undefined {
  const { minimum, maximum } = boundsOf(range);
  if (minimum === undefined) return maximum === undefined ? undefined : `of at most ${maximum}`;
  return maximum === undefined ? `of ${minimum} or more` : `in ${minimum}-${maximum}`;
}

/** Beyond this the platform's timers fire at once instead of late. */
const longestTimerMs = 2_147_483_647;

/** The smallest and the largest number of a range, as far as it has them. */
export function boundsOf(range: NumberRange): {
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
} {
  const {
    timer,
    minimum = timer ? 1 : undefined,
    maximum = timer ? longestTimerMs : undefined,
  } = range;
  return { minimum, maximum };
}
