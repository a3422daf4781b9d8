import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";

/** Tests that no edition can touch, or that take too long for each of several editions. */
export const leftOut: readonly (readonly [pattern: string, reason: string])[] = [];

export interface TestRun {
  readonly passed: number;
  /** Name and message of each test that failed, or of a file that could not be read. */
  readonly failed: readonly string[];
}

interface Report {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** Runs the tests of a copy of the repository, those in real time left out. */
export async function runTests(root: string, paths: readonly string[]): Promise<TestRun> {
  const output = path.join(root, "test-report.json");
  const vitest = path.join(root, "node_modules/vitest/vitest.mjs");
  const excluded = leftOut.flatMap(([pattern]) => ["--exclude", pattern]);
  // What is in real time tells nothing of an edition, and fails beside another run of it: ports and
  // terminals are the same in each copy. One worker, because CI runs other suites meanwhile.
  const chosen = ["--project=!system", "--maxWorkers=1"];
  const report = ["--reporter=json", `--outputFile=${output}`];
  const args = ["run", ...paths, ...excluded, ...chosen, ...report];
  const printed = await run(root, [vitest, ...args]);
  const text = await readFile(output, "utf8").catch(() => undefined);
  if (text === undefined) throw new Error(`the tests left no report: ${printed}`);
  const { numPassedTests, testResults } = JSON.parse(text) as Report;
  const failed = testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = path.relative(root, name);
    const tests = assertionResults.filter((result) => result.status === "failed");
    if (tests.length > 0) {
      return tests.map(
        ({ fullName, failureMessages }) => `${file}: ${fullName}\n${shown(failureMessages)}`,
      );
    }
    return status === "failed" ? [`${file}\n${message}`] : [];
  });
  return { passed: numPassedTests, failed };
}

/** Without the way that led there. */
function shown(messages: readonly string[]): string {
  return messages.map((message) => message.split("\n    at ")[0] ?? "").join("\n");
}

/** Runs a program of the repository's own in the copy. @returns what it printed, and how it ended */
export async function runTool(
  root: string,
  ...args: readonly string[]
): Promise<{ readonly exitCode: number; readonly printed: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["--conditions=@qsmtp/source", ...args],
      { cwd: root, maxBuffer: 1 << 26 },
      (error, stdout, stderr) => {
        resolve({ exitCode: error === null ? 0 : 1, printed: stdout + stderr });
      },
    );
  });
}

function run(root: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: root, maxBuffer: 1 << 26 }, (_, stdout, stderr) => {
      resolve((stdout + stderr).slice(-4000));
    });
  });
}
