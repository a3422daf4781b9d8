import { parentPort } from "node:worker_threads";
import { runMonth } from "./month.ts";
import type { MonthOptions } from "./month-result.ts";

// Errors are results here; where they were made is looked at in the trace.
Error.stackTraceLimit = 0;

parentPort?.on("message", async (options: MonthOptions) => {
  parentPort?.postMessage(await runMonth(options));
});
