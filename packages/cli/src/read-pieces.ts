import type { CliInput } from "./cli-context.ts";
import { unreadable } from "./read-given.ts";
import { UsageError } from "./usage-error.ts";

/** What is read, and how far. */
export interface Reading {
  /** As errors call what asked for it, and what is read. */
  readonly option: string;
  readonly source: string;
  /** Reading ends in an error soon behind them. */
  readonly mostBytes: number;
  /** Gives reading up, also while nothing comes; its reason is the error then. */
  readonly signal: AbortSignal;
}

/**
 * Reads something to its end.
 * @throws the signal's reason; UsageError when it cannot be read, or gives more
 */
export async function readPieces(input: CliInput, reading: Reading): Promise<Uint8Array> {
  const { option, source, mostBytes, signal } = reading;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    const iterator = input[Symbol.asyncIterator]();
    for (;;) {
      const step = await unlessAborted(iterator.next(), signal);
      if (step.done) return Buffer.concat(chunks);
      chunks.push(step.value);
      bytes += step.value.length;
      if (bytes > mostBytes) {
        throw new UsageError(
          `${option}: ${source} gives more than ${mostBytes} bytes, far more than the module can take; nothing was sent`,
        );
      }
    }
  } catch (error) {
    // Who writes without end would keep the process, also while it waits for more.
    input.destroy?.();
    throw error === signal.reason ? error : unreadable(option, source, error);
  }
}

function unlessAborted<T>(step: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    step.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
