/** Where a line has the time from that bytes take. */
export interface LineClock {
  /** Calls `run` once, `delayMs` from now. */
  setTimeout(run: () => void, delayMs: number): unknown;
  /** Takes back a call; one that was made is passed over. */
  clearTimeout(timer: unknown): void;
}

/** The global timers, looked up at each call, so that fake timers work. */
export const globalLineClock: LineClock = {
  setTimeout: (run, delayMs) => setTimeout(run, delayMs),
  clearTimeout: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
};
