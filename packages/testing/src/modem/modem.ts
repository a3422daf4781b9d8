import type { DecodedCommand, OperationDescriptor, Urc } from "@qsmtp/protocol";
import { formattingCharacter } from "@qsmtp/protocol/facts";
import type { FarEnd } from "@qsmtp/transport";
import { checkedArgument, checkedOptions } from "../checked-options.ts";
import { globalClock } from "../clock/clock.ts";
import { Timers } from "../clock/timers.ts";
import { EventHub, type EventListener } from "../events/event-hub.ts";
import {
  type SimulationExpectationCode,
  SimulationExpectationError,
} from "../expectation-error.ts";
import { type CommandMatch, showMatch } from "../faults/command-match.ts";
import type { ModuleFault } from "../faults/fault.ts";
import { FaultPlan } from "../faults/fault-plan.ts";
import type { RestartOptions } from "../faults/module-faults.ts";
import { joined } from "../faults/spoil.ts";
import {
  moduleFault as faultKinds,
  handlerOptions,
  modemOptions,
  restartOptions,
  waitOptions,
} from "../option-tables.gen.ts";
import { type ReceivedCommand, Transcript } from "../transcript/transcript.ts";
import { fail, reply } from "./answer.ts";
import { type Behaviour, createBehaviour, type EventualAnswer, on } from "./behaviour.ts";
import { CommandRunner } from "./command-runner.ts";
import { CommandWaits, type WaitOptions } from "./command-waits.ts";
import { type Coverage, coverageOf } from "./coverage.ts";
import { Dialect } from "./dialect.ts";
import { encodeText } from "./encode-text.ts";
import { type ActionFault, FaultMoments } from "./fault-moments.ts";
import { type EnteredLine, LineEditor } from "./line-editor.ts";
import { LineFaults } from "./line-faults.ts";
import { LineGate } from "./line-gate.ts";
import { type HandlerOptions, type LineAnswer, LineHandlers } from "./line-handlers.ts";
import { LinePacer } from "./line-pacer.ts";
import { maybeSecretIn, visibleInput } from "./line-secrets.ts";
import { LooseEnds } from "./loose-ends.ts";
import type { ModemOptions } from "./modem-options.ts";
import { ModemProfile } from "./modem-profile.ts";
import { OwedInput } from "./owed-input.ts";
import { formatLines } from "./response-format.ts";
import { splitCommands } from "./split-commands.ts";
import { UrcFaults } from "./urc-faults.ts";
import { type UrcFate, UrcQueue } from "./urc-queue.ts";

/** Bytes that came together, and how long nothing had come before them. */
interface Arrival {
  readonly bytes: Uint8Array;
  readonly silentMs: number;
}

/** A few bytes at 115200 bit/s and a little work. */
const defaultQueuedCommandMs = 4;

/** Lines of the conversation that an error shows, the newest. */
const maxConversationLines = 200;

const defaultHistoryLines = 10_000;

const defaultSeed = 1;

/** More than two bytes take at the slowest rate of a module, and little to a host that waits. */
const defaultConnectDelayMs = 10;

/**
 * The AT interface of a simulated module: command lines, echo, results, data mode, unsolicited
 * lines. What the commands do is said by {@link Behaviour}s; without one it answers test forms and
 * says `ERROR` to everything else.
 */
