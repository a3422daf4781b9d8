import { usualAnswer } from "./usual-answers.ts";

/** Where the bytes of a reply are cut into reads of their own, one millisecond apart. */
export type Cut =
  | { readonly at: "every byte" }
  /** Before this text. */
  | { readonly at: "before"; readonly text: string }
  /** Behind the first byte of this text. */
  | { readonly at: "inside"; readonly text: string };

/** What the module does with one command line, once; without it the line has its usual answer. */
export interface Reaction {
  /** The command line, without its carriage return. */
  readonly to: string;
  /** Time from taking the line up to the reply, in milliseconds. Default 2. */
  readonly afterMs?: number;
  /** All that comes back behind the echo. Default: the usual answer. */
  readonly reply?: string;
  /** Default: echo and reply come in one read. */
  readonly cut?: Cut;
  /** Printed before `reply`: these bytes are waited for behind the command line, then follows `reply`. */
  readonly data?: { readonly opening: string; readonly expected: string };
  /** In place of a reply the port is gone. */
  readonly unplug?: true;
}

/**
 * Whether the module echoes when it is switched on, and when: as it takes a command up, so behind the
 * reply to the one before, or as the bytes come in.
 */
export type Echo = "off" | "taken up" | "at once";

/** The host's side of the wire. */
export interface HostPort {
  deliver(chunk: Uint8Array): void;
  lost(): void;
}

/**
 * A module at the far end of the wire, as little of one as the scenarios need: it takes one command
 * line after the other and answers. What it is sent meanwhile waits. It shares no code with the simulated module of `@qsmtp/testing`, nor with the client.
 */
export class FarEnd {
  /** The command lines that were taken up. */
  readonly lines: string[] = [];
  /** Bytes the host has written. */
  received = 0;
  echo: boolean;
  readonly #startEcho: Echo;
  readonly #reactions: Reaction[] = [];
  #host: HostPort | undefined;
  #input = "";
  #busy = false;

  constructor(echo: Echo) {
    this.echo = echo !== "off";
    this.#startEcho = echo;
  }

  /** Whether a command has been taken up and the last byte of its reply is still to come. */
  get isBusy(): boolean {
    return this.#busy;
  }

  connect(host: HostPort): void {
    this.#host = host;
  }

  disconnect(): void {
    this.#host = undefined;
  }

  /** From now on these lines are answered otherwise than usual, each reaction once. */
  arm(reactions: readonly Reaction[]): void {
    this.#reactions.push(...reactions);
  }

  /** Restores the settings as they were when the module was switched on. */
  reset(): void {
    this.echo = this.#startEcho !== "off";
  }

  /** Takes bytes from the host. */
  receive(bytes: Uint8Array): void {
    this.received += bytes.length;
    this.#input += Buffer.from(bytes).toString("latin1");
    if (this.echo && this.#startEcho === "at once") this.#host?.deliver(new Uint8Array(bytes));
    this.#takeLine();
  }

  #takeLine(): void {
    if (this.#busy) return;
    const end = this.#input.indexOf("\r");
    if (end < 0) return;
    const line = this.#input.slice(0, end).replaceAll("\n", "");
    this.#input = this.#input.slice(end + 1);
    this.#busy = true;
    void this.#run(line);
  }

  async #run(line: string): Promise<void> {
    const at = this.#reactions.findIndex(({ to }) => to === line);
    const [reaction] = at < 0 ? [] : this.#reactions.splice(at, 1);
    this.lines.push(line);
    const echo = this.echo && this.#startEcho !== "at once" ? `${line}\r` : "";
    const reply = reaction?.reply ?? usualAnswer(line, this);
    await sleep(reaction?.afterMs ?? 2);
    if (reaction?.unplug) {
      this.#host?.lost();
      this.#host = undefined;
      return;
    }
    if (reaction?.data === undefined) {
      await this.#send(echo + reply, reaction?.cut);
    } else {
      const { opening, expected } = reaction.data;
      await this.#send(echo + opening, undefined);
      while (this.#input.length < expected.length) await sleep(1);
      const data = this.#input.slice(0, expected.length);
      this.#input = this.#input.slice(expected.length);
      await this.#send(data === expected ? reply : "\r\n+CME ERROR: 421\r\n", undefined);
    }
    this.#busy = false;
    this.#takeLine();
  }

  async #send(text: string, cut: Cut | undefined): Promise<void> {
    const [first, ...others] = cutBytes(Buffer.from(text), cut);
    if (first !== undefined) this.#host?.deliver(first);
    for (const chunk of others) {
      await sleep(1);
      this.#host?.deliver(chunk);
    }
  }
}

function cutBytes(bytes: Buffer, cut: Cut | undefined): Uint8Array[] {
  if (cut === undefined) return [new Uint8Array(bytes)];
  if (cut.at === "every byte") return [...bytes].map((byte) => Uint8Array.of(byte));
  const found = bytes.lastIndexOf(cut.text);
  if (found < 0) throw new Error(`the reply has no "${cut.text}" to be cut at`);
  const at = cut.at === "before" ? found : found + 1;
  return [new Uint8Array(bytes.subarray(0, at)), new Uint8Array(bytes.subarray(at))];
}

/** On the global timers, so on virtual time. */
function sleep(durationMs: number): Promise<void> {
  return new Promise((resolve) => globalThis.setTimeout(resolve, durationMs));
}
