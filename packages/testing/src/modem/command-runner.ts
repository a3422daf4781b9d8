import {
  type DecodedCommand,
  encodeReply,
  type OperationDescriptor,
  resolveDataPhase,
} from "@qsmtp/protocol";
import { writeBody } from "@qsmtp/protocol/commands";
import { formattingCharacter } from "@qsmtp/protocol/facts";
import type { Timers } from "../clock/timers.ts";
import type { EventHub } from "../events/event-hub.ts";
import type { FaultPlan } from "../faults/fault-plan.ts";
import type { ModuleQuirks } from "../quirks/module-quirks.ts";
import type { Transcript } from "../transcript/transcript.ts";
import {
  type Answer,
  type FinalResult,
  fail,
  type ReceivedData,
  type Reception,
  type Reply,
  replyLines,
  type Transmission,
} from "./answer.ts";
import type { CommandEnd, EventualAnswer } from "./behaviour.ts";
import { ByteMarks } from "./byte-marks.ts";
import { AckFaults, withFaultyChecksum } from "./command-faults.ts";
import type { CommandReader } from "./command-reader.ts";
import { DataReception } from "./data-reception.ts";
import { encodeText } from "./encode-text.ts";
import type { FaultMoments } from "./fault-moments.ts";
import { FaultyReception } from "./faulty-reception.ts";
import type { EnteredLine } from "./line-editor.ts";
import type { LineHandlers } from "./line-handlers.ts";
import { outputSecrets } from "./line-secrets.ts";
import type { ModemProfile } from "./modem-profile.ts";
import { ReplyFaults } from "./reply-faults.ts";
import { formatConnect, formatResult } from "./response-format.ts";
import { splitCommands } from "./split-commands.ts";

/** The modem around a runner. */
export interface RunnerModem {
  readonly profile: ModemProfile;
  readonly quirks: ModuleQuirks;
  readonly timers: Timers;
  readonly transcript: Transcript;
  readonly faults: FaultPlan;
  readonly events: EventHub;
  readonly moments: FaultMoments;
  readonly reader: CommandReader;
  readonly lineHandlers: LineHandlers;
  readonly responseDelayMs: number;
  readonly connectDelayMs: number;
  readonly queuedCommandMs: number;
  readonly ackLastBlock: boolean;
  /** Whether commands take the time that they take; otherwise they are done at once. */
  takesTime(): boolean;
  /** A command of the line begins to be worked on. */
  begun(text: string): void;
  /** A command has come, and what the schema makes of it, whatever becomes of it. */
  received(text: string, command: DecodedCommand | undefined): void;
  /** Whether an LF came between the line and its `CONNECT`; it is taken out. */
  takeLineFeed(): boolean;
  /** A command has come that nothing handles. */
  unhandled(text: string): void;
  /** The host may still send so many bytes of data, which are read as commands. */
  owed(bytes: number): void;
  /** Bytes of a command line were taken as data. */
  lineCut(): void;
  /** Whether the host can hear what is said now. */
  isHeard(): boolean;
  /** Asks the behaviours. */
  answer(command: DecodedCommand, text: string): EventualAnswer;
  /** Tells the behaviours how a command ended. */
  ended(operation: OperationDescriptor, end: CommandEnd): void;
  /** Sends bytes to the host. */
  send(bytes: Uint8Array): void;
  /** Calls `run` when all bytes sent so far are on the wire. */
  whenSent(run: () => void): void;
  /** Drops bytes that are not on the wire yet. */
  dropUnsent(): void;
  /** The line is done; the next may run. */
  lineDone(): void;
}

/** How a line came. */
export interface RunConditions {
  readonly hasWaited: boolean;
  /** It is answered `ERROR` as it is. */
  readonly isRefused: boolean;
}

/** How a data phase begins. */
interface DataPhaseStart {
  readonly operation: OperationDescriptor | undefined;
  /** Told behind `CONNECT`. */
  readonly lengthBytes?: number | undefined;
  /** Printed in front of `CONNECT`. */
  readonly early?: string;
}

/** `idle` takes a line, `busy` has one, `data` takes the bytes of its data phase. */
export type RunnerMode = "idle" | "busy" | "data";

const decoder = new TextDecoder();