export class Modem {
  /** Its settings of the AT interface, to look at and to change. */
  readonly profile: ModemProfile = new ModemProfile();
  /** The operations as the module has them. @internal */
  protected readonly dialect: Dialect;
  /** Timers that a restart calls off. */
  readonly timers: Timers;
  readonly #options: ModemOptions;
  readonly #lineTimers: Timers;
  readonly #transcript: Transcript;
  /** Tells {@link Modem.onEvent}. @internal */
  protected readonly events: EventHub;
  /** What is to go wrong. @internal */
  protected readonly faults: FaultPlan;
  readonly #editor = new LineEditor(this.profile);
  readonly #lineFaults: LineFaults;
  /** Whether the host has sent another line than the one that came last. */
  #isSpoiled = false;
  readonly #owed = new OwedInput();
  /** What is heard now comes from no host. */
  #isUnanswered = false;
  readonly #gate: LineGate;
  readonly #moments: FaultMoments;
  readonly #urcFaults: UrcFaults;
  /** Bytes of each piece that goes out; `undefined` for whole ones. */
  #chunkBytes: number | undefined;
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
  /** An LF came directly behind the line that runs, and nothing else has come since. */
  #hasLineFeed = false;
  /** Of this connection no line has come yet. */
  #isFresh = false;
  /** When the module was made, or reset. */
  #startMs: number;
  readonly #urcs = new UrcQueue();
  readonly #waits: CommandWaits;
  readonly #looseEnds = new LooseEnds();
  readonly #lineHandlers = new LineHandlers();

