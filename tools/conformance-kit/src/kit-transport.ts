import {
  type CloseReason,
  type Connection,
  type Transport,
  TransportError,
} from "@qsmtp/transport";
import type { FarEnd } from "./far-end.ts";

/** Leads our client to the far end; it is no transport of ours that could help it. */
export function kitTransport(farEnd: FarEnd): Transport {
  return { open: async () => new KitConnection(farEnd) };
}

class KitConnection implements Connection {
  readonly capabilities = { controlLines: false, drain: true };
  readonly closed: Promise<CloseReason>;
  readonly #farEnd: FarEnd;
  readonly #listeners = new Set<(chunk: Uint8Array) => void>();
  #held: Uint8Array[] = [];
  #tellClosed: (reason: CloseReason) => void = () => {};
  #ended = false;

  constructor(farEnd: FarEnd) {
    this.#farEnd = farEnd;
    this.closed = new Promise((resolve) => {
      this.#tellClosed = resolve;
    });
    farEnd.connect({
      deliver: (chunk) => this.#deliver(chunk),
      lost: () => {
        const error = new TransportError("CONNECTION_LOST", "the port is gone");
        this.#end({ kind: "lost", error });
      },
    });
  }

  onData(listener: (chunk: Uint8Array) => void): () => void {
    this.#listeners.add(listener);
    const held = this.#held;
    this.#held = [];
    queueMicrotask(() => {
      for (const chunk of held) this.#deliver(chunk);
    });
    return () => this.#listeners.delete(listener);
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.#ended) throw new TransportError("CLOSED", "the connection has ended");
    this.#farEnd.receive(bytes);
  }

  async setDtr(): Promise<void> {
    throw new TransportError("UNSUPPORTED", "this wire has no control lines");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async close(): Promise<void> {
    this.#farEnd.disconnect();
    this.#end({ kind: "local" });
  }

  #deliver(chunk: Uint8Array): void {
    if (this.#ended) return;
    if (this.#listeners.size === 0) this.#held.push(chunk);
    for (const listener of [...this.#listeners]) listener(chunk);
  }

  #end(reason: CloseReason): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#tellClosed(reason);
  }
}
