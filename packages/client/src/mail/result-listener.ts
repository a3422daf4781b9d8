import type { SmtpSendResult } from "@qsmtp/protocol/commands";
import type { Channel } from "../channel/channel.ts";

/** Hears results of the module's mail client, whoever they are for. */
export class ResultListener {
  /** Resolves with the first result. */
  readonly next: Promise<SmtpSendResult>;
  readonly #stop: () => void;
  #result: SmtpSendResult | undefined;

  constructor(channel: Channel) {
    let give: (result: SmtpSendResult) => void = () => {};
    this.next = new Promise((resolve) => {
      give = resolve;
    });
    this.#stop = channel.onUrc((urc) => {
      if (urc.name !== "smtpSendResult") return;
      this.#result ??= urc.value;
      give(urc.value);
    });
  }

  get result(): SmtpSendResult | undefined {
    return this.#result;
  }

  dispose(): void {
    this.#stop();
  }
}
