import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { freePort } from "./free-port.ts";
import { canChangeRoot, ServerRoot } from "./mail-servers/server-root.ts";

describe("free ports", () => {
  it("are below those that a system gives out, each given once, and nobody's", async () => {
    const ports = await Promise.all(Array.from({ length: 200 }, freePort));
    expect(new Set(ports).size).toBe(200);
    for (const port of ports) {
      expect(port).toBeGreaterThanOrEqual(20_000);
      expect(port).toBeLessThan(30_000);
    }
    const [port] = ports;
    const server = createServer().listen(port, "127.0.0.1");
    await new Promise((resolve, reject) => server.on("listening", resolve).on("error", reject));
    server.close();
  });
});

// The servers are run in folders of their own, which only root may do.
describe.skipIf(!canChangeRoot)("a mail server that does not start", () => {
  const shell = (script: string): string[] => ["/bin/bash", "-c", script];

  it.each([
    ["exit 3", "/bin/bash ended with 3: oh no"],
    ["kill -KILL $$", "/bin/bash ended with SIGKILL: oh no"],
  ])(
    "by %j says how it ended, and leaves no other running",
    async (end, message) => {
      let number = "";
      const started = ServerRoot.started("opensmtpd", {}, async (root) => {
        await root.place("/tmp", {});
        // Nobody writes there, so it stays until it is ended.
        await root.start(shell("echo $$ > /tmp/number; read -r line <&1"), {});
        const other = `until [ -s /tmp/number ]; do :; done; echo oh no; ${end}`;
        await root.start(shell(other), { ports: [await freePort()] }).finally(async () => {
          number = await root.read("/tmp/number");
        });
      });
      await expect(started).rejects.toThrow(message);
      expect(Number(number)).toBeGreaterThan(0);
      expect(() => process.kill(Number(number), 0)).toThrow("ESRCH");
    },
    300_000,
  );
});
