import { serialTransport } from "@qsmtp/transport/serial";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { killAll, startCli } from "./cli-process.ts";
import { connectionFarEnd } from "./connection-far-end.ts";
import {
  account,
  createMailBench,
  expectDelivery,
  expectLoss,
  type MailBench,
} from "./mail-bench.ts";
import { createPtyPair, type PtyPair, requireSocat, stopOutput } from "./socat.ts";

describe("a module at a serial port of the system", () => {
  let wire: PtyPair;
  let bench: MailBench;
  let unplugModule: () => Promise<void>;

  beforeAll(requireSocat);

  beforeEach(async () => {
    bench = await createMailBench();
    wire = await createPtyPair();
    const connection = await serialTransport({ path: wire.modulePath }).open();
    bench.module.attach(connectionFarEnd(connection));
    unplugModule = () => connection.close();
  });

  afterEach(async () => {
    killAll();
    await unplugModule();
    await wire.dispose();
    await bench.dispose();
  });

  it("sends a mail with its files byte for byte", async () => {
    await expectDelivery(bench, serialTransport({ path: wire.hostPath }));
  });

  it("is found by the command line", async () => {
    const { mail, server } = bench;
    const { exitCode, stdout } = await startCli(
      [
        ...["send", "--port", wire.hostPath, "--server", `${server.host}:${server.port}`, "--json"],
        ...["--insecure-tls", "--user", account.user, "--from", mail.from.address],
        ...["--to", ...mail.to, "--subject", mail.subject, "--text", mail.text],
      ],
      { QSMTP_PASSWORD: account.pass },
    ).ended;
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: "sent", recipients: mail.to });
    expect(server.received).toHaveLength(1);
  });

  describe("that takes no bytes", () => {
    const args = [
      ...["--server", "127.0.0.1:25", "--tls", "none", "--json", "--trace"],
      ...["--from", "pump7@plant.test", "--to", "ops@plant.test", "--text", "4.2 m"],
    ];

    beforeEach(() => stopOutput(wire.hostPath));

    it("is given up by the command line at its time limit", async () => {
      const startedMs = performance.now();
      const run = startCli(["send", "--port", wire.hostPath, "--timeout", "3", ...args]);
      const { exitCode, stdout } = await run.ended;
      expect(performance.now() - startedMs).toBeLessThan(6000);
      expect(exitCode).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject({
        outcome: "not-sent",
        error: {
          code: "MODULE_NOT_RESPONDING",
          hint: expect.stringContaining("takes no bytes"),
        },
      });
    });

    it.each([["SIGTERM"], ["SIGHUP"]] as const)("does not hold up %s", async (signal) => {
      const run = startCli(["send", "--port", wire.hostPath, ...args]);
      await run.printed("stderr", /> AT/);
      const killedMs = performance.now();
      run.kill(signal);
      const { exitCode, stdout } = await run.ended;
      expect(performance.now() - killedMs).toBeLessThan(2000);
      expect(exitCode).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject({ outcome: "not-sent", error: { code: "ABORTED" } });
    });
  });

  it("is reported as lost when the cable is pulled while it takes a file", async () => {
    await expectLoss(bench, serialTransport({ path: wire.hostPath }), wire.cut);
  });
});
