import { expect, test } from "vitest";
import { bundlePage } from "./bundle.ts";

/** Minified and gzipped bytes. Raising one is a decision, not a repair. */
const budgets = {
  module: 80 * 1024,
  together: 152 * 1024,
  /** Until the client is asked for, and with it; two files do not compress as well as one. */
  clientOnDemand: { start: 88 * 1024, together: 157 * 1024 },
};

interface Weight {
  /** Of all files without which nothing of the page runs. */
  readonly startBytes: number;
  /** Of those, and of what is loaded later. */
  readonly allBytes: number;
}

/** The tables of character sets are left out: a mail loads the one that its text needs, seldom any. */
async function weigh(source: string): Promise<Weight> {
  const files = (await bundlePage(source)).filter(({ name }) => !/^(?:gb2312|big5)\./.test(name));
  const sum = (some: typeof files): number =>
    some.reduce((bytes, { gzipBytes }) => bytes + gzipBytes, 0);
  expect(files.map(({ name }) => name)).toContain("stdin.js");
  return { startBytes: sum(files.filter(({ isAtStart }) => isAtStart)), allBytes: sum(files) };
}

const module = `
  export { createSimulatedModule, createVirtualClock } from "@qsmtp/testing/module";
  export { createMemoryLine } from "@qsmtp/transport/memory";`;

test("a page with the simulated module alone loads what it needs, and no more", async () => {
  const { startBytes, allBytes } = await weigh(module);
  expect(startBytes).toBeLessThanOrEqual(budgets.module);
  expect(allBytes).toBe(startBytes);
});

test("a page with client and simulated module loads what both need, and no more", async () => {
  const { startBytes, allBytes } = await weigh(
    `export { openModule } from "@qsmtp/client";${module}`,
  );
  expect(startBytes).toBeLessThanOrEqual(budgets.together);
  expect(allBytes).toBe(startBytes);
});

test("a page that loads the client when it is wanted starts without it", async () => {
  const { startBytes, allBytes } = await weigh(`
    export const loadClient = async () => (await import("@qsmtp/client")).openModule;${module}`);
  expect(startBytes).toBeLessThanOrEqual(budgets.clientOnDemand.start);
  expect(allBytes).toBeLessThanOrEqual(budgets.clientOnDemand.together);
});

test("nothing of Node or of its packages is in it", async () => {
  const files = await bundlePage(`export { createSimulatedModule } from "@qsmtp/testing/module";`);
  const text = files.map(({ contents }) => new TextDecoder().decode(contents)).join("\n");
  expect(text).not.toMatch(/["']node:/);
  expect(text).not.toContain("nodemailer");
  expect(text).not.toContain("serialport");
});
