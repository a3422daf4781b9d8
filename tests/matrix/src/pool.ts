import { Worker } from "node:worker_threads";
import type { Cell } from "./cell.ts";
import type { CellResult } from "./run-cell.ts";

export interface ToWorker {
  readonly names: readonly string[];
}

export interface FromWorker {
  readonly results: readonly CellResult[];
}

export interface PoolOptions {
  readonly workers: number;
  readonly onProgress: (done: number) => void;
}

/** So many cells are given out at a time. */
const batchCells = 100;

/** Runs the cells in several threads; the results come in the order of the cells. */
export async function runAll(
  cells: readonly Cell[],
  { workers, onProgress }: PoolOptions,
): Promise<CellResult[]> {
  const batches: string[][] = [];
  for (let at = 0; at < cells.length; at += batchCells) {
    batches.push(cells.slice(at, at + batchCells).map(({ name }) => name));
  }
  const results: (readonly CellResult[])[] = [];
  const jobs = batches.entries();
  let done = 0;
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL("./worker.ts", import.meta.url));
    try {
      for (const [at, names] of jobs) {
        results[at] = await runBatch(worker, names);
        done += names.length;
        onProgress(done);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, batches.length) }, work));
  return results.flat();
}

function runBatch(worker: Worker, names: readonly string[]): Promise<readonly CellResult[]> {
  return new Promise((resolve, reject) => {
    worker.once("error", reject);
    worker.once("message", ({ results }: FromWorker) => {
      worker.removeListener("error", reject);
      resolve(results);
    });
    worker.postMessage({ names } satisfies ToWorker);
  });
}
