import { isOwnError } from "../errors/qsmtp-error.ts";
import { AbortedError } from "../errors/wire-errors.ts";

/** What the firing of a signal means for the caller: its own error, or a typed abort. */
export function abortError(signal: AbortSignal): unknown {
  const { reason } = signal;
  return isOwnError(reason) ? reason : new AbortedError(reason);
}

/** The error itself, or what it means where it is nothing but the reason of the signal. */
export function typedReason(error: unknown, signal: AbortSignal | undefined): unknown {
  return signal?.aborted && error === signal.reason ? abortError(signal) : error;
}

/** Shows who called: a stack that ends in the channel's own event handling helps nobody. */
export function atCall(error: unknown): unknown {
  if (error instanceof Error && !error.stack?.includes(callMark)) {
    const frames = new Error("called").stack?.split("\n").slice(2).join("\n") ?? "";
    error.stack = `${error.stack}\n${callMark}\n${frames}`;
  }
  return error;
}

const callMark = "    --- called from ---";
