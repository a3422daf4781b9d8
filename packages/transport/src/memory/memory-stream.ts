import type { ByteStream } from "../byte-stream.ts";
import type { LineClock } from "../line-clock.ts";

/** The wire below a stream, as far as the stream asks for it. */
export interface MemoryStreamWire {
  readonly clock: LineClock;
  readonly transmitDelayMs: number;
  /** Looked at when a chunk is cut. */
  readonly maxReadSize: number;
  /**
   * Hands bytes that may be kept to the module.
   * @returns what settles when they have arrived, where that takes the module time
   */
  carry(bytes: Uint8Array): readonly Promise<void>[];
}

/** What goes on behind it goes on a promise later. */
const settled: Promise<void> = Promise.resolve();

/** Bytes that the host's end has taken and that have not arrived. */
interface Transit {
  readonly cancel: (error: Error) => void;
}

/**
 * The host's end of a line in memory while the host has it open. Bytes to the host come a promise
 * later, a chunk at a time; those to the module arrive within the write, or after the delay.
 */
export class MemoryStream implements ByteStream {
  readonly #wire: MemoryStreamWire;
  #onData: (chunk: Uint8Array) => void = () => {};
  #onError: (error: Error) => void = () => {};
  /** From the module, not yet with the host. */
  #incoming: Uint8Array[] = [];
  #isPaused = false;
  #isDelivering = false;
  readonly #transits = new Set<Transit>();
  #drained: Promise<void> = Promise.resolve();
  #end: Error | undefined;

  constructor(wire: MemoryStreamWire) {
    this.#wire = wire;
  }

  on(event: "data" | "end" | "error" | "close", listener: (value: never) => void): void {
    if (event === "data") this.#onData = listener as (chunk: Uint8Array) => void;
    // Nothing but the loss of the wire ends it from the other side.
    else if (event === "error") this.#onError = listener as (error: Error) => void;
  }

  write(bytes: Uint8Array, done: (error?: Error) => void): void {
    if (this.#end !== undefined) {
      done(this.#end);
      return;
    }
    // Copied, because these bytes belong to the writer.
    this.#transmit(bytes.slice());
    done(this.#end);
  }

  /** Resolves when all bytes written so far have arrived at the module. */
  drain(): Promise<void> {
    return this.#drained;
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#deliver();
  }

  /** Takes bytes from the module. */
  receive(bytes: Uint8Array): void {
    if (this.#end !== undefined || bytes.length === 0) return;
    this.#incoming.push(bytes.slice());
    this.#deliver();
  }

  /** Breaks the wire under the host. */
  lose(error: Error): void {
    if (this.#end !== undefined) return;
    this.stop(error);
    this.#onError(error);
  }

  /** Carries nothing any more, either way. */
  stop(reason: Error): void {
    this.#end ??= reason;
    this.#incoming = [];
    for (const { cancel } of this.#transits) cancel(reason);
    this.#transits.clear();
  }

  #transmit(bytes: Uint8Array): void {
    const { clock, transmitDelayMs } = this.#wire;
    if (transmitDelayMs === 0) {
      const arrivals = this.#wire.carry(bytes);
      if (arrivals.length === 0) return;
      this.#track((arrived) => {
        void Promise.allSettled(arrivals).then(arrived);
        return () => {};
      });
      return;
    }
    this.#track((arrived) => {
      const timer = clock.setTimeout(() => {
        const arrivals = this.#wire.carry(bytes);
        if (arrivals.length === 0) arrived();
        else void Promise.allSettled(arrivals).then(arrived);
      }, transmitDelayMs);
      return () => clock.clearTimeout(timer);
    });
  }

  /** Lets a drain wait for bytes. `send` gets what is called when they are there, and gives what calls it off. */
  #track(send: (arrived: () => void) => () => void): void {
    this.#drained = new Promise((resolve, reject) => {
      const transit: Transit = {
        cancel: (error) => {
          callOff();
          reject(error);
        },
      };
      const callOff = send(() => {
        this.#transits.delete(transit);
        resolve();
      });
      this.#transits.add(transit);
    });
    // Nobody need be draining when the line is closed.
    this.#drained.catch(() => {});
  }

  /** Begins to hand chunks over, unless that goes on already. */
  #deliver(): void {
    if (this.#isDelivering || this.#isPaused || this.#incoming.length === 0) return;
    this.#isDelivering = true;
    void settled.then(() => {
      this.#isDelivering = false;
      this.#deliverNext();
      this.#deliver();
    });
  }

  #deliverNext(): void {
    const first = this.#incoming[0];
    if (first === undefined || this.#isPaused) return;
    const { maxReadSize } = this.#wire;
    if (first.length <= maxReadSize) {
      this.#incoming.shift();
      this.#onData(first);
      return;
    }
    this.#incoming[0] = first.subarray(maxReadSize);
    this.#onData(first.subarray(0, maxReadSize));
  }
}
