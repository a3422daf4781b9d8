import { AbortedError, type Clock, isQsmtpError, TimeoutError } from "@qsmtp/client";

/** How long a mail may take, and who may end it. */
export interface MailDeadline {
  /** Fires when the time is over, or one of the given signals does. */
  readonly signal: AbortSignal;
  /** What is left, 1 ms or more. */
  remainingMs(): number;
  /** The promise's value, or what the signal means as soon as it fires. */
  within<T>(promise: Promise<T>): Promise<T>;
  dispose(): void;
}

export function startDeadline(
  clock: Clock,
  timeoutMs: number,
  signals: readonly AbortSignal[],
): MailDeadline {
  const late = new AbortController();
  const startedMs = clock.now();
  const expire = (): void => late.abort(new TimeoutError("the mail to be made ready", timeoutMs));
  const timer = clock.setTimeout(expire, timeoutMs);
  const signal = AbortSignal.any([late.signal, ...signals]);
  return {
    signal,
    remainingMs: () => Math.max(1, Math.floor(timeoutMs - (clock.now() - startedMs))),
    within: (promise) =>
      new Promise((resolve, reject) => {
        const onAbort = (): void => reject(meaningOf(signal));
        if (signal.aborted) onAbort();
        signal.addEventListener("abort", onAbort, { once: true });
        promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
      }),
    dispose: () => clock.clearTimeout(timer),
  };
}

function meaningOf({ reason }: AbortSignal): unknown {
  return isQsmtpError(reason) ? reason : new AbortedError(reason);
}
