import type { LadderPlan } from "./recovery-options.ts";

/** A step of the ladder beyond those that the channel takes by itself. */
export interface Rung {
  readonly step: "reopen" | "reset" | "power";
  /** Silence since the step before, or since the beginning, in milliseconds. */
  readonly afterMs: number;
}

/** A module that was silent through a whole round already is not waited for as long again. */
const laterGapMs = 30_000;

/** The steps of one round, softest first. */
export function rungsOf(plan: LadderPlan, hasPower: boolean, round: number): readonly Rung[] {
  const { reopenAfterMs, resetAfterMs, powerAfterMs } = plan;
  const rungs: Rung[] = [];
  let silentMs = 0;
  const add = (step: Rung["step"], atMs: number): void => {
    const afterMs = round === 1 ? Math.max(0, atMs - silentMs) : laterGapMs;
    rungs.push({ step, afterMs });
    silentMs = Math.max(silentMs, atMs);
  };
  if (reopenAfterMs !== undefined) add("reopen", reopenAfterMs);
  if (resetAfterMs !== undefined) add("reset", resetAfterMs);
  if (hasPower) add("power", silentMs + powerAfterMs);
  return rungs;
}
