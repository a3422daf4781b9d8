import { clearMail } from "@qsmtp/protocol/commands";
import { smtpErrorNumber } from "@qsmtp/protocol/facts";
import type { Channel } from "../channel/channel.ts";
import { CommandError } from "../errors/command-error.ts";
import { delay } from "../time/clock.ts";

/** A module that sends for a predecessor of ours is asked again so often. */
const busyPollMs = 5000;

interface DraftStep {
  readonly signal: AbortSignal;
  readonly batch?: number | undefined;
}

/** Knows whether recipients, subject and body of ours may be in the module; outlives the mails. */
export class DraftKeeper {
  readonly #channel: Channel;
  /**
   * Whether echo is on around a body, see `BodyEcho`. Not for a module that echoes data too: there it
   * shows nothing.
   */
  comparesEcho = true;
  #isLeft = false;

  constructor(channel: Channel) {
    this.#channel = channel;
    // A restart erases the draft; what was written since one that nobody saw is still there.
    channel.onRestart(({ told }) => {
      if (told) this.#isLeft = false;
    });
  }

  get isLeft(): boolean {
    return this.#isLeft;
  }

  /** A command that writes into the draft goes out. */
  touch(): void {
    this.#isLeft = true;
  }

  /** Empties the draft; tries twice. */
  async clear(step: DraftStep): Promise<void> {
    try {
      await this.#channel.step(clearMail(), step);
    } catch (error) {
      if (isBusy(error) || step.signal.aborted) throw error;
      await this.#channel.step(clearMail(), step);
    }
    this.#isLeft = false;
  }

  /**
   * Empties the draft, and waits for a module that is still sending: for a process before ours, or
   * for another program.
   */
  async clearWhenFree(step: DraftStep): Promise<void> {
    for (;;) {
      try {
        await this.clear(step);
        return;
      } catch (error) {
        if (!isBusy(error)) throw error;
        await this.#untilResult(step.signal);
      }
    }
  }

  /** Waits for a result of the module's mail client, or for a while. */
  async #untilResult(signal: AbortSignal): Promise<void> {
    const result = new AbortController();
    const stop = this.#channel.onUrc(({ name }) => {
      if (name === "smtpSendResult") result.abort();
    });
    try {
      await delay(this.#channel.clock, busyPollMs, AbortSignal.any([signal, result.signal]));
    } catch (error) {
      if (signal.aborted) throw error;
    } finally {
      stop();
    }
  }
}

/** Whether the module refuses because a body is being entered or a mail is being sent. */
export function isBusy(error: unknown): boolean {
  return error instanceof CommandError && error.moduleError?.code === smtpErrorNumber.busy;
}
