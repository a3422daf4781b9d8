import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createMailbox, readMail } from "./mailbox.ts";
import type { MailCharset, OutgoingMail } from "./outgoing-mail.ts";

const mail: OutgoingMail = {
  server: { host: "mail.example.org", port: 25 },
  security: "none",
  tls: { securityLevel: 0, version: 4, ca: undefined, sni: false, ignoreLocalTime: true },
  account: undefined,
  sender: { name: "Pump 7", address: "pump7@example.org" },
  recipients: [
    { type: "to", address: "a@example.org" },
    { type: "bcc", address: "b@example.org" },
  ],
  subject: { charset: "ascii", bytes: new TextEncoder().encode("Stopped") },
  body: { charset: "utf-8", bytes: new TextEncoder().encode("Prüfen!\r\n") },
  attachments: [],
};

const { signal } = new AbortController();

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe("mailbox", () => {
  it("takes mails and shows them as their reader sees them", async () => {
    const mailbox = createMailbox();
    expect(mailbox.last).toBeUndefined();
    expect(await mailbox.deliver(mail, signal)).toEqual({ error: 0, protocolError: 0 });
    expect(mailbox.last).toEqual({
      subject: "Stopped",
      body: "Prüfen!\r\n",
      from: { name: "Pump 7", address: "pump7@example.org" },
      to: ["a@example.org"],
      cc: [],
      bcc: ["b@example.org"],
      attachments: [],
      raw: mail,
    });
  });

  it.each<[MailCharset, number[], string]>([
    ["ascii", [0x41, 0x7e], "A~"],
    ["utf-8", [0xef, 0xbb, 0xbf, 0xc3, 0xa4], "\ufeffä"],
    ["gb2312", [0xd6, 0xd0, 0xb9, 0xfa], "中国"],
    ["big5", [0xa4, 0xa4, 0xb0, 0xea], "中國"],
  ])("reads %s", async (charset, bytes, text) => {
    const mailbox = createMailbox();
    await mailbox.deliver({ ...mail, body: { charset, bytes: Uint8Array.from(bytes) } }, signal);
    expect(mailbox.last?.body).toBe(text);
  });

  it("answers the next mails as told, in order", async () => {
    const mailbox = createMailbox();
    mailbox.respondWith({ error: 667, protocolError: 450 }, { error: 654 });
    expect(await mailbox.deliver(mail, signal)).toEqual({ error: 667, protocolError: 450 });
    expect(await mailbox.deliver(mail, signal)).toEqual({ error: 654, protocolError: 0 });
    expect(mailbox.mails).toEqual([]);
    expect(await mailbox.deliver(mail, signal)).toEqual({ error: 0, protocolError: 0 });
    expect(mailbox.attempts).toBe(3);
    expect(mailbox.mails).toHaveLength(1);
    mailbox.clear();
    expect(mailbox.attempts).toBe(0);
    expect(mailbox.last).toBeUndefined();
  });

  it("keeps the newest mails only, and counts all", async () => {
    const mailbox = createMailbox({ maxMails: 2 });
    for (const name of ["1", "2", "3"]) {
      await mailbox.deliver({ ...mail, sender: { name, address: "" } }, signal);
    }
    expect(mailbox.mails.map(({ from }) => from.name)).toEqual(["2", "3"]);
    expect(mailbox.attempts).toBe(3);
    const keepsNothing = createMailbox({ maxMails: 0 });
    await keepsNothing.deliver(mail, signal);
    expect(keepsNothing.mails).toEqual([]);
  });

  it("takes its time, usual or told", async () => {
    const mailbox = createMailbox({ delayMs: 500 });
    mailbox.respondWith({ delayMs: 2000 });
    const done = vi.fn();
    void mailbox.deliver(mail, signal).then(done);
    await vi.advanceTimersByTimeAsync(1999);
    expect(done).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(done).toHaveBeenCalledOnce();
    void mailbox.deliver(mail, signal).then(done);
    await vi.advanceTimersByTimeAsync(500);
    expect(done).toHaveBeenCalledTimes(2);
  });

  it.each(["never", { delayMs: 2000 }] as const)(
    "takes nothing that the module gave up before %j",
    async (response) => {
      const mailbox = createMailbox();
      mailbox.respondWith(response);
      const controller = new AbortController();
      const result = mailbox.deliver(mail, controller.signal);
      controller.abort();
      expect((await result).error).not.toBe(0);
      expect(mailbox.mails).toEqual([]);
      mailbox.respondWith(response);
      expect((await mailbox.deliver(mail, controller.signal)).error).not.toBe(0);
    },
  );
});

it("reads a mail's files once, for the mail and for its raw form", () => {
  let reads = 0;
  const read = readMail({
    ...mail,
    get attachments() {
      reads += 1;
      return [{ name: "level.csv", bytes: Uint8Array.of(1, 2) }];
    },
  });
  expect(read.attachments).toEqual([{ name: "level.csv", bytes: Uint8Array.of(1, 2) }]);
  expect(read.raw.attachments).toBe(read.attachments);
  expect(reads).toBe(1);
});
