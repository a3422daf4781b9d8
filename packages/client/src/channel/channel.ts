import type { Command, DecodedUrc, FrameEvent } from "@qsmtp/protocol";
import type { KnownUrc } from "@qsmtp/protocol/catalog";
import { getErrorReporting } from "@qsmtp/protocol/commands";
import type { Connection } from "@qsmtp/transport";
import { copiedBytes } from "../bytes/copied-bytes.ts";
import { escapeBytes } from "../data-mode/escape-bytes.ts";
import type { QsmtpError } from "../errors/qsmtp-error.ts";
import { ConnectionLostError, ModuleClosedError } from "../errors/wire-errors.ts";
import { type Clock, systemClock } from "../time/clock.ts";
import type { LineMeaning, TraceEvent } from "../trace/trace-event.ts";
import type { Call, CallResult } from "./call.ts";
import { abortError, atCall } from "./call-error.ts";
import { checkData } from "./check-data.ts";
import type { ChannelEffect, ChannelInput } from "./effects.ts";
import type { ReceivedLine, Restart } from "./events.ts";
import type {
  AnyExecuteOptions,
  ExecuteArguments,
  ExecuteResult,
  PayloadProgress,
} from "./execute-options.ts";
import { LineSpeed } from "./line-speed.ts";
import { Listeners, notify } from "./listeners.ts";
import { announced, payloadBytes } from "./payload.ts";
import { dueMs, reduce } from "./reduce.ts";
import { type ChannelState, openingState } from "./state.ts";
import type { StepOptions, StepResult } from "./step.ts";
import { isBlocked } from "./timeout.ts";
import { timingOf, turnMs } from "./timing.ts";
import { Trace } from "./trace.ts";
import { isSameTrouble, type Trouble, troubleOf } from "./trouble.ts";
import { Wire } from "./wire.ts";

/** What a channel needs besides its connection. */
export interface ChannelOptions {
  readonly clock?: Clock | undefined;
  /** Gets every byte of the conversation, secrets and bodies masked. */
  readonly onTrace?: ((event: TraceEvent) => void) | undefined;
  /** Secrets that are in no command yet, and may come back from an earlier run. */
  readonly secrets?: readonly string[] | undefined;
  /** Whether another connection may take the place of one that is lost. Default false. */
  readonly outlivesConnection?: boolean | undefined;
}

/** What the runner keeps of a call that is not over. */
interface OpenCall {
  readonly options: StepOptions;
  readonly totalBytes: number;
  readonly resolve: (result: CallResult) => void;
}

/** Longer than a module takes to say that a data phase is over. */
const lastByteAfterMs = 50;

/** Beyond this the platform's timers fire at once instead of late. */
const longestTimerMs = 2_147_483_647;

/**
 * One conversation with a module, over one connection after the other. Commands run one after the other; a reply belongs to the command
 * that asked, also after a timeout, an abort or a stray result: then the wire stays closed until a
 * question has been answered whose answer cannot be another's.
 *
 * What is decided is decided by {@link reduce}; this class does the effects.
 */
export class Channel {
  readonly clock: Clock;
  readonly #trace: Trace;
  readonly #outlivesConnection: boolean;
  readonly #urcs = new Listeners<KnownUrc>();
  readonly #lines = new Listeners<ReceivedLine>();
  readonly #strays = new Listeners<string>();
  readonly #restarts = new Listeners<Restart>();
  readonly #commands = new Listeners<Command>();
  readonly #lost = new Listeners<ConnectionLostError>();
  readonly #attached = new Listeners<undefined>();
  readonly #troubles = new Listeners<Trouble | undefined>();
  readonly #ended = new AbortController();
  readonly #calls = new Map<number, OpenCall>();
  /** Who wants the outcomes of calls, by their numbers; they may come after the calls are over. */
  readonly #outcomes = new Map<number, (urc: DecodedUrc) => void>();
  readonly #speed: LineSpeed;
  #wire: Wire;
  #state: ChannelState;
  #trouble: Trouble | undefined;
  #lastId = 0;
  #inputs: ChannelInput[] = [];
  #working = false;
  #timer: unknown;
  #timerMs = Number.POSITIVE_INFINITY;

