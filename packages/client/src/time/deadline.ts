import { TimeoutError } from "../errors/wire-errors.ts";
import type { Clock } from "./clock.ts";

/** A signal that fires at a deadline or with another signal; `dispose` leaves no timer. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Milliseconds left, never negative. */
  remainingMs(): number;
  dispose(): void;
}

/**
 * Starts a deadline. When it fires the signal's reason is a TimeoutError that names `what`, and says
 * so when the port takes no bytes at that moment.
 */
export function startDeadline(
  clock: Clock,
  timeoutMs: number,
  what: string,
  outer?: AbortSignal,
  isBlocked: () => boolean = () => false,
): Deadline {
  const controller = new AbortController();
  const endMs = clock.now() + timeoutMs;
  const timer = clock.setTimeout(
    () => controller.abort(new TimeoutError(what, timeoutMs, { blocked: isBlocked() })),
    timeoutMs,
  );
  const onAbort = (): void => controller.abort(outer?.reason);
  outer?.addEventListener("abort", onAbort, { once: true });
  if (outer?.aborted) onAbort();
  return {
    signal: controller.signal,
    remainingMs: () => Math.max(0, endMs - clock.now()),
    dispose: () => {
      clock.clearTimeout(timer);
      outer?.removeEventListener("abort", onAbort);
    },
  };
}

/** Resolves when the signal fires. */
export function whenAborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
}

/**
 * Passes over an error while there is time: what one part of a job cannot do does not keep the others
 * from it.
 */
export function unlessOver(signal: AbortSignal): (error: unknown) => void {
  return (error) => {
    if (signal.aborted) throw error;
  };
}
