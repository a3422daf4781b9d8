import fc from "fast-check";
import { draftInMemory } from "../draft-text.ts";
import { type Score, scoreDraft } from "../score.ts";
import { makePlan } from "./make-plan.ts";
import type { Plan, Style } from "./plan.ts";
import { type Extract, printManual } from "./print.ts";
import { truthOf } from "./truth-of.ts";

/** A manual of our own making, drafted and measured. */
export interface Trial {
  readonly seed: number;
  readonly score: Score;
}

export function planOf(style: Style, seed: number): Plan {
  const [plan] = fc.sample(
    fc.gen().map((draw) => makePlan(draw, style)),
    { seed, numRuns: 1 },
  );
  if (plan === undefined) throw new RangeError(`no manual for seed ${seed}`);
  return plan;
}

export function tryManuals(style: Style, extract: Extract, seeds: readonly number[]): Trial[] {
  return seeds.map((seed) => {
    const plan = planOf(style, seed);
    return { seed, score: scoreDraft(truthOf(plan), draftInMemory(printManual(plan, extract))) };
  });
}

/** The counts of the parameters of several manuals. */
export function sumOf(trials: readonly Trial[]): Score["params"] {
  const zero = { right: 0, undecided: 0, wrong: 0, missed: 0, invented: 0 };
  return trials.reduce(
    (sum, { score: { params } }) => ({
      right: sum.right + params.right,
      undecided: sum.undecided + params.undecided,
      wrong: sum.wrong + params.wrong,
      missed: sum.missed + params.missed,
      invented: sum.invented + params.invented,
    }),
    zero,
  );
}

/** Share of the parameters that are right in everything, from 0 to 1. */
export function shareOf({ right, undecided, wrong, missed }: Score["params"]): number {
  return right / (right + undecided + wrong + missed);
}
