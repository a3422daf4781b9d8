import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { median } from "./measure.ts";
import { milliseconds, type Result } from "./result.ts";

const dist = path.resolve(import.meta.dirname, "../../../packages/protocol/dist");
const entries = {
  "@qsmtp/protocol": "index.js",
  "@qsmtp/protocol/commands": "generated/commands.gen.js",
  "@qsmtp/protocol/catalog": "generated/catalog.gen.js",
};
const runs = 21;
const limitMs = 10;

/** What a first import of the built package costs beyond a bare `node -e 0`. */
export function benchColdImport(): Result[] {
  if (!existsSync(path.join(dist, "index.js"))) {
    throw new Error("packages/protocol is not built: run `pnpm build` first");
  }
  const programs = [["-e", "0"], ...Object.values(entries).map((file) => [path.join(dist, file)])];
  const times: number[][] = programs.map(() => []);
  for (let run = 0; run < runs; run++) {
    programs.forEach((program, index) => {
      times[index]?.push(timeOf(program));
    });
  }
  const [bare = Number.NaN, ...imports] = times.map(median);
  return Object.keys(entries).map((name, index) => {
    const above = (imports[index] ?? Number.NaN) - bare;
    return {
      what: `cold import of ${name}`,
      ours: milliseconds(bare + above),
      peer: `${milliseconds(bare)} bare node`,
      ratio: `${milliseconds(above)} above`,
      goal: { text: `at most ${limitMs} ms above`, met: above <= limitMs },
    };
  });
}

function timeOf(args: readonly string[]): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`node ${args.join(" ")} failed: ${stderr}`);
  return performance.now() - started;
}