  constructor(given: ModemOptions = {}) {
    const options = checkedOptions(given, modemOptions);
    const clock = options.clock ?? globalClock;
    this.#options = options;
    this.dialect = new Dialect(options.family, options.operations, options.quirks);
    this.timers = new Timers(clock);
    this.#lineTimers = new Timers(clock);
    const { reader, secretsOf } = this.dialect.vocabulary;
    this.#startMs = clock.now();
    const now = (): number => clock.now() - this.#startMs;
    this.events = new EventHub({ now, onListenerError: (error) => this.#noteThrown(error) });
    this.faults = new FaultPlan(options.seed ?? defaultSeed, (fault, command) =>
      this.events.emit(() => {
        const masked = command === undefined ? undefined : this.#transcript.heard(command);
        return { type: "fault", fault: fault.do, command: masked };
      }),
    );
    this.#transcript = new Transcript({
      now,
      secretsOf,
      maybeSecretIn,
      maxLines: options.historyLines ?? defaultHistoryLines,
    });
    this.#lineFaults = new LineFaults(this.profile, this.faults);
    this.#urcFaults = new UrcFaults(this.faults);
    this.#gate = new LineGate(
      this.#lineTimers,
      (bytes) => this.#onInput(bytes),
      (bytes) => this.#onLost(bytes),
    );
    this.#waits = new CommandWaits(this.#lineTimers, () => this.#conversation());
    this.#input = new LinePacer(this.#lineTimers, options.baudRate, (bytes) =>
      this.#gate.hear(bytes),
    );
    this.#output = new LinePacer(this.#lineTimers, options.baudRate, (bytes) => {
      if (!this.#gate.isSilent) this.#farEnd?.write(bytes);
    });
    this.#moments = new FaultMoments({
      faults: this.faults,
      timers: this.timers,
      perform: (action) => this.perform(action),
      isPossible: (action) => this.isPossible(action),
      dropUnsent: () => this.#output.clear(),
      print: (line) => this.#printUrc(line),
    });
    this.#runner = new CommandRunner({
      profile: this.profile,
      quirks: this.dialect.quirks,
      timers: this.timers,
      transcript: this.#transcript,
      faults: this.faults,
      events: this.events,
      moments: this.#moments,
      reader,
      lineHandlers: this.#lineHandlers,
      responseDelayMs: options.responseDelayMs ?? 0,
      connectDelayMs:
        options.connectDelayMs ?? Math.max(defaultConnectDelayMs, 2 * this.#input.byteMs),
      queuedCommandMs: options.queuedCommandMs ?? defaultQueuedCommandMs,
      ackLastBlock: options.ackLastBlock ?? true,
      owed: (bytes) => this.#owed.owe(bytes),
      lineCut: () => this.#owed.cut(),
      isHeard: () => !this.#gate.isSilent,
      takesTime: () => !this.#isUnanswered,
      begun: (text) => this.#begin(text),
      received: (text, command) => this.#received(text, command),
      takeLineFeed: () => this.#takeLineFeed(),
      unhandled: (text) => this.#noteUnhandled(text),
      answer: (command, text) => this.#answer(command, text),
      ended: (operation, end) => {
        for (const behaviour of this.#behaviours) behaviour.ended?.(operation, end);
      },
      send: (bytes) => this.#send(bytes),
      whenSent: (run) => this.#output.whenThrough(run),
      dropUnsent: () => this.#output.clear(),
      lineDone: () => {
        this.flushUrcs();
        this.#read();
      },
    });
    for (const fault of options.faults ?? []) this.faults.add(fault);
  }

  /** The newest command lines, as they stood on the wire; `historyLines` says how many. */
  get received(): readonly ReceivedCommand[] {
    return this.#transcript.received;
  }

  /** Whether the module is on and listens. */
  get isPowered(): boolean {
    return this.#powered;
  }

  /**
   * What went over the line, a line each with its time in seconds since the module was made; the newest lines, as many as
   * `historyLines` says. A line is masked when it is noted, so that this costs no more than its
   * length: of its own secrets and of all that came before it. What becomes a secret later stays.
   */
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
    this.#isFresh = true;
    if (this.#editor.isTyping) this.#owed.cut();
    this.#runner.hostChanged();
    this.#dtr = farEnd.lines?.dtr ?? false;
    const stopData = farEnd.onData((chunk) => {
      this.#input.push(chunk);
      const arrival = farEnd.holdDrain && this.#input.passed();
      if (arrival !== undefined) farEnd.holdDrain?.(arrival);
    });
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
   * Answers one operation in place of what answers it now, and gives a function that ends this. The
   * handler gets the decoded arguments. One that gives `undefined` leaves that command to what
   * answered it before.
   *
   * @throws SimulationOptionError `INVALID_OPTION`
   */
  on<Input, Output>(
    operation: OperationDescriptor<Input, Output>,
    answer: (input: Input) => EventualAnswer<NoInfer<Output>> | undefined,
    options: HandlerOptions = {},
  ): () => void {
    const { once = false } = checkedOptions(options, handlerOptions);
    const met = this.#looseEnds.prepare(`the handler of ${operation.name}`);
    const handler = on(operation, (input: Input) => {
      met();
      const given = answer(input);
      if (once && given !== undefined) takeAway();
      return given;
    });
    const takeAway = this.use(createBehaviour([handler]));
    return () => {
      met();
      takeAway();
    };
  }

  /**
   * The name that {@link Modem.on} had before.
   *
   * @deprecated Use `on`.
   * @throws SimulationOptionError `INVALID_OPTION`
   */
  override<Input, Output>(
    operation: OperationDescriptor<Input, Output>,
    answer: (input: Input) => EventualAnswer<NoInfer<Output>> | undefined,
  ): () => void {
    return this.on(operation, answer);
  }

  /**
   * Answers commands as they stand, be they in the schema or not, before anything else reads them,
   * and gives a function that ends this. `match` is a beginning in any case or a pattern; each command
   * of a line is one, with `AT` in front, e.g. `AT+QNTP=1,"pool.ntp.org"`. The newest handler that
   * matches answers; one that gives `undefined` leaves that command to what answered it before.
   *
   * @throws SimulationOptionError `INVALID_OPTION`
   */
  onLine(match: CommandMatch, answer: LineAnswer, options: HandlerOptions = {}): () => void {
    const { once = false } = checkedOptions(options, handlerOptions);
    const met = this.#looseEnds.prepare(`the handler of ${this.#matchText(match)}`);
    const metBy: LineAnswer = (line) => {
      met();
      return answer(line);
    };
    const takeAway = this.#lineHandlers.add({ match, answer: metBy, once });
    return () => {
      met();
      takeAway();
    };
  }

  /**
   * Tells a listener what happens in the module from now on, in order and at once, and gives a function
   * that ends this. An error that it throws changes nothing in the module: {@link verify} throws it.
   */
  onEvent(listener: EventListener): () => void {
    return this.events.add(listener);
  }

  /**
   * Waits for the next command of an operation that comes from now on, and gives its decoded
   * arguments: begin to wait before the program goes on. It is met when the module begins with the
   * command, before the answer. A restart does not end it. Secrets among the arguments are read by
   * their names only.
   *
   * @throws SimulationOptionError `INVALID_OPTION`, at once
   * @throws SimulationExpectationError `NOT_RECEIVED` at the time limit, with the conversation, and
   * `DISPOSED` when the module is disposed of before
   */
  waitFor<Input>(operation: OperationDescriptor<Input>, options: WaitOptions = {}): Promise<Input> {
    return this.#waits.next(operation, checkedOptions(options, waitOptions));
  }

  /**
   * Ends a test: nothing may be left of what it prepared. Looks for faults that never happened and
   * handlers of {@link on} and {@link onLine} that were never asked, unless they were taken back, and
   * under `strict` for commands that nothing handled, and for errors that listeners of {@link onEvent}
   * threw. It can be called after {@link dispose}.
   *
   * @throws SimulationExpectationError `LOOSE_ENDS` with each of them and the conversation; the first
   * error of a listener is its `cause`
   */
  verify(): void {
    const faults = this.faults.unused.map(({ do: name, on }) => {
      const where = on === undefined ? "" : ` on ${this.#matchText(on)}`;
      return `the fault ${name}${where} never happened`;
    });
    const problems = [...this.#looseEnds.list(), ...faults];
    if (problems.length === 0) return;
    const reason = ["Not as the test prepared it:", ...problems].join("\n- ");
    const [cause] = this.#looseEnds.errors;
    const options = cause === undefined ? undefined : { cause };
    throw new SimulationExpectationError("LOOSE_ENDS", reason, this.#conversation(), options);
  }

  /** How much there is of an operation in this module. */
  coverage(operation: OperationDescriptor): Coverage {
    return coverageOf(operation, this.dialect.operations, this.#behaviours);
  }

  /**
   * Makes something go wrong, and gives a function that takes it back.
   *
   * @throws SimulationOptionError `INVALID_OPTION`
   */
  inject(fault: ModuleFault): () => void {
    return this.faults.add(checkedArgument("fault", fault, faultKinds));
  }

  /** Answers the next command that matches with an error; without a number a plain `ERROR`. */
  failNext(on: CommandMatch, error?: number): () => void {
    return this.inject({ do: "error", on, error });
  }

  /**
   * Prints an unsolicited line. It waits while a data phase is open and while a command line is
   * being echoed.
   */
  urc(line: string): void {
    if (!this.#powered) return;
    if (this.#urcs.isGathering) {
      this.#urcs.push(line);
      return;
    }
    for (const urc of this.#urcFaults.apply(line)) {
      if (urc.delayMs > 0) this.timers.after(urc.delayMs, () => this.#pushUrc(urc.line));
      else this.#pushUrc(urc.line);
    }
  }

  /**
   * Calls `change`, and gives a function that prints the unsolicited lines that it caused. What a
   * command causes follows its final result: hand the function to {@link replyThen}.
   */
  gatherUrcs(change: () => void): () => void {
    const gathered = this.#urcs.gather(change);
    return () => {
      for (const line of gathered) this.urc(line);
    };
  }

  /** Prints an unsolicited line that the schema knows. */
  report<Value>(urc: Urc<Value>, value: Value): void {
    this.urc(this.dialect.urcLine(urc, value));
  }

  /** Decides about each unsolicited line when it could be printed. @internal */
  filterUrcs(fateOf: (line: string) => UrcFate): void {
    this.#urcs.filter(fateOf);
  }

  /** Prints the unsolicited lines that wait, if they may be printed now. @internal */
  flushUrcs(): void {
    this.#urcs.flush(
      () => this.#mayPrintUrcs,
      (line) => this.#printUrc(line),
    );
  }

  /**
   * Restarts the module: all that is volatile is gone, echo is on again, and it announces itself
   * with `RDY`. `{ lines: [] }` lets it restart without a word.
   */
  restart(options: RestartOptions = {}): void {
    const { lines } = checkedOptions(options, restartOptions);
    this.#stop("restart");
    this.profile.restore();
    for (const behaviour of this.#behaviours) behaviour.restart?.();
    this.events.emit(() => ({ type: "state", what: "restart" }));
    const { bootMs = 0 } = this.#options;
    if (bootMs > 0) this.timers.after(bootMs, () => this.#boot(lines));
    else this.#boot(lines);
  }

  /**
   * Switches the module off, without a word unless it is given last ones, e.g. `POWERED DOWN`. Only
   * {@link restart} brings it back.
   */
  powerOff(options: RestartOptions = {}): void {
    const { lines = [] } = checkedOptions(options, restartOptions);
    this.#stop("power off");
    for (const line of lines) this.#printUrc(line);
    this.events.emit(() => ({ type: "state", what: "power", isOn: false }));
  }

  /**
   * Makes all as new, for the next test: settings, state, faults, handlers, behaviours that were added,
   * history; of a simulated module its files and mailbox too. A scenario begins again, and so do the
   * faults that the module was made with. The wire and listeners of {@link onEvent} stay, and times
   * begin at 0 again. Nothing is printed.
   */
  reset(): void {
    this.#stop("reset");
    this.#output.clear();
    this.#gate.open();
    this.#urcFaults.reset();
    this.#chunkBytes = undefined;
    this.#waits.dispose("reset");
    this.#lineTimers.clear();
    this.profile.forget();
    this.#behaviours = [];
    this.faults.clear();
    for (const fault of this.#options.faults ?? []) this.faults.add(fault);
    this.#lineHandlers.clear();
    this.#looseEnds.clear();
    this.#transcript.clear();
    this.#owed.clear();
    this.#startMs = this.#lineTimers.now();
    this.#lastByteAtMs = Number.NEGATIVE_INFINITY;
    this.#hasLineFeed = false;
    this.#isFresh = false;
    this.#powered = true;
    this.filterUrcs(() => "print");
    this.events.emit(() => ({ type: "state", what: "reset" }));
    this.renew();
    this.#isFresh = true;
  }

  /** Bytes of the host that have come and are not read yet: the module is busy, or a fault keeps them. */
  get unreadBytes(): number {
    const waiting = [...this.#arrivals.map(({ bytes }) => bytes), ...this.#backlog];
    const heldBytes = this.#input.queuedBytes + this.#gate.heldBytes + this.#lineFaults.heldBytes;
    return waiting.reduce((sum, { length }) => sum + length, heldBytes);
  }

  /**
   * Forgets what is left of a conversation whose host is gone: a line that has not ended, bytes that
   * wait, an open data phase. What is printed next is printed for the next host.
   */
  hangUp(): void {
    this.#input.clear();
    this.#output.clear();
    this.#gate.drop();
    this.#lineFaults.reset();
    this.#arrivals = [];
    this.#backlog = [];
    this.#editor.reset();
    if (this.#runner.isConnected) this.#runner.abort();
  }

  /** Unplugs the modem and calls off all its timers. */
  dispose(): void {
    this.#detach();
    this.#stop("disposed");
    this.#waits.dispose("disposed of");
    this.#lineTimers.clear();
    this.events.emit(() => ({ type: "state", what: "disposed" }));
  }

  /** Lets something happen to the module that a fault wants. @internal */
  protected perform(action: ActionFault): void {
    switch (action.do) {
      case "restart":
        this.restart({ lines: action.lines });
        return;
      case "power-off":
        this.powerOff({ lines: action.lines });
        return;
      case "hang-up":
        this.#farEnd?.unplug();
        return;
      case "silence":
        this.#gate.silence(action.forMs);
        return;
      case "flow-stalls":
        this.#gate.stall(action.forMs);
        return;
      case "drop-context":
        // Contexts are the affair of behaviours.
        return;
    }
  }

  /**
   * Whether what a fault wants has anything to happen to: contexts are the affair of behaviours.
   *
   * @internal
   */
  protected isPossible(action: ActionFault): boolean {
    return action.do !== "drop-context";
  }

  #begin(command: string): void {
    this.faults.begin(command);
    this.#urcFaults.command(command);
    const split = this.faults.take("split-bytes", command);
    this.#chunkBytes = split && (split.chunkBytes ?? 1);
  }

  #pushUrc(line: string): void {
    this.#urcs.push(line);
    this.flushUrcs();
  }

  /**
   * Reads bytes while the wire that is plugged in hears nothing of it. They take no time: neither that
   * of the line nor that of the commands.
   *
   * @internal
   */
  protected hearUnanswered(bytes: Uint8Array): void {
    // A reset from within a command begins a scenario anew, at once too.
    const wasReading = this.#isReading;
    this.#isReading = false;
    this.#isUnanswered = true;
    try {
      this.#onInput(bytes);
    } finally {
      this.#isUnanswered = false;
      this.#isReading = wasReading;
    }
  }

  /** Is called by {@link reset} to make anew what stands on the modem. @internal */
  protected renew(): void {}

  /** Puts `***` in the place of every secret that the module has come to know. */
  maskSecrets(text: string): string {
    return this.#transcript.withoutSecrets(text);
  }

  /**
   * An error that says in a test what is not as expected, with the conversation behind it, the newest
   * 200 lines; secrets are masked.
   */
  expectationError(code: SimulationExpectationCode, reason: string): SimulationExpectationError {
    return new SimulationExpectationError(code, this.maskSecrets(reason), this.#conversation());
  }

  #matchText(match: CommandMatch): string {
    return this.#transcript.masked(showMatch(match));
  }

  #conversation(): string {
    return this.#transcript.toText(maxConversationLines);
  }

  get #mayPrintUrcs(): boolean {
    if (!this.#powered || this.#runner.isConnected) return false;
    return !(this.profile.echo && this.#editor.isTyping);
  }

  #boot(given = this.#options.bootLines): void {
    this.#powered = true;
    this.events.emit(() => ({ type: "state", what: "power", isOn: true }));
    for (const line of given ?? this.#usualBootLines()) this.urc(line);
    for (const behaviour of this.#behaviours) behaviour.started?.(given === undefined);
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
    if (this.#editor.isTyping || this.#lineFaults.heldBytes > 0) this.#owed.cut();
    this.#editor.reset();
    this.#lineFaults.reset();
    this.#arrivals = [];
    this.#backlog = [];
    this.#urcs.clear();
  }

  #received(text: string, command: DecodedCommand | undefined): void {
    this.events.emit(() => {
      const line = this.#transcript.heard(text);
      const operation = command?.operation.name;
      return { type: "command", line, operation, input: command && visibleInput(command) };
    });
    if (command === undefined) return;
    this.#owed.settle();
    const input = visibleInput(command);
    this.#transcript.decoded({ operation: command.operation.name, input });
    this.#waits.received(command);
  }

  #noteThrown(error: unknown): void {
    this.#looseEnds.thrown(error);
    this.#transcript.event(`a listener of onEvent threw ${this.#transcript.masked(String(error))}`);
  }

  #answer(command: DecodedCommand, text: string): EventualAnswer {
    for (const behaviour of this.#behaviours) {
      const answer = behaviour.answer(command);
      if (answer !== undefined) return answer;
    }
    if (command.operation.form === "test") return reply();
    this.#noteUnhandled(text);
    return fail();
  }

  #noteUnhandled(text: string): void {
    const { strict = true } = this.#options;
    if (strict && !this.#isSpoiled) this.#looseEnds.unhandled(this.#transcript.heard(text));
    this.events.emit(() => ({ type: "unhandled", line: this.#transcript.heard(text) }));
  }

  #onInput(bytes: Uint8Array): void {
    if (!this.#powered) return;
    const now = this.#lineTimers.now();
    this.#arrivals.push({ bytes, silentMs: now - this.#lastByteAtMs });
    this.#lastByteAtMs = now;
    this.#read();
  }

  /** Bytes of the host are lost: of its data, or of a line. */
  #onLost(bytes: Uint8Array): void {
    if (this.#runner.mode === "data") this.#runner.loseData(bytes.length);
    else if (this.#editor.isTyping || bytes.at(-1) !== this.profile.lineEnd) this.#owed.cut();
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
        if (this.#isLineFeedOf(rest)) {
          this.#hasLineFeed = true;
          rest = rest.subarray(1);
          continue;
        }
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
    const { heard, rest: behind } = this.#lineFaults.hear(bytes, (line) => {
      // What becomes of the line may be nothing that its secrets could be read from.
      this.#transcript.masked(line);
      return splitCommands(line);
    });
    const { used, echo, line } = this.#editor.accept(heard);
    const rest =
      behind.length === 0 ? heard.subarray(used) : joined([heard.subarray(used), behind]);
    if (this.profile.echo) this.#send(new Uint8Array(echo));
    this.#owed.read(used);
    if (line === undefined) return rest;
    this.#hasLineFeed = used > 1 && heard[used - 1] === formattingCharacter;
    const isOwed = this.#owed.endLine(line.text);
    this.#isSpoiled = this.#lineFaults.takeSpoiled() || isOwed;
    if (line.typed !== "") this.#transcript.commandLine(line.typed);
    this.#happenBefore(line.text);
    if (this.#powered) this.#runner.run(line, { hasWaited, isRefused: this.#refusesFirst(line) });
    this.flushUrcs();
    return rest;
  }

  /** Whether bytes begin with the LF of the line that runs, by whose CR they were cut. */
  #isLineFeedOf(bytes: Uint8Array): boolean {
    const isNext = !this.#hasLineFeed && this.#backlog.length === 0;
    return isNext && bytes[0] === formattingCharacter && this.dialect.quirks["lf-is-data"] === true;
  }

  #takeLineFeed(): boolean {
    const had = this.#hasLineFeed;
    this.#hasLineFeed = false;
    return had;
  }

  #refusesFirst({ text }: EnteredLine): boolean {
    const isFirst = this.#isFresh && text.trim() !== "";
    if (isFirst) this.#isFresh = false;
    return isFirst && this.dialect.quirks["first-line-error"] === true;
  }

  /** What is to happen before a line: it counts as come after that, with echo on. */
  #happenBefore(line: string): void {
    if (this.faults.isEmpty) return;
    const wasEchoed = this.profile.echo;
    const commands = splitCommands(line);
    this.#moments.beforeLine(commands);
    for (const command of commands) {
      const isOff = (): boolean => !this.profile.echo;
      if (this.faults.take("echo-appears", command, isOff)) this.profile.echo = true;
    }
    if (!this.#powered || wasEchoed || !this.profile.echo) return;
    this.#send(encodeText(`${line}\r`));
  }

  #setDtr(dtr: boolean): void {
    const dropped = this.#dtr && !dtr;
    this.#dtr = dtr;
    if (dropped) this.#runner.dropDtr();
  }

  #printUrc(urc: string): void {
    const text = formatLines([urc], this.profile);
    for (const line of this.#transcript.printed(text)) {
      this.events.emit(() => ({ type: "urc", line }));
    }
    this.#send(encodeText(text));
  }

  #send(bytes: Uint8Array): void {
    if (this.#isUnanswered) return;
    const size = this.#chunkBytes ?? bytes.length;
    if (size >= bytes.length) {
      this.#output.push(bytes);
      return;
    }
    for (let at = 0; at < bytes.length; at += size) this.#output.push(bytes.slice(at, at + size));
  }
}
