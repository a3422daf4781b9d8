import { spawnSync } from "node:child_process";
import path from "node:path";
import type { ModulesAlive } from "./modules-alive.ts";
import type { Result } from "./result.ts";

const goalBytes = 64 * 1024;

/** What 1,000 simulated modules that are alive take in memory, in a process of their own. */
export function benchSimulatedModules(): Result[] {
  const program = path.join(import.meta.dirname, "modules-alive.ts");
  const args = ["--conditions=@qsmtp/source", "--expose-gc", program];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} failed: ${stderr}`);
  const { count, freshBytes, usedBytes, makeCpuMs } = JSON.parse(stdout) as ModulesAlive;
  const row = (what: string, bytes: number): Result => ({
    what: `${count} modules alive, ${what}: heap of each`,
    ours: `${(bytes / 1024).toFixed(1)} kB`,
    peer: "",
    ratio: "",
    goal: { text: `at most ${goalBytes / 1024} kB`, met: bytes <= goalBytes },
  });
  return [
    row("new, each on its line", freshBytes),
    row("after ten commands each", usedBytes),
    {
      what: "making one and its line",
      ours: `${(makeCpuMs * 1000).toFixed(0)} us of CPU`,
      peer: "",
      ratio: "",
    },
  ];
}
