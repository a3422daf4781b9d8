import { CommandError } from "../errors/command-error.ts";
import { SendResultError } from "../errors/send-error.ts";
import type { RetryPlan } from "../options/retry-options.ts";
import { backOffMs } from "../recovery/back-off.ts";

/**
 * How long to wait before a mail is ordered again that an order is proven not to have sent;
 * `undefined` when it shall not be: it would end in the same way, was ordered often enough, or its
 * time does not suffice.
 */
export function retryPauseMs(
  error: unknown,
  orders: number,
  retry: RetryPlan,
  leftMs: number,
): number | undefined {
  const isWord = error instanceof SendResultError || error instanceof CommandError;
  if (!isWord || !error.retryable || orders === 0 || orders > retry.maxRetries) return undefined;
  const pauseMs = backOffMs(retry, orders);
  return pauseMs < leftMs ? pauseMs : undefined;
}