/** Runs one command line after the other: reads, asks the behaviours, prints. */
export class CommandRunner {
  readonly #modem: RunnerModem;
  #mode: RunnerMode = "idle";
  #commands: string[] = [];
  #afters: (() => void)[] = [];
  #phase: DataReception | FaultyReception | undefined;
  /** Whose data the phase takes or gives. */
  #phaseOperation: OperationDescriptor | undefined;
  #connected = false;
  #finishing = false;
  /** Bytes that the host has to send behind the `CONNECT` of the command in work. */
  #dataBytes = 0;
  /** Whether the host knows that what it sends is taken as data. */
  #isTold = true;
  /** What each command of the line takes. */
  #commandMs = 0;
  readonly #reply: ReplyFaults;
  /** Changes when the line ends, so that late answers to it are known as such. */
  #line = {};

  constructor(modem: RunnerModem) {
    this.#modem = modem;
    this.#reply = new ReplyFaults(modem.faults, modem.profile);
  }

  get mode(): RunnerMode {
    return this.#mode;
  }

  /** Whether a data phase is on, or its result still to come. */
  get isConnected(): boolean {
    return this.#connected;
  }

  /** Whether the final result is being printed: what arrives now is an answer to it. */
  get isFinishing(): boolean {
    return this.#finishing;
  }

  /** Runs a command line, one that had to wait for another in no less than its time. */
  run(entered: EnteredLine, { hasWaited, isRefused }: RunConditions): void {
    if (entered.text.trim() === "" && !entered.tooLong) return;
    this.#mode = "busy";
    this.#line = {};
    const { responseDelayMs, queuedCommandMs } = this.#modem;
    this.#commandMs = hasWaited ? Math.max(responseDelayMs, queuedCommandMs) : responseDelayMs;
    const isError = entered.tooLong || isRefused;
    this.#commands = isError ? [] : splitCommands(entered.text);
    if (isError) this.#refuseLine(entered.text);
    else this.#next();
  }

  #refuseLine(text: string): void {
    const line = this.#line;
    this.#reply.begin("");
    this.#modem.received(text, undefined);
    if (this.#line !== line) return;
    this.#wait(this.#commandMs, () => this.#settle(fail(), undefined, ""));
  }

  /** Hands bytes to the data phase. @returns how many of them belong to it */
  acceptData(bytes: Uint8Array, silentMs: number): number {
    return this.#phase?.accept(bytes, silentMs) ?? 0;
  }

  /** Bytes of the host were lost on their way to the data phase. */
  loseData(bytes: number): void {
    if (this.#phase instanceof FaultyReception) this.#phase.lose(bytes);
  }

  /** DTR went OFF. */
  dropDtr(): void {
    if (this.#modem.profile.dtrMode !== 0) this.#phase?.dropDtr();
  }

  /** Another host has come, which knows of no data phase. */
  hostChanged(): void {
    this.#isTold = false;
  }

  /** Forgets the line and its data phase without a word. */
  abort(): void {
    const phase = this.#phase;
    this.#owe(this.#dataBytes - (phase?.hostBytes ?? 0));
    phase?.cancel();
    this.#phase = undefined;
    this.#commands = [];
    this.#afters = [];
    this.#connected = false;
    this.#finishing = false;
    this.#line = {};
    this.#mode = "idle";
    if (phase !== undefined) this.#tellDataMode(false);
  }

  #next(): void {
    const text = this.#commands.shift();
    this.#reply.begin(text ?? "");
    if (text === undefined) {
      this.#settle(replyLines(), undefined, "");
      return;
    }
    const { faults, moments, reader, lineHandlers } = this.#modem;
    const line = this.#line;
    // Whoever is told or asked may restart the module, which ends the line.
    const isOver = (): boolean => this.#line !== line;
    this.#modem.begun(text);
    moments.at("before", text);
    if (isOver()) return;
    const read = reader.read(text);
    const command = "command" in read ? read.command : undefined;
    this.#modem.received(text, command);
    if (isOver()) return;
    this.#dataBytes = announcedBytes(command);
    moments.at("during", text);
    if (isOver() || this.#isSwallowed(command, text)) return;
    const delayMs = this.#commandMs + (faults.take("late-reply", text)?.delayMs ?? 0);
    const isMatched = lineHandlers.has(text);
    const failure = isMatched ? this.#refusal(text) : undefined;
    const raw = failure ?? attempt(() => lineHandlers.answer(text));
    if (isOver()) return;
    if (raw !== undefined) {
      this.#answer(raw, undefined, text, delayMs);
      return;
    }
    if ("refusal" in read) {
      if (!read.isKnown) this.#modem.unhandled(text);
      if (isOver()) return;
      this.#wait(delayMs, () => this.#settle(read.refusal, read.candidates[0], text, "refused"));
      return;
    }
    const refusal = isMatched ? undefined : this.#refusal(text);
    const answer = refusal ?? attempt(() => this.#modem.answer(read.command, text));
    if (!isOver()) this.#answer(answer, read.command, text, delayMs);
  }

  /** What the host still sends of its data meets a module that reads commands. */
  #owe(bytes: number): void {
    this.#dataBytes = 0;
    if (bytes > 0) this.#modem.owed(bytes);
  }

  /** A data phase is over: what was taken may be more or less than what the host sent as data. */
  #endData({ bytes, end }: ReceivedData, hostBytes: number): void {
    const owedBytes = this.#dataBytes - hostBytes;
    this.#owe(end === "length" ? owedBytes : 0);
    const { lineEnd } = this.#modem.profile;
    const isInLine = end === "length" && bytes.at(-1) !== lineEnd;
    if (owedBytes < 0 || (isInLine && !this.#isTold)) this.#modem.lineCut();
  }

  /** The refusal that a fault wants. */
  #refusal(text: string): Reply<never> | undefined {
    const fault = this.#modem.faults.take("error", text);
    if (fault === undefined) return undefined;
    this.#reply.refuse(fault.text);
    return fail(fault.error);
  }

  /** Whether a fault takes the place of an answer. */
  #isSwallowed(command: DecodedCommand | undefined, text: string): boolean {
    const { faults } = this.#modem;
    const { operation } = command ?? {};
    if (faults.take("no-connect", text, () => operation?.data !== undefined) !== undefined) {
      this.#endLine("");
      return true;
    }
    if (faults.take("stuck-in-data", text) === undefined) return false;
    this.#open(
      this.#watch(() => this.#leave(operation, text)),
      operation,
    );
    return true;
  }

