import { expect, test } from "vitest";
import { bundlePage } from "./bundle.ts";

/** Minified and gzipped bytes. Raising one is a decision, not a repair. */
const budgets = { module: 78 * 1024, together: 150 * 1024 };

async function firstLoad(source: string): Promise<number> {
  const files = await bundlePage(source);
  return files.find(({ name }) => name === "stdin.js")?.gzipBytes ?? Number.POSITIVE_INFINITY;
}

test("a page with the simulated module alone loads what it needs, and no more", async () => {
  const bytes = await firstLoad(`
    export { createSimulatedModule, createVirtualClock } from "@qsmtp/testing/module";
    export { createMemoryLine } from "@qsmtp/transport/memory";`);
  expect(bytes).toBeLessThanOrEqual(budgets.module);
});

test("a page with client and simulated module loads what both need, and no more", async () => {
  const bytes = await firstLoad(`
    export { openModule } from "@qsmtp/client";
    export { createSimulatedModule, createVirtualClock } from "@qsmtp/testing/module";
    export { createMemoryLine } from "@qsmtp/transport/memory";`);
  expect(bytes).toBeLessThanOrEqual(budgets.together);
});

test("nothing of Node or of its packages is in it", async () => {
  const files = await bundlePage(`export { createSimulatedModule } from "@qsmtp/testing/module";`);
  const text = files.map(({ contents }) => new TextDecoder().decode(contents)).join("\n");
  expect(text).not.toMatch(/["']node:/);
  expect(text).not.toContain("nodemailer");
  expect(text).not.toContain("serialport");
});
