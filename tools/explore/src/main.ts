import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { configurations } from "./configuration.ts";
import type { Bounds, Policy } from "./mixes.ts";
import { exploreAll } from "./pool.ts";
import { exemptionsOf, tableOf } from "./report.ts";

const usage = `pnpm explore [options]

Drives the channel's real reducer against a small module that may do anything, through every order of
events within the bounds, and shows the shortest way to a broken promise if there is one. Without
options each mix of calls has bounds of its own, of four calls and two faults where that can be
finished, and of three calls and one fault where connections are lost ("lost"), given up ("opened
anew") or restarts asked for ("reset"): once in each path, twice in "lost twice".

  --calls N      calls in one path, 1 to 4
  --faults N     faults in one path
  --spare N      questions beyond the first of each quarantine, in one path
  --policy P     what a module does with input while it works: queue, drop or both (both)
  --only TEXT    only the mixes of calls whose name holds this
  --seconds N    ends each exploration after so long, unfinished
  --workers N    explorations at a time (2)
  --help
`;

const { values } = parseArgs({
  options: {
    calls: { type: "string" },
    faults: { type: "string" },
    spare: { type: "string" },
    policy: { type: "string", default: "both" },
    only: { type: "string", default: "" },
    seconds: { type: "string", default: "" },
    workers: { type: "string", default: String(Math.min(2, availableParallelism())) },
    help: { type: "boolean", default: false },
  },
});

if (values.help) process.stdout.write(usage);
else process.exitCode = await run();

async function run(): Promise<number> {
  const chosen = configurations({ policies: policies(), bounds: bounds() }).filter(({ name }) =>
    name.includes(values.only),
  );
  const explorations = await exploreAll(chosen, {
    workers: Number(values.workers),
    limitMs: values.seconds === "" ? Number.POSITIVE_INFINITY : Number(values.seconds) * 1000,
    onProgress: (text) => process.stderr.write(`${text}\n`),
  });
  for (const { configuration, violation } of explorations) {
    if (violation === undefined) continue;
    const { name, policy } = configuration;
    process.stdout.write(`${name}, ${policy}\nVIOLATION ${violation.what}\n\n`);
    process.stdout.write(`${violation.trace}\n\n`);
  }
  process.stdout.write(`${tableOf(explorations)}\n${exemptionsOf(explorations)}\n`);
  return explorations.every(({ complete }) => complete) ? 0 : 1;
}

function policies(): readonly Policy[] {
  return values.policy === "queue" || values.policy === "drop"
    ? [values.policy]
    : ["queue", "drop"];
}

function bounds(): Bounds | undefined {
  const { calls, faults, spare } = values;
  if (calls === undefined && faults === undefined && spare === undefined) return undefined;
  return { calls: Number(calls ?? 4), faults: Number(faults ?? 2), spare: Number(spare ?? 0) };
}
