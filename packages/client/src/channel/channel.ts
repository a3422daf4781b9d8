import {
  type Command,
  type DecodedUrc,
  decodeUrc,
  type FrameEvent,
  Framer,
  parseFinalResult,
} from "@qsmtp/protocol";
import { allUrcs, type KnownUrc } from "@qsmtp/protocol/catalog";
import type { Connection } from "@qsmtp/transport";
import { leaveDataMode } from "../data-mode/leave-data-mode.ts";
import { checkTimeout, invalidOption } from "../errors/invalid-option.ts";
import { ConnectionLostError, ModuleClosedError, WireStateError } from "../errors/wire-errors.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { ExchangeResult, LineMeaning, WireState } from "./exchange.ts";
import { ExchangeRun, type PayloadProgress, type RunOptions } from "./exchange-run.ts";
import { notify } from "./notify.ts";
import { fence, settleWire } from "./settle-wire.ts";
import { describeUnknownLine, type TraceEvent } from "./trace.ts";
import { TurnQueue } from "./turn-queue.ts";
import { Wire, waitForFinalResult } from "./wire.ts";

export interface ChannelOptions {
  readonly clock?: Clock | undefined;
  /** Gets every line of the conversation, secrets and bodies masked. */
  readonly onTrace?: ((event: TraceEvent) => void) | undefined;
}

export interface ExecuteOptions {
  /** Gives the call up. The wire is made safe before the next command uses it. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Longest time in milliseconds from the command's last byte to its final result, or to `CONNECT`.
   * Default: the manual's maximum plus a margin, 10 s where the manual gives none.
   */
  readonly timeoutMs?: number | undefined;
  /** The bytes of the data phase, exactly as many as the command announced. */
  readonly payload?: Uint8Array | undefined;
  readonly onProgress?: ((progress: PayloadProgress) => void) | undefined;
  /**
   * How many bytes the module will send in the data phase, for a command that does not announce it
   * (`downloadFile`). Ask for the file's size first.
   */
  readonly receiveBytes?: number | undefined;
  /** Gets the bytes of a data phase towards us as they come. */
  readonly onReceived?: ((bytes: Uint8Array) => void) | undefined;
  /**
   * Called when the module has said `CONNECT`, or `OK` to a command whose outcome comes in a URC:
   * from here on giving up leaves something behind.
   */
  readonly onAccepted?: (() => void) | undefined;
}

/** What the channel reports by itself. */
export interface ChannelListeners {
  readonly urc: (urc: KnownUrc) => void;
  /** A line that fits no command, reply or URC, as it was received. */
  readonly unknownLine: (text: string) => void;
}

/** Time given beyond the module's own limit before its silence counts, in milliseconds. */
const completionMarginMs = 15_000;
const defaultCompletionMs = 300_000;

/**
 * One conversation with a module. Commands run one after the other; a reply belongs to the command
 * that asked, also after a timeout or an abort: then the wire stays closed until the late result has
 * come or a fence has been answered.
 */
export class Channel {
  readonly #wire: Wire;
  readonly #framer = new Framer();
  readonly #queue = new TurnQueue();
  readonly #trace: ((event: TraceEvent) => void) | undefined;
  readonly #ended = new AbortController();
  readonly #urcListeners = new Set<ChannelListeners["urc"]>();
  readonly #unknownListeners = new Set<ChannelListeners["unknownLine"]>();
  /** The last command of each kind that carried a secret: its mask applies to all that is shown later. */
  readonly #secretive = new Map<string, Command>();
  readonly #unsubscribe: () => void;
  #run: ExchangeRun | undefined;

