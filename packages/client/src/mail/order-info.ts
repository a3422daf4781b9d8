import { abortError } from "../channel/call-error.ts";
import { AbortedError } from "../errors/wire-errors.ts";
import { whenAborted } from "../time/deadline.ts";

/** What is known of an order to send before its first byte is written. */
export interface OrderInfo {
  /** Now, in milliseconds since 1970: what `awaitEarlierOrder` wants after a crash. */
  readonly orderedAt: number;
  /** The module's own limit for sending, in seconds. */
  readonly sendSeconds: number;
  /** Which order of this mail it is, from 1. */
  readonly attempt: number;
  /** Fires when nobody waits for the mail any more. */
  readonly signal: AbortSignal;
}

/** Awaited straight before the first byte of `AT+QSMTPPUT`; see `SendOptions.beforeOrder`. */
export type BeforeOrder = (info: OrderInfo) => void | PromiseLike<void>;

/**
 * Gives the caller the word before an order.
 * @throws AbortedError with what the caller threw as cause, and what the signal's reason means
 */
export async function tellBeforeOrder(
  beforeOrder: BeforeOrder | undefined,
  order: Omit<OrderInfo, "orderedAt">,
): Promise<void> {
  if (beforeOrder === undefined) return;
  const { signal } = order;
  const told = (async () => beforeOrder({ ...order, orderedAt: Date.now() }))().catch(
    (error: unknown) => {
      throw new AbortedError(error);
    },
  );
  await Promise.race([told, whenAborted(signal)]);
  if (signal.aborted) throw abortError(signal);
}
