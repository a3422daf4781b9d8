import type { Command, DecodedUrc } from "@qsmtp/protocol";
import { payloadBlocks } from "../data-mode/payload-blocks.ts";
import {
  beginExchange,
  type Effect,
  type Exchange,
  type ExchangeExpectations,
  type ExchangeInput,
  type ExchangeResult,
  type ExchangeTiming,
  type LineMeaning,
  step,
  type WireState,
} from "./exchange.ts";
import { notify } from "./notify.ts";
import type { Wire } from "./wire.ts";

/** How much of a data phase has gone out. */
export interface PayloadProgress {
  readonly sentBytes: number;
  readonly totalBytes: number;
}

export interface RunOptions {
  readonly timing: ExchangeTiming;
  readonly payload: Uint8Array | undefined;
  readonly onProgress: ((progress: PayloadProgress) => void) | undefined;
  readonly expectations: ExchangeExpectations;
  readonly onReceived: ((bytes: Uint8Array) => void) | undefined;
  readonly onAccepted: (() => void) | undefined;
  readonly report: (meaning: LineMeaning, text: string) => void;
  readonly onUrc: (urc: DecodedUrc) => void;
  /** Tells the trace what is sent. */
  readonly note: (text: string) => void;
  /** What a failed write means for the caller. */
  readonly wireError: (error: unknown) => unknown;
  /** Makes the framer take the next bytes raw. */
  readonly expectData: (lengthBytes: number) => void;
  /** Switches the framer's reading of acknowledgement bytes on, or off without a byte. */
  readonly acks: (byte: number | undefined) => void;
}

export interface RunResult {
  readonly result: ExchangeResult;
  readonly wire: WireState;
}

/** Blocks without acknowledgement are only there for progress and cancellation. */
const plainBlockBytes = 4096;

/** Does the effects of one exchange: writes, timer, payload, settling. */
export class ExchangeRun {
  readonly #wire: Wire;
  readonly #options: RunOptions;
  #exchange: Exchange;
  #timer: unknown;
  #settle: (result: RunResult) => void = () => {};
  #awaitedAcks = 0;
  #wakeWriter: () => void = () => {};

  constructor(wire: Wire, command: Command, options: RunOptions) {
    this.#wire = wire;
    this.#options = options;
    this.#exchange = beginExchange(command, options.timing, options.expectations);
  }

  /** Whether lines may still belong to this command. */
  get isActive(): boolean {
    return this.#exchange.phase !== "done";
  }

  /** Runs to the end; never rejects. */
  async perform(signal: AbortSignal | undefined): Promise<RunResult> {
    if (signal?.aborted) return { result: { ok: false, error: signal.reason }, wire: "free" };
    const settled = new Promise<RunResult>((resolve) => {
      this.#settle = resolve;
    });
    const onAbort = (): void => this.feed({ type: "abort", reason: signal?.reason });
    signal?.addEventListener("abort", onAbort, { once: true });
    const { command } = this.#exchange;
    this.#options.note(command.text);
    this.#arm(this.#options.timing.replyMs);
    // Replies may come before the write resolves, so nobody waits for it here.
    void this.#write(command.bytes, () => this.feed({ type: "written" }));
    const result = await settled;
    signal?.removeEventListener("abort", onAbort);
    return result;
  }

  /** Takes an input from outside: a line, an abort, the end of the connection. */
  feed(input: ExchangeInput): void {
    const { next, effects } = step(this.#exchange, input);
    this.#exchange = next;
    for (const effect of effects) this.#do(effect);
  }

  /** The module acknowledged a block. */
  acknowledged(): void {
    this.#awaitedAcks--;
    this.feed({ type: "progress" });
    this.#wakeWriter();
  }

  /** Bytes of a data phase towards us. */
  received(bytes: Uint8Array, remaining: number): void {
    notify(() => this.#options.onReceived?.(bytes));
    this.feed({ type: "received", remaining });
  }

  #do(effect: Effect): void {
    switch (effect.type) {
      case "expectData":
        this.#options.expectData(effect.lengthBytes);
        return;
      case "arm":
        this.#arm(effect.timeoutMs);
        return;
      case "sendPayload":
        void this.#sendPayload(this.#options.payload ?? new Uint8Array(0));
        return;
      case "accepted":
        notify(() => this.#options.onAccepted?.());
        return;
      case "report":
        this.#options.report(effect.meaning, effect.text);
        return;
      case "urc":
        this.#options.onUrc(effect.urc);
        return;
      case "settle":
        this.#wire.clock.clearTimeout(this.#timer);
        this.#options.acks(undefined);
        this.#options.expectData(0);
        this.#wakeWriter();
        this.#settle({ result: effect.result, wire: effect.wire });
        return;
    }
  }

  #arm(timeoutMs: number): void {
    this.#wire.clock.clearTimeout(this.#timer);
    this.#timer = this.#wire.clock.setTimeout(() => this.feed({ type: "timeout" }), timeoutMs);
  }

  async #write(bytes: Uint8Array, done: () => void): Promise<void> {
    try {
      await this.#wire.write(bytes);
    } catch (error) {
      this.feed({ type: "failure", error: this.#options.wireError(error) });
      return;
    }
    done();
  }

  async #sendPayload(payload: Uint8Array): Promise<void> {
    const ack = this.#exchange.command.data?.ack;
    if (ack !== undefined) this.#options.acks(ack.byte);
    const blocks = payloadBlocks(payload, ack?.everyBytes ?? plainBlockBytes);
    let sentBytes = 0;
    for (const [index, block] of blocks.entries()) {
      const last = index === blocks.length - 1;
      if (last) this.feed({ type: "payloadHandedOver" });
      if (ack !== undefined) this.#awaitedAcks += Math.floor(block.length / ack.everyBytes);
      this.#options.note(`<${block.length} bytes of data>`);
      await this.#write(block, () => {
        // Told even when the result has come already: the bytes have arrived.
        sentBytes += block.length;
        const progress = { sentBytes, totalBytes: payload.length };
        notify(() => this.#options.onProgress?.(progress));
        this.feed({ type: last ? "written" : "progress" });
      });
      if (!this.isActive) return;
      // The last block's acknowledgement may be missing; its result line says the same.
      while (!last && this.#awaitedAcks > 0) {
        await new Promise<void>((resolve) => {
          this.#wakeWriter = resolve;
        });
        if (!this.isActive) return;
      }
    }
  }
}
