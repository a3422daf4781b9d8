/** Where the simulated module takes its time from. */
export interface Clock {
  /** Milliseconds since a fixed moment; never goes back. */
  now(): number;
  /** Calls `run` once, `delayMs` from now. */
  setTimeout(run: () => void, delayMs: number): unknown;
  clearTimeout(timer: unknown): void;
}

/** The global timers, looked up at each call, so that a test's fake timers are used. */
export const globalClock: Clock = {
  now: () => performance.now(),
  setTimeout: (run, delayMs) => setTimeout(run, delayMs),
  clearTimeout: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
};
