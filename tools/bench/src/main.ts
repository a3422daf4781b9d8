import { parseArgs } from "node:util";
import { benchCodec } from "./codec-bench.ts";
import { benchColdImport } from "./cold-import-bench.ts";
import { benchFraming } from "./framing-bench.ts";
import { benchLongLine } from "./long-line-bench.ts";
import { mailCostTable } from "./mail-cost.ts";
import { formatResults, type Result } from "./result.ts";
import { benchSimulatedMails } from "./simulated-mails-bench.ts";
import { benchSimulatedModules } from "./simulated-modules-bench.ts";
import { benchTap } from "./tap-bench.ts";

/** Speed against peers, and that of tests. */
const speed: Readonly<Record<string, () => Result[] | Promise<Result[]>>> = {
  framing: benchFraming,
  codec: benchCodec,
  "long-line": benchLongLine,
  "cold-import": benchColdImport,
  tap: benchTap,
  "simulated-mails": benchSimulatedMails,
  "simulated-modules": benchSimulatedModules,
};
const names = [...Object.keys(speed), "mail-cost"];

const { only = names } = parseArgs({
  options: { only: { type: "string", multiple: true } },
}).values;
const unknown = only.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  throw new Error(`there is no ${unknown.join(", ")}; give --only one of ${names.join(", ")}`);
}

const results: Result[] = [];
for (const [name, bench] of Object.entries(speed)) {
  if (only.includes(name)) results.push(...(await bench()));
}
if (results.length > 0) console.log(formatResults(results));
if (only.includes("mail-cost")) console.log(await mailCostTable());
