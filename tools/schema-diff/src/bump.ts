import type { Bump } from "./rule.ts";

/** From least to most. A change that nobody can judge outweighs the rest: nothing is released before. */
const order: readonly Bump[] = ["none", "patch", "minor", "major", "undecidable"];

/** The highest of some bumps; `none` when there are none. */
export function highestBump(bumps: Iterable<Bump>): Bump {
  let highest = 0;
  for (const bump of bumps) highest = Math.max(highest, order.indexOf(bump));
  return order[highest] ?? "none";
}

/** Negative when `a` asks for less than `b`. */
export function compareBumps(a: Bump, b: Bump): number {
  return order.indexOf(a) - order.indexOf(b);
}
