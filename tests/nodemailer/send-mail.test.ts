import { Readable } from "node:stream";
import { openModule, SourceError } from "@qsmtp/client";
import { qsmtpTransport } from "@qsmtp/nodemailer";
import nodemailer, { type SendMailOptions } from "nodemailer";
import { describe, expect, it } from "vitest";
import { readArrived } from "./src/arrived.ts";
import { failure, hello, useBench } from "./src/bench.ts";
import { makeProps } from "./src/props.ts";

const bench = useBench();

describe("sendMail", () => {
  it("calls back once, with error or result", async () => {
    const transporter = bench.make();
    const calls: [unknown, unknown][] = [];
    const call = (data: SendMailOptions): Promise<void> =>
      new Promise((resolve) => {
        transporter.sendMail(data, (error, info) => {
          calls.push([error, info?.accepted]);
          resolve();
        });
      });
    await call(hello);
    await call({ ...hello, replyTo: "c@example.org" });
    expect(calls).toEqual([
      [null, ["b@example.org"]],
      [expect.objectContaining({ code: "MESSAGE_REFUSED" }), undefined],
    ]);
  });

  it("gives the receipt, and a name that is not in the mail", async () => {
    const info = await bench.make().sendMail(hello);
    expect(info.receipt).toMatchObject({ outcome: "sent", recipients: ["b@example.org"] });
    expect(info.messageId).toMatch(/^<.+@example\.org>$/);
    const [received] = bench.stage.server.received;
    expect(Buffer.from(received?.message ?? []).toString()).not.toContain(info.messageId);
  });

  it("sends the mails in the order of the calls, however long one takes to be read", async () => {
    const transporter = bench.make();
    let go = (): void => undefined;
    const slow = Readable.from(
      (async function* () {
        await new Promise<void>((resolve) => {
          go = resolve;
        });
        yield Buffer.from("<p>Hello!</p>");
      })(),
    );
    const first = transporter.sendMail({ ...hello, subject: "1", text: undefined, html: slow });
    const second = transporter.sendMail({ ...hello, subject: "2" });
    const third = transporter.sendMail({ ...hello, subject: "3" });
    await new Promise((resolve) => setImmediate(resolve));
    go();
    await Promise.all([third, second, first]);
    expect(await bench.subjects()).toEqual(["1", "2", "3"]);
  });

  it("goes on after a mail that failed", async () => {
    const transporter = bench.make();
    const wrong = failure(
      transporter.sendMail({ ...hello, attachments: [{ path: "/is/not/here" }] }),
    );
    await transporter.sendMail(hello);
    const error = await wrong;
    expect(error).toBeInstanceOf(SourceError);
    expect(error).toMatchObject({ code: "SOURCE_FAILED", path: "attachments[0].path" });
    expect(bench.stage.server.received).toHaveLength(1);
  });

  it("sends the bytes that a Buffer had at the call", async () => {
    const transporter = bench.make();
    const content = Buffer.alloc(4);
    const sending = [0, 1, 2].map((digit) => {
      content.fill(48 + digit);
      return transporter.sendMail({ ...hello, attachments: [{ filename: "v.txt", content }] });
    });
    content.fill(0);
    await Promise.all(sending);
    const mails = await Promise.all(bench.stage.server.received.map(readArrived));
    const texts = mails.map(({ files }) => Buffer.from(files[0]?.[1] ?? []).toString());
    expect(texts).toEqual(["0000", "1111", "2222"]);
  });
});

describe("addresses of files", () => {
  it("are fetched within limits, and failures are told with their place", async () => {
    const props = await makeProps();
    const module = await openModule(bench.stage.line.transport, { smtp: bench.stage.smtp });
    try {
      const send = (allowHref: { maxBytes?: number; timeoutMs?: number }, name: string) => {
        const transport = qsmtpTransport({ module, allowHref });
        const attachments = [{ filename: "a.bin", href: `${props.web}/${name}` }];
        return failure(nodemailer.createTransport(transport).sendMail({ ...hello, attachments }));
      };
      const at = { code: "SOURCE_FAILED", path: "attachments[0].href" };
      expect(await send({ maxBytes: 1999 }, "image.png")).toMatchObject({
        ...at,
        reason: "too-long",
      });
      expect(await send({}, "none.bin")).toMatchObject({ ...at, reason: "failed" });
      expect(String(await send({}, "none.bin"))).toContain("404");
      expect(String(await send({ timeoutMs: 20 }, "endless"))).toContain("within 20 ms");
      expect(bench.stage.server.received).toEqual([]);
    } finally {
      await module.close();
      await props.remove();
    }
  });
});
