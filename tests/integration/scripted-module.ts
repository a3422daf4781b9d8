import type { TraceEvent } from "@qsmtp/client";
import { Channel, type ChannelOptions } from "@qsmtp/client/channel";
import { createMemoryLine, type MemoryLine, type MemoryLineOptions } from "@qsmtp/transport/memory";
import { vi } from "vitest";

export interface DelayedAnswer {
  readonly afterMs: number;
  readonly text: string;
}

/** How long a command takes that had to wait. */
const workMs = 4;

/** What a healthy module says to the questions by which the channel proves the wire. */
function answerOf(command: string): string | undefined {
  if (command === "AT+CMEE?") return reply("+CMEE: 1", "OK");
  const asked = /^AT\+QSSLCFG="(\w+)",(\d)$/.exec(command);
  if (asked === null) return undefined;
  const [, item, context] = asked;
  const value = item === "ciphersuite" ? "0XFFFF" : "0";
  return reply(`+QSSLCFG: "${item}",${context},${value}`, "OK");
}

/** A far end that answers by hand: what a test writes is what the channel gets. */
export class ScriptedModule {
  readonly line: MemoryLine;
  /** Everything the host has sent, as Latin-1 text. */
  sent = "";
  readonly dtr: boolean[] = [];
  /** Called with each command line; what it gives is written back as it is, in order. */
  answer: (command: string) => string | DelayedAnswer | undefined = () => undefined;
  /** Whether the channel's own questions are answered as by a healthy module. */
  answersQuestions = true;
  #busyUntilMs = 0;
  #pending = "";
  #rawRemaining = 0;
  #onRaw: (data: string) => void = () => {};

  constructor(line: MemoryLine) {
    this.line = line;
    line.farEnd.onData((chunk) => this.#take(chunk));
    line.farEnd.onControlLines((lines) => this.dtr.push(lines.dtr));
  }

  write(text: string): void {
    this.line.farEnd.write(Buffer.from(text, "latin1"));
  }

  /** Takes the next `length` bytes as data instead of commands. */
  expectData(length: number, done: (data: string) => void): void {
    this.#rawRemaining = length;
    this.#onRaw = done;
  }

  #take(chunk: Uint8Array): void {
    const text = Buffer.from(chunk).toString("latin1");
    this.sent += text;
    this.#pending += text;
    for (;;) {
      if (this.#rawRemaining > 0) {
        if (this.#pending.length < this.#rawRemaining) return;
        const data = this.#pending.slice(0, this.#rawRemaining);
        this.#pending = this.#pending.slice(this.#rawRemaining);
        this.#rawRemaining = 0;
        this.#onRaw(data);
        continue;
      }
      const end = this.#pending.indexOf("\r");
      if (end < 0) return;
      const command = this.#pending.slice(0, end);
      this.#pending = this.#pending.slice(end + 1);
      const question = this.answersQuestions ? answerOf(command) : undefined;
      const reply = question ?? this.answer(command);
      if (typeof reply === "string") this.#reply(reply, 0);
      else if (reply !== undefined) this.#reply(reply.text, reply.afterMs);
    }
  }

  /**
   * Like a module it works on one command at a time: what comes meanwhile is answered later, with
   * time in between.
   */
  #reply(text: string, afterMs: number): void {
    const queuedMs = Math.max(this.#busyUntilMs - Date.now(), 0);
    const waitMs = queuedMs === 0 ? afterMs : queuedMs + Math.max(afterMs, workMs);
    if (waitMs === 0) {
      this.write(text);
      return;
    }
    this.#busyUntilMs = Date.now() + waitMs;
    setTimeout(() => this.write(text), waitMs);
  }
}

export interface ScriptedChannel {
  readonly module: ScriptedModule;
  readonly channel: Channel;
  readonly trace: TraceEvent[];
}

/** A channel on a line whose far end is scripted; the wire is proven and nothing is sent yet. */
export async function openScripted(
  options: ChannelOptions = {},
  lineOptions: MemoryLineOptions = {},
): Promise<ScriptedChannel> {
  const line = createMemoryLine(lineOptions);
  const module = new ScriptedModule(line);
  const trace: TraceEvent[] = [];
  const connection = await line.transport.open();
  const channel = new Channel(connection, { onTrace: (event) => trace.push(event), ...options });
  await vi.advanceTimersByTimeAsync(10);
  module.sent = "";
  trace.length = 0;
  return { module, channel, trace };
}

/** A reply in the framing of `ATV1` without echo. */
export function reply(...lines: readonly string[]): string {
  return lines.map((text) => `\r\n${text}\r\n`).join("");
}
