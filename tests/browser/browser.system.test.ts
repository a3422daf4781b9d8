import { expect, test } from "vitest";
import { bundlePage, type PageFile } from "./bundle.ts";
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

test.each([
  ["a file that is missing", `import "/missing.js";`, "there is no /missing.js"],
  ["a file that is no JavaScript", `import "/broken.js";`, "SyntaxError"],
  ["a name that is not exported", `import { nothing } from "/empty.js";`, "nothing"],
  ["an error that nobody caught", `throw new Error("thrown in the page");`, "thrown in the page"],
  ["a rejection", `Promise.reject(new Error("rejected in the page"));`, "rejected in the page"],
  ["a rejection while it loads", `await Promise.reject(new Error("not loaded"));`, "not loaded"],
])("a page that cannot run is told with its reason: %s", async (_what, script, reason) => {
  const file = (name: string, text: string): PageFile => {
    return { name, contents: new TextEncoder().encode(text), gzipBytes: 0, isAtStart: true };
  };
  const files = [file("broken.js", "export const = 1;"), file("empty.js", "")];
  await expect(runInChromium(script, files)).rejects.toThrow(reason);
});
