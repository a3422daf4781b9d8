import type { Timers } from "../clock/timers.ts";

type Item = Uint8Array | (() => void);

/** Bits on the wire for a byte: start, eight data, stop. */
const bitsPerByte = 10;

/**
 * Lets bytes through at the speed of a serial line, in order with whatever else must not overtake
 * them. Without a baud rate everything passes at once.
 */
export class LinePacer {
  readonly #timers: Timers;
  readonly #byteMs: number;
  readonly #sink: (bytes: Uint8Array) => void;
  #queue: Item[] = [];
  #cancelTick: (() => void) | undefined;
  #startedAtMs = 0;
  #sentBytes = 0;

  constructor(timers: Timers, baudRate: number | undefined, sink: (bytes: Uint8Array) => void) {
    this.#timers = timers;
    this.#byteMs = baudRate === undefined ? 0 : (bitsPerByte * 1000) / baudRate;
    this.#sink = sink;
  }

  /** Sends bytes behind all that is on its way. */
  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    if (this.#byteMs === 0) this.#sink(bytes);
    else this.#enqueue(bytes);
  }

  /** Calls `run` when all that is on its way has arrived. */
  whenThrough(run: () => void): void {
    if (this.#cancelTick === undefined) run();
    else this.#enqueue(run);
  }

  /** Drops everything that is on its way. */
  clear(): void {
    this.#queue = [];
    this.#cancelTick?.();
    this.#cancelTick = undefined;
  }

  #enqueue(item: Item): void {
    this.#queue.push(item);
    if (this.#cancelTick !== undefined) return;
    this.#startedAtMs = this.#timers.now();
    this.#sentBytes = 0;
    this.#schedule();
  }

  #schedule(): void {
    const dueAtMs = this.#startedAtMs + (this.#sentBytes + 1) * this.#byteMs;
    const delayMs = Math.max(1, Math.ceil(dueAtMs - this.#timers.now()));
    this.#cancelTick = this.#timers.after(delayMs, () => this.#tick());
  }

  #tick(): void {
    const elapsedMs = this.#timers.now() - this.#startedAtMs;
    // A byte counts as sent a rounding error early rather than a whole tick late.
    let due = Math.floor(elapsedMs / this.#byteMs + 1e-6) - this.#sentBytes;
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
