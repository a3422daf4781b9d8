/** Where the simulated module takes its time from. */
export interface Clock {
  /** Milliseconds since a fixed moment; never goes back. */
  now(): number;
  /** Calls `run` once, `delayMs` from now. */
  setTimeout(run: () => void, delayMs: number): unknown;
  /** Takes back a call; one that was made is passed over. */
  clearTimeout(timer: unknown): void;
  /**
   * On a clock whose time is virtual: lets time pass as it does outside until `work`, which waits for
   * files, sockets or other processes, has settled; gives what `work` gives.
   */
  inRealTime?<T>(work: Promise<T>): Promise<T>;
}

/** Lets the time of a clock pass as it does outside while `work` goes on there. */
export function inRealTime<T>(clock: Clock, work: Promise<T>): Promise<T> {
  return clock.inRealTime?.(work) ?? work;
}

/** The global timers, looked up at each call, so that a test's fake timers are used. */
export const globalClock: Clock = {
  now: () => performance.now(),
  setTimeout: (run, delayMs) => setTimeout(run, delayMs),
  /** Takes back a call; one that was made is passed over. */
  clearTimeout: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
};
