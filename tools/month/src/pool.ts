import { Worker } from "node:worker_threads";
import type { MonthOptions, MonthResult } from "./month-result.ts";
import { minuteMs } from "./weather.ts";

/** Runs several months at a time; the results come in the order of the options. */
export async function runMonths(
  months: readonly MonthOptions[],
  workers: number,
  onProgress: (text: string) => void,
): Promise<MonthResult[]> {
  const results: MonthResult[] = [];
  const jobs = months.entries();
  const work = async (): Promise<void> => {
    for (const [at, options] of jobs) {
      const result = await runApart(options);
      results[at] = result;
      const seconds = Math.round(result.wallMs / 1000);
      const how = result.violations.length === 0 ? "clean" : "BROKEN";
      onProgress(`seed ${result.seed}: ${how} after ${seconds} s`);
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  return results;
}

/** A month that takes longer than this hangs. */
const longestMs = 30 * minuteMs;

/** In a thread of its own, which takes its memory, its clock and its chance with it. */
function runApart(options: MonthOptions): Promise<MonthResult> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url));
  return new Promise<MonthResult>((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`the month of seed ${options.seed} does not end`));
    }, longestMs);
    worker.on("exit", () => clearTimeout(timer));
    worker.on("error", reject);
    worker.on("message", resolve);
    worker.postMessage(options);
  }).finally(() => worker.terminate());
}
