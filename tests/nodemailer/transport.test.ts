import { once } from "node:events";
import { isQsmtpError } from "@qsmtp/client";
import { type QsmtpTransportOptions, qsmtpTransport, VerificationError } from "@qsmtp/nodemailer";
import { createSimulatedLine, globalClock } from "@qsmtp/testing";
import nodemailer from "nodemailer";
import { describe, expect, it } from "vitest";
import { failure, hello, useBench } from "./src/bench.ts";
import { openStage } from "./src/stage.ts";

const bench = useBench();

describe("the module", () => {
  it("is opened by the first mail, once, and closed with the transporter", async () => {
    const transporter = bench.make();
    expect(bench.opened).toBe(0);
    const events: string[] = [];
    for (const name of ["close", "clear"])
      transporter.transporter.on?.(name, () => events.push(name));
    await Promise.all([transporter.sendMail(hello), transporter.sendMail(hello)]);
    await transporter.sendMail(hello);
    expect(bench.opened).toBe(1);
    expect(bench.stage.server.received).toHaveLength(3);
    await transporter.transporter.close?.();
    expect(events).toEqual(["close", "clear"]);
    expect(bench.stage.line.farEnd.lines?.dtr ?? false).toBe(false);
    expect(await failure(transporter.sendMail(hello))).toMatchObject({ code: "MODULE_CLOSED" });
    expect(await failure(transporter.verify())).toMatchObject({ code: "MODULE_CLOSED" });
  });

  it("is opened anew when it could not be opened", async () => {
    const transporter = bench.make({}, (count) => {
      if (count === 1) throw new Error("no such port");
    });
    const error = await failure(transporter.sendMail(hello));
    expect(error).toMatchObject({ code: "CONNECTION_FAILED", name: "ConnectionFailedError" });
    await transporter.sendMail(hello);
    expect([bench.opened, bench.stage.server.received.length]).toEqual([2, 1]);
  });

  it("is opened anew when its connection was lost", async () => {
    const transporter = bench.make();
    await transporter.sendMail(hello);
    bench.whenHeard("AT+QSMTPSUB", () => bench.stage.line.farEnd.unplug());
    const error = await failure(transporter.sendMail(hello));
    expect(error).toMatchObject({ code: "CONNECTION_LOST", outcome: "not-sent", stage: "subject" });
    await transporter.sendMail(hello);
    expect([bench.opened, bench.stage.server.received.length]).toEqual([2, 2]);
  });

  it("stays open when it was given open", async () => {
    const module = await openStage(bench.stage);
    const first = nodemailer.createTransport(qsmtpTransport({ module }));
    await first.sendMail(hello);
    await first.transporter.close?.();
    expect(module.connected).toBe(true);
    expect(await failure(first.sendMail(hello))).toMatchObject({ code: "MODULE_CLOSED" });
    const second = nodemailer.createTransport(qsmtpTransport({ module }));
    await second.sendMail(hello);
    await module.close();
    expect(bench.stage.server.received).toHaveLength(2);
  });

  it("may be a serial port, which is looked for at the first mail", async () => {
    const transporter = nodemailer.createTransport(
      qsmtpTransport({ port: "/dev/qsmtp-is-not-here", smtp: bench.stage.smtp }),
    );
    const error = await failure(transporter.sendMail(hello));
    expect(error).toMatchObject({ code: "CONNECTION_FAILED", transportCode: "PORT_NOT_FOUND" });
  });

  it("tells of options that cannot work", async () => {
    const transporter = bench.make({ smtp: { ...bench.stage.smtp, port: 0 } });
    const error = await failure(transporter.sendMail(hello));
    expect(error).toMatchObject({ code: "INVALID_OPTION" });
  });
});

describe("idle", () => {
  it("is told at the beginning and whenever nothing waits", async () => {
    const transporter = bench.make();
    // A program may listen some promises later.
    await Promise.resolve();
    await once(transporter, "idle");
    const queue = ["1", "2", "3"];
    transporter.on("idle", () => {
      while (transporter.isIdle() && queue.length > 0) {
        void transporter.sendMail({ ...hello, subject: queue.shift() ?? "" });
        expect(transporter.isIdle()).toBe(false);
      }
    });
    await transporter.sendMail({ ...hello, subject: "0" });
    while (queue.length > 0 || !transporter.isIdle()) await once(transporter, "idle");
    expect(await bench.subjects()).toEqual(["0", "1", "2", "3"]);
    await transporter.transporter.close?.();
    expect(transporter.isIdle()).toBe(false);
  });
});

describe("verify", () => {
  const plain = (): QsmtpTransportOptions["send"] => ({
    smtp: { host: bench.stage.server.host, port: bench.stage.server.port, security: "none" },
  });

  it("is true when a mail could go out", async () => {
    const transporter = bench.make({ send: plain() });
    expect(await transporter.verify()).toBe(true);
    const told = await new Promise((resolve) => {
      transporter.verify((error, success) => resolve([error, success]));
    });
    expect(told).toEqual([null, true]);
    expect(bench.opened).toBe(1);
  });

  it("fails with everything that was found", async () => {
    // Nobody has set this module's clock, so that no certificate is in its dates.
    const { module, transport } = createSimulatedLine({ clock: globalClock });
    const transporter = bench.make({ transport });
    const error = await failure(transporter.verify());
    expect(error).toBeInstanceOf(VerificationError);
    expect(isQsmtpError(error, "MODULE_CANNOT_SEND_MAIL")).toBe(true);
    expect(error).toMatchObject({ name: "VerificationError", fault: "module" });
    expect(Object.keys(error as object)).not.toContain("name");
    expect((error as VerificationError).verification.ok).toBe(false);
    expect(String(error)).toContain("clock");
    const told = await new Promise((resolve) => transporter.verify(resolve));
    expect(told).toBeInstanceOf(VerificationError);
    await transporter.transporter.close?.();
    module.dispose();
  });
});
