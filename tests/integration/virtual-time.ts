import { afterEach, beforeEach, expect, vi } from "vitest";

/** Makes time virtual for a file's tests, and demands that none of them leaves a timer behind. */
export function useVirtualTime(): void {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  afterEach(() => {
    const pending = vi.getTimerCount();
    vi.useRealTimers();
    expect(pending).toBe(0);
  });
}

/** A call whose failure is looked at later. */
export function begin<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/** Lets virtual time pass until the promise settles, and gives its result or error. */
export async function settle<T>(promise: Promise<T>): Promise<T | Error> {
  let settled: { readonly value: T | Error } | undefined;
  promise.then(
    (value) => {
      settled = { value };
    },
    (error: Error) => {
      settled = { value: error };
    },
  );
  for (;;) {
    await vi.advanceTimersByTimeAsync(settled === undefined ? 20 : 0);
    if (settled !== undefined) return settled.value;
  }
}
