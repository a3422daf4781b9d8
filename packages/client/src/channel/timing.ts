import type { Command } from "@qsmtp/protocol";
import type { CallTiming } from "./call.ts";

/** How long a call without a limit of its own waits for its turn, in milliseconds. */
export const turnMs = 60_000;

/** Time given beyond the module's own limit before its silence counts. */
const outcomeMarginMs = 15_000;
const defaultOutcomeMs = 300_000;

/** How long each part of a command may take. */
export function timingOf(command: Command, timeoutMs: number | undefined): CallTiming {
  const stated = command.operation.maxResponseMs;
  const usual = stated === null ? 10_000 : Math.max(stated, 4000) + 1000;
  const length = command.data?.lengthBytes ?? 0;
  return {
    replyMs: timeoutMs ?? usual,
    // A block at 4800 baud takes nine seconds; flow control may hold it up for longer.
    dataMs: 30_000,
    // The module writes to storage behind the last byte; the reserve grows with the size.
    resultMs: 15_000 + length / 10,
    outcomeMs: (command.completion?.withinMs ?? defaultOutcomeMs) + outcomeMarginMs,
  };
}
