import { checkedArgument, checkedOptions } from "../checked-options.ts";
import { virtualClockOptions } from "../option-tables.gen.ts";
import type { Clock } from "./clock.ts";
import { SimulationClockError } from "./clock-error.ts";
import { afterRealTime, afterThisTurn, checkTurns, realNow } from "./real-time.ts";
import { type Timer, TimerQueue } from "./timer-queue.ts";

/** How a virtual clock goes. */
export interface VirtualClockOptions {
  /**
   * `true`: time passes only within {@link VirtualClock.advance} and {@link VirtualClock.runUntil}.
   * Default `false`: it passes by itself whenever nothing else is ready to run.
   */
  readonly manual?: boolean | undefined;
  /**
   * How much time may pass while there are always timers left, in ms. More, in more than 1000
   * timers, is taken for something that polls without end. Default 604,800,000, which is a week;
   * what `advance` is told to let pass does not count.
   * @minimum 0
   * @orInfinity
   */
  readonly maxRunMs?: number | undefined;
  /**
   * How many timers may run while there are always timers left. Default 1,000,000.
   * @whole
   * @minimum 1
   * @orInfinity
   */
  readonly maxTimers?: number | undefined;
}

/**
 * Time that costs none: it passes from one timer to the next as soon as nothing else is ready to
 * run. Timers run in the order of their times, those of one moment in the order in which they were
 * set, and all promises go on between two of them. It begins at 0.
 *
 * What is not ready because a file, a socket or another process keeps it waiting is not seen: wrap
 * it in {@link VirtualClock.inRealTime}.
 */
export interface VirtualClock extends Clock {
  /** How many timers wait. */
  readonly pending: number;
  /**
   * Lets so much time pass, and all that happens in it happen.
   *
   * @throws SimulationOptionError `INVALID_OPTION`
   * @throws SimulationClockError `ENDLESS`, and whatever a timer throws: time stands at that moment
   */
  advance(durationMs: number): Promise<void>;
  /**
   * Lets time pass until `promise` settles, and gives what it gives.
   *
   * @throws SimulationClockError `ENDLESS`; `NOTHING_LEFT` when no timer is left and nothing has
   * happened for a real second; whatever a timer throws
   */
  runUntil<T>(promise: PromiseLike<T>): Promise<T>;
  /**
   * Lets time pass as it does outside until `work` has settled, and gives what it gives. Work that
   * never settles can be left behind by `advance`, which goes on all the same.
   */
  inRealTime<T>(work: Promise<T>): Promise<T>;
}

/**
 * Gives a clock for the simulated module, the client and whatever else a test puts on it. On one
 * that goes by itself timers without end are told by an uncaught {@link SimulationClockError}, and so
 * is an error that is thrown in a timer, unless `advance` or `runUntil` is there to reject with it.
 *
 * @throws SimulationOptionError `INVALID_OPTION`
 * @throws SimulationClockError `TIMERS_FAKED`
 */
export function createVirtualClock(options: VirtualClockOptions = {}): VirtualClock {
  checkTurns();
  return new SteppedClock(checkedOptions(options, virtualClockOptions));
}

const weekMs = 7 * 24 * 3_600_000;

/** A far timer or two are no sign of something that polls. */
const fewTimers = 1000;

/** Nothing that is ready takes so long; it costs a failing test a second. */
const patienceMs = 1000;

/** Within the range of every platform's timers. */
const longestRealWaitMs = 1e9;

/** Somebody who waits for time to pass. */
interface Demand {
  readonly reject: (error: unknown) => void;
}

class SteppedClock implements VirtualClock {
  readonly #isManual: boolean;
  readonly #maxRunMs: number;
  readonly #maxTimers: number;
  readonly #queue = new TimerQueue();
  #nowMs = 0;
  #order = 0;
  readonly #demands = new Set<Demand>();
  /** How many demands ask for an amount of time; they wait for no work. */
  #advances = 0;
  /** How much work goes on in real time. */
  #works = 0;
  #realSinceMs = 0;
  #isTurning = false;
  #cancelWait: (() => void) | undefined;
  /** Since when there have always been timers left, and how many have run. */
  #run: { sinceMs: number; timers: number } | undefined;
  #isStopped = false;

  constructor({ manual = false, maxRunMs = weekMs, maxTimers = 1_000_000 }: VirtualClockOptions) {
    this.#isManual = manual;
    this.#maxRunMs = maxRunMs;
    this.#maxTimers = maxTimers;
  }

  get pending(): number {
    return this.#queue.size - this.#advances;
  }

  now(): number {
    return this.#goesInRealTime ? this.#nowMs + realNow() - this.#realSinceMs : this.#nowMs;
  }

  setTimeout(run: () => void, delayMs?: number): unknown {
    return this.#set(run, delayMs, this.#order++);
  }

  clearTimeout(timer: unknown): void {
    // As the global one has it, what no timer is means nothing.
    if ((timer as Partial<Timer> | null | undefined)?.owner === this) {
      this.#queue.remove(timer as Timer);
    }
  }

  async advance(durationMs: number): Promise<void> {
    checkedArgument("durationMs", durationMs, { number: { minimum: 0 } });
    let end: Timer | undefined;
    const passed = new Promise<void>((resolve) => {
      // Behind all that happens at that moment.
      end = this.#set(resolve, durationMs, Number.POSITIVE_INFINITY);
    });
    try {
      await this.#demand(passed, 1);
    } finally {
      if (end !== undefined) this.#queue.remove(end);
    }
  }

