/** What `expect.stringContaining(...)`, `expect.any(...)` and their like of Vitest and Jest give. */
export interface AsymmetricValue {
  /** Whether it takes a value. */
  asymmetricMatch(value: unknown): boolean;
}

/** A text that is expected: itself, one that a pattern matches, or what an asymmetric matcher takes. */
export type ExpectedText = string | RegExp | AsymmetricValue;

/** A value that is expected, at any depth an asymmetric matcher in its place. */
export type ExpectedValue<Value> =
  | AsymmetricValue
  | (Value extends string ? Value | RegExp : Value);

/** Whether a value is as expected: equal, taken by an asymmetric matcher, or matched by a pattern. */
export function isAsExpected(value: unknown, expected: unknown): boolean {
  if (isAsymmetric(expected)) return expected.asymmetricMatch(value);
  if (expected instanceof RegExp) return typeof value === "string" && testAnew(expected, value);
  if (expected instanceof Uint8Array)
    return value instanceof Uint8Array && isEqual(value, expected);
  if (Array.isArray(expected)) {
    if (!Array.isArray(value) || value.length !== expected.length) return false;
    return expected.every((item, index) => isAsExpected(value[index], item));
  }
  if (isObject(expected)) {
    if (!isObject(value)) return false;
    return Object.entries(expected).every(([key, property]) => isAsExpected(value[key], property));
  }
  return Object.is(value, expected);
}

function isAsymmetric(value: unknown): value is AsymmetricValue {
  return isObject(value) && typeof value.asymmetricMatch === "function";
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** A pattern with the flag g or y goes on where it stopped. */
function testAnew(pattern: RegExp, text: string): boolean {
  pattern.lastIndex = 0;
  return pattern.test(text);
}

function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

const maxShownLength = 240;
const maxShownBytes = 32;

/** A value for people, not longer than a few lines. */
export function shown(value: unknown): string {
  if (typeof value === "string") return cut(JSON.stringify(value));
  if (value instanceof RegExp) return cut(String(value));
  if (value instanceof Uint8Array) return shownBytes(value);
  if (Array.isArray(value)) return cut(`[${value.map(shown).join(", ")}]`);
  if (isAsymmetric(value)) return cut(shownMatcher(value));
  if (isObject(value)) {
    const properties = Object.entries(value).map(([key, property]) => `${key}: ${shown(property)}`);
    return cut(properties.length === 0 ? "{}" : `{ ${properties.join(", ")} }`);
  }
  return String(value);
}

function shownMatcher(matcher: AsymmetricValue): string {
  const { toAsymmetricMatcher, sample } = matcher as {
    readonly toAsymmetricMatcher?: unknown;
    readonly sample?: unknown;
  };
  if (typeof toAsymmetricMatcher === "function") return String(toAsymmetricMatcher.call(matcher));
  return sample === undefined ? String(matcher) : `${String(matcher)} ${shown(sample)}`;
}

function shownBytes(bytes: Uint8Array): string {
  const digits = [...bytes.subarray(0, maxShownBytes)].map((byte) =>
    byte.toString(16).padStart(2, "0"),
  );
  const more = bytes.length > maxShownBytes ? " ..." : "";
  return `${bytes.length} bytes${bytes.length === 0 ? "" : ` (${digits.join(" ")}${more})`}`;
}

function cut(text: string): string {
  return text.length > maxShownLength ? `${text.slice(0, maxShownLength)}...` : text;
}
