import type { Channel } from "../channel/channel.ts";
import { optional } from "../channel/optional.ts";
import type { MailTurn } from "../mail/mail-turn.ts";
import type { Mailer } from "../mail/mailer.ts";
import { carriesData, checkContext, isOpen, otherContexts } from "../network/check-context.ts";
import type { Network } from "../network/network.ts";
import type { NetworkOptions, NetworkState, QsmtpNetwork } from "../network/qsmtp-network.ts";
import { checkedOptions } from "../options/option-problems.ts";
import { networkOptions } from "../options/option-tables.gen.ts";

const usualTimeoutMs = 300_000;

/** The data connection as callers hold it: each work waits for its turn among the mails. */
export class DataConnection implements QsmtpNetwork {
  readonly #channel: Channel;
  readonly #network: Network;
  readonly #mail: Mailer;

  constructor(channel: Channel, network: Network, mail: Mailer) {
    this.#channel = channel;
    this.#network = network;
    this.#mail = mail;
  }

  get contextId(): number {
    return this.#network.contextId;
  }

  async state(options: NetworkOptions = {}): Promise<NetworkState> {
    return await this.#inTurn("the state of the network", options, ({ signal }) =>
      this.#look(signal),
    );
  }

  async activate(options: NetworkOptions = {}): Promise<NetworkState> {
    return await this.#inTurn("the data connection", options, async ({ signal }) => {
      const rest = await this.#network.use(signal);
      try {
        return await this.#look(signal);
      } finally {
        rest();
      }
    });
  }

  async release(options: NetworkOptions = {}): Promise<void> {
    return await this.#inTurn("the data connection to end", options, ({ signal }) =>
      this.#network.takeDown(signal),
    );
  }

  #inTurn<T>(
    what: string,
    options: NetworkOptions,
    work: (turn: MailTurn) => Promise<T>,
  ): Promise<T> {
    const { timeoutMs = usualTimeoutMs, signal } = checkedOptions<NetworkOptions>(
      options,
      networkOptions,
    );
    return this.#mail.inTurn({ what, timeoutMs, signal }, async (turn) => {
      await turn.prepare();
      return await work(turn);
    });
  }

  async #look(signal: AbortSignal): Promise<NetworkState> {
    const { contextId } = this;
    const state = await checkContext(contextId, (command) =>
      optional(signal, () => this.#channel.ask(command, signal)),
    );
    const open = state.open?.find((context) => context.contextId === contextId);
    return {
      contextId,
      registered: carriesData(state),
      attached: state.attached,
      apn: state.apn,
      active: isOpen(state),
      addresses: open?.addresses ?? [],
      otherContexts: otherContexts(state),
    };
  }
}
