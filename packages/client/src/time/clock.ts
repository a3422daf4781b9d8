/**
 * Time as this package needs it. The default is the global timers, looked up at each call so that a
 * test's fake timers work.
 */
export interface Clock {
  /** Milliseconds that only grow. */
  now(): number;
  /** Calls back once, so many milliseconds from now. @returns what `clearTimeout` takes */
  setTimeout(callback: () => void, delayMs: number): unknown;
  /** Takes back a timer; one that has fired is passed over. */
  clearTimeout(handle: unknown): void;
  /**
   * On a clock whose time is virtual: lets time pass as it does outside until `work`, which waits for
   * a stream or a file, has settled; gives what `work` gives.
   */
  inRealTime?<T>(work: Promise<T>): Promise<T>;
}

/** The time of this computer. */
export const systemClock: Clock = {
  now: () => performance.now(),
  setTimeout: (callback, delayMs) => globalThis.setTimeout(callback, delayMs),
  clearTimeout: (handle) => globalThis.clearTimeout(handle as number),
};

/** Waits for what happens outside of this program; virtual time must not run away meanwhile. */
export function inRealTime<T>(clock: Clock, work: Promise<T>): Promise<T> {
  return clock.inRealTime?.(work) ?? work;
}

/** Resolves after `delayMs`, or rejects with the signal's reason. Leaves no timer behind. */
export function delay(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = (): void => {
      clock.clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = clock.setTimeout(() => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    }, delayMs);
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
