import type { Clock } from "@qsmtp/testing";

/** The clock of a module whose pauses cost no time. */
export interface SkippingClock extends Clock {
  /** Lets `ms` milliseconds pass at once. Timers do not notice. */
  skip(ms: number): void;
}

/** Gives a clock that runs with the real time and can be put forward. */
export function createSkippingClock(): SkippingClock {
  let skippedMs = 0;
  return {
    now: () => performance.now() + skippedMs,
    setTimeout: (run, delayMs) => setTimeout(run, delayMs),
    clearTimeout: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
    skip: (ms) => {
      skippedMs += ms;
    },
  };
}
