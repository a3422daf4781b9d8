import {
  type DecodedCommand,
  encodeReply,
  type Operation,
  resolveDataPhase,
} from "@qsmtp/protocol";
import type { Timers } from "../clock/timers.ts";
import type { Fault, FaultPlan, RestartOptions } from "../faults/fault.ts";
import type { Transcript } from "../transcript/transcript.ts";
import {
  type Answer,
  fail,
  type Reception,
  type Reply,
  replyLines,
  type Transmission,
} from "./answer.ts";
import type { EventualAnswer } from "./behaviour.ts";
import type { CommandReader } from "./command-reader.ts";
import { DataReception } from "./data-reception.ts";
import type { EnteredLine } from "./line-editor.ts";
import type { ModemProfile } from "./modem-profile.ts";
import { formatConnect, formatLines, formatResult } from "./response-format.ts";
import { splitCommands } from "./split-commands.ts";

/** The modem around a runner. */
export interface RunnerModem {
  readonly profile: ModemProfile;
  readonly timers: Timers;
  readonly transcript: Transcript;
  readonly faults: FaultPlan;
  readonly reader: CommandReader;
  readonly responseDelayMs: number;
  readonly queuedCommandMs: number;
  readonly ackLastBlock: boolean;
  /** Asks the behaviours. */
  answer(command: DecodedCommand): EventualAnswer;
  /** Sends bytes to the host. */
  send(bytes: Uint8Array): void;
  /** Calls `run` when all bytes sent so far are on the wire. */
  whenSent(run: () => void): void;
  /** Drops bytes that are not on the wire yet. */
  dropUnsent(): void;
  restart(options: RestartOptions): void;
  /** The line is done; the next may run. */
  lineDone(): void;
}

/** `idle` takes a line, `busy` has one, `data` takes the bytes of its data phase. */
export type RunnerMode = "idle" | "busy" | "data";

/** Runs one command line after the other: reads, asks the behaviours, prints. */
export class CommandRunner {
  readonly #modem: RunnerModem;
  #mode: RunnerMode = "idle";
  #commands: string[] = [];
  #afters: (() => void)[] = [];
  #phase: DataReception | undefined;
  #connected = false;
  #finishing = false;
  /** What each command of the line takes. */
  #commandMs = 0;
  /** Whether something of the running command's answer is printed already. */
  #answerBegun = false;
  /** Changes when the line ends, so that late answers to it are known as such. */
  #line = {};

  constructor(modem: RunnerModem) {
    this.#modem = modem;
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
  run(entered: EnteredLine, hasWaited: boolean): void {
    if (entered.text.trim() === "" && !entered.tooLong) return;
    this.#mode = "busy";
    this.#line = {};
    const { responseDelayMs, queuedCommandMs } = this.#modem;
    this.#commandMs = hasWaited ? Math.max(responseDelayMs, queuedCommandMs) : responseDelayMs;
    this.#commands = entered.tooLong ? [] : splitCommands(entered.text);
    if (entered.tooLong) this.#wait(this.#commandMs, () => this.#settle(fail(), undefined, ""));
    else this.#next();
  }

  /** Hands bytes to the data phase. @returns how many of them belong to it */
  acceptData(bytes: Uint8Array, silentMs: number): number {
    return this.#phase?.accept(bytes, silentMs) ?? 0;
  }

  /** DTR went OFF. */
  dropDtr(): void {
    if (this.#modem.profile.dtrMode !== 0) this.#phase?.dropDtr();
  }

  /** Forgets the line and its data phase without a word. */
  abort(): void {
    this.#phase?.cancel();
    this.#phase = undefined;
    this.#commands = [];
    this.#afters = [];
    this.#connected = false;
    this.#finishing = false;
    this.#line = {};
    this.#mode = "idle";
  }

  #next(): void {
    const text = this.#commands.shift();
    this.#answerBegun = false;
    if (text === undefined) {
      this.#settle(replyLines(), undefined, "");
      return;
    }
    const { faults, transcript, reader } = this.#modem;
    const restart = faults.take("restart", text, isAtCommand);
    if (restart !== undefined) {
      this.#modem.restart(restart);
      return;
    }
    const delayMs = this.#commandMs + (faults.take("lateReply", text)?.delayMs ?? 0);
    const read = reader.read(text);
    if ("refusal" in read) {
      transcript.refused(text, read.candidates);
      this.#wait(delayMs, () => this.#settle(read.refusal, read.candidates[0], text));
      return;
    }
    const { command } = read;
    transcript.decoded(command);
    const failure = faults.take("failure", text);
    const answer =
      failure === undefined ? attempt(() => this.#modem.answer(command)) : fail(failure.error);
    if (answer instanceof Promise) this.#await(answer, command, text, delayMs);
    else this.#wait(delayMs, () => this.#give(answer, command, text));
  }

  #await(promise: Promise<Answer>, command: DecodedCommand, text: string, delayMs: number): void {
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
    if (delayMs > 0) this.#modem.timers.after(delayMs, run);
    else run();
  }

  #give(answer: Answer, command: DecodedCommand, text: string): void {
    switch (answer.kind) {
      case "reply":
        this.#settle(answer, command.operation, text);
        return;
      case "delayed":
        this.#wait(answer.delayMs, () => this.#give(attempt(answer.answer), command, text));
        return;
      case "reception":
        this.#receive(answer, command, text);
        return;
      case "transmission":
        this.#transmit(answer, command, text);
        return;
      case "silence":
        return;
    }
  }

