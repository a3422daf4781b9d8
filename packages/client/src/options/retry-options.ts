import type { BackOff } from "../recovery/back-off.ts";

/** How a mail is sent again of which it is proven that it did not go out. */
export interface RetryOptions {
  /**
   * How often it is ordered again at most. Default 2.
   * @whole
   * @minimum 0
   * @maximum 100
   */
  readonly maxRetries?: number | undefined;
  /**
   * Pause before it is ordered again, in milliseconds; doubles each time. Default 1000.
   * @minimum 0
   */
  readonly firstDelayMs?: number | undefined;
  /**
   * The longest pause, in milliseconds. Default 60 000.
   * @minimum 0
   */
  readonly maxDelayMs?: number | undefined;
  /**
   * Part of a pause by which it varies at random, 0 to 1. Default 0.2.
   * @minimum 0
   * @maximum 1
   */
  readonly jitter?: number | undefined;
}

/** The options with their defaults. */
export interface RetryPlan extends BackOff {
  readonly maxRetries: number;
}

/** Fills in the defaults. */
export function planRetry(retry: boolean | RetryOptions): RetryPlan {
  if (retry === false) return { maxRetries: 0, firstDelayMs: 0, maxDelayMs: 0, jitter: 0 };
  const given: RetryOptions = retry === true ? {} : retry;
  const { maxRetries = 2, firstDelayMs = 1000, maxDelayMs = 60_000, jitter = 0.2 } = given;
  return { maxRetries, firstDelayMs, maxDelayMs, jitter };
}
