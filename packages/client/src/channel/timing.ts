import type { Command } from "@qsmtp/protocol";
import type { CallTiming } from "./call.ts";

/** How long a call without a limit of its own waits for its turn, in milliseconds. */
export const turnMs = 60_000;

/** Time given beyond the module's own limit before its silence counts. */
const outcomeMarginMs = 15_000;
const defaultOutcomeMs = 300_000;

/** A block at 4800 baud takes nine seconds; flow control may hold it up for longer. */
const dataMs = 30_000;
/** A source is given up before the module gives up the upload: then both know how it ended. */
const sourceMarginMs = 10_000;

function sourceMs({ data }: Command): number {
  const idleMs = data?.timeIsIdle ? data.timeLimitMs : undefined;
  if (idleMs === undefined) return dataMs;
  return Math.max(idleMs / 2, idleMs - sourceMarginMs);
}

/** How long each part of a command may take. */
export function timingOf(command: Command, timeoutMs: number | undefined): CallTiming {
  const stated = command.operation.maxResponseMs;
  const usual = stated === null ? 10_000 : Math.max(stated, 4000) + 1000;
  const length = command.data?.lengthBytes ?? 0;
  return {
    replyMs: timeoutMs ?? usual,
    dataMs,
    sourceMs: sourceMs(command),
    // The module writes to storage behind the last byte; the reserve grows with the size.
    resultMs: 15_000 + length / 10,
    outcomeMs: (command.completion?.withinMs ?? defaultOutcomeMs) + outcomeMarginMs,
  };
}
