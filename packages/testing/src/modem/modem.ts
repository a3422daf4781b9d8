import { encodeUrc, type Operation, type Urc } from "@qsmtp/protocol";
import { allOperations } from "@qsmtp/protocol/catalog";
import type { FarEnd } from "@qsmtp/transport/mock";
import { type Clock, globalClock } from "../clock/clock.ts";
import { Timers } from "../clock/timers.ts";
import { type CommandMatch, type Fault, FaultPlan, type RestartOptions } from "../faults/fault.ts";
import { type ReceivedCommand, Transcript } from "../transcript/transcript.ts";
import { fail, reply } from "./answer.ts";
import { type Behaviour, createBehaviour, type EventualAnswer, on } from "./behaviour.ts";
import { CommandReader } from "./command-reader.ts";
import { CommandRunner } from "./command-runner.ts";
import { LineEditor } from "./line-editor.ts";
import { LinePacer } from "./line-pacer.ts";
import { ModemProfile } from "./modem-profile.ts";
import { formatLines } from "./response-format.ts";

/** How a modem listens and speaks. */
export interface ModemOptions {
  /** Default: the global timers, also faked ones. */
  readonly clock?: Clock | undefined;
  /** Speed of the line in bit/s, both ways. Default: bytes take no time. */
  readonly baudRate?: number | undefined;
  /** How long each command takes before anything is printed. Default 0. */
  readonly responseDelayMs?: number | undefined;
  /**
   * The least time that a command takes which had to wait for another one, in ms. A module that
   * answers all of its backlog in one instant would hide what a late answer does to those that
   * follow. Default 4; a command that finds the module idle takes `responseDelayMs` only.
   */
  readonly queuedCommandMs?: number | undefined;
  /**
   * What becomes of bytes that arrive while a command runs, and of those that arrive before
   * `CONNECT`: `buffer` reads them as commands after the final result, `drop` loses them, byte by
   * byte, so that of a line whose beginning is lost the rest is read. Default `buffer`.
   */
  readonly busyInput?: "buffer" | "drop" | undefined;
  /** Whether the block that completes an upload is acknowledged when it is a full one. Default true. */
  readonly ackLastBlock?: boolean | undefined;
  /** How long a restart takes; the module is deaf meanwhile. Default 0. */
  readonly bootMs?: number | undefined;
  /**
   * What a restart prints, e.g. with `APP RDY`. Default: `RDY` and what the behaviours add to it:
   * `+CFUN`, `+CPIN`, `+QUSIM`, `+QIND`.
   */
  readonly bootLines?: readonly string[] | undefined;
  /** Commands that the modem can read. Default: all that the schema has. */
  readonly operations?: readonly Operation[] | undefined;
}

/** Bytes that came together, and how long nothing had come before them. */
interface Arrival {
  readonly bytes: Uint8Array;
  readonly silentMs: number;
}

/** A few bytes at 115200 bit/s and a little work. */
const defaultQueuedCommandMs = 4;

/**
 * The AT interface of a simulated module: command lines, echo, results, data mode, unsolicited
 * lines. What the commands do is said by {@link Behaviour}s; without one it answers test forms and
 * says `ERROR` to everything else.
 */
export class Modem {
  readonly profile: ModemProfile = new ModemProfile();
  /** Timers that a restart calls off. */
  readonly timers: Timers;
  readonly #options: ModemOptions;
  readonly #lineTimers: Timers;
  readonly #transcript: Transcript;
  protected readonly faults: FaultPlan = new FaultPlan();
  readonly #editor = new LineEditor();
  readonly #runner: CommandRunner;
  readonly #input: LinePacer;
  readonly #output: LinePacer;
  #behaviours: Behaviour[] = [];
  #farEnd: FarEnd | undefined;
  #detach: () => void = () => {};
  #dtr = false;
  #powered = true;
  #lastByteAtMs = Number.NEGATIVE_INFINITY;
  #arrivals: Arrival[] = [];
  /** Bytes that came while a command was running: commands for later. */
  #backlog: Uint8Array[] = [];
  #isReading = false;
  #urcs: string[] = [];
  #urcFilter: (line: string) => "print" | "hold" | "drop" = () => "print";

