import { Readable } from "node:stream";
import { SendError } from "@qsmtp/client";
import { qsmtpTransport } from "@qsmtp/nodemailer";
import { createTransport as createOldest } from "nodemailer-oldest";
import { describe, expect, it } from "vitest";
import { failure, hello, useBench } from "./src/bench.ts";

const bench = useBench();

describe("a mail that does not go out", () => {
  it("tells the server's refusal of a recipient", async () => {
    const transporter = bench.make();
    const error = await failure(transporter.sendMail({ ...hello, cc: "nobody@example.org" }));
    expect(error).toBeInstanceOf(SendError);
    expect(error).toMatchObject({
      code: "SEND_FAILED",
      outcome: "not-sent",
      responseCode: 550,
      permanent: true,
    });
    await transporter.sendMail(hello);
    expect(await bench.subjects()).toEqual(["Hello"]);
  });

  it("tells the module's refusal", async () => {
    bench.stage.line.module.inject({ do: "error", error: 658, on: "AT+QSMTPSUB", times: 1 });
    const error = await failure(bench.make().sendMail(hello));
    expect(error).toMatchObject({ code: "COMMAND_FAILED", outcome: "not-sent", stage: "subject" });
    expect(error).not.toHaveProperty("responseCode");
  });

  it("ends with its signal, before and during", async () => {
    const transporter = bench.make();
    const reason = new Error("changed my mind");
    expect(
      await failure(transporter.sendMail({ ...hello, signal: AbortSignal.abort(reason) })),
    ).toBeDefined();
    const controller = new AbortController();
    bench.whenHeard("AT+QSMTPSUB", () => controller.abort(reason));
    const error = await failure(transporter.sendMail({ ...hello, signal: controller.signal }));
    expect(error).toMatchObject({ code: "ABORTED", outcome: "not-sent", cause: reason });
    await transporter.sendMail(hello);
    expect(bench.stage.server.received).toHaveLength(1);
  });

  it("ends with a signal of another realm, and lets go of it", async () => {
    const listeners = new Set<() => void>();
    const foreign = {
      [Symbol.toStringTag]: "AbortSignal",
      aborted: false,
      reason: undefined as unknown,
      addEventListener: (_type: string, listener: () => void) => listeners.add(listener),
      removeEventListener: (_type: string, listener: () => void) => listeners.delete(listener),
    };
    const signal = foreign as unknown as AbortSignal;
    const transporter = bench.make();
    await transporter.sendMail({ ...hello, signal });
    expect(listeners.size).toBe(0);
    const reason = new Error("enough");
    bench.whenHeard("AT+QSMTPSUB", () => {
      Object.assign(foreign, { aborted: true, reason });
      for (const listener of listeners) listener();
    });
    const error = await failure(transporter.sendMail({ ...hello, signal }));
    expect(error).toMatchObject({ code: "ABORTED", outcome: "not-sent", cause: reason });
    expect(listeners.size).toBe(0);
  });

  it.each([5, "now", {}, { aborted: false }])(
    "refuses %o as the signal of the opening",
    async (wrong) => {
      const error = await failure(bench.make({ signal: wrong } as never).sendMail(hello));
      expect(error).toMatchObject({ code: "INVALID_OPTION", problems: [{ path: "signal" }] });
    },
  );

  it("ends with its signal while a stream does not answer", async () => {
    const transporter = bench.make();
    const controller = new AbortController();
    const never = new Readable({ read: () => controller.abort(new Error("enough")) });
    const data = { ...hello, text: undefined, html: never, signal: controller.signal };
    const error = await failure(transporter.sendMail(data));
    expect(error).toMatchObject({ code: "ABORTED" });
    expect(never.destroyed).toBe(true);
    expect(bench.opened).toBe(0);
  });

  it.each([
    ["a stream", { text: undefined, html: new Readable({ read: () => undefined }) }, {}],
    ["a port", {}, { transport: { open: () => new Promise<never>(() => undefined) } }],
  ])("ends when its time is over, where %s does not answer", async (_what, data, options) => {
    const transporter = bench.make({ ...options, send: { timeoutMs: 30 } });
    const error = await failure(transporter.sendMail({ ...hello, ...data }));
    expect(error).toMatchObject({ code: "TIMEOUT", timeoutMs: 30 });
  });

  it("ends the streams of a mail that is refused, and of fields that are left out", async () => {
    // The newest nodemailer ends them too.
    const transporter = createOldest(qsmtpTransport({ port: "COM5", drop: ["amp"] }));
    const streams = [0, 1, 2].map(() => Readable.from([Buffer.from("x")]));
    const [text, content, amp] = streams;
    const attachments = [{ filename: "a.txt", content }];
    const data = { ...hello, text, amp, replyTo: "c@example.org", attachments };
    expect(await failure(transporter.sendMail(data))).toMatchObject({ code: "MESSAGE_REFUSED" });
    expect(streams.map(({ destroyed }) => destroyed)).toEqual([true, true, true]);
  });

  it("ends with the transporter", async () => {
    const transporter = bench.make();
    let closing: unknown;
    bench.whenHeard("AT+QSMTPSUB", () => {
      closing = transporter.transporter.close?.();
    });
    const sending = failure(transporter.sendMail(hello));
    const waiting = failure(transporter.sendMail(hello));
    expect(await sending).toMatchObject({ code: "MODULE_CLOSED", outcome: "not-sent" });
    expect(await waiting).toMatchObject({ code: "MODULE_CLOSED" });
    await closing;
    expect(bench.stage.server.received).toEqual([]);
    expect(bench.stage.line.module.files.list()).toEqual([]);
  });

  it("ends with the transporter while the module is being opened", async () => {
    const transporter = bench.make({
      transport: { open: ({ signal } = {}) => untilAborted(signal) },
    });
    const sending = failure(transporter.sendMail(hello));
    await transporter.transporter.close?.();
    expect(await sending).toMatchObject({ code: "MODULE_CLOSED" });
  });
});

function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
