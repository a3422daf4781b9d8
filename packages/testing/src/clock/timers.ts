import { type Clock, inRealTime } from "./clock.ts";

/** Timers of one owner, which can end them all at once. */
export class Timers {
  readonly #clock: Clock;
  readonly #pending = new Set<unknown>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Milliseconds of the clock. */
  now(): number {
    return this.#clock.now();
  }

  /** Calls `run` once, `delayMs` from now. @returns a function that calls it off */
  after(delayMs: number, run: () => void): () => void {
    const timer = this.#clock.setTimeout(() => {
      this.#pending.delete(timer);
      run();
    }, delayMs);
    this.#pending.add(timer);
    return () => {
      if (this.#pending.delete(timer)) this.#clock.clearTimeout(timer);
    };
  }

  /** Lets virtual time pass as it does outside while `work` goes on there. */
  inRealTime<T>(work: Promise<T>): Promise<T> {
    return inRealTime(this.#clock, work);
  }

  /** Calls everything off. */
  clear(): void {
    for (const timer of this.#pending) this.#clock.clearTimeout(timer);
    this.#pending.clear();
  }
}
