/** Spellings of one unit. */
const spellings: Readonly<Record<string, string>> = {
  s: "second",
  seconds: "second",
  ms: "millisecond",
  milliseconds: "millisecond",
  bytes: "byte",
  count: "time",
  times: "time",
  minute: "60second",
  "100ms": "100millisecond",
  "100 ms": "100millisecond",
};

/** A unit in one spelling: that of a person, of the schema, or so many of another one. */
export function unitWords(unit: unknown): string | undefined {
  if (typeof unit === "string") return spellings[unit] ?? unit;
  if (typeof unit !== "object" || unit === null) return undefined;
  const { times, unit: single } = unit as { readonly times?: unknown; readonly unit?: unknown };
  return typeof times === "number" && typeof single === "string" ? `${times}${single}` : undefined;
}
