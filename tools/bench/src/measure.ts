import { measure } from "mitata";

/** One way to do the work; what it returns keeps the engine from leaving the work out. */
export type Candidate = () => unknown;

const rounds = 5;
const roundNs = 150e6;

/**
 * Measures the candidates in turns, so that a slow spell of the machine meets all of them, and
 * gives the best median of each in nanoseconds a call.
 */
export async function compare<Name extends string>(
  candidates: Readonly<Record<Name, Candidate>>,
): Promise<Record<Name, number>> {
  const names = Object.keys(candidates) as Name[];
  const best = Object.fromEntries(names.map((name) => [name, Infinity])) as Record<Name, number>;
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      const { p50 } = await measure(candidates[name], { min_cpu_time: roundNs, inner_gc: false });
      best[name] = Math.min(best[name], p50);
    }
  }
  return best;
}

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
