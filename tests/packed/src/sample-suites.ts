import { cp } from "node:fs/promises";
import path from "node:path";
import type { PackedPackage } from "./packer.ts";
import type { Manager, NodeVersion, Project } from "./project.ts";

const vmModules = "--experimental-vm-modules";
const jest = "node_modules/jest/bin/jest.js";

/** How the sample application's suites are run, by the name of the test runner. */
const calls = {
  vitest: ["node_modules/vitest/vitest.mjs", "run"],
  "node:test": ["--test", "test/alarms.node.js"],
  "Jest, ES modules": [vmModules, jest, "test/alarms.jest.js", "test/entries.jest.js"],
  // Needs Node 24.9: Jest has require() of ES modules since then only.
  "Jest, CommonJS": [vmModules, jest, "test/alarms.jest.cjs"],
  "Jest, rewritten": [jest, "--config", "jest.rewritten.config.js", "test/alarms.jest.js"],
} as const;
export type SampleSuite = keyof typeof calls;

/** What a runner prints when all tests have passed. */
export const passed: Readonly<Record<SampleSuite, RegExp>> = {
  vitest: /Tests +3 passed \(3\)/,
  "node:test": /\bpass 2\n/,
  "Jest, ES modules": /Tests: +3 passed, 3 total/,
  "Jest, CommonJS": /Tests: +2 passed, 2 total/,
  "Jest, rewritten": /Tests: +2 passed, 2 total/,
};

/** pnpm lays packages elsewhere, not otherwise for each Node: its oldest and newest are enough. */
export const suitesOf: Readonly<Record<Manager, readonly [NodeVersion, SampleSuite][]>> = {
  npm: [
    ["20", "node:test"],
    ["20", "Jest, ES modules"],
    ["22", "vitest"],
    ["22", "node:test"],
    ["22", "Jest, ES modules"],
    ["24", "vitest"],
    ["24", "node:test"],
    ["24", "Jest, ES modules"],
    ["24", "Jest, CommonJS"],
    ["26", "vitest"],
    ["26", "node:test"],
    ["26", "Jest, ES modules"],
    ["26", "Jest, CommonJS"],
  ],
  pnpm: [
    ["20", "vitest"],
    ["20", "node:test"],
    ["20", "Jest, ES modules"],
    ["20", "Jest, rewritten"],
    ["26", "vitest"],
    ["26", "node:test"],
    ["26", "Jest, ES modules"],
    ["26", "Jest, CommonJS"],
  ],
};

/** What the sample application's suites need beside our packages. */
export function runnersOf(manager: Manager): Readonly<Record<string, string>> {
  return {
    "@babel/core": "^7.28.0",
    "@babel/plugin-transform-modules-commonjs": "^7.27.0",
    "@jest/globals": "^30.0.0",
    "babel-jest": "^30.0.0",
    jest: "^30.0.0",
    // Version 4 is the newest that runs on Node 20.
    vitest: manager === "npm" ? "^5.1.0" : "^4.1.0",
  };
}

/** Whether an entry extends a test runner's `expect`, and loads in that runner only. */
export function isForRunner(entry: string): boolean {
  return /\/(?:jest|vitest)$/.test(entry);
}

/** Puts the sample application into a project. */
export async function copySample(project: Project): Promise<void> {
  await cp(path.resolve(import.meta.dirname, "../sample"), project.folder, { recursive: true });
}

/** Adds a suite for vitest and one for Jest that load every entry, with those for this runner. */
export async function writeEntrySuites(
  project: Project,
  packed: readonly PackedPackage[],
): Promise<void> {
  const runners = { vitest: "vitest", jest: "@jest/globals" };
  for (const [runner, globals] of Object.entries(runners)) {
    const names = packed
      .flatMap(({ imports }) => imports)
      .filter((name) => !isForRunner(name) || name.endsWith(`/${runner}`));
    const lines = [
      `import { expect, it } from "${globals}";`,
      ...names.map((name, index) => `import * as entry${index} from "${name}";`),
      `const entries = [${names.map((_, index) => `entry${index}`).join(", ")}];`,
      'it("loads every entry", () => {',
      "  expect(entries.filter((entry) => Object.keys(entry).length === 0)).toEqual([]);",
      "});\n",
    ];
    await project.write(`test/entries.${runner}.js`, lines.join("\n"));
  }
}

/** @returns what the runner printed @throws Error when a test fails */
export function runSample(
  project: Project,
  version: NodeVersion,
  suite: SampleSuite,
): Promise<string> {
  return project.node(version, calls[suite]);
}
