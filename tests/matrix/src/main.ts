import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { password } from "@qsmtp/fake-module";
import { allCells, type Cell, fits } from "./cell.ts";
import { expectationOf } from "./expected.ts";
import { pageOf } from "./page.ts";
import { makeBench, stepsOf } from "./pipeline.ts";
import { runAll } from "./pool.ts";
import { type CellResult, runCell } from "./run-cell.ts";
import type { Step } from "./step.ts";
import { variants } from "./variant.ts";

const usage = `pnpm matrix [options]

Runs every step of opening, of a mail and of closing into every fault, on every variant, on virtual
time against the independent module of tests/fake-module, and compares with what is right:
tests/matrix/src/expected.ts.

  --only NAME    only these cells: step/fault/queue/dtr/off, where * or a missing part is any
  --trace        with --only: shows the conversation of each cell, and what the module did
  --write        writes docs/reference/fault-matrix.md
  --check        compares that page with what happens
  --workers N    threads (2)
  --help

Exit codes: 0 all right, 1 a cell is broken or the page is out of date, 2 usage.
`;

const page = new URL("../../../docs/reference/fault-matrix.md", import.meta.url);

process.exitCode = await main();

async function main(): Promise<number> {
  const options = readOptions();
  if (options === undefined || options.help) {
    process.stdout.write(usage);
    return options === undefined ? 2 : 0;
  }
  const cells = (await allCells()).filter(({ name }) => fits(name, options.only));
  if (cells.length === 0) {
    process.stdout.write(`no cell is named ${options.only}\n\n${usage}`);
    return 2;
  }
  if (options.trace) {
    for (const cell of cells) await show(cell);
    return 0;
  }
  const startedMs = performance.now();
  const results = await runAll(cells, {
    workers: Number(options.workers),
    onProgress: progress(cells.length),
  });
  const broken = results.filter(({ problems }) => problems.length > 0);
  for (const result of broken) process.stdout.write(report(result));
  if (options.only !== "*") for (const [at, cell] of cells.entries()) tell(cell, results[at]);
  const seconds = Math.round((performance.now() - startedMs) / 1000);
  process.stdout.write(`${results.length} cells, ${broken.length} broken, in ${seconds} s\n`);
  const isCurrent = await compare(options, cells, results);
  return broken.length === 0 && isCurrent ? 0 : 1;
}

interface Options {
  readonly only: string;
  readonly workers: string;
  readonly trace: boolean;
  readonly write: boolean;
  readonly check: boolean;
  readonly help: boolean;
}

function readOptions(): Options | undefined {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: "string", default: "*" },
        workers: { type: "string", default: "2" },
        trace: { type: "boolean", default: false },
        write: { type: "boolean", default: false },
        check: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    // The page shows all cells or none.
    const some = values.only !== "*";
    return some && (values.write || values.check) ? undefined : values;
  } catch {
    return undefined;
  }
}

async function compare(
  { write, check }: Options,
  cells: readonly Cell[],
  results: readonly CellResult[],
): Promise<boolean> {
  if (!write && !check) return true;
  const ran = cells.flatMap((cell, at) => {
    const result = results[at];
    return result === undefined ? [] : [{ cell, result }];
  });
  const text = pageOf(await allSteps(), ran);
  if (write) {
    await writeFile(page, text);
    return true;
  }
  if (text === (await readFile(page, "utf8").catch(() => ""))) return true;
  process.stdout.write("docs/reference/fault-matrix.md is out of date: run pnpm matrix --write\n");
  return false;
}

/** The steps of all variants, each once, in the order in which they come. */
async function allSteps(): Promise<Step[]> {
  const steps: Step[] = [];
  for (const variant of variants) {
    for (const [at, step] of (await stepsOf(variant)).entries()) {
      if (!steps.some(({ name }) => name === step.name)) steps.splice(at, 0, step);
    }
  }
  return steps;
}

function progress(all: number): (done: number) => void {
  let shown = 0;
  return (done) => {
    if (done - shown < 1000 && done < all) return;
    shown = done;
    process.stderr.write(`${done} of ${all} cells\n`);
  };
}

function tell(cell: Cell, result: CellResult | undefined): void {
  if (result === undefined) return;
  const ended = [result.ending, result.code ?? ""].join(" ").trim();
  const right = expectationOf(cell.fault, cell.step);
  process.stdout.write(
    `${cell.name}: ${ended} after ${Math.round(result.settledMs)} ms; right: ${right}\n`,
  );
}

/** What was said on the line and done by the module, in the order of time. */
async function show(cell: Cell): Promise<void> {
  const bench = makeBench(cell.variant);
  const result = await runCell(cell, bench);
  const said = bench.trace.map(({ atMs, direction, text }) => ({
    atMs,
    text: `${direction.padEnd(8)} ${text}`,
  }));
  const { executed, mail } = bench.fake;
  const done = executed.map(({ atMs, line }) => ({ atMs, text: `         module takes ${line}` }));
  const sent = mail.delivered.map(({ atMs, subject }) => ({
    atMs,
    text: `         server gets ${subject}`,
  }));
  const all = [...said, ...done, ...sent].sort((a, b) => a.atMs - b.atMs);
  for (const { atMs, text } of all) {
    process.stdout.write(`${atMs.toFixed(1).padStart(10)}  ${text.replaceAll(password, "***")}\n`);
  }
  tell(cell, result);
  if (result.problems.length > 0) process.stdout.write(report(result));
}

function report({ cell, problems }: CellResult): string {
  const again = `  pnpm matrix --only ${cell}\n`;
  return `BROKEN ${cell}\n${problems.map((problem) => `  ${problem}\n`).join("")}${again}`;
}
