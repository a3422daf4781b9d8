import { isSignal } from "@qsmtp/transport/options";

/** A signal of the platform's that fires with that of a caller, whatever realm it is from. */
export interface OwnSignal {
  readonly signal: AbortSignal;
  /** Stops listening to the caller's. */
  release(): void;
}

/** @returns `undefined` for what is no signal */
export function ownSignal(given: unknown): OwnSignal | undefined {
  if (!isSignal(given)) return undefined;
  const outer = given as AbortSignal;
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(outer.reason);
  outer.addEventListener("abort", onAbort, { once: true });
  if (outer.aborted) onAbort();
  return {
    signal: controller.signal,
    release: () => outer.removeEventListener("abort", onAbort),
  };
}
