import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);
const script = fileURLToPath(new URL("./stream-memory.ts", import.meta.url));
const lengthBytes = 10_000_000;

interface Measured {
  readonly result: string;
  readonly writtenBytes: number;
  readonly samples: number;
  readonly liveBytes: number;
}

test.each(["known", "unknown"])("10 MB of %s length add at most 8 MB of memory", async (length) => {
  const flags = ["--expose-gc", "--conditions=@qsmtp/source"];
  const { stdout } = await run(process.execPath, [...flags, script, String(lengthBytes), length]);
  const measured = JSON.parse(stdout) as Measured;
  expect(measured.result).toBe("resolved");
  expect(measured.writtenBytes).toBeGreaterThan(lengthBytes);
  expect(measured.samples).toBeGreaterThan(10);
  expect(measured.liveBytes).toBeLessThan(8_000_000);
});
