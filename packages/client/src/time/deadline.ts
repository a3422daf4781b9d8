import { TimeoutError } from "../errors/wire-errors.ts";
import type { Clock } from "./clock.ts";

/** A signal that fires at a deadline or with other signals; `dispose` leaves no timer. */
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
  outer?: AbortSignal | readonly AbortSignal[],
  isBlocked: () => boolean = () => false,
): Deadline {
  const controller = new AbortController();
  const endMs = clock.now() + timeoutMs;
  const timer = clock.setTimeout(
    () => controller.abort(new TimeoutError(what, timeoutMs, { blocked: isBlocked() })),
    timeoutMs,
  );
  const stop = follow(controller, outer === undefined ? [] : [outer].flat());
  return {
    signal: controller.signal,
    remainingMs: () => Math.max(0, endMs - clock.now()),
    dispose: () => {
      clock.clearTimeout(timer);
      stop();
    },
  };
}

/**
 * Lets a controller fire with the first of the signals, for its reason. Unlike `AbortSignal.any` it
 * takes signals of another realm, which a caller's may be, and leaves nothing behind on signals that
 * live for long.
 * @returns ends it
 */
export function follow(controller: AbortController, signals: readonly AbortSignal[]): () => void {
  const onAbort = (): void => controller.abort(signals.find(({ aborted }) => aborted)?.reason);
  for (const signal of signals) signal.addEventListener("abort", onAbort, { once: true });
  if (signals.some(({ aborted }) => aborted)) onAbort();
  return () => {
    for (const signal of signals) signal.removeEventListener("abort", onAbort);
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
