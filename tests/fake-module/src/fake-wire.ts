import {
  type CloseReason,
  type Connection,
  type ConnectionCapabilities,
  type Transport,
  TransportError,
} from "@qsmtp/transport";
import { fromBytes, toBytes } from "./bytes.ts";
import type { VirtualClock } from "./virtual-clock.ts";

export interface WireOptions {
  /** Bits per second, ten for a byte, in both directions. Default 115 200. */
  readonly baud?: number | undefined;
  /** Whether the connection has DTR. Default false. */
  readonly controlLines?: boolean | undefined;
  /** So many bytes arrive at the module together; a carriage return always ends a piece. Default 32. */
  readonly pieceBytes?: number | undefined;
}

/** What the wire does to one write; bytes are given as text, a character each. */
export type Garbling = (text: string, write: number) => string;

/** So many bytes come to the host together. */
const printedBytes = 1024;

/**
 * The serial line between host and module. Bytes take their time both ways, and a write resolves
 * when its last byte has arrived.
 */
export class FakeWire {
  /** Changes what goes to the module: loses, doubles, replaces. */
  toModule: Garbling | undefined;
  /** Changes what comes from the module. */
  toHost: ((text: string) => string) | undefined;
  /** Calls each write with its text before it goes out; a place to stall or to unplug. */
  onWrite: ((text: string, write: number) => void) | undefined;
  /** Writes resolve so much later than their bytes arrive. */
  resolveLateMs = 0;
  /** Cuts what comes from the module into single bytes. */
  splitToHost = false;
  /** Bytes that the host wrote, and that it was sent. */
  readonly traffic: { toModule: number; toHost: number } = { toModule: 0, toHost: 0 };
  /** Takes the bytes that arrive at the module. */
  receive: (text: string) => void = () => {};
  /** Told of each change of DTR. */
  dtrChanged: (asserted: boolean) => void = () => {};
  /** Changes of DTR never end. */
  dtrHangs = false;
  /** How the port fails to open, while set. */
  openFails: (() => Promise<never>) | undefined;
  readonly clock: VirtualClock;
  readonly baud: number;
  readonly #pieceBytes: number;
  readonly capabilities: ConnectionCapabilities;
  #connection: FakeConnection | undefined;
  #stalled = false;
  #held: (() => void)[] = [];
  #writes = 0;
  #toModuleFreeMs = 0;
  #toHostFreeMs = 0;

  constructor(clock: VirtualClock, options: WireOptions = {}) {
    this.clock = clock;
    this.baud = options.baud ?? 115_200;
    this.#pieceBytes = options.pieceBytes ?? 32;
    this.capabilities = { controlLines: options.controlLines ?? false, drain: true };
  }

  /** A new transport, as another process would have it; all lead to the same module. */
  transport(): Transport {
    return {
      open: async ({ signal } = {}) => {
        signal?.throwIfAborted();
        if (this.openFails !== undefined) return this.openFails();
        this.unplug();
        this.#connection = new FakeConnection(this);
        return this.#connection;
      },
    };
  }

  /** From now on the port takes no bytes: what is on its way stays, and no write resolves. */
  stall(): void {
    this.#stalled = true;
  }

  /** The port takes bytes again; what was held goes on. */
  resume(): void {
    this.#stalled = false;
    const held = this.#held;
    this.#held = [];
    for (const step of held) step();
  }

  /** The connection is lost; the module goes on. */
  unplug(): void {
    this.#connection?.lose();
    this.#connection = undefined;
    this.#held = [];
    this.#toModuleFreeMs = 0;
  }

