import { isQsmtpError } from "@qsmtp/client";
import type { CliContext, InterruptSignal } from "./cli-context.ts";

/** The user, or the system, asked the program to end. */
export class Interruption extends Error {
  override readonly name = "Interruption";

  constructor(signal: InterruptSignal) {
    super(`interrupted by ${signal}`);
  }
}

/** The interruption for which the client gave up, if that was it. */
export function interruptionOf(error: unknown): Interruption | undefined {
  if (!isQsmtpError(error, "ABORTED")) return undefined;
  return error.cause instanceof Interruption ? error.cause : undefined;
}

/** A watch over SIGINT, SIGTERM and SIGHUP. */
export interface InterruptWatch {
  /** Fires at the first of them, with an {@link Interruption} as reason. */
  readonly signal: AbortSignal;
  dispose(): void;
}

/** What a shell reports of a process that such a signal ended. */
const exitCodes: Readonly<Record<InterruptSignal, number>> = {
  SIGHUP: 129,
  SIGINT: 130,
  SIGTERM: 143,
};

/**
 * Turns the first SIGINT, SIGTERM or SIGHUP into an abort; the second ends the process at once.
 * @param onFirst called at the first, to tell the user
 */
export function watchInterrupts(
  context: CliContext,
  onFirst: (signal: InterruptSignal) => void,
): InterruptWatch {
  const controller = new AbortController();
  const dispose = context.onInterrupt((signal) => {
    if (controller.signal.aborted) {
      context.exitNow(exitCodes[signal]);
      return;
    }
    onFirst(signal);
    controller.abort(new Interruption(signal));
  });
  return { signal: controller.signal, dispose };
}
