import type { Clock } from "../channel/clock.ts";
import { TimeoutError } from "../errors/wire-errors.ts";

/** A signal that fires at a deadline or with another signal; `dispose` leaves no timer. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Milliseconds left, never negative. */
  remainingMs(): number;
  dispose(): void;
}

/** Starts a deadline. When it fires the signal's reason is a TimeoutError that names `what`. */
export function startDeadline(
  clock: Clock,
  timeoutMs: number,
  what: string,
  outer?: AbortSignal,
): Deadline {
  const controller = new AbortController();
  const endMs = clock.now() + timeoutMs;
  const timer = clock.setTimeout(
    () => controller.abort(new TimeoutError(what, timeoutMs)),
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