  /** The module prints. */
  print(text: string): void {
    const out = this.toHost?.(text) ?? text;
    if (out === "") return;
    this.traffic.toHost += out.length;
    const pieces = this.splitToHost ? [...out] : cut(out);
    for (const piece of pieces) {
      this.#toHostFreeMs =
        Math.max(this.clock.now(), this.#toHostFreeMs) + this.#durationMs(piece.length);
      const { clock } = this;
      clock.setTimeout(
        () => this.#connection?.deliver(toBytes(piece)),
        this.#toHostFreeMs - clock.now(),
      );
    }
  }

  /** The host writes. */
  send(connection: FakeConnection, bytes: Uint8Array, done: () => void): void {
    const original = fromBytes(bytes);
    const number = this.#writes++;
    this.onWrite?.(original, number);
    const text = this.toModule?.(original, number) ?? original;
    this.traffic.toModule += original.length;
    let atMs = Math.max(this.clock.now(), this.#toModuleFreeMs);
    for (const piece of piecesOf(text, this.#pieceBytes)) {
      atMs += this.#durationMs(piece.length);
      this.#later(atMs, connection, () => this.receive(piece));
    }
    this.#toModuleFreeMs = atMs;
    this.#later(atMs + this.resolveLateMs, connection, done);
  }

  #later(atMs: number, connection: FakeConnection, step: () => void): void {
    this.clock.setTimeout(() => {
      // What had not gone out when the connection ended never does.
      if (this.#connection !== connection) return;
      if (this.#stalled) this.#held.push(step);
      else step();
    }, atMs - this.clock.now());
  }

  #durationMs(bytes: number): number {
    return (bytes * 10_000) / this.baud;
  }

  /** The host closed its end. */
  forget(connection: FakeConnection): void {
    if (this.#connection === connection) this.unplug();
  }
}

/** One opening of the wire. */
class FakeConnection implements Connection {
  readonly closed: Promise<CloseReason>;
  readonly capabilities: ConnectionCapabilities;
  readonly #wire: FakeWire;
  readonly #listeners = new Set<(chunk: Uint8Array) => void>();
  readonly #pending = new Set<(error: TransportError) => void>();
  #held: Uint8Array[] = [];
  #end: (reason: CloseReason) => void = () => {};
  #ended: CloseReason | undefined;

  constructor(wire: FakeWire) {
    this.#wire = wire;
    this.capabilities = wire.capabilities;
    this.closed = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  onData(listener: (chunk: Uint8Array) => void): () => void {
    this.#listeners.add(listener);
    const held = this.#held;
    this.#held = [];
    queueMicrotask(() => {
      for (const chunk of held) this.deliver(chunk);
    });
    return () => this.#listeners.delete(listener);
  }

  write(bytes: Uint8Array): Promise<void> {
    if (this.#ended !== undefined) return Promise.reject(this.#endError());
    return new Promise((resolve, reject) => {
      this.#pending.add(reject);
      this.#wire.send(this, bytes.slice(), () => {
        this.#pending.delete(reject);
        resolve();
      });
    });
  }

  async setDtr(asserted: boolean): Promise<void> {
    if (this.#ended !== undefined) throw this.#endError();
    if (!this.capabilities.controlLines) throw new TransportError("UNSUPPORTED", "no DTR here");
    if (this.#wire.dtrHangs) await new Promise(() => {});
    this.#wire.dtrChanged(asserted);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async close(): Promise<void> {
    this.#finish({ kind: "local" }, new TransportError("CLOSED", "closed"));
    this.#wire.forget(this);
  }

  lose(): void {
    const error = new TransportError("CONNECTION_LOST", "unplugged", { cause: new Error("gone") });
    this.#finish({ kind: "lost", error }, error);
  }

  deliver(chunk: Uint8Array): void {
    if (this.#ended !== undefined) return;
    if (this.#listeners.size === 0) this.#held.push(chunk);
    for (const listener of [...this.#listeners]) listener(chunk);
  }

  #finish(reason: CloseReason, error: TransportError): void {
    if (this.#ended !== undefined) return;
    this.#ended = reason;
    for (const reject of this.#pending) reject(error);
    this.#pending.clear();
    this.#listeners.clear();
    this.#end(reason);
  }

  #endError(): TransportError {
    const cause = this.#ended?.kind === "lost" ? this.#ended.error : undefined;
    return new TransportError("CLOSED", "the connection has ended", { cause });
  }
}

/** What is printed comes as it is printed, where that takes longer than a moment. */
function cut(text: string): string[] {
  const count = Math.ceil(text.length / printedBytes);
  return Array.from({ length: count }, (_, at) =>
    text.slice(at * printedBytes, (at + 1) * printedBytes),
  );
}

function piecesOf(text: string, pieceBytes: number): string[] {
  const pieces: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== "\r" && at + 1 - start < pieceBytes && at + 1 < text.length) continue;
    pieces.push(text.slice(start, at + 1));
    start = at + 1;
  }
  return pieces;
}
