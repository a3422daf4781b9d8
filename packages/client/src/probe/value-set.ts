import type { Range, SupportedRange } from "@qsmtp/protocol";

/** Numbers and words in normal form: ranges sorted and joined where they touch. */
export interface ValueSet {
  /** `null` as upper end when only the module knows it. */
  readonly ranges: readonly Range[];
  readonly words: readonly string[];
}

/** Brings numbers and words into normal form. */
export function valueSet(ranges: readonly Range[], words: readonly string[] = []): ValueSet {
  const joined: [number, number][] = [];
  const sorted = ranges.map(closed).sort(([a], [b]) => a - b);
  for (const [from, to] of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return { ranges: joined.map(open), words: [...new Set(words)] };
}

/** The set that a field of a test answer spells out; a number in quotes is a number all the same. */
export function setOfField(field: SupportedRange): ValueSet {
  const numbers = field.words.filter(isNumber);
  return valueSet(
    [
      ...field.ranges.map(({ from, to }): Range => [from, typeof to === "number" ? to : null]),
      ...numbers.map((word): Range => [Number(word), Number(word)]),
    ],
    field.words.filter((word) => !isNumber(word)),
  );
}

function isNumber(word: string): boolean {
  return /^\d+$/.test(word);
}

export function isEmpty({ ranges, words }: ValueSet): boolean {
  return ranges.length === 0 && words.length === 0;
}

export function union(a: ValueSet, b: ValueSet): ValueSet {
  return valueSet([...a.ranges, ...b.ranges], [...a.words, ...b.words]);
}

export function intersection(a: ValueSet, b: ValueSet): ValueSet {
  const common = a.ranges.map(closed).flatMap(([low, high]) =>
    b.ranges.map(closed).flatMap(([from, to]): Range[] => {
      const start = Math.max(low, from);
      const end = Math.min(high, to);
      return start <= end ? [open([start, end])] : [];
    }),
  );
  return valueSet(
    common,
    a.words.filter((word) => b.words.includes(word)),
  );
}

/** What is in `a` and not in `b`. */
export function difference(a: ValueSet, b: ValueSet): ValueSet {
  let left = a.ranges.map(closed);
  for (const [from, to] of b.ranges.map(closed)) {
    left = left.flatMap(([low, high]): [number, number][] => [
      ...(low < from ? [[low, Math.min(high, from - 1)] as [number, number]] : []),
      ...(high > to ? [[Math.max(low, to + 1), high] as [number, number]] : []),
    ]);
  }
  return valueSet(
    left.map(open),
    a.words.filter((word) => !b.words.includes(word)),
  );
}

/**
 * The part of a set that can be compared: where one of the others has an open end nothing above its
 * start can be judged, because the module sets the bound there.
 */
export function judgeable(set: ValueSet, others: readonly ValueSet[]): ValueSet {
  const starts = [set, ...others].flatMap(({ ranges }) =>
    ranges.filter(([, to]) => to === null).map(([from]) => from),
  );
  if (starts.length === 0) return set;
  const limit: ValueSet = { ranges: [[Number.NEGATIVE_INFINITY, Math.min(...starts)]], words: [] };
  return { ...intersection(set, limit), words: set.words };
}

/** Every value by itself; `undefined` when there are too many to be a list. */
export function valuesOf({ ranges, words }: ValueSet): (number | string)[] | undefined {
  const values: (number | string)[] = [];
  for (const [from, to] of ranges) {
    if (to === null || to - from + values.length >= longestList) return undefined;
    for (let value = from; value <= to; value++) values.push(value);
  }
  return [...values, ...words];
}

const longestList = 1000;

/** Writes a set as a test answer does: `(0-2,9)`, `("a","b")`. */
export function showSet({ ranges, words }: ValueSet, write: (value: number) => string): string {
  const numbers = ranges.map(([from, to]) => {
    if (to === null) return `${write(from)}-`;
    if (to === from) return write(from);
    return to === from + 1 ? `${write(from)},${write(to)}` : `${write(from)}-${write(to)}`;
  });
  return `(${[...numbers, ...words.map((word) => `"${word}"`)].join(",")})`;
}

function closed([from, to]: Range): [number, number] {
  return [from, to ?? Number.POSITIVE_INFINITY];
}

function open([from, to]: [number, number]): Range {
  return [from, to === Number.POSITIVE_INFINITY ? null : to];
}
