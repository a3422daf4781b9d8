import type { Range } from "@qsmtp/protocol";

/** The numbers that ranges hold, in their order, as many as are wanted at most. */
export function numbersIn(ranges: readonly Range[], most: number): number[] {
  const found: number[] = [];
  for (const [from, to] of ranges) {
    for (let number = from; number <= (to ?? number) && found.length < most; number++) {
      found.push(number);
    }
  }
  return found;
}

/** The largest number that ranges hold; infinite where one has no end that is known. */
export function largestIn(ranges: readonly Range[]): number {
  return Math.max(0, ...ranges.map(([, to]) => to ?? Number.POSITIVE_INFINITY));
}

/** The largest number in the ranges up to the one wanted, else the smallest that they hold. */
export function nearestWithin(ranges: readonly Range[], wanted: number): number {
  const below = ranges
    .filter(([from]) => from <= wanted)
    .map(([, to]) => Math.min(to ?? wanted, wanted));
  if (below.length > 0) return Math.max(...below);
  return ranges.length === 0 ? wanted : Math.min(...ranges.map(([from]) => from));
}
