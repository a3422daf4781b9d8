import { parentPort } from "node:worker_threads";
import type { Configuration } from "./configuration.ts";
import { explore } from "./explore.ts";
import type { FromWorker, ToWorker } from "./pool.ts";

// Errors are results here, and nobody looks where they were made.
Error.stackTraceLimit = 0;

parentPort?.on("message", ({ configuration, limitMs }: ToWorker) => {
  const onProgress = (states: number, depth: number): void => {
    tell({ type: "progress", text: progressOf(configuration, states, depth) });
  };
  tell({ type: "done", exploration: explore(configuration, { limitMs, onProgress }) });
});

function tell(message: FromWorker): void {
  parentPort?.postMessage(message);
}

function progressOf({ name, policy }: Configuration, states: number, depth: number): string {
  return `${name}, ${policy}: ${states.toLocaleString("en")} states, ${depth} deep`;
}
