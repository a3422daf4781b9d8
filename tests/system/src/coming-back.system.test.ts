import { symlink, unlink } from "node:fs/promises";
import { isQsmtpError, openModule, type RecoveryEvent } from "@qsmtp/client";
import { serialTransport } from "@qsmtp/transport/serial";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connectionFarEnd } from "./connection-far-end.ts";
import { createMailBench, type MailBench } from "./mail-bench.ts";
import { createPtyPair, type PtyPair, requireSocat } from "./socat.ts";

/** A port of the system that goes away and comes back as another one, under the name that we know. */
describe("a serial port that is unplugged in the middle of a mail", () => {
  let bench: MailBench;
  let wires: PtyPair[];
  let path: string;

  beforeAll(requireSocat);

  beforeEach(async () => {
    bench = await createMailBench();
    wires = [];
    const first = await plug();
    path = `${first.hostPath}-named`;
    await symlink(first.hostPath, path);
  });

  afterEach(async () => {
    await unlink(path);
    for (const wire of wires) await wire.dispose();
    await bench.dispose();
  });

  /** A new pair of terminals with the module behind it. */
  async function plug(): Promise<PtyPair> {
    const wire = await createPtyPair();
    wires.push(wire);
    const connection = await serialTransport({ path: wire.modulePath }).open();
    bench.module.attach(connectionFarEnd(connection));
    return wire;
  }

  it("ends that mail at once, is opened anew, and carries the next one", async () => {
    const { server, mail, smtp } = bench;
    const events: RecoveryEvent[] = [];
    await using host = await openModule(serialTransport({ path }), {
      smtp,
      reconnect: { firstDelayMs: 50, maxDelayMs: 200 },
    });
    host.onRecovery((event) => events.push(event));
    let cutMs = 0;
    const error: unknown = await host.mail
      .send(mail, {
        onProgress: ({ stage, sentBytes }) => {
          if (stage !== "attachments" || sentBytes < 20_000 || cutMs > 0) return;
          cutMs = performance.now();
          wires[0]?.cut();
        },
      })
      .catch((reason: unknown) => reason);
    expect(isQsmtpError(error, "CONNECTION_LOST")).toBe(true);
    expect(error).toMatchObject({ outcome: "not-sent", stage: "attachments" });
    expect(cutMs).toBeGreaterThan(0);
    const second = await plug();
    await unlink(path);
    await symlink(second.hostPath, path);
    expect(await host.mail.send(mail)).toMatchObject({ outcome: "sent", leftBehind: [] });
    expect(server.received).toHaveLength(1);
    expect(bench.module.files.list()).toEqual([]);
    expect(events.map(({ type }) => type)).toContain("recovered");
  });
});