  constructor(connection: Connection, options: ChannelOptions = {}) {
    this.#wire = new Wire(connection, options.clock ?? systemClock, (text) =>
      this.#note("sent", text),
    );
    this.#trace = options.onTrace;
    this.#unsubscribe = connection.onData((chunk) => this.#receive(chunk));
    void connection.closed.then((reason) => {
      this.#end(new ConnectionLostError(reason.kind === "lost" ? reason.error : undefined));
    });
  }

  get clock(): Clock {
    return this.#wire.clock;
  }

  get controlLines(): boolean {
    return this.#wire.connection.capabilities.controlLines;
  }

  /** Fires, with the error as reason, when the connection is gone or the channel was closed. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /**
   * Runs a command and gives its decoded reply. A command whose outcome comes in a URC has only been
   * accepted then: see {@link executeToCompletion}.
   *
   * @throws CommandError when the module answers an error, TimeoutError, UnexpectedReplyError,
   * ConnectionLostError, ModuleRestartedError, WireStateError, ModuleClosedError, or the reason of
   * the signal.
   */
  async execute<Output>(command: Command<Output>, options: ExecuteOptions = {}): Promise<Output> {
    const result = await this.#perform(command, options, false);
    return result.output as Output;
  }

  /**
   * Runs a command whose outcome comes in a URC after `OK`, and gives that URC. A URC before the
   * `OK` belongs to an earlier command and does not count.
   *
   * @throws the errors of {@link execute}; a TimeoutError also when the URC never comes.
   */
  async executeToCompletion(
    command: Command<void>,
    options: ExecuteOptions = {},
  ): Promise<KnownUrc> {
    if (command.completion === undefined) {
      throw invalidOption(command.text, "has no outcome beyond its final result");
    }
    const { completion } = await this.#perform(command, options, true);
    return completion as KnownUrc;
  }

  /**
   * Finds the module on the wire: gets it out of data mode if it is there, and makes sure that the
   * next reply is ours.
   * @throws WireStateError when nothing answers
   */
  async synchronize(prelude: readonly Command[], signal: AbortSignal): Promise<void> {
    const release = await this.#queue.acquire(signal);
    try {
      const scope = AbortSignal.any([signal, this.#ended.signal]);
      for (let attempt = 0; attempt < 2; attempt++) {
        for (const command of prelude) {
          // Answered or not: which settings the module was left with is not known yet.
          const answer = waitForFinalResult(this.#wire, preludeWaitMs, scope);
          this.#note("sent", command.text);
          await this.#wire.write(command.bytes);
          await answer;
        }
        if (await fence(this.#wire, undefined, scope)) return;
        scope.throwIfAborted();
        this.#note("note", "no answer: leaving data mode");
        await leaveDataMode(this.#wire, scope);
      }
      scope.throwIfAborted();
      throw new WireStateError("opening");
    } finally {
      release();
    }
  }

  /** Calls the listener with every URC that is not the outcome of a running command. */
  onUrc(listener: ChannelListeners["urc"]): () => void {
    this.#urcListeners.add(listener);
    return () => this.#urcListeners.delete(listener);
  }

  onUnknownLine(listener: ChannelListeners["unknownLine"]): () => void {
    this.#unknownListeners.add(listener);
    return () => this.#unknownListeners.delete(listener);
  }

  /** Fails what is running or waiting and closes the connection. */
  async close(): Promise<void> {
    this.#end(new ModuleClosedError());
    await this.#wire.connection.close();
  }

  async #perform(
    command: Command,
    options: ExecuteOptions,
    completion: boolean,
  ): Promise<Extract<ExchangeResult, { ok: true }>> {
    const callSite = new Error("called");
    checkData(command, options);
    if (options.timeoutMs !== undefined) checkTimeout("timeoutMs", options.timeoutMs);
    const release = await this.#queue.acquire(options.signal);
    if (this.#ended.signal.aborted) {
      release();
      throw withCallSite(this.#ended.signal.reason, callSite);
    }
    let wire: WireState = "free";
    let startedMs = this.clock.now();
    const runOptions: RunOptions = {
      timing: timingOf(command, options.timeoutMs),
      payload: options.payload,
      onProgress: options.onProgress,
      onAccepted: options.onAccepted,
      expectations: { receiveBytes: options.receiveBytes, completion },
      onReceived: options.onReceived,
      expectData: (lengthBytes) => this.#framer.expectData(lengthBytes),
      report: (meaning, text) => this.#report(command, meaning, text),
      onUrc: (urc) => this.#announceUrc(urc),
      note: (text) => this.#note("sent", text),
      wireError: (error) => this.#ended.signal.reason ?? error,
      acks: (byte) =>
        byte === undefined ? this.#framer.stopAcks() : this.#framer.expectAcks(byte),
    };
    try {
      if (command.text.includes("***")) this.#secretive.set(command.operation.name, command);
      startedMs = this.clock.now();
      const run = new ExchangeRun(this.#wire, command, runOptions);
      this.#run = run;
      const { result, wire: state } = await run.perform(options.signal);
      wire = state;
      if (result.ok) return result;
      throw withCallSite(result.error, callSite);
    } finally {
      this.#run = undefined;
      this.#framer.stopAcks();
      if (wire === "late" || wire === "data") {
        const dueMs = startedMs + runOptions.timing.replyMs - this.clock.now();
        const graceMs = Math.max(dueMs, shortestGraceMs);
        void this.#settle(command, wire, graceMs).finally(release);
      } else {
        release();
      }
    }
  }

  /** Keeps the turn until the wire is safe, so that the next command cannot get a reply of this one. */
  async #settle(command: Command, wire: "late" | "data", graceMs: number): Promise<void> {
    this.#note("note", `settling the wire after ${command.text}`);
    try {
      await settleWire(this.#wire, { command, wire, graceMs }, this.#ended.signal);
      this.#note("note", "the wire is safe again");
    } catch (error) {
      if (!this.#ended.signal.aborted) this.#queue.close(error);
    }
  }

  #receive(chunk: Uint8Array): void {
    this.#framer.push(chunk);
    for (let event = this.#framer.next(); event !== undefined; event = this.#framer.next()) {
      this.#handle(event);
    }
  }

  #handle(event: FrameEvent): void {
    switch (event.type) {
      case "line":
        // What stands behind the final result in the same chunk is nobody's reply any more.
        if (this.#run?.isActive) this.#run.feed({ type: "line", text: event.text });
        else this.#takeIdleLine(event.text);
        this.#wire.announce(event.text);
        return;
      case "ack":
        this.#run?.acknowledged();
        return;
      case "overflow":
        this.#note("received", `<line over ${event.limitBytes} bytes dropped>`);
        return;
      case "data":
        this.#note("received", `<${event.bytes.length} bytes of data>`);
        this.#run?.received(event.bytes, event.remaining);
        return;
    }
  }

  #takeIdleLine(text: string): void {
    const urc = decodeUrc(allUrcs, text);
    const meaning = parseFinalResult(text) === undefined ? "unknown" : "final";
    this.#report(undefined, urc === undefined ? meaning : "urc", text);
    if (urc !== undefined) this.#announceUrc(urc);
  }

  #announceUrc(urc: DecodedUrc): void {
    for (const listener of [...this.#urcListeners]) notify(() => listener(urc as KnownUrc));
  }

  #report(command: Command | undefined, meaning: LineMeaning, text: string): void {
    if (meaning === "unknown") {
      for (const listener of [...this.#unknownListeners]) notify(() => listener(text));
    }
    if (this.#trace === undefined) return;
    if (meaning === "echo") this.#note("received", command?.text ?? "", meaning);
    else if (meaning === "unknown") this.#note("received", describeUnknownLine(text), meaning);
    else this.#note("received", text, meaning);
  }

  #note(direction: TraceEvent["direction"], text: string, meaning?: LineMeaning): void {
    if (this.#trace === undefined) return;
    let masked = text;
    if (direction === "received" && meaning !== "echo") {
      for (const command of this.#secretive.values()) masked = command.mask(masked);
    }
    const event = { direction, text: masked, meaning, atMs: this.clock.now() };
    notify(() => this.#trace?.(event));
  }

  #end(error: Error): void {
    if (this.#ended.signal.aborted) return;
    this.#unsubscribe();
    this.#queue.close(error);
    this.#run?.feed({ type: "failure", error });
    this.#ended.abort(error);
  }
}

const preludeWaitMs = 500;

/** A late result mostly comes soon; waiting for it is gentler than asking a busy module. */
const shortestGraceMs = 1000;

/** Refuses what would leave the data phase hanging. */
function checkData(command: Command, { payload, receiveBytes }: ExecuteOptions): void {
  const data = command.data;
  const refuse = (problem: string): never => {
    throw invalidOption(command.text, problem);
  };
  if (data?.direction === "fromModule") {
    if (!data.lengthFollowsConnect && receiveBytes === undefined) refuse("needs receiveBytes");
    if (payload !== undefined) refuse("takes no payload");
    return;
  }
  if (data === undefined && payload !== undefined) refuse("takes no payload");
  if (data !== undefined && payload === undefined) refuse("needs a payload");
  if (data?.lengthBytes !== undefined && data.lengthBytes !== payload?.length) {
    refuse(`announces ${data.lengthBytes} bytes, the payload has ${payload?.length}`);
  }
}

function timingOf(command: Command, timeoutMs: number | undefined): RunOptions["timing"] {
  const stated = command.operation.maxResponseMs;
  const usual = stated === null ? 10_000 : Math.max(stated, 4000) + 1000;
  const length = command.data?.lengthBytes ?? 0;
  return {
    replyMs: timeoutMs ?? usual,
    // A block at 4800 baud takes nine seconds; flow control may hold it up for longer.
    dataMs: 30_000,
    // The module writes to storage behind the last byte; the reserve grows with the size.
    resultMs: 15_000 + length / 10,
    completionMs: (command.completion?.withinMs ?? defaultCompletionMs) + completionMarginMs,
  };
}

/** Shows who called: a stack that ends in the channel's own event handling helps nobody. */
function withCallSite(error: unknown, callSite: Error): unknown {
  if (error instanceof Error && !error.stack?.includes("    --- called from ---")) {
    const frames = callSite.stack?.split("\n").slice(2).join("\n") ?? "";
    error.stack = `${error.stack}\n    --- called from ---\n${frames}`;
  }
  return error;
}
