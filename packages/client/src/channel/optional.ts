import { CommandError } from "../errors/command-error.ts";
import { isOwnError } from "../errors/qsmtp-error.ts";
import { TimeoutError, UnexpectedReplyError } from "../errors/wire-errors.ts";

/** Asks what is only nice to know: neither an odd answer nor silence is a failure. */
export async function optional<T>(
  signal: AbortSignal,
  ask: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    const odd = error instanceof CommandError || error instanceof UnexpectedReplyError;
    const silent = error instanceof TimeoutError || isOwnError(error, "WIRE_STATE_UNKNOWN");
    if (odd || (silent && !signal.aborted)) return undefined;
    throw error;
  }
}
