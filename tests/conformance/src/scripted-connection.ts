import type { CloseReason, Connection } from "@qsmtp/transport";
import { concatBytes } from "./transcripts.ts";

/** The host's end of a wire whose other end is a transcript. */
export class ScriptedConnection implements Connection {
  readonly capabilities = { controlLines: false, drain: false } as const;
  readonly closed: Promise<CloseReason>;
  #close: (reason: CloseReason) => void = () => {};
  #listener: (chunk: Uint8Array) => void = () => {};
  #sent: Uint8Array = new Uint8Array(0);
  #wake: () => void = () => {};

  constructor() {
    this.closed = new Promise((resolve) => {
      this.#close = resolve;
    });
  }

  onData(listener: (chunk: Uint8Array) => void): () => void {
    this.#listener = listener;
    return () => {
      this.#listener = () => {};
    };
  }

  /** The command of the transcript that is due. */
  script: Uint8Array = new Uint8Array(0);

  async write(bytes: Uint8Array): Promise<void> {
    const answer = isSame(bytes, this.script) ? undefined : answerOf(bytes);
    if (answer !== undefined) {
      // Behind the write, as from a module.
      queueMicrotask(() => this.receive([answer]));
      return;
    }
    this.#sent = concatBytes([this.#sent, bytes]);
    this.#wake();
  }

  async setDtr(): Promise<void> {
    throw new Error("this wire has no control lines");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async close(): Promise<void> {
    this.#close({ kind: "local" });
  }

  /** The module's turn: bytes towards the host. */
  receive(chunks: readonly Uint8Array[]): void {
    for (const chunk of chunks) this.#listener(chunk);
  }

  /** The next `length` bytes that the host sends. Never more are there than the script takes. */
  async take(length: number): Promise<Uint8Array> {
    while (this.#sent.length < length) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const taken = this.#sent.slice(0, length);
    this.#sent = this.#sent.slice(length);
    return taken;
  }

  /** What the host has sent and nobody took. */
  get untaken(): Uint8Array {
    return this.#sent;
  }
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

/** What a module says to the questions by which the channel proves whose a result is. */
function answerOf(bytes: Uint8Array): Uint8Array | undefined {
  const line = new TextDecoder().decode(bytes).trim();
  const [, item, context] = /^AT\+QSSLCFG="(\w+)",(\d)$/.exec(line) ?? [];
  const value = item === "ciphersuite" ? "0XFFFF" : "0";
  const answer = line === "AT+CMEE?" ? "+CMEE: 1" : `+QSSLCFG: "${item}",${context},${value}`;
  if (line !== "AT+CMEE?" && item === undefined) return undefined;
  return new TextEncoder().encode(`\r\n${answer}\r\n\r\nOK\r\n`);
}
