import type { Timers } from "../clock/timers.ts";

type Item = Uint8Array | (() => void);

/** Bits on the wire for a byte: start, eight data, stop. */
const bitsPerByte = 10;

/** Faster bytes arrive some at a time, as a UART hands them over: so long is one on its way more. */
const longestGroupMs = 1;

/**
 * Lets bytes through at the speed of a serial line, in order with whatever else must not overtake
 * them. The last byte of a group arrives when it would on the wire, and so does the last of all; the
 * clock's own fractions are kept, so that nothing adds up. Without a baud rate everything passes at
 * once.
 */
export class LinePacer {
  readonly #timers: Timers;
  /** What a byte takes on the wire; 0 without a baud rate. */
  readonly byteMs: number;
  /** Bytes that arrive together at most. */
  readonly #groupBytes: number;
  readonly #sink: (bytes: Uint8Array) => void;
  #queue: Item[] = [];
  /** Who waits for what is on its way, whatever becomes of it. */
  readonly #waiting = new Set<() => void>();
  #cancelTick: (() => void) | undefined;
  #startedAtMs = 0;
  #sentBytes = 0;
  /** Bytes in the queue. */
  #waitingBytes = 0;

  constructor(timers: Timers, baudRate: number | undefined, sink: (bytes: Uint8Array) => void) {
    this.#timers = timers;
    this.byteMs = baudRate === undefined ? 0 : (bitsPerByte * 1000) / baudRate;
    this.#groupBytes = Math.max(1, Math.floor(longestGroupMs / this.byteMs));
    this.#sink = sink;
  }

  /** Sends bytes behind all that is on its way. */
  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    if (this.byteMs === 0) this.#sink(bytes);
    else this.#enqueue(bytes);
  }

  /** Calls `run` when all that is on its way has arrived. */
  whenThrough(run: () => void): void {
    if (this.#cancelTick === undefined) run();
    else this.#enqueue(run);
  }

  /** Bytes that are on their way. */
  get queuedBytes(): number {
    const lengths = this.#queue.map((item) => (typeof item === "function" ? 0 : item.length));
    return lengths.reduce((sum, length) => sum + length, 0);
  }

  /** Settles when all that is on its way has arrived or was dropped; `undefined` when nothing is. */
  passed(): Promise<void> | undefined {
    if (this.#cancelTick === undefined) return undefined;
    return new Promise((resolve) => {
      this.#waiting.add(resolve);
      this.#enqueue(() => {
        this.#waiting.delete(resolve);
        resolve();
      });
    });
  }

  /** Drops everything that is on its way. */
  clear(): void {
    this.#queue = [];
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
    this.#waitingBytes = 0;
    this.#cancelTick?.();
    this.#cancelTick = undefined;
  }

  #enqueue(item: Item): void {
    this.#queue.push(item);
    if (typeof item !== "function") this.#waitingBytes += item.length;
    if (this.#cancelTick !== undefined) return;
    this.#startedAtMs = this.#timers.now();
    this.#sentBytes = 0;
    this.#schedule();
  }

  #schedule(): void {
    const nextBytes = this.#sentBytes + Math.min(this.#groupBytes, this.#waitingBytes);
    const dueAtMs = this.#startedAtMs + nextBytes * this.byteMs;
    const delayMs = Math.max(0, dueAtMs - this.#timers.now());
    this.#cancelTick = this.#timers.after(delayMs, () => this.#tick());
  }

  #tick(): void {
    const elapsedMs = this.#timers.now() - this.#startedAtMs;
    // A byte counts as sent a rounding error early rather than a whole tick late.
    let due = Math.floor(elapsedMs / this.byteMs + 1e-6) - this.#sentBytes;
    const tick = this.#cancelTick;
    for (let item = this.#queue[0]; item !== undefined; item = this.#queue[0]) {
      if (typeof item === "function") {
        this.#queue.shift();
        item();
      } else if (due > 0) {
        const sent = item.subarray(0, due);
        if (sent.length === item.length) this.#queue.shift();
        else this.#queue[0] = item.subarray(sent.length);
        due -= sent.length;
        this.#sentBytes += sent.length;
        this.#waitingBytes -= sent.length;
        this.#sink(sent);
      } else {
        this.#schedule();
        return;
      }
      // What was called may have cleared the line, and even begun anew.
      if (this.#cancelTick !== tick) return;
    }
    this.#cancelTick = undefined;
  }
}
