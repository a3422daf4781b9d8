import type { SmtpSendResult } from "@qsmtp/protocol/commands";
import type { Channel } from "../channel/channel.ts";
import type { Outcome } from "../errors/qsmtp-error.ts";
import { outcomeOf } from "../errors/send-error.ts";

/**
 * How long a result may take to come, in milliseconds: modules overrun the limit that they were
 * given, and a result that is taken for another mail's is worse than a wait.
 */
const longestMs = 660_000;
const marginMs = 60_000;

/** How long after its order a result may come, in milliseconds. */
export function longestResultMs(sendSeconds: number): number {
  return Math.max(longestMs, sendSeconds * 1000 + marginMs);
}

/** An order to send whose result has not come. The module is busy with it, and needs its files. */
export interface OpenOrder {
  /** Number of the call that gave it. */
  readonly callId: number;
  /** The result itself, or `undefined` when it cannot come any more. Never rejects. */
  readonly result: Promise<SmtpSendResult | undefined>;
  /** What became of the mail. Never rejects. */
  readonly outcome: Promise<Outcome>;
}

/**
 * Keeps the one order that the module may be working on, from the first byte of `AT+QSMTPPUT` until
 * its result, a refusal, a restart, or the end of the time in which a result can come.
 */
export class OrderBook {
  readonly #channel: Channel;
  #open:
    | { readonly order: OpenOrder; readonly close: (result?: SmtpSendResult) => void }
    | undefined;

  /** The last order of which no result came in its time. */
  #expired: OpenOrder | undefined;

  constructor(channel: Channel) {
    this.#channel = channel;
    channel.onRestart(({ told }) => {
      if (told) this.#open?.close();
    });
    channel.ended.addEventListener("abort", () => this.#open?.close(), { once: true });
  }

  /** The order whose result is awaited. */
  get open(): OpenOrder | undefined {
    return this.#open?.order;
  }

  /** The last order of which no result came in its time: the next that comes counts as its. */
  get expired(): OpenOrder | undefined {
    return this.#expired;
  }

  /** The first byte of the order goes out. */
  begin(callId: number, sendSeconds: number): OpenOrder {
    const { clock } = this.#channel;
    let settle: (result: SmtpSendResult | undefined) => void = () => {};
    const result = new Promise<SmtpSendResult | undefined>((resolve) => {
      settle = resolve;
    });
    const outcome = result.then((told) => (told === undefined ? "unknown" : outcomeOf(told)));
    const order: OpenOrder = { callId, result, outcome };
    const timer = clock.setTimeout(() => {
      this.#expired = order;
      close();
    }, longestResultMs(sendSeconds));
    const close = (told?: SmtpSendResult): void => {
      clock.clearTimeout(timer);
      if (this.#open?.order === order) this.#open = undefined;
      settle(told);
    };
    this.#open = { order, close };
    return order;
  }

  /** The result of the order has come. */
  take(order: OpenOrder, result: SmtpSendResult): void {
    if (this.#expired === order) this.#expired = undefined;
    if (this.#open?.order === order) this.#open.close(result);
  }

  /** The module has refused the order, or is done with it: no result of it can come. */
  lost(order: OpenOrder): void {
    this.#channel.forgetOutcome(order.callId);
    if (this.#expired === order) this.#expired = undefined;
    if (this.#open?.order === order) this.#open.close();
  }
}
