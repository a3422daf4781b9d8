import { parentPort } from "node:worker_threads";
import { allCells } from "./cell.ts";
import type { FromWorker, ToWorker } from "./pool.ts";
import { runCell } from "./run-cell.ts";

// Errors are results here, and nobody looks where they were made.
Error.stackTraceLimit = 0;

const cells = allCells();

parentPort?.on("message", async ({ names }: ToWorker) => {
  const byName = new Map((await cells).map((cell) => [cell.name, cell]));
  const results = [];
  for (const name of names) {
    const cell = byName.get(name);
    if (cell !== undefined) results.push(await runCell(cell));
  }
  tell({ results });
});

function tell(message: FromWorker): void {
  parentPort?.postMessage(message);
}
