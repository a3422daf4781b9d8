import { expect, test } from "vitest";
import { bundlePage } from "./bundle.ts";
import { runInChromium } from "./chromium.ts";
import { attachedBytes } from "./page.ts";

test("a page sends a mail with an attachment to the module in it, and reads it in the mailbox", async () => {
  const files = await bundlePage(`export { tellServer } from "./page.ts";`);
  const script = `import { tellServer } from "/stdin.js"; await tellServer();`;
  const report = await runInChromium(script, files);
  expect(report).toMatchObject({
    subject: "Füllstand 温度",
    body: "4,2 m\r\nbitte prüfen",
    to: ["ops@example.org", "night@example.org"],
    attachments: [{ name: "level.bin", bytes: [...attachedBytes()] }],
    leftTimers: 0,
    transcriptHasPassword: false,
  });
  const { virtualMs } = report as { readonly virtualMs: number };
  expect(virtualMs).toBeGreaterThanOrEqual(120_000);
  expect(virtualMs).toBeLessThan(140_000);
});
