import type { Transport } from "@qsmtp/transport";
import { runBase } from "./fake-base.ts";
import { FakeFiles } from "./fake-files.ts";
import { FakeMailClient } from "./fake-mail-client.ts";
import { FakeNetwork } from "./fake-network.ts";
import { FakeWire, type WireOptions } from "./fake-wire.ts";
import type { LineRule } from "./line-rules.ts";
import { LineRules } from "./line-rules.ts";
import type { VirtualClock } from "./virtual-clock.ts";

export interface FakeOptions extends WireOptions {
  /** Input that comes while the module works is kept, or lost. Default kept. */
  readonly whileBusy?: "queue" | "drop" | undefined;
  /** Free RAM for files. Default 1 MiB. */
  readonly ramBytes?: number | undefined;
  /** Blocks in which files take memory. Default 1. */
  readonly blockBytes?: number | undefined;
}

/** What a command says: raw text, and perhaps a data phase behind it. */
export interface Answer {
  readonly text: string;
  readonly data?: DataPhase | undefined;
}

/** Bytes that the module takes raw. */
export interface DataPhase {
  readonly lengthBytes: number;
  /** Ends by itself when nothing came for so long, or so long after its start. */
  readonly idleMs?: number | undefined;
  readonly totalMs?: number | undefined;
  /** Prints an acknowledgement for so many bytes. */
  readonly ackEvery?: number | undefined;
  /** Takes the bytes as they come; the module keeps none of them then. */
  readonly take?: ((bytes: string) => void) | undefined;
  /** Takes what came, and says what the module prints then. */
  readonly done: (bytes: string, how: "complete" | "early" | "escape") => string;
}

interface RunningData extends DataPhase {
  bytes: string;
  /** How many have come. */
  got: number;
  readonly rule: LineRule | undefined;
  readonly startedMs: number;
}

/** Time that a command takes. */
const workMs = 4;
/** Time from a data phase's last byte to its result. */
const resultMs = 20;
const guardMs = 1000;

/**
 * A healthy EC25 as seen through a serial line, made from the manuals and not from this project. It
 * works on one command at a time, and what it really did can be asked for.
 */
export class FakeModule {
  readonly clock: VirtualClock;
  readonly wire: FakeWire;
  readonly rules: LineRules = new LineRules();
  readonly files: FakeFiles;
  readonly mail: FakeMailClient;
  readonly network: FakeNetwork = new FakeNetwork();
  readonly transport: Transport;
  /** Every command line that was worked on, in order. */
  readonly executed: { readonly atMs: number; readonly line: string }[] = [];
  whileBusy: "queue" | "drop";
  echo = true;
  /** What comes in a data phase is echoed too, while echo is on. */
  echoesData = false;
  /** The echo stays on, whatever is asked. */
  alwaysEchoes = false;
  errorMode = 1;
  /** What a restart sets these to. */
  errorModeAfterRestart = 1;
  dtrMode = 2;
  restarts = 0;
  /** Time that each command takes beyond the usual. */
  extraWorkMs: (() => number) | undefined;
  /** How often it was in data mode. */
  dataPhases = 0;
  #hung: { readonly hears: boolean } | undefined;
  #busy = false;
  #input = "";
  #line = "";
  #data: RunningData | undefined;
  #held = "";
  #lastInputMs = Number.NEGATIVE_INFINITY;
  /** What was begun before a restart has no effect after it. */
  #life = 0;

  constructor(clock: VirtualClock, options: FakeOptions = {}) {
    this.clock = clock;
    this.whileBusy = options.whileBusy ?? "queue";
    this.wire = new FakeWire(clock, options);
    this.wire.receive = (text) => this.#receive(text);
    this.wire.dtrChanged = (asserted) => {
      if (!asserted && this.dtrMode !== 0) this.#escape();
    };
    this.transport = this.wire.transport();
    this.files = new FakeFiles(options.ramBytes ?? 1_048_576, options.blockBytes ?? 1);
    this.mail = new FakeMailClient(this);
  }

  /** Adds a rule; see {@link LineRule}. */
  on(match: LineRule["match"], rule: Omit<LineRule, "match">): void {
    this.rules.add({ match, ...rule });
  }

  /** Prints by itself. */
  print(text: string): void {
    this.wire.print(text);
  }