  /** `command` is absent when a line was answered that the schema need not know. */
  #answer(
    answer: EventualAnswer,
    command: DecodedCommand | undefined,
    text: string,
    delayMs: number,
  ): void {
    if ("then" in answer) this.#await(answer, command, text, delayMs);
    else this.#wait(delayMs, () => this.#give(answer, command, text));
  }

  #await(
    promise: Promise<Answer>,
    command: DecodedCommand | undefined,
    text: string,
    delayMs: number,
  ): void {
    const line = this.#line;
    const give = (answer: Answer): void => {
      if (this.#line !== line) return;
      this.#wait(delayMs, () => this.#give(answer, command, text));
    };
    promise.then(give, (error: unknown) => {
      surface(error);
      give(fail());
    });
  }

  #wait(delayMs: number, run: () => void): void {
    if (delayMs > 0 && this.#modem.takesTime()) this.#modem.timers.after(delayMs, run);
    else run();
  }

  #give(answer: Answer, command: DecodedCommand | undefined, text: string): void {
    switch (answer.kind) {
      case "reply":
        this.#settle(answer, command?.operation, text);
        return;
      case "delayed":
        this.#wait(answer.delayMs, () => this.#give(attempt(answer.answer), command, text));
        return;
      case "reception":
        this.#wait(this.#modem.connectDelayMs - this.#commandMs, () =>
          this.#receive(answer, command, text),
        );
        return;
      case "transmission":
        this.#transmit(answer, command, text);
        return;
      case "silence":
        return;
    }
  }

  #receive(answer: Reception<unknown>, command: DecodedCommand | undefined, text: string): void {
    const { profile, timers, faults, moments, responseDelayMs } = this.#modem;
    const { operation, input = {} } = command ?? {};
    const earlyEnd = faults.take("data-ends-early", text, ({ afterBytes }) => {
      return afterBytes < answer.lengthBytes;
    });
    const lengthBytes = Math.min(answer.lengthBytes, earlyEnd?.afterBytes ?? answer.lengthBytes);
    // What the host is still sending must meet a busy module: it stands in its backlog.
    const resultMs = earlyEnd === undefined ? 0 : this.#modem.queuedCommandMs;
    const phase = operation?.data && resolveDataPhase(operation.data, input);
    this.#dataBytes = answer.lengthBytes;
    const { ack } = phase ?? {};
    const { ackLastBlock } = this.#modem;
    const ackedBytes = ackLastBlock ? lengthBytes : lengthBytes - 1;
    const acks = new AckFaults(faults, text, ack ? Math.floor(ackedBytes / ack.everyBytes) : 0);
    const marks = moments.marks(text, "data", lengthBytes);
    const line = this.#line;
    const reception = new DataReception({
      timers,
      lengthBytes,
      timeLimitMs: answer.timeLimitMs,
      timeIsIdle: phase?.timeIsIdle ?? false,
      escapeGuardMs: profile.escapeGuardMs,
      ackEveryBytes: ack?.everyBytes,
      ackLastBlock,
      onAck: () => this.#modem.send(acks.next(ack?.byte ?? 0)),
      onEnd: (data) => {
        this.#endData(data, faulty.hostBytes);
        this.#disconnect();
        this.#noteData("received", data.bytes.length);
        if (this.#line !== line) return;
        marks.reached(data.bytes.length);
        if (this.#line !== line) return;
        const brokenOff = data.end === "escape" || data.end === "dtr";
        const result = attempt(() => answer.done(data));
        const last = brokenOff && phase?.earlyExit !== "result" ? replyLines() : result;
        const delayMs = Math.max(responseDelayMs, resultMs);
        this.#wait(delayMs, () => this.#settle(last, operation, text));
      },
    });
    const { quirks } = this.#modem;
    const isEarlyOk = quirks["ok-before-connect"] && operation?.name === writeBody.name;
    const early = isEarlyOk ? formatResult({ kind: "ok" }, profile) : "";
    const faulty = new FaultyReception(reception, lengthBytes, marks, faults, text);
    this.#connect(faulty, { operation, early }, text);
    const hasLineFeed = this.#modem.takeLineFeed();
    if (hasLineFeed && quirks["lf-is-data"])
      reception.accept(Uint8Array.of(formattingCharacter), 0);
  }

  #transmit(
    answer: Transmission<unknown>,
    command: DecodedCommand | undefined,
    text: string,
  ): void {
    const { moments } = this.#modem;
    const { operation } = command ?? {};
    const { length } = operation?.data ?? {};
    const announces = length !== undefined && "connect" in length;
    const line = this.#line;
    const phase = this.#watch(() => {
      this.#modem.dropUnsent();
      this.#leave(operation, text);
    });
    const lengthBytes = announces ? answer.bytes.length : undefined;
    this.#connect(phase, { operation, lengthBytes }, text);
    if (this.#line !== line) return;
    this.#noteData("sent", answer.bytes.length);
    if (this.#line !== line) return;
    const bytes = this.#reply.data(answer.bytes);
    this.#sendPieces(bytes, moments.marks(text, "data", bytes.length));
    if (this.#line !== line) return;
    this.#modem.whenSent(() => {
      phase.cancel();
      this.#disconnect();
      this.#settle(attempt(answer.done), operation, text);
    });
  }

  /** Sends bytes, and lets happen on their way what is to happen there. */
  #sendPieces(bytes: Uint8Array, marks: ByteMarks): void {
    const line = this.#line;
    let sentBytes = 0;
    for (const afterBytes of marks.within(bytes.length)) {
      this.#modem.send(bytes.subarray(sentBytes, afterBytes));
      this.#modem.whenSent(() => marks.reached(afterBytes));
      if (this.#line !== line) return;
      sentBytes = afterBytes;
    }
    this.#modem.send(sentBytes === 0 ? bytes : bytes.subarray(sentBytes));
  }

  /** A data phase of which only an escape, or DTR, matters. */
  #watch(onEnd: () => void): DataReception {
    return new DataReception({
      timers: this.#modem.timers,
      lengthBytes: Number.POSITIVE_INFINITY,
      timeLimitMs: undefined,
      timeIsIdle: false,
      escapeGuardMs: this.#modem.profile.escapeGuardMs,
      ackEveryBytes: undefined,
      ackLastBlock: false,
      onAck: () => {},
      onEnd,
    });
  }

  /** The host has left a data phase early. */
  #leave(operation: OperationDescriptor | undefined, text: string): void {
    this.#disconnect();
    this.#settle(replyLines(), operation, text);
  }

  /** Opens the data phase; a host that waits for CONNECT alone may already answer it. */
  #connect(
    phase: DataReception | FaultyReception,
    { operation, lengthBytes, early = "" }: DataPhaseStart,
    text: string,
  ): void {
    const line = this.#line;
    this.#open(phase, operation);
    // One who was told of it may have restarted the module.
    if (this.#line !== line) return;
    const usual = formatConnect(lengthBytes, this.#modem.profile);
    const printed = this.#print(early + this.#reply.connect(usual));
    if (!printed.includes(usual) || !this.#modem.isHeard()) this.#isTold = false;
    if (this.#line === line) this.#modem.moments.at("connect", text);
  }

  #open(phase: DataReception | FaultyReception, operation: OperationDescriptor | undefined): void {
    this.#phase = phase;
    this.#phaseOperation = operation;
    this.#isTold = true;
    this.#mode = "data";
    this.#connected = true;
    this.#tellDataMode(true);
  }

  #disconnect(): void {
    this.#phase = undefined;
    this.#mode = "busy";
    this.#tellDataMode(false);
  }

  #tellDataMode(isOn: boolean): void {
    const operation = this.#phaseOperation?.name;
    this.#modem.events.emit(() => ({ type: "state", what: "dataMode", isOn, operation }));
  }

  #noteData(direction: "received" | "sent", byteCount: number): void {
    const operation = this.#phaseOperation?.name;
    this.#modem.transcript.data(direction === "received" ? ">" : "<", byteCount);
    this.#modem.events.emit(() => ({ type: "data", direction, operation, byteCount }));
  }

  /** Prints what a command says at its end, and goes on to the next one of the line. */
  #settle(
    wanted: Reply<unknown>,
    operation: OperationDescriptor | undefined,
    text: string,
    failure: CommandEnd = "failed",
  ): void {
    const { faults, moments, transcript } = this.#modem;
    const line = this.#line;
    const said = this.#modem.quirks["plain-errors"] ? withoutNumber(wanted) : wanted;
    const spoken = withFaultyChecksum(faults, said, operation, text);
    const answer = attempt(() => withLines(spoken, operation));
    if (operation !== undefined) {
      transcript.hide(outputSecrets(operation, wanted.output));
      this.#modem.ended(operation, answer.result.kind === "ok" ? "ok" : failure);
    }
    if (answer.after !== undefined) this.#afters.push(answer.after);
    const isLast = answer.result.kind !== "ok" || this.#commands.length === 0;
    const { lines = [], result } = answer;
    const printed = this.#reply.ending({ lines, result, operation, isLast });
    // A host that reads CONNECT, from wherever it comes, sends its data, and so may one that reads nothing.
    if (printed !== "" && !/^CONNECT\b/im.test(printed)) this.#dataBytes = 0;
    const isMarked = operation?.data === undefined && !faults.isEmpty;
    const marks = isMarked
      ? moments.marks(text, "reply", encodeText(printed).length)
      : new ByteMarks([]);
    // One who was told of a fault may have restarted the module, or does so upon what is printed.
    if (this.#line !== line) return;
    if (isLast) {
      this.#afters.push(() => moments.at("after", text));
      this.#endLine(printed, marks);
    } else {
      this.#print(printed, marks);
      if (this.#line === line) this.#next();
    }
  }

  #endLine(printed: string, marks: ByteMarks = new ByteMarks([])): void {
    const line = this.#line;
    this.#finishing = true;
    this.#print(printed, marks);
    if (this.#line !== line) {
      // It restarted in the middle of the reply.
      this.#modem.lineDone();
      return;
    }
    const afters = this.#afters;
    this.#connected = false;
    for (const after of afters) after();
    // One of them may have restarted the module.
    if (this.#line === line) this.abort();
    this.#modem.lineDone();
  }

  /** @returns what is said, as the faults want it */
  #print(text: string, marks: ByteMarks = new ByteMarks([])): string {
    if (text === "") return "";
    const usual = encodeText(text);
    const bytes = this.#reply.reply(usual);
    // Only what is ASCII alone is surely the same when it is read again.
    const isAsSaid = bytes === usual && usual.length === text.length;
    const printed = isAsSaid ? text : decoder.decode(bytes);
    const lines = this.#modem.transcript.printed(printed);
    this.#modem.events.emit(() => ({ type: "reply", lines }));
    this.#sendPieces(bytes, marks);
    return printed;
  }
}

/** Bytes that a command announces to send. */
function announcedBytes(command: DecodedCommand | undefined): number {
  const { data } = command?.operation ?? {};
  if (command === undefined || data?.direction !== "toModule") return 0;
  return resolveDataPhase(data, command.input).lengthBytes ?? 0;
}

function withoutNumber(answer: Reply<unknown>): Reply<unknown> {
  const result: FinalResult = { kind: "error", error: undefined };
  return answer.result.kind === "error" ? { ...answer, result } : answer;
}

/** Writes the information lines of an output, if there is one. */
function withLines(
  answer: Reply<unknown>,
  operation: OperationDescriptor | undefined,
): Reply<unknown> {
  if (answer.lines !== undefined || operation === undefined) return answer;
  return { ...answer, lines: encodeReply(operation, answer.output) };
}

/** What `run` gives, or `ERROR` when it throws. */
function attempt<Result>(run: () => Result): Result | Reply<never> {
  try {
    return run();
  } catch (error) {
    surface(error);
    return fail();
  }
}

/** A behaviour that throws is a fault of the test that wrote it: it must not pass unseen. */
function surface(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