  constructor(connection: Connection, options: ChannelOptions = {}) {
    this.clock = options.clock ?? systemClock;
    this.#trace = new Trace(options.onTrace, () => this.clock.now(), options.secrets);
    this.#state = openingState(this.clock.now(), connection.capabilities.controlLines);
    this.#speed = new LineSpeed(() => this.clock.now());
    this.#outlivesConnection = options.outlivesConnection ?? false;
    this.#wire = this.#listen(connection);
    this.#arm();
  }

  /** Whether there is a connection now. */
  get isConnected(): boolean {
    const { kind } = this.#state.wire;
    return kind !== "lost" && kind !== "detached";
  }

  /** What keeps the wire from being used; `undefined` while it is usable. */
  get trouble(): Trouble | undefined {
    return this.#trouble;
  }

  get controlLines(): boolean {
    return this.#state.controlLines;
  }

  /** Fires, with the error as reason, when the connection is gone or the channel was closed. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /** Whether bytes were handed over that the port does not take. */
  get isBlocked(): boolean {
    return isBlocked(this.#state, this.clock.now());
  }

  /** How fast bytes have left so far; `undefined` while nothing large enough has. */
  get bytesPerSecond(): number | undefined {
    return this.#speed.bytesPerSecond;
  }

  /** A number for the commands of one job, see {@link StepOptions.batch}. */
  newBatch(): number {
    return ++this.#lastId;
  }

  /** Masks the secrets of a command in all that people read, also before it goes out. */
  protect(command: Command): void {
    this.#trace.protect(command);
  }

  /** The outcome of a call that was given up cannot come any more, so the next is another's. */
  forgetOutcome(id: number): void {
    this.#outcomes.delete(id);
    this.#feed({ type: "forgetOutcome", id });
  }

  /** Runs a command: see `QsmtpModule.execute`. */
  async execute<Output, Traits>(
    command: Command<Output, Traits>,
    ...[options]: ExecuteArguments<Traits>
  ): Promise<ExecuteResult<Output, Traits>> {
    const given: AnyExecuteOptions = options ?? {};
    // What the caller does with the bytes afterwards changes nothing of what is sent.
    const payload = copiedBytes(given.payload) ?? given.payload;
    const { output, outcome } = await this.step(command, { turnMs, ...given, payload });
    return (outcome === undefined ? output : outcome.value) as ExecuteResult<Output, Traits>;
  }

  /** Runs a command for a job whose signal bounds it: it waits for its turn as long as that allows. */
  async ask<Output>(command: Command<Output>, signal: AbortSignal): Promise<Output> {
    return (await this.step(command, { signal })).output;
  }

  /** Proves that nothing of the past can follow. */
  async prove(signal: AbortSignal): Promise<void> {
    await this.step(getErrorReporting(), { signal });
  }

  /** Runs a command as a step of a longer job. */
  async step<Output>(
    command: Command<Output>,
    options: StepOptions = {},
  ): Promise<StepResult<Output>> {
    checkData(command, options);
    const result = await this.#call(command, options);
    if (result.ok) return result as StepResult<Output>;
    throw atCall(result.error);
  }

  /** Calls the listener with every URC, the outcomes of commands included. */
  onUrc(listener: (urc: KnownUrc) => void): () => void {
    return this.#urcs.add(listener);
  }

  /** Calls the listener with every line that nobody asked for and that is no URC. */
  onLine(listener: (line: ReceivedLine) => void): () => void {
    return this.#lines.add(listener);
  }

  /** Calls the listener with final results that nobody asked for. */
  onStray(listener: (text: string) => void): () => void {
    return this.#strays.add(listener);
  }

  /** Calls the listener when the module has restarted, told or found out. */
  onRestart(listener: (restart: Restart) => void): () => void {
    return this.#restarts.add(listener);
  }

  /** Calls the listener with every command that goes out. */
  onCommand(listener: (command: Command) => void): () => void {
    return this.#commands.add(listener);
  }

  /** Calls the listener when the connection is lost and another may take its place. */
  onLost(listener: (error: ConnectionLostError) => void): () => void {
    return this.#lost.add(listener);
  }

  /** Calls the listener when another connection has taken the place of the one before. */
  onAttached(listener: () => void): () => void {
    return this.#attached.add(listener);
  }

  /** Calls the listener when the wire stops being usable, when what is done about it changes, and when it is usable again. */
  onTrouble(listener: (trouble: Trouble | undefined) => void): () => void {
    return this.#troubles.add(listener);
  }

  /** Gives the connection up for another one; who waits for a turn goes on waiting. */
  async detach(): Promise<void> {
    const { connection } = this.#wire;
    this.#wire.stop();
    this.#feed({ type: "detached" });
    await connection.close();
  }

  /** Goes on with another connection to the same module. */
  attach(connection: Connection): void {
    if (this.#ended.signal.aborted) {
      // Closed while it was being opened: nobody else would close it.
      void connection.close().catch(() => undefined);
      return;
    }
    this.#wire = this.#listen(connection);
    this.#feed({ type: "attached", controlLines: connection.capabilities.controlLines });
    this.#attached.emit(undefined);
  }

  /** Puts what is done to bring the module back into the trace. */
  noteRecovery(text: () => string): void {
    this.#trace.note(text, "recovery");
  }

  /**
   * Tells a module that answers nothing to restart.
   * @returns whether that was written: not while the wire is usable, or the port takes no bytes
   */
  reset(): boolean {
    const { openWrites } = this.#state;
    this.#feed({ type: "reset" });
    return this.#state.openWrites > openWrites;
  }

  /** Another module answers on the connection: nothing that the one before was told holds for it. */
  replaced(): void {
    this.#feed({ type: "replaced" });
  }

  /** No other connection will take the place of the one that is gone. */
  end(error: QsmtpError): void {
    this.#end(error);
  }

  /** Fails what is running or waiting and closes the connection. */
  async close(): Promise<void> {
    this.#end(new ModuleClosedError());
    await this.#wire.connection.close();
  }

  #listen(connection: Connection): Wire {
    const wire = new Wire(connection, {
      received: (event, lengthBytes) => this.#receive(event, lengthBytes),
      leftOver: (lengthBytes) => this.#trace.partial(lengthBytes),
      writing: (bytes) => this.#speed.begin(bytes),
      written: () => {
        if (wire !== this.#wire) return;
        this.#speed.end();
        this.#feed({ type: "written" });
      },
      writeFailed: (error) => {
        if (wire !== this.#wire) return;
        this.#speed.end();
        this.#feed({ type: "writeFailed", error });
      },
    });
    void connection.closed.then((reason) => {
      if (wire !== this.#wire || this.#state.wire.kind === "detached") return;
      this.#lose(new ConnectionLostError(reason.kind === "lost" ? reason.error : undefined));
    });
    return wire;
  }

  async #call(command: Command, options: StepOptions): Promise<CallResult> {
    const { signal } = options;
    if (signal?.aborted) return { ok: false, error: abortError(signal) };
    const id = ++this.#lastId;
    const onAbort = (): void => {
      if (signal !== undefined) this.#feed({ type: "giveUp", id, error: abortError(signal) });
    };
    const settled = new Promise<CallResult>((resolve) => {
      this.#calls.set(id, { options, totalBytes: payloadBytes(options.payload), resolve });
    });
    signal?.addEventListener("abort", onAbort, { once: true });
    if (options.onOutcome !== undefined) this.#outcomes.set(id, options.onOutcome);
    options.onNumber?.(id);
    this.#feed({ type: "call", call: this.#callOf(id, command, options) });
    const result = await settled;
    signal?.removeEventListener("abort", onAbort);
    return result;
  }

  #callOf(id: number, command: Command, options: StepOptions): Call {
    const { timeoutMs, batch, needsProof = false, payload, receiveBytes } = options;
    const timing = timingOf(command, timeoutMs);
    const nowMs = this.clock.now();
    return {
      id,
      command,
      batch,
      needsProof,
      payload: announced(payload),
      lastByteAfterMs: options.holdsLastByte === true ? lastByteAfterMs : 0,
      receiveBytes,
      timing,
      turnByMs: nowMs + (timeoutMs ?? options.turnMs ?? Number.POSITIVE_INFINITY),
      endByMs: nowMs + (timeoutMs ?? Number.POSITIVE_INFINITY),
      limitMs: timeoutMs ?? options.turnMs ?? 0,
    };
  }

  #receive(event: FrameEvent, lengthBytes: number): void {
    if (this.#trace.isRead) this.#trace.received(event, lengthBytes);
    switch (event.type) {
      case "line":
        this.#feed({ type: "line", text: this.#trace.screen(event.text) });
        return;
      case "ack":
        this.#feed({ type: "ack" });
        return;
      case "overflow":
        this.#tell("unknown", event.head);
        return;
      case "data": {
        const { wire } = this.#state;
        const call = wire.kind === "running" ? this.#calls.get(wire.call.id) : undefined;
        notify(() => call?.options.onReceived?.(event.bytes));
        this.#feed({ type: "received", remaining: event.remaining });
      }
    }
  }

  /** Takes inputs one after the other: an effect may bring on the next one at once. */
  #feed(input: ChannelInput): void {
    this.#inputs.push(input);
    if (this.#working) return;
    this.#working = true;
    const { isRead } = this.#trace;
    try {
      for (let next = this.#inputs.shift(); next !== undefined; next = this.#inputs.shift()) {
        if (isRead && next.type === "line") this.#trace.beginLine();
        const { state, effects } = reduce(this.#state, next, this.clock.now());
        this.#state = state;
        this.#wire.follow(state);
        for (const effect of effects) this.#do(effect);
        if (isRead && next.type === "line") this.#trace.endLine();
      }
    } finally {
      this.#working = false;
    }
    this.#arm();
    this.#tellTrouble();
  }

  #tellTrouble(): void {
    const trouble = troubleOf(this.#state);
    if (isSameTrouble(trouble, this.#trouble)) return;
    this.#trouble = trouble;
    this.#troubles.emit(trouble);
  }

  #do(effect: ChannelEffect): void {
    const { mode } = this.#wire;
    switch (effect.type) {
      case "writeCommand":
        if (mode.kind === "command") this.#writeCommand(mode.writeCommand, effect.call);
        return;
      case "ask": {
        if (mode.kind !== "quarantined") return;
        const { bytes } = effect.command;
        this.#trace.command(effect.command, bytes.length + (effect.fresh ? 1 : 0));
        mode.ask(bytes, effect.fresh);
        return;
      }
      case "writeBlock":
        if (mode.kind !== "data") return;
        this.#trace.sentData(effect.bytes, !this.#lines.isEmpty);
        mode.writeBlock(effect.bytes);
        return;
      case "pull":
        this.#pull(effect.id, effect.lengthBytes);
        return;
      case "writeEscape":
        if (mode.kind !== "escaping") return;
        this.#trace.escape(escapeBytes.length);
        mode.writeEscape();
        return;
      case "setDtr":
        if (mode.kind !== "escaping" && mode.kind !== "quarantined") return;
        this.#trace.dtr(effect.asserted);
        mode.setDtr(effect.asserted);
        return;
      case "expectData":
        this.#wire.expectData(effect.lengthBytes);
        return;
      case "expectAcks":
        this.#wire.expectAcks(effect.byte);
        return;
      case "accepted":
        notify(() => this.#calls.get(effect.id)?.options.onAccepted?.());
        return;
      case "echoed":
        notify(() => this.#calls.get(effect.id)?.options.onEchoed?.());
        return;
      case "outcome":
        notify(() => this.#outcomes.get(effect.id)?.(effect.urc));
        this.#outcomes.delete(effect.id);
        return;
      case "progress":
        this.#progress(effect.id, effect.sentBytes);
        return;
      case "settle":
        this.#settle(effect.id, effect.result);
        return;
      case "report":
        this.#trace.line(effect.meaning, effect.text, effect.mask);
        this.#tell(effect.meaning, effect.text);
        return;
      case "urc":
        this.#urcs.emit(effect.urc as DecodedUrc & KnownUrc);
        return;
      case "restarted":
        this.#outcomes.clear();
        this.#trace.note("the module has restarted", "restart");
        this.#restarts.emit({ told: effect.told });
        return;
      case "stray":
        this.#strays.emit(effect.text);
        return;
      case "note":
        this.#trace.note(effect.text);
    }
  }

  #tell(meaning: LineMeaning, text: string): void {
    if ((meaning !== "unknown" && meaning !== "echo") || this.#lines.isEmpty) return;
    this.#lines.emit({ meaning, text: this.#trace.maskUnknown(text) });
  }

  #writeCommand(write: (line: Uint8Array) => void, { id, command }: Call): void {
    const { bytes } = command;
    this.#trace.command(command, bytes.length);
    this.#commands.emit(command);
    const { onWritten } = this.#calls.get(id)?.options ?? {};
    notify(() => onWritten?.());
    write(bytes);
  }

  #pull(id: number, lengthBytes: number): void {
    const payload = this.#calls.get(id)?.options.payload;
    if (payload === undefined || payload instanceof Uint8Array) return;
    payload.take(lengthBytes).then(
      (bytes) => this.#feed({ type: "payloadReady", id, bytes }),
      (error: unknown) => this.#feed({ type: "giveUp", id, error }),
    );
  }

  #progress(id: number, sentBytes: number): void {
    const call = this.#calls.get(id);
    if (call === undefined) return;
    const progress: PayloadProgress = { sentBytes, totalBytes: call.totalBytes };
    notify(() => call.options.onProgress?.(progress));
  }

  #settle(id: number, result: CallResult): void {
    if (!result.ok) this.#trace.redact(result.error);
    this.#calls.get(id)?.resolve(result);
    this.#calls.delete(id);
  }

  /** Arms the one timer for what is due next. One that fires too early only looks again. */
  #arm(): void {
    const nowMs = this.clock.now();
    const atMs = dueMs(this.#state, nowMs);
    if (atMs === this.#timerMs) return;
    this.clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#timerMs = atMs;
    if (atMs === Number.POSITIVE_INFINITY) return;
    const delayMs = Math.min(longestTimerMs, Math.max(0, Math.ceil(atMs - nowMs)));
    this.#timer = this.clock.setTimeout(() => {
      this.#timerMs = Number.POSITIVE_INFINITY;
      this.#feed({ type: "tick" });
    }, delayMs);
  }

  #lose(error: ConnectionLostError): void {
    if (!this.#outlivesConnection) {
      this.#end(error);
      return;
    }
    if (this.#ended.signal.aborted) return;
    this.#wire.stop();
    this.#feed({ type: "lost", error, final: false });
    this.#lost.emit(error);
  }

  #end(error: QsmtpError): void {
    if (this.#ended.signal.aborted) return;
    this.#wire.stop();
    this.#feed({ type: "lost", error, final: true });
    this.#ended.abort(error);
  }
}
