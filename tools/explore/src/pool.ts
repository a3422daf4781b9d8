import { Worker } from "node:worker_threads";
import type { Configuration } from "./configuration.ts";
import type { Exploration } from "./explore.ts";

export interface ToWorker {
  readonly configuration: Configuration;
  readonly limitMs: number;
}

export type FromWorker =
  | { readonly type: "progress"; readonly text: string }
  | { readonly type: "done"; readonly exploration: Exploration };

export interface PoolOptions {
  readonly workers: number;
  readonly limitMs: number;
  readonly onProgress: (text: string) => void;
}

/** Explores several configurations at a time; the results come in the order of the configurations. */
export async function exploreAll(
  configurations: readonly Configuration[],
  { workers, limitMs, onProgress }: PoolOptions,
): Promise<Exploration[]> {
  const results: Exploration[] = [];
  const jobs = configurations.entries();
  const work = async (): Promise<void> => {
    for (const [at, configuration] of jobs) {
      results[at] = await exploreApart({ configuration, limitMs }, onProgress);
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  return results;
}

/** In a thread of its own, which takes its memory with it. */
function exploreApart(job: ToWorker, onProgress: (text: string) => void): Promise<Exploration> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url));
  return new Promise<Exploration>((resolve, reject) => {
    worker.on("error", reject);
    worker.on("message", (message: FromWorker) => {
      if (message.type === "progress") onProgress(message.text);
      else resolve(message.exploration);
    });
    worker.postMessage(job);
  }).finally(() => worker.terminate());
}
