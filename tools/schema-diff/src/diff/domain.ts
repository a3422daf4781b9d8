type Ranges = readonly (readonly [number, number | null])[];

/** How one set of accepted values lies to another. */
export type Relation = "equal" | "wider" | "narrower" | "other";

/** Compares accepted integers by what they hold, not by how they are written. */
export function compareRanges(before: Ranges, after: Ranges): Relation {
  const old = normalize(before);
  const young = normalize(after);
  return relation(covers(old, young), covers(young, old));
}

/** Compares two lists as sets. */
export function compareValues(
  before: readonly (number | string)[],
  after: readonly (number | string)[],
): Relation {
  return relation(
    after.every((value) => before.includes(value)),
    before.every((value) => after.includes(value)),
  );
}

function relation(oldHoldsYoung: boolean, youngHoldsOld: boolean): Relation {
  if (oldHoldsYoung && youngHoldsOld) return "equal";
  if (youngHoldsOld) return "wider";
  return oldHoldsYoung ? "narrower" : "other";
}

export function holds(ranges: Ranges, value: number): boolean {
  return normalize(ranges).some(([from, to]) => value >= from && value <= to);
}

/** `1-7 or 100-179`. */
export function showRanges(ranges: Ranges): string {
  return ranges
    .map(([from, to]) =>
      from === to ? `${from}` : to === null ? `${from} or more` : `${from}-${to}`,
    )
    .join(" or ");
}

/** Sorted and joined where they touch; an unknown upper end counts as infinite. */
function normalize(ranges: Ranges): [number, number][] {
  const joined: [number, number][] = [];
  const sorted = ranges
    .map(([from, to]): [number, number] => [from, to ?? Number.POSITIVE_INFINITY])
    .sort(([a], [b]) => a - b);
  for (const [from, to] of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

function covers(outer: readonly [number, number][], inner: readonly [number, number][]): boolean {
  return inner.every(([from, to]) => outer.some(([low, high]) => low <= from && to <= high));
}
