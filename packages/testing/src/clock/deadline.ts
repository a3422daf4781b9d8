import type { Clock } from "./clock.ts";

/** Fires `signal` when its time is over, unless it is called off before. */
export interface Deadline {
  readonly signal: AbortSignal;
  callOff(): void;
}

/** A deadline that many things of the platform take: `AbortSignal.timeout`, on a clock. */
export function createDeadline(clock: Clock, afterMs: number): Deadline {
  const controller = new AbortController();
  const timer = clock.setTimeout(() => controller.abort(), afterMs);
  return { signal: controller.signal, callOff: () => clock.clearTimeout(timer) };
}