  #receive(answer: Reception<unknown>, command: DecodedCommand, text: string): void {
    const { profile, timers, transcript, faults, responseDelayMs, ackLastBlock } = this.#modem;
    const { operation, input } = command;
    const restart = faults.take("restart", text, isInData);
    const earlyEnd = faults.take("earlyDataEnd", text);
    const atByte = restart?.atByte ?? earlyEnd?.atByte;
    // What the host is still sending must meet a busy module: it stands in its backlog.
    const resultMs = earlyEnd === undefined ? 0 : this.#modem.queuedCommandMs;
    const phase = operation.data && resolveDataPhase(operation.data, input);
    const { ack } = phase ?? {};
    const reception = new DataReception({
      timers,
      lengthBytes: Math.min(answer.lengthBytes, atByte ?? answer.lengthBytes),
      timeLimitMs: answer.timeLimitMs,
      timeIsIdle: phase?.timeIsIdle ?? false,
      escapeGuardMs: profile.escapeGuardMs,
      ackEveryBytes: ack?.everyBytes,
      ackLastBlock,
      onAck: () => this.#modem.send(Uint8Array.of(ack?.byte ?? 0)),
      onEnd: (data) => {
        this.#disconnect();
        transcript.data(">", data.bytes.length);
        if (restart !== undefined && data.bytes.length === atByte) {
          this.#modem.restart(restart);
          return;
        }
        const brokenOff = data.end === "escape" || data.end === "dtr";
        const result = attempt(() => answer.done(data));
        const last = brokenOff && phase?.earlyExit !== "result" ? replyLines() : result;
        const delayMs = Math.max(responseDelayMs, resultMs);
        this.#wait(delayMs, () => this.#settle(last, operation, text));
      },
    });
    this.#connect(reception, undefined, text);
  }

  #transmit(answer: Transmission<unknown>, command: DecodedCommand, text: string): void {
    const { profile, timers, transcript } = this.#modem;
    const { operation } = command;
    const { length } = operation.data ?? {};
    const announces = length !== undefined && "connect" in length;
    const phase = new DataReception({
      timers,
      lengthBytes: Number.POSITIVE_INFINITY,
      timeLimitMs: undefined,
      timeIsIdle: false,
      escapeGuardMs: profile.escapeGuardMs,
      ackEveryBytes: undefined,
      ackLastBlock: false,
      onAck: () => {},
      onEnd: () => {
        this.#modem.dropUnsent();
        this.#disconnect();
        this.#settle(replyLines(), operation, text);
      },
    });
    this.#connect(phase, announces ? answer.bytes.length : undefined, text);
    transcript.data("<", answer.bytes.length);
    this.#modem.send(answer.bytes);
    this.#modem.whenSent(() => {
      phase.cancel();
      this.#disconnect();
      this.#settle(attempt(answer.done), operation, text);
    });
  }

  /** Opens the data phase; a host that waits for CONNECT alone may already answer it. */
  #connect(phase: DataReception, lengthBytes: number | undefined, text: string): void {
    this.#phase = phase;
    this.#mode = "data";
    this.#connected = true;
    const isMissing = this.#modem.faults.take("noConnect", text) !== undefined;
    const connect = isMissing ? "" : formatConnect(lengthBytes, this.#modem.profile);
    this.#print(this.#strayBefore(text) + connect);
  }

  #disconnect(): void {
    this.#phase = undefined;
    this.#mode = "busy";
  }

  /** Prints what a command says at its end, and goes on to the next one of the line. */
  #settle(wanted: Reply<unknown>, operation: Operation | undefined, text: string): void {
    const { profile, faults } = this.#modem;
    const answer = attempt(() => withLines(wanted, operation));
    let printed = this.#strayBefore(text) + formatLines(answer.lines ?? [], profile);
    if (answer.after !== undefined) this.#afters.push(answer.after);
    const isLast = answer.result.kind !== "ok" || this.#commands.length === 0;
    if (isLast) {
      const urc = faults.take("urcMidResponse", text);
      if (urc !== undefined) printed += formatLines([urc.line], profile);
      if (faults.take("dropFinalResult", text) === undefined) {
        printed += formatResult(answer.result, profile, operation);
      }
      const restart = faults.take("restart", text, isAfterCommand);
      if (restart !== undefined) this.#afters.push(() => this.#modem.restart(restart));
    }
    printed += this.#stray("after", text);
    if (isLast) {
      this.#endLine(printed);
    } else {
      this.#print(printed);
      this.#next();
    }
  }

  #endLine(printed: string): void {
    const line = this.#line;
    this.#finishing = true;
    this.#print(printed);
    const afters = this.#afters;
    this.#connected = false;
    for (const after of afters) after();
    // One of them may have restarted the module.
    if (this.#line === line) this.abort();
    this.#modem.lineDone();
  }

  /** Nothing when the answer has begun with `CONNECT`. */
  #strayBefore(text: string): string {
    if (this.#answerBegun) return "";
    this.#answerBegun = true;
    return this.#stray("before", text);
  }

  #stray(when: "before" | "after", text: string): string {
    const fault = this.#modem.faults.take("strayLine", text, (stray) => stray.when === when);
    return fault === undefined ? "" : formatLines([fault.line], this.#modem.profile);
  }

  #print(text: string): void {
    if (text === "") return;
    this.#modem.transcript.printed(text);
    this.#modem.send(new TextEncoder().encode(text));
  }
}

type RestartFault = Extract<Fault, { fault: "restart" }>;

const isAtCommand = ({ when = "during", atByte }: RestartFault): boolean =>
  when === "during" && atByte === undefined;

const isInData = ({ when = "during", atByte }: RestartFault): boolean =>
  when === "during" && atByte !== undefined;

const isAfterCommand = ({ when }: RestartFault): boolean => when === "after";

/** Writes the information lines of an output, if there is one. */
function withLines(answer: Reply<unknown>, operation: Operation | undefined): Reply<unknown> {
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