  /** Runs the step after a delay, unless the module restarts before. */
  later(delayMs: number, step: () => void): void {
    const life = this.#life;
    this.clock.setTimeout(() => {
      if (life === this.#life) step();
    }, delayMs);
  }

  get inDataMode(): boolean {
    return this.#data !== undefined;
  }

  /**
   * Starts anew: echo on, draft, RAM files, SMTP and SSL settings gone. The data connection stays,
   * so that nothing but the settings tells of it.
   */
  restart(options: { readonly bootMs?: number; readonly print?: string } = {}): void {
    this.#life += 1;
    this.#hung = undefined;
    this.restarts += 1;
    this.#busy = false;
    this.#input = "";
    this.#line = "";
    this.#data = undefined;
    this.#held = "";
    this.echo = true;
    this.errorMode = this.errorModeAfterRestart;
    this.dtrMode = 2;
    this.files.eraseRam();
    this.mail.reset();
    if (options.bootMs !== undefined) this.#busyFor(options.bootMs);
    if (options.print !== undefined) {
      const text = options.print;
      this.later(options.bootMs ?? 0, () => this.print(text));
    }
  }

  /** Puts the module into data mode, as a program that has died leaves it. */
  leaveInDataMode(data: DataPhase): void {
    this.#beginData(data, undefined);
  }

  /** The text of an error, as AT+CMEE has it. */
  error(code: number): string {
    return final(this.errorMode === 0 ? "ERROR" : `+CME ERROR: ${code}`);
  }

  /**
   * From now on nothing is taken and nothing is said, until the module restarts: by `AT+CFUN=1,1` too
   * where it `hears`, else by {@link powerCycle} alone.
   */
  hang({ hears }: { readonly hears: boolean }): void {
    this.#hung = { hears };
    this.#life += 1;
    this.#busy = false;
    this.#data = undefined;
    this.#input = "";
    this.#line = "";
  }

  /** It hangs no longer, by itself. */
  wakeUp(): void {
    this.#hung = undefined;
  }

  /** Power off and on: contexts are gone too. It says so when it is back, unless it is not `told`. */
  powerCycle(bootMs: number = 8000, told = true): void {
    this.network.restart();
    this.restart(told ? { bootMs, print: final("RDY") } : { bootMs });
  }

  /** A module that hangs and hears knows one command. */
  #takeWhileHung(text: string): void {
    if (!this.#hung?.hears) return;
    this.#line += text;
    if (/AT\+CFUN=1,1\r/i.test(this.#line)) this.powerCycle();
    else if (this.#line.endsWith("\r")) this.#line = "";
  }

  #receive(text: string): void {
    if (this.#hung !== undefined) {
      this.#takeWhileHung(text);
      return;
    }
    const silentMs = this.clock.now() - this.#lastInputMs;
    this.#lastInputMs = this.clock.now();
    if (this.#data !== undefined && this.echo && this.echoesData) this.print(text);
    if (this.#data !== undefined && this.#takesEscape(text, silentMs)) return;
    let rest = this.#held + text;
    this.#held = "";
    while (rest !== "" && this.#data !== undefined) rest = this.#takeData(this.#data, rest);
    if (rest === "") return;
    if (this.#busy) {
      if (this.whileBusy === "queue") this.#input += rest;
      return;
    }
    this.#input += rest;
    this.#workOnInput();
  }

  /** `+++` between two silences leaves data mode; anything else is data. */
  #takesEscape(text: string, silentMs: number): boolean {
    if (text !== "+++" || silentMs < guardMs - 1) return false;
    this.#held = text;
    const atMs = this.#lastInputMs;
    this.later(guardMs, () => {
      if (this.#held !== text || this.#lastInputMs !== atMs) return;
      this.#held = "";
      this.#escape();
    });
    return true;
  }

  #escape(): void {
    if (this.#data === undefined) return;
    this.#endData(this.#data, "escape");
  }

  #workOnInput(): void {
    while (!this.#busy && this.#data === undefined && this.#input !== "") {
      const end = this.#input.indexOf("\r");
      if (end < 0) {
        this.#line += this.#input;
        this.#input = "";
        return;
      }
      const line = this.#line + this.#input.slice(0, end);
      this.#input = this.#input.slice(end + 1);
      this.#line = "";
      this.#takeLine(line);
    }
  }

  #takeLine(received: string): void {
    if (this.echo) this.print(`${received}\r`);
    // What stands in front of AT is not for the module, and a line without it is no command.
    const start = received.search(/at/i);
    if (start < 0) return;
    const line = received.slice(start).trimEnd();
    const rule = this.rules.take(line);
    this.executed.push({ atMs: this.clock.now(), line });
    this.#busy = true;
    rule?.begin?.(this);
    const { lateMs = 0 } = rule ?? {};
    const late = typeof lateMs === "number" ? lateMs : lateMs();
    const extraMs = this.extraWorkMs?.() ?? 0;
    this.later(workMs + late + extraMs, () => this.#finish(line, rule));
  }

  #finish(line: string, rule: LineRule | undefined): void {
    if (rule?.restart === "before" || rule?.restart === "instead") {
      const input = this.#input;
      this.restart();
      this.#input = input;
    }
    const skipped = rule?.restart === "instead";
    const executes = rule?.execute !== false && !skipped;
    const answer = executes ? this.#run(line) : { text: skipped ? "" : final("OK") };
    const text =
      typeof rule?.answer === "function" ? rule.answer(answer.text) : (rule?.answer ?? answer.text);
    this.print((rule?.before ?? "") + text + (rule?.after ?? ""));
    this.#busy = false;
    if (rule?.restart === "after") this.restart();
    rule?.end?.(this);
    if (answer.data !== undefined) this.#beginData(answer.data, rule);
    this.#workOnInput();
  }

  #run(line: string): Answer {
    const command = line.slice(2);
    const answer =
      this.mail.run(command) ??
      this.files.run(command, this) ??
      this.network.run(command, this) ??
      runBase(command, this);
    return answer ?? { text: final("ERROR") };
  }

  #beginData(data: DataPhase, rule: LineRule | undefined): void {
    const running: RunningData = { ...data, bytes: "", got: 0, rule, startedMs: this.clock.now() };
    this.#data = running;
    this.dataPhases += 1;
    this.#lastInputMs = this.clock.now();
    if (data.totalMs !== undefined) {
      this.later(data.totalMs, () => this.#data === running && this.#endData(running, "early"));
    }
    if (data.idleMs !== undefined) this.#watchIdle(running, data.idleMs);
    const kept = this.#input;
    this.#input = "";
    if (kept !== "") this.#receive(kept);
  }

  #watchIdle(running: RunningData, idleMs: number): void {
    const dueMs = Math.max(this.#lastInputMs, running.startedMs) + idleMs;
    this.later(dueMs - this.clock.now(), () => {
      if (this.#data !== running) return;
      if (this.clock.now() - this.#lastInputMs >= idleMs - 0.001) this.#endData(running, "early");
      else this.#watchIdle(running, idleMs);
    });
  }

  /** Takes bytes until the phase ends; gives what is left over. */
  #takeData(data: RunningData, text: string): string {
    const endsAt = Math.min(data.lengthBytes, data.rule?.leaveDataAt ?? data.lengthBytes);
    const taken = text.slice(0, endsAt - data.got);
    const before = data.got;
    data.got += taken.length;
    if (data.take === undefined) data.bytes += taken;
    else data.take(taken);
    if (data.ackEvery !== undefined) {
      const acks = Math.floor(data.got / data.ackEvery) - Math.floor(before / data.ackEvery);
      if (acks > 0) this.print("A".repeat(acks));
    }
    if (data.got >= endsAt) {
      this.#endData(data, data.got < data.lengthBytes ? "early" : "complete");
    }
    return text.slice(taken.length);
  }

  #endData(data: RunningData, how: "complete" | "early" | "escape"): void {
    this.#data = undefined;
    this.#busyFor(resultMs + (data.rule?.resultLateMs ?? 0), () => {
      this.print(data.done(data.bytes, how));
    });
  }

  #busyFor(durationMs: number, then: () => void = () => {}): void {
    this.#busy = true;
    this.later(durationMs, () => {
      this.#busy = false;
      then();
      this.#workOnInput();
    });
  }
}

/** Lines and the final result, framed as the module prints them. */
export function reply(...lines: readonly string[]): string {
  return [...lines, "OK"].map(final).join("");
}

/** One line, framed. */
export function final(line: string): string {
  return `\r\n${line}\r\n`;
}
