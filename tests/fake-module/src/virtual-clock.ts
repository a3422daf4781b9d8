/** How a call ended on the virtual clock. `hangs`: nothing was left to happen and it had not ended. */
export type Settled<T> =
  | { readonly how: "resolved"; readonly value: T; readonly atMs: number }
  | { readonly how: "rejected"; readonly error: unknown; readonly atMs: number }
  | { readonly how: "hangs"; readonly atMs: number };

interface Timer {
  readonly atMs: number;
  readonly order: number;
  readonly callback: () => void;
  cancelled: boolean;
}

const longestWaitMs = 24 * 3_600_000;
const immediatesTogether = 256;

/** The clock as the host gets it, with a count of the host's own timers. */
export interface HostClock {
  now(): number;
  setTimeout(callback: () => void, delayMs: number): unknown;
  clearTimeout(handle: unknown): void;
  /** How many timers wait; one that is left when all is over is a leak. */
  readonly pending: number;
}

/** Time that passes only when everything that follows from the moment before has been done. */
export class VirtualClock {
  #nowMs = 0;
  #order = 0;
  /** Timers cancelled since the last sweep. */
  #cancelled = 0;
  /** A binary heap: the next timer comes first. */
  readonly #heap: Timer[] = [];

  forHost(): HostClock {
    const waiting = new Set<unknown>();
    return {
      now: () => this.now(),
      setTimeout: (callback, delayMs) => {
        const timer = this.setTimeout(() => {
          waiting.delete(timer);
          callback();
        }, delayMs);
        waiting.add(timer);
        return timer;
      },
      clearTimeout: (timer) => {
        waiting.delete(timer);
        this.clearTimeout(timer);
      },
      get pending() {
        return waiting.size;
      },
    };
  }

  now(): number {
    return this.#nowMs;
  }

  setTimeout(callback: () => void, delayMs: number): unknown {
    if (Number.isNaN(delayMs)) throw new RangeError("a timer without a time");
    const atMs = this.#nowMs + Math.max(0, delayMs);
    const timer: Timer = { atMs, order: this.#order++, callback, cancelled: false };
    this.#push(timer);
    return timer;
  }

  clearTimeout(handle: unknown): void {
    const timer = handle as Timer | undefined;
    if (timer === undefined || timer.cancelled) return;
    timer.cancelled = true;
    this.#cancelled += 1;
    if (this.#cancelled > 1000 && this.#cancelled > this.#heap.length / 2) this.#sweep();
  }

  /** Lets time pass until the promise settles, nothing is left to happen, or the limit is reached. */
  async runUntil<T>(promise: Promise<T>, limitMs: number = longestWaitMs): Promise<Settled<T>> {
    let settled: Settled<T> | undefined;
    promise.then(
      (value) => {
        settled = { how: "resolved", value, atMs: this.#nowMs };
      },
      (error: unknown) => {
        settled = { how: "rejected", error, atMs: this.#nowMs };
      },
    );
    const endMs = this.#nowMs + limitMs;
    for (;;) {
      await turnOfTheEventLoop();
      if (settled !== undefined) return settled;
      const next = this.#next();
      if (next === undefined || next.atMs > endMs) return { how: "hangs", atMs: this.#nowMs };
      this.#fire(next);
    }
  }

  /**
   * Lets time pass, one event after the other, as long as the step says so and something is left to
   * happen. Many immediates are asked for together: between two of them all promises go on, as after
   * a turn of the event loop, at a fraction of its cost.
   */
  drive(goesOn: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      let isOver = false;
      let asked = 0;
      const ask = (): void => {
        for (; asked < immediatesTogether; asked++) setImmediate(step);
      };
      const step = (): void => {
        asked -= 1;
        if (isOver) return;
        try {
          const next = goesOn() ? this.#next() : undefined;
          if (next !== undefined) this.#fire(next);
          else {
            isOver = true;
            resolve();
          }
        } catch (error) {
          isOver = true;
          reject(error);
        }
        if (asked === 0 && !isOver) ask();
      };
      ask();
    });
  }

  /** Lets so much time pass. */
  async advance(durationMs: number): Promise<void> {
    const endMs = this.#nowMs + durationMs;
    for (;;) {
      await turnOfTheEventLoop();
      const next = this.#next();
      if (next === undefined || next.atMs > endMs) break;
      this.#fire(next);
    }
    this.#nowMs = endMs;
  }

  #fire(timer: Timer): void {
    this.#pop();
    this.#nowMs = Math.max(this.#nowMs, timer.atMs);
    timer.callback();
  }

  /** Timers that never fire would be kept until their time has come. */
  #sweep(): void {
    const kept = this.#heap.filter(({ cancelled }) => !cancelled);
    this.#heap.length = 0;
    this.#cancelled = 0;
    for (const timer of kept) this.#push(timer);
  }

  #next(): Timer | undefined {
    while (this.#heap[0]?.cancelled) this.#pop();
    return this.#heap[0];
  }

  #push(timer: Timer): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(timer);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !isBefore(timer, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = timer;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const right = left + 1;
      const [a, b] = [heap[left], heap[right]];
      const [child, place] =
        b !== undefined && a !== undefined && isBefore(b, a) ? [b, right] : [a, left];
      if (child === undefined || !isBefore(child, last)) break;
      heap[at] = child;
      at = place;
    }
    heap[at] = last;
  }
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.atMs === b.atMs ? a.order < b.order : a.atMs < b.atMs;
}

/** All promises that can go on have gone on after one turn. */
function turnOfTheEventLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
