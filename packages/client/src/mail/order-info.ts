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
