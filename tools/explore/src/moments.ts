/**
 * Moments on the clock that stand in a state of the client, and for how long after they have passed
 * it still matters how long ago they were.
 */
const memoryMs: Readonly<Record<string, number>> = {
  untilMs: 0,
  nextMs: 0,
  turnByMs: 0,
  endByMs: 0,
  forgetMs: 0,
  lastFromMs: 0,
  // The guard time of an escape counts from it.
  lastWriteMs: 1500,
  // Lines of one start count once.
  restartedMs: 21_000,
  // From how long an answer took the client learns patience.
  askedMs: 30_000,
};

/** Lengths of time, which do not move with the clock. */
const lengths: ReadonlySet<string> = new Set([
  "replyMs",
  "dataMs",
  "sourceMs",
  "resultMs",
  "outcomeMs",
  "limitMs",
  "lastByteAfterMs",
  "patienceMs",
]);

/**
 * The same value seen `byMs` later, with the clock set back to 0: two states that differ only in
 * what o'clock it is become one. Objects without moments are kept as they are, so that what the
 * client compares by identity stays the same; classes hold no moments.
 *
 * @throws when a property looks like a time and is not listed above: the search would be unsound
 */
export function setBack<Value>(value: Value, byMs: number): Value {
  return shifted("", value, byMs) as Value;
}

function shifted(key: string, value: unknown, byMs: number): unknown {
  if (typeof value === "number") return shiftedNumber(key, value, byMs);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return shiftedArray(key, value, byMs);
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  let changed: Record<string, unknown> | undefined;
  for (const [name, old] of Object.entries(value)) {
    const now = shifted(name, old, byMs);
    if (now === old) continue;
    changed ??= { ...value };
    changed[name] = now;
  }
  return changed ?? value;
}

function shiftedArray(key: string, value: readonly unknown[], byMs: number): readonly unknown[] {
  const now = value.map((one) => shifted(key, one, byMs));
  return now.some((one, at) => one !== value[at]) ? now : value;
}

function shiftedNumber(key: string, value: number, byMs: number): number {
  if (!key.endsWith("Ms") || lengths.has(key)) return value;
  const memory = memoryMs[key];
  if (memory === undefined) throw new Error(`say in moments.ts whether ${key} is a moment`);
  return Math.max(value - byMs, -memory);
}

/** A text that is the same for two states of the client exactly when they have the same future. */
export function keyOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(keyOf).join()}]`;
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (Object.getPrototypeOf(value) !== Object.prototype) return keyOfInstance(value);
  if ("id" in value && "command" in value && "turnByMs" in value && "endByMs" in value) {
    return `#${value.id}@${value.turnByMs},${value.endByMs}`;
  }
  let key = "{";
  for (const [name, part] of Object.entries(value)) {
    // Words for people decide nothing.
    if (name !== "after") key += `${name}:${keyOf(part)};`;
  }
  return `${key}}`;
}

/** A command by its text, the lines of a reply by theirs: both give what the future needs. */
function keyOfInstance(value: object): string {
  if ("text" in value) return String(value.text);
  if ("lines" in value) return `<${String((value.lines as readonly string[]).join("|"))}>`;
  if (value instanceof Error) return value.name;
  throw new Error(`say in moments.ts what of a ${value.constructor.name} matters`);
}
