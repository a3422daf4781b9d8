import { execFile } from "node:child_process";
import { mkdtempSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { killAll, startCli, startCliBehindOpenPipe } from "./cli-process.ts";
import { requireSocat } from "./socat.ts";

beforeAll(requireSocat);

describe("qsmtp simulate --pty", () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "qsmtp-simulate-"));
    path = join(folder, "modem");
  });

  afterEach(() => {
    killAll();
    rmSync(folder, { recursive: true });
  });

  it.each([
    ["", (args: string[]) => startCli(args)],
    [
      " and control by the standard input",
      (args: string[]) => startCliBehindOpenPipe([...args, "--control", "-"], ""),
    ],
  ])("ends when the pseudo-terminal is lost, with --json%s", async (_, start) => {
    const run = start(["simulate", "--pty", path, "--json"]);
    await run.printed("stdout", /"pty"/);
    const { stdout } = await promisify(execFile)("pgrep", ["-P", String(run.pid), "socat"]);
    process.kill(Number(stdout), "SIGKILL");
    const ended = await run.ended;
    expect(ended.exitCode).toBe(1);
    expect(ended.stdout).toContain('"CONNECTION_LOST"');
    expect(() => readlinkSync(path)).toThrow();
  });
});
