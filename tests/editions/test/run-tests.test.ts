import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runTests } from "../src/run-tests.ts";

let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "qsmtp-runner-"));
});

afterEach(async () => {
  await rm(root, { recursive: true });
});

/** Puts a test runner there that reports what it was told as a failure. */
async function placeRunner(): Promise<void> {
  const folder = path.join(root, "node_modules/vitest");
  await mkdir(folder, { recursive: true });
  const runner = `import { writeFileSync } from "node:fs";
const args = process.argv.slice(2);
const output = args.find((arg) => arg.startsWith("--outputFile=")).split("=")[1];
const message = args.join(" ");
const told = { name: ${JSON.stringify(path.join(root, "a.test.ts"))}, status: "failed", message, assertionResults: [] };
writeFileSync(output, JSON.stringify({ numPassedTests: 7, testResults: [told] }));
`;
  await writeFile(path.join(folder, "vitest.mjs"), runner);
}

describe("the tests of a copy", () => {
  it("are run one file after the other, without those in real time", async () => {
    await placeRunner();
    const { passed, failed } = await runTests(root, ["packages/protocol", "tests/size"]);
    expect(passed).toBe(7);
    expect(failed).toEqual([
      expect.stringMatching(/^a\.test\.ts\nrun packages\/protocol tests\/size /),
    ]);
    const [, ...args] = failed[0]?.split(" ") ?? [];
    expect(args).toContain("--project=!system");
    expect(args).toContain("--maxWorkers=1");
  });
});
