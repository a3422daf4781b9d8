import type { Channel } from "../channel/channel.ts";
import { delay } from "../time/clock.ts";
import { startDeadline } from "../time/deadline.ts";
import { type DraftKeeper, isBusy } from "./draft-keeper.ts";
import type { OpenOrder, OrderBook } from "./open-order.ts";
import type { ServerSetup } from "./server-setup.ts";

/** A mail that is done sooner teaches nothing. */
const learnAfterMs = 500;
/** How often a module is asked whether it is done with a mail whose result stays away. */
const pollMs = 30_000;
/** How long a module may take to answer on a new connection. */
const reconnectMs = 60_000;
/** A result is printed a moment after the module is done. */
const graceMs = 2000;

/**
 * Finds out whether the module is still sending: one that refuses changes meanwhile says so. Whether
 * it does is learnt while a mail is known to be on its way, because silence proves nothing.
 */
export class BusyProbe {
  readonly #channel: Channel;
  readonly #orders: OrderBook;
  readonly #draft: DraftKeeper;
  #refuses = false;
  /** Of the last order: what can be asked and set without harm. */
  #server: Pick<ServerSetup, "change" | "witness"> | undefined;

  constructor(channel: Channel, orders: OrderBook, draft: DraftKeeper) {
    this.#channel = channel;
    this.#orders = orders;
    this.#draft = draft;
    channel.onAttached(() => {
      if (orders.open !== undefined) void this.#askAfterReconnect(orders.open);
    });
    channel.onRestart(({ told }) => {
      if (!told && orders.open !== undefined) void this.#doubt(orders.open);
    });
  }

  /** An order is being given with these settings. */
  watch(server: Pick<ServerSetup, "change" | "witness">): void {
    this.#server = server;
  }

  /** Learns from an order that has just been accepted; asks once, and never fails. */
  async learn(order: OpenOrder): Promise<void> {
    const change = this.#server?.change;
    if (this.#refuses || change === undefined) return;
    const over = new AbortController();
    void order.result.then((result) => over.abort(result));
    await delay(this.#channel.clock, learnAfterMs, over.signal).catch(() => undefined);
    if (this.#orders.open !== order) return;
    try {
      // One that takes it may be done already, or not refuse: that shows nothing.
      await this.#channel.execute(change);
    } catch (error) {
      if (!isBusy(error) || this.#orders.open !== order) return;
      this.#refuses = true;
      // One that refuses took this draft and this order: with an earlier one it was done by then.
      const { expired } = this.#orders;
      if (expired !== undefined) this.#orders.lost(expired);
    }
  }

  /**
   * Waits until the order has its result, or the module is done with it without having told one.
   * @throws the reason of the signal
   */
  async settled(order: OpenOrder, signal: AbortSignal): Promise<void> {
    const over = new AbortController();
    void order.result.then((result) => over.abort(result));
    const scope = AbortSignal.any([signal, over.signal]);
    while (this.#orders.open === order) {
      if (await this.#isIdle(scope)) this.#orders.lost(order);
      else await delay(this.#channel.clock, pollMs, scope).catch(() => undefined);
      if (signal.aborted) throw signal.reason;
    }
  }

  /** Looks whether an order that has expired without a result can still have one. */
  async lookAtExpired(signal: AbortSignal): Promise<void> {
    const { expired } = this.#orders;
    if (expired !== undefined && (await this.#isIdle(signal))) this.#orders.lost(expired);
  }

  /**
   * The result may have been printed while there was no connection. One that is done takes the
   * clearing of its draft; one that refuses it tells its result on the new connection.
   */
  async #askAfterReconnect(order: OpenOrder): Promise<void> {
    const { clock, ended } = this.#channel;
    const limit = startDeadline(clock, reconnectMs, "the module's mail client", ended);
    try {
      await this.#draft.clear({ signal: limit.signal });
      await delay(clock, graceMs, limit.signal);
      if (this.#orders.open === order) this.#orders.lost(order);
    } catch (error) {
      if (isBusy(error)) this.#refuses = true;
    } finally {
      limit.dispose();
    }
  }

  /** An echo that is back may be a restart: one that erased the settings is, and ended the order. */
  async #doubt(order: OpenOrder): Promise<void> {
    if (this.#server === undefined) return;
    const { get, matches } = this.#server.witness;
    const told = await this.#channel.execute(get).catch(() => undefined);
    if (told !== undefined && !matches(told)) this.#orders.lost(order);
  }

  async #isIdle(signal: AbortSignal): Promise<boolean> {
    const change = this.#server?.change;
    if (!this.#refuses || change === undefined) return false;
    try {
      await this.#channel.execute(change, { signal });
      return true;
    } catch {
      // Busy, or nothing that shows it.
      return false;
    }
  }
}