  constructor(options: ModemOptions = {}) {
    const clock = options.clock ?? globalClock;
    this.#options = options;
    this.timers = new Timers(clock);
    this.#lineTimers = new Timers(clock);
    this.#transcript = new Transcript(() => clock.now());
    this.#input = new LinePacer(this.#lineTimers, options.baudRate, (bytes) =>
      this.#onInput(bytes),
    );
    this.#output = new LinePacer(this.#lineTimers, options.baudRate, (bytes) => {
      this.#farEnd?.write(bytes);
    });
    this.#runner = new CommandRunner({
      profile: this.profile,
      timers: this.timers,
      transcript: this.#transcript,
      faults: this.faults,
      reader: new CommandReader(options.operations ?? allOperations),
      responseDelayMs: options.responseDelayMs ?? 0,
      queuedCommandMs: options.queuedCommandMs ?? defaultQueuedCommandMs,
      ackLastBlock: options.ackLastBlock ?? true,
      answer: ({ operation, input }) => this.#answer(operation, input),
      send: (bytes) => this.#send(bytes),
      whenSent: (run) => this.#output.whenThrough(run),
      dropUnsent: () => this.#output.clear(),
      restart: (how) => this.restart(how),
      lineDone: () => {
        this.flushUrcs();
        this.#read();
      },
    });
  }

  /** Every command line received so far, as it stood on the wire. */
  get received(): readonly ReceivedCommand[] {
    return this.#transcript.received;
  }

  /** Whether the module is on and listens. */
  get isPowered(): boolean {
    return this.#powered;
  }

  /** What went over the line, a line each with its time in seconds; secrets are masked. */
  transcript(): string {
    return this.#transcript.toText();
  }

  /**
   * Plugs the modem into a wire, and gives a function that unplugs it. It has one wire at a time:
   * a new one takes the place of the old one. Its state stays, an open data phase included.
   */
  attach(farEnd: FarEnd): () => void {
    this.#detach();
    this.#farEnd = farEnd;
    this.#dtr = farEnd.lines?.dtr ?? false;
    const stopData = farEnd.onData((chunk) => this.#input.push(chunk));
    const stopLines = farEnd.onControlLines(({ dtr }) =>
      this.#input.whenThrough(() => this.#setDtr(dtr)),
    );
    const detach = (): void => {
      stopData();
      stopLines();
      if (this.#farEnd === farEnd) this.#farEnd = undefined;
    };
    this.#detach = detach;
    return detach;
  }

  /** Adds a behaviour in front of all others, and gives a function that takes it away. */
  use(behaviour: Behaviour): () => void {
    this.#behaviours.unshift(behaviour);
    return () => {
      this.#behaviours = this.#behaviours.filter((other) => other !== behaviour);
    };
  }

  /**
   * Answers one operation in place of what answers it now, and gives a function that ends this.
   * A handler that gives `undefined` leaves that command to what answered it before.
   */
  override<Input, Output>(
    operation: Operation<Input, Output>,
    answer: (input: Input) => EventualAnswer<Output> | undefined,
  ): () => void {
    return this.use(createBehaviour([on(operation, answer)]));
  }

  /** Makes something go wrong, and gives a function that takes it back. */
  inject(fault: Fault): () => void {
    return this.faults.add(fault);
  }

  /** Answers the next command that matches with an error; without a number a plain `ERROR`. */
  failNext(on: CommandMatch, error?: number): () => void {
    return this.inject({ fault: "failure", on, error });
  }

  /**
   * Prints an unsolicited line. It waits while a data phase is open and while a command line is
   * being echoed.
   */
  urc(line: string): void {
    if (!this.#powered) return;
    this.#urcs.push(line);
    this.flushUrcs();
  }

  /** Prints an unsolicited line that the schema knows. */
  report<Value>(urc: Urc<Value>, value: Value): void {
    this.urc(encodeUrc(urc, value));
  }

  /** Decides about each unsolicited line when it could be printed. */
  filterUrcs(filter: (line: string) => "print" | "hold" | "drop"): void {
    this.#urcFilter = filter;
  }

  /** Prints the unsolicited lines that wait, if they may be printed now. */
  flushUrcs(): void {
    const held: string[] = [];
    while (this.#mayPrintUrcs) {
      const line = this.#urcs.shift();
      if (line === undefined) break;
      const fate = this.#urcFilter(line);
      if (fate === "hold") held.push(line);
      else if (fate === "print") this.#print(formatLines([line], this.profile));
    }
    this.#urcs.unshift(...held);
  }

  /**
   * Restarts the module: all that is volatile is gone, echo is on again, and it announces itself
   * with `RDY`. `{ lines: [] }` lets it restart without a word.
   */
  restart({ lines }: RestartOptions = {}): void {
    this.#stop("restart");
    this.profile.restore();
    for (const behaviour of this.#behaviours) behaviour.restart?.();
    const { bootMs = 0 } = this.#options;
    if (bootMs > 0) this.timers.after(bootMs, () => this.#boot(lines));
    else this.#boot(lines);
  }

  /**
   * Switches the module off, without a word unless it is given last ones, e.g. `POWERED DOWN`. Only
   * {@link restart} brings it back.
   */
  powerOff({ lines = [] }: RestartOptions = {}): void {
    this.#stop("power off");
    for (const line of lines) this.#print(formatLines([line], this.profile));
  }

  /** Unplugs the modem and calls off all its timers. */
  dispose(): void {
    this.#detach();
    this.#stop("disposed");
    this.#lineTimers.clear();
  }

  get #mayPrintUrcs(): boolean {
    if (!this.#powered || this.#runner.isConnected) return false;
    return !(this.profile.echo && this.#editor.isTyping);
  }

  #boot(lines = this.#options.bootLines ?? this.#usualBootLines()): void {
    this.#powered = true;
    for (const line of lines) this.urc(line);
  }

  #usualBootLines(): readonly string[] {
    return ["RDY", ...this.#behaviours.flatMap((behaviour) => behaviour.bootLines?.() ?? [])];
  }

  #stop(event: string): void {
    this.#transcript.event(event);
    this.#powered = false;
    // What is left of an answer still goes out, what is left of a file does not.
    if (this.#runner.isConnected) this.#output.clear();
    this.#input.clear();
    this.#runner.abort();
    for (const behaviour of this.#behaviours) behaviour.stop?.();
    this.timers.clear();
    this.#editor.reset();
    this.#arrivals = [];
    this.#backlog = [];
    this.#urcs = [];
  }

  #answer(operation: Operation, input: Record<string, unknown>): EventualAnswer {
    for (const behaviour of this.#behaviours) {
      const answer = behaviour.answer({ operation, input });
      if (answer !== undefined) return answer;
    }
    return operation.form === "test" ? reply() : fail();
  }

  #onInput(bytes: Uint8Array): void {
    if (!this.#powered) return;
    const now = this.#lineTimers.now();
    this.#arrivals.push({ bytes, silentMs: now - this.#lastByteAtMs });
    this.#lastByteAtMs = now;
    this.#read();
  }

  /** Reads what has come, in order, as far as the mode allows. */
  #read(): void {
    // A host may answer from within a write to it: that is read after what came before.
    if (this.#isReading) return;
    this.#isReading = true;
    try {
      while (this.#readNext());
    } finally {
      this.#isReading = false;
    }
  }

  /** Reads older bytes first. @returns whether there was anything to read */
  #readNext(): boolean {
    // What comes while the final result is being printed answers it: it is read after that.
    if (this.#runner.isFinishing) return false;
    const chunk = this.#runner.mode === "idle" ? this.#backlog.shift() : undefined;
    if (chunk !== undefined) {
      const rest = this.#typeIn(chunk, true);
      if (rest.length > 0 && this.#powered) this.#backlog.unshift(rest);
      return true;
    }
    const arrival = this.#arrivals.shift();
    if (arrival !== undefined) this.#readArrival(arrival);
    return arrival !== undefined;
  }

  /** Reads bytes that come now: they meet the modes that they cause themselves. */
  #readArrival({ bytes, silentMs }: Arrival): void {
    let rest = bytes;
    let silence = silentMs;
    while (rest.length > 0 && this.#powered) {
      if (this.#runner.mode === "data") {
        rest = rest.subarray(this.#runner.acceptData(rest, silence));
      } else if (this.#runner.mode === "busy") {
        if (this.#options.busyInput !== "drop") this.#backlog.push(rest);
        return;
      } else if (this.#backlog.length > 0) {
        this.#arrivals.unshift({ bytes: rest, silentMs: 0 });
        return;
      } else {
        rest = this.#typeIn(rest, false);
      }
      silence = 0;
    }
  }

  /** Takes bytes up to the end of a command line, and runs it. @returns the bytes behind it */
  #typeIn(bytes: Uint8Array, hasWaited: boolean): Uint8Array {
    const { used, echo, line } = this.#editor.accept(bytes);
    const rest = bytes.subarray(used);
    if (this.profile.echo) this.#send(echo);
    if (line === undefined) return rest;
    if (line.text !== "") this.#transcript.commandLine(line.text);
    const restart = this.faults.take("restart", line.text, ({ when }) => when === "before");
    if (restart !== undefined) this.#restartBefore(line.text, restart);
    if (this.#powered) this.#runner.run(line, hasWaited);
    this.flushUrcs();
    return rest;
  }

  /** The line counts as come after the restart, which has switched the echo on. */
  #restartBefore(line: string, restart: RestartOptions): void {
    const wasEchoed = this.profile.echo;
    this.restart(restart);
    if (!this.#powered || wasEchoed || !this.profile.echo) return;
    this.#send(new TextEncoder().encode(`${line}\r`));
  }

  #setDtr(dtr: boolean): void {
    const dropped = this.#dtr && !dtr;
    this.#dtr = dtr;
    if (dropped) this.#runner.dropDtr();
  }

  #print(text: string): void {
    this.#transcript.printed(text);
    this.#send(new TextEncoder().encode(text));
  }

  #send(bytes: Uint8Array): void {
    if (!this.faults.has("splitEveryByte")) {
      this.#output.push(bytes);
      return;
    }
    for (let at = 0; at < bytes.length; at++) this.#output.push(bytes.slice(at, at + 1));
  }
}