  runUntil<T>(promise: PromiseLike<T>): Promise<T> {
    return this.#demand(promise, 0);
  }

  async inRealTime<T>(work: Promise<T>): Promise<T> {
    this.#change(() => {
      this.#works += 1;
    });
    try {
      return await work;
    } finally {
      this.#change(() => {
        this.#works -= 1;
      });
    }
  }

  get #goes(): boolean {
    return this.#demands.size > 0 || !(this.#isManual || this.#isStopped);
  }

  get #goesInRealTime(): boolean {
    return this.#works > 0 && this.#advances === 0 && this.#goes;
  }

  async #demand<T>(promise: PromiseLike<T>, advances: 0 | 1): Promise<T> {
    let reject: (error: unknown) => void = () => {};
    const failed = new Promise<never>((_, rejectIt) => {
      reject = rejectIt;
    });
    const demand: Demand = { reject };
    this.#change(() => {
      this.#demands.add(demand);
      this.#advances += advances;
    });
    try {
      return await Promise.race([promise, failed]);
    } finally {
      this.#change(() => {
        this.#demands.delete(demand);
        this.#advances -= advances;
      });
    }
  }

  #set(run: () => void, delayMs: number | undefined, order: number): Timer {
    // As the global timers have it: what is no time is none, and a text that tells one is one.
    const givenMs = Number(delayMs);
    const atMs = this.now() + (Number.isNaN(givenMs) ? 0 : Math.max(0, givenMs));
    const timer: Timer = { atMs, order, run, owner: this, isOver: false };
    this.#queue.push(timer);
    this.#plan();
    return timer;
  }

  /** Changes what decides how time passes. */
  #change(change: () => void): void {
    this.#nowMs = this.now();
    change();
    this.#realSinceMs = realNow();
    this.#run = undefined;
    this.#plan();
  }

  /** Sees to it that the next timer gets its turn. */
  #plan(): void {
    this.#cancelWait?.();
    this.#cancelWait = undefined;
    if (this.#isTurning || !this.#goes) return;
    const next = this.#next;
    if (next === undefined) {
      this.#run = undefined;
      if (this.#demands.size > 0 && this.#works === 0) this.#wait(patienceMs, () => this.#giveUp());
    } else if (this.#goesInRealTime) {
      this.#wait(next.atMs - this.now(), () => this.#turn());
    } else {
      this.#isTurning = true;
      afterThisTurn(() => {
        this.#isTurning = false;
        this.#turn();
      });
    }
  }

  #wait(delayMs: number, then: () => void): void {
    this.#cancelWait = afterRealTime(Math.min(Math.max(0, delayMs), longestRealWaitMs), () => {
      this.#cancelWait = undefined;
      then();
    });
  }

  /** A timer at no time at all never comes. */
  get #next(): Timer | undefined {
    const { next } = this.#queue;
    return next?.atMs === Number.POSITIVE_INFINITY ? undefined : next;
  }

  #turn(): void {
    const next = this.#next;
    // What was to happen may have been taken back, or have to wait for work that has begun.
    const isDue = !this.#goesInRealTime || (next?.atMs ?? 0) <= this.now() + 1;
    if (!this.#goes || next === undefined || !isDue) {
      this.#plan();
      return;
    }
    this.#run ??= { sinceMs: this.#nowMs, timers: 0 };
    this.#run.timers += 1;
    if (this.#isEndless(next, this.#run)) {
      this.#stop(next, this.#run);
      return;
    }
    this.#queue.take();
    this.#nowMs = Math.max(this.now(), next.atMs);
    this.#realSinceMs = realNow();
    try {
      next.run();
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#plan();
    }
  }

  #isEndless(next: Timer, { sinceMs, timers }: { sinceMs: number; timers: number }): boolean {
    if (timers > this.#maxTimers) return true;
    return this.#advances === 0 && timers > fewTimers && next.atMs - sinceMs > this.#maxRunMs;
  }

  #stop(next: Timer, { sinceMs, timers }: { sinceMs: number; timers: number }): void {
    this.#isStopped = true;
    this.#run = undefined;
    const passed = `${timers - 1} timers have run in ${Math.round(next.atMs - sinceMs)} ms of virtual time, and there was always another one`;
    const advice =
      'Something polls: close the client and dispose of the module at the end of a test, use createVirtualClock({ manual: true }), or set "maxRunMs" and "maxTimers".';
    this.#fail(
      new SimulationClockError("ENDLESS", `${passed}. The clock stands still now. ${advice}`),
    );
  }

  #giveUp(): void {
    const message = `What runUntil waits for never comes: no timer is left at ${Math.round(this.#nowMs)} ms of virtual time. If it waits for a file, a socket or another process, wrap that in clock.inRealTime().`;
    this.#fail(new SimulationClockError("NOTHING_LEFT", message));
  }

  /** Tells those who wait for time to pass; without any the error is what it is: uncaught. */
  #fail(error: unknown): void {
    if (this.#demands.size === 0) throw error;
    for (const { reject } of this.#demands) reject(error);
  }
}
