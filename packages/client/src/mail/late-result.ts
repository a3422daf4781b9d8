import type { SmtpSendResult } from "@qsmtp/protocol/commands";
import type { Channel } from "../channel/channel.ts";

/**
 * Catches the result of a mail whose sender has stopped waiting. It listens from before the order to
 * send, because the result may stand in the same chunk as what ended the wait.
 */
export class LateResult {
  readonly #channel: Channel;
  readonly #unsubscribe: () => void;
  #result: SmtpSendResult | undefined;
  #wake: () => void = () => {};

  constructor(channel: Channel) {
    this.#channel = channel;
    this.#unsubscribe = channel.onUrc((urc) => {
      if (urc.name !== "smtpSendResult") return;
      this.#result = urc.value;
      this.#wake();
    });
  }

  /** The order to send goes out now: a result that came before belongs to an earlier mail. */
  begin(): void {
    this.#result = undefined;
  }

  /** The result, or `undefined` when the signal fires or the channel ends first. */
  async wait(signal: AbortSignal): Promise<SmtpSendResult | undefined> {
    const scope = AbortSignal.any([signal, this.#channel.ended]);
    if (this.#result === undefined && !scope.aborted) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        scope.addEventListener("abort", () => resolve(), { once: true });
      });
    }
    return this.#result;
  }

  dispose(): void {
    this.#unsubscribe();
  }
}
