import { mock } from "node:test";

/**
 * Turns of the event loop that finish whatever follows from one moment, since nothing here waits for
 * I/O. Two are enough for today's subjects.
 */
const turnsPerMoment = 6;

/**
 * Time that passes only when all that follows from the moment before has been done. It takes the
 * place of the global timers, because the peers know no other clock.
 */
export class VirtualTime {
  #nowMs = 0;

  /** Runs `task` on virtual time; one at a time in a process. */
  static async during<T>(task: (time: VirtualTime) => Promise<T>): Promise<T> {
    mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] });
    try {
      return await task(new VirtualTime());
    } finally {
      mock.timers.reset();
    }
  }

  /** Milliseconds since the beginning. */
  now(): number {
    return this.#nowMs;
  }

  setTimeout(callback: () => void, delayMs: number): unknown {
    return globalThis.setTimeout(callback, delayMs);
  }

  clearTimeout(handle: unknown): void {
    globalThis.clearTimeout(handle as NodeJS.Timeout);
  }

  /** Lets time pass until the promise has settled; `undefined` when it has not within the limit. */
  async until<T>(promise: Promise<T>, limitMs: number): Promise<{ readonly value: T } | undefined> {
    let settled: { readonly value: T } | undefined;
    let failure: { readonly error: unknown } | undefined;
    promise.then(
      (value) => {
        settled = { value };
      },
      (error: unknown) => {
        failure = { error };
      },
    );
    const endMs = this.#nowMs + limitMs;
    for (;;) {
      await finishMoment();
      if (failure !== undefined) throw failure.error;
      if (settled !== undefined) return settled;
      if (this.#nowMs >= endMs) return undefined;
      this.#nowMs += 1;
      mock.timers.tick(1);
    }
  }

  /** Lets so much time pass. */
  async pass(durationMs: number): Promise<void> {
    await this.until(new Promise<never>(() => {}), durationMs);
  }
}

async function finishMoment(): Promise<void> {
  for (let turn = 0; turn < turnsPerMoment; turn++) {
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}
