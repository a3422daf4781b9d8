import { TimeoutError } from "../errors/wire-errors.ts";
import type { Draft } from "./draft.ts";
import type { ChannelState } from "./state.ts";

/** A block at 38,400 baud takes less; a port that holds bytes for longer hardly takes them. */
const blockedMs = 400;

/** Whether bytes were handed over that the port does not take. */
export function isBlocked({ openWrites, lastWriteMs }: ChannelState, nowMs: number): boolean {
  return openWrites > 0 && nowMs - lastWriteMs >= blockedMs;
}

/** The error of a wait that is over; it says when the port takes no bytes. */
export function timeoutError(draft: Draft, what: string, limitMs: number): TimeoutError {
  return new TimeoutError(what, limitMs, { blocked: isBlocked(draft.state, draft.nowMs) });
}
