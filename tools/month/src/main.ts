import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { runMonth } from "./month.ts";
import type { MonthOptions } from "./month-result.ts";
import { runMonths } from "./pool.ts";
import { failureOf, tableOf } from "./report.ts";

const usage = `pnpm month [options]

Sends mails for a month on virtual time, against a module that shares nothing with ours, while module,
line, network, server and host fail at random; the same seed gives the same month, bit for bit. At the
end every mail is accounted for: told sent, it was delivered once and as asked; told not-sent, never;
told unknown, at most once. See tools/month/README.md.

  --seed N               one month (1)
  --seeds A-B            several months
  --mails N              mails in each (10000)
  --days N               days of each (30)
  --only-mail K          only this mail is asked for, with what goes wrong with it
  --trace                prints everything that happens
  --mix                  prints how often what went wrong
  --damage-bodies        damages texts also where these modules give no way to see it
  --takes-while-sending  a module that takes commands while it sends, instead of refusing them (652)
  --workers N            months at a time (2)
  --help
`;

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    seeds: { type: "string" },
    mails: { type: "string", default: "10000" },
    days: { type: "string", default: "30" },
    "only-mail": { type: "string" },
    trace: { type: "boolean", default: false },
    mix: { type: "boolean", default: false },
    "damage-bodies": { type: "boolean", default: false },
    "takes-while-sending": { type: "boolean", default: false },
    workers: { type: "string", default: String(Math.min(2, availableParallelism())) },
    help: { type: "boolean", default: false },
  },
});

if (values.help) process.stdout.write(usage);
else process.exitCode = await run();

async function run(): Promise<number> {
  const all = seeds().map((seed) => optionsOf(seed));
  const results = values.trace
    ? [await traced(all)]
    : await runMonths(all, Number(values.workers), (text) => process.stderr.write(`${text}\n`));
  for (const [at, result] of results.entries()) {
    const options = all[at];
    if (options !== undefined && result.violations.length > 0) {
      process.stdout.write(`${failureOf(result, options)}\n\n`);
    }
  }
  process.stdout.write(`${tableOf(results)}\n`);
  if (values.mix) {
    for (const { seed, mix } of results) {
      const lines = mix.map(([what, times]) => `  ${String(times).padStart(6)}  ${what}`);
      process.stdout.write(`\nseed ${seed}\n${lines.join("\n")}\n`);
    }
  }
  return results.every(({ violations }) => violations.length === 0) ? 0 : 1;
}

/** In this thread, so that nothing waits to be printed. */
function traced([first]: readonly MonthOptions[]): ReturnType<typeof runMonth> {
  if (first === undefined) throw new RangeError("there is no seed to trace");
  return runMonth({ ...first, onLine: (line) => process.stdout.write(`${line}\n`) });
}

function seeds(): number[] {
  const { seed, seeds: range } = values;
  if (range === undefined) return [whole("--seed", seed)];
  const [, from = "", to = ""] = /^(\d+)-(\d+)$/.exec(range) ?? [];
  if (from === "" || Number(to) < Number(from)) {
    throw new RangeError(`--seeds wants a range as 1-10, not ${range}`);
  }
  return Array.from({ length: Number(to) - Number(from) + 1 }, (_, at) => Number(from) + at);
}

function optionsOf(seed: number): MonthOptions {
  const only = values["only-mail"];
  const days = Number(values.days);
  if (!(days > 0)) throw new RangeError(`--days wants a number above 0, not ${values.days}`);
  return {
    seed,
    mails: whole("--mails", values.mails),
    days,
    onlyMail: only === undefined ? undefined : whole("--only-mail", only),
    damagesBodies: values["damage-bodies"],
    takesWhileSending: values["takes-while-sending"],
  };
}

function whole(option: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new RangeError(`${option} wants a whole number, not ${text}`);
  return Number(text);
}
