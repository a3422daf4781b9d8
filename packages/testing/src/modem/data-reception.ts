import { escapeSequence } from "@qsmtp/protocol/facts";
import type { Timers } from "../clock/timers.ts";
import type { ReceivedData, ReceptionEnd } from "./answer.ts";

/** One data phase with bytes from the host. */
export interface DataReceptionOptions {
  readonly timers: Timers;
  /** Bytes after which the phase ends; `Infinity` for one that only watches for an early end. */
  readonly lengthBytes: number;
  readonly timeLimitMs: number | undefined;
  /** Whether the time limit begins anew with each byte. */
  readonly timeIsIdle: boolean;
  /** Silence required around `+++`. */
  readonly escapeGuardMs: number;
  /** Called after each `ackEveryBytes` bytes. */
  readonly ackEveryBytes: number | undefined;
  /** Whether the block that completes the length is acknowledged too. */
  readonly ackLastBlock: boolean;
  readonly onAck: () => void;
  readonly onEnd: (data: ReceivedData) => void;
}

const plus = escapeSequence.charCodeAt(0);
const escapeLength = escapeSequence.length;

/** Most of what is sent as one fits in, and what is announced and never comes costs no more. */
const firstMemoryBytes = 16_384;

/**
 * Takes bytes until the length is reached, the time is over, or the host leaves early.
 *
 * `+++` leaves data mode when nothing came for the guard time before it, the three characters came
 * within the guard time, and nothing came for the guard time after them. They are held back until
 * that is decided, and are data if it is not so. A first plus that is one of the last two bytes of
 * the length cannot begin an escape and is data at once; `+++` as the last three bytes, alone
 * between two silences, is an escape.
 */
export class DataReception {
  readonly #options: DataReceptionOptions;
  /** Begins with the bytes taken so far. */
  #memory: Uint8Array = new Uint8Array(0);
  #count = 0;
  #held = 0;
  #ended = false;
  #cancelLimit: () => void = () => {};
  #cancelGuard: () => void = () => {};

  constructor(options: DataReceptionOptions) {
    this.#options = options;
    this.#startLimit();
  }

  /**
   * Takes bytes that arrived together after `silentMs` of silence.
   * @returns how many were taken; the others are no longer part of the data
   */
  accept(bytes: Uint8Array, silentMs: number): number {
    let at = 0;
    while (at < bytes.length && !this.#ended) {
      const isPlus = bytes[at] === plus;
      if (
        isPlus &&
        (this.#held === 0 ? at === 0 && this.#mayEscape(silentMs) : this.#held < escapeLength)
      ) {
        this.#hold();
        at++;
      } else if (this.#held > 0) {
        this.#release();
      } else {
        const end = Math.min(bytes.length, at + this.#remaining);
        this.#take(bytes.subarray(at, end));
        at = end;
      }
    }
    if (this.#options.timeIsIdle && !this.#ended) this.#startLimit();
    return at;
  }

  /** Bytes of the host that have come, those of a possible escape included. */
  get hostBytes(): number {
    return this.#count + this.#held;
  }

  /** Ends the phase because DTR went OFF. */
  dropDtr(): void {
    this.#release();
    this.#end("dtr");
  }

  /** Ends the phase without a word: the module restarts, or the phase has done its work. */
  cancel(): void {
    this.#ended = true;
    this.#cancelLimit();
    this.#cancelGuard();
  }

  get #remaining(): number {
    return this.#options.lengthBytes - this.#count;
  }

  #mayEscape(silentMs: number): boolean {
    return silentMs >= this.#options.escapeGuardMs && this.#remaining >= escapeLength;
  }

  #hold(): void {
    this.#held++;
    const { timers, escapeGuardMs } = this.#options;
    if (this.#held === 1) {
      this.#cancelGuard = timers.after(escapeGuardMs, () => this.#release());
    } else if (this.#held === escapeLength) {
      this.#cancelGuard();
      this.#cancelGuard = timers.after(escapeGuardMs, () => this.#end("escape"));
    }
  }

  /** The characters held back were data after all. */
  #release(): void {
    this.#cancelGuard();
    const bytes = new Uint8Array(this.#held).fill(plus);
    this.#held = 0;
    this.#take(bytes);
  }

  #take(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const { lengthBytes, ackEveryBytes, ackLastBlock, onAck } = this.#options;
    const before = this.#count;
    const count = before + bytes.length;
    this.#count = count;
    if (lengthBytes !== Number.POSITIVE_INFINITY) this.#keep(bytes, before);
    if (ackEveryBytes !== undefined) {
      for (
        let block = Math.floor(before / ackEveryBytes) + 1;
        block * ackEveryBytes <= count;
        block++
      ) {
        if (ackLastBlock || block * ackEveryBytes < lengthBytes) onAck();
      }
    }
    if (this.#count >= lengthBytes) this.#end("length");
  }

  #keep(bytes: Uint8Array, at: number): void {
    const wanted = at + bytes.length;
    if (wanted > this.#memory.length) {
      const size = Math.max(wanted, 2 * this.#memory.length, firstMemoryBytes);
      const memory = new Uint8Array(Math.min(size, this.#options.lengthBytes));
      memory.set(this.#memory);
      this.#memory = memory;
    }
    this.#memory.set(bytes, at);
  }

  #startLimit(): void {
    this.#cancelLimit();
    const { timers, timeLimitMs } = this.#options;
    if (timeLimitMs === undefined) return;
    this.#cancelLimit = timers.after(timeLimitMs, () => {
      this.#release();
      this.#end("time");
    });
  }

  #end(end: ReceptionEnd): void {
    if (this.#ended) return;
    this.cancel();
    const memory = this.#memory;
    const isFull = memory.length === this.#count;
    this.#options.onEnd({ bytes: isFull ? memory : memory.slice(0, this.#count), end });
  }
}
