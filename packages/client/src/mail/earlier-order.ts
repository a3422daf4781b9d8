import { abortError } from "../channel/call-error.ts";
import type { Channel } from "../channel/channel.ts";
import { invalidOption } from "../errors/invalid-option.ts";
import type { Outcome } from "../errors/qsmtp-error.ts";
import { outcomeOf } from "../errors/send-error.ts";
import type { Recovery } from "../recovery/recovery.ts";
import { delay } from "../time/clock.ts";
import type { DraftKeeper } from "./draft-keeper.ts";
import { longestResultMs } from "./open-order.ts";
import type { ResultListener } from "./result-listener.ts";

/** An order to send that an earlier process gave: what `beforeOrder` told it. */
export interface EarlierOrder {
  /** When it was given, in milliseconds since 1970, or as a date. */
  readonly orderedAt: number | Date;
  /**
   * The limit that the module was given for sending, in seconds.
   * @minimum 1
   * @maximum 2147483
   */
  readonly sendSeconds: number;
  /** Gives the waiting up. */
  readonly signal?: AbortSignal | undefined;
}

/** What the waiting works with. */
export interface EarlierOrderTools {
  readonly channel: Channel;
  readonly draft: DraftKeeper;
  readonly recovery: Pick<Recovery, "ready">;
  /** Hears results since no mail of ours can have one. */
  readonly told: ResultListener;
}

/** A module that is still sending is asked again so often. */
const pollMs = 5000;
/** A result is printed a moment after the module is done. */
const graceMs = 2000;

/**
 * How long a result of the order may still come, in milliseconds.
 * @throws QsmtpError `INVALID_OPTION`
 */
export function remainingMs({ orderedAt, sendSeconds }: EarlierOrder): number {
  const atMs = typeof orderedAt === "number" ? orderedAt : orderedAt.getTime();
  if (!Number.isFinite(atMs)) throw invalidOption("orderedAt", "must be a time");
  const limitMs = longestResultMs(sendSeconds);
  // The clock of the host may have been set meanwhile.
  const passedMs = Math.max(0, Date.now() - atMs);
  return Math.max(0, limitMs - passedMs);
}

/**
 * Waits for a module that is still sending for a process before this one: it refuses to have its
 * draft cleared (652) until it is done.
 * @throws what the signal's reason means
 */
export async function awaitEarlierOrder(
  tools: EarlierOrderTools,
  withinMs: number,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    await untilDone(tools, withinMs, signal);
  } catch (error) {
    throw signal.aborted ? abortError(signal) : error;
  }
  const { result } = tools.told;
  return result === undefined ? "unknown" : outcomeOf(result);
}

/** Waits for the result, or for a module that takes other work again. */
async function untilDone(
  { channel, draft, recovery, told }: EarlierOrderTools,
  withinMs: number,
  signal: AbortSignal,
): Promise<void> {
  const { clock } = channel;
  const endMs = clock.now() + withinMs;
  while (told.result === undefined) {
    await recovery.ready(signal);
    const isDone = await draft.clear({ signal }).then(
      () => true,
      () => false,
    );
    signal.throwIfAborted();
    if (isDone) break;
    const leftMs = endMs - clock.now();
    if (leftMs <= 0) break;
    await eitherOf(told, delay(clock, Math.min(pollMs, leftMs), signal));
  }
  if (told.result === undefined) await eitherOf(told, delay(clock, graceMs, signal));
}

async function eitherOf(told: ResultListener, pause: Promise<void>): Promise<void> {
  await Promise.race([told.next, pause]);
  pause.catch(() => undefined);
}
