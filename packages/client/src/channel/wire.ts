import { parseFinalResult } from "@qsmtp/protocol";
import type { Connection } from "@qsmtp/transport";
import { ConnectionLostError } from "../errors/wire-errors.ts";
import type { Clock } from "./clock.ts";

/** The bytes under a channel, with the moment of the last one: guard times count from there. */
export class Wire {
  readonly clock: Clock;
  readonly connection: Connection;
  #lastWrittenMs = Number.NEGATIVE_INFINITY;
  readonly #lineListeners = new Set<(text: string) => void>();

  /** Tells the trace what is done on the wire beside the commands of callers. */
  readonly note: (text: string) => void;

  constructor(connection: Connection, clock: Clock, note: (text: string) => void) {
    this.connection = connection;
    this.clock = clock;
    this.note = note;
  }

  /** @throws ConnectionLostError when the bytes could not be sent */
  async write(bytes: Uint8Array): Promise<void> {
    // Also before the write: a write that fails half way may have sent bytes.
    this.#lastWrittenMs = this.clock.now();
    try {
      await this.connection.write(bytes);
    } catch (error) {
      throw new ConnectionLostError(error);
    }
    this.#lastWrittenMs = this.clock.now();
  }

  /** Moves DTR. @returns false when the port refuses */
  async setDtr(asserted: boolean): Promise<boolean> {
    try {
      await this.connection.setDtr(asserted);
      return true;
    } catch {
      // Whoever asked has another way; a port that is gone shows at the next write.
      return false;
    }
  }

  /** Milliseconds since our last byte left. */
  silenceMs(): number {
    return this.clock.now() - this.#lastWrittenMs;
  }

  /** Shows a received line to those who wait for one. */
  announce(text: string): void {
    for (const listener of [...this.#lineListeners]) listener(text);
  }

  /**
   * Resolves to what `pick` makes of the first received line that it does not pass over, or to
   * `undefined` when `timeoutMs` is over or the signal fires.
   */
  waitForLine<T>(
    pick: (text: string) => T | undefined,
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<T | undefined> {
    return new Promise((resolve) => {
      const done = (value: T | undefined): void => {
        this.clock.clearTimeout(timer);
        this.#lineListeners.delete(onLine);
        signal.removeEventListener("abort", onAbort);
        resolve(value);
      };
      const onLine = (text: string): void => {
        const value = pick(text);
        if (value !== undefined) done(value);
      };
      const onAbort = (): void => done(undefined);
      const timer = this.clock.setTimeout(onAbort, timeoutMs);
      this.#lineListeners.add(onLine);
      signal.addEventListener("abort", onAbort);
      if (signal.aborted) onAbort();
    });
  }
}

/** Whether a line that ends a command comes in time. Zero or less asks nothing of the wire. */
export async function waitForFinalResult(
  wire: Wire,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  if (timeoutMs <= 0) return false;
  const isFinal = (text: string): true | undefined => {
    // Digits too: a module may have been left under ATV0.
    const final = parseFinalResult(text, { numeric: true });
    return final !== undefined && final.kind !== "connect" ? true : undefined;
  };
  return (await wire.waitForLine(isFinal, timeoutMs, signal)) ?? false;
}
