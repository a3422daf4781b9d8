import { type ParsedMail, simpleParser } from "mailparser";
import { describe, expect, it } from "vitest";
import type { OutgoingMail } from "../mail/outgoing-mail.ts";
import { composeMessage } from "./compose-message.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);

/** 你好，世界 in GB 2312 and 你好 in Big5: `TextEncoder` knows neither. */
const GB2312 = Uint8Array.of(0xc4, 0xe3, 0xba, 0xc3, 0xa3, 0xac, 0xca, 0xc0, 0xbd, 0xe7);
const BIG5 = Uint8Array.of(0xa7, 0x41, 0xa6, 0x6e);

const MAIL: OutgoingMail = {
  server: { host: "127.0.0.1", port: 25 },
  security: "none",
  tls: { securityLevel: 0, version: 4, ca: undefined, sni: false, ignoreLocalTime: true },
  account: undefined,
  sender: { name: "Pump Station 7", address: "pump7@example.org" },
  recipients: [{ type: "to", address: "ops@example.org" }],
  subject: { charset: "ascii", bytes: utf8("Level high") },
  body: { charset: "ascii", bytes: utf8("Level 4.2 m\r\n") },
  attachments: [],
};

async function compose(changes: Partial<OutgoingMail>): Promise<{ raw: string; mail: ParsedMail }> {
  const message = Buffer.from(await composeMessage({ ...MAIL, ...changes }));
  return { raw: message.toString("latin1"), mail: await simpleParser(message) };
}

/** The body's bytes as a receiver gets them, without a parser that converts text. */
function onlyPart(raw: string): Buffer {
  expect(raw).toMatch(/^Content-Transfer-Encoding: base64$/m);
  return Buffer.from(raw.slice(raw.indexOf("\r\n\r\n")), "base64");
}

describe("a composed message", () => {
  it("names sender and recipients, but no blind copy", async () => {
    const { raw, mail } = await compose({
      sender: { name: 'Größe "7", Süd', address: "pump7@example.org" },
      recipients: [
        { type: "bcc", address: "audit@example.org" },
        { type: "to", address: "a@example.org" },
        { type: "cc", address: "c@example.org" },
        { type: "to", address: "b@example.org" },
      ],
    });
    expect(mail.from?.value).toEqual([{ name: 'Größe "7", Süd', address: "pump7@example.org" }]);
    expect(mail.to).toMatchObject({ text: "a@example.org, b@example.org" });
    expect(mail.cc).toMatchObject({ text: "c@example.org" });
    // Headers alone: the boundary and the encoded bodies are random letters.
    expect(mail.headerLines.map(({ key }) => key)).not.toContain("bcc");
    expect(raw).not.toContain("audit@");
    expect(mail.messageId).toMatch(/@example\.org>$/);
    expect(mail.date).toBeInstanceOf(Date);
  });

  it.each([
    ["ascii", utf8("Level high"), "Level high"],
    ["utf-8", utf8("\u{feff}Füllstand ↑ 4 m"), "\u{feff}Füllstand ↑ 4 m"],
    ["gb2312", GB2312, "你好，世界"],
    ["big5", BIG5, "你好"],
  ] as const)("has the subject that its %s bytes say", async (charset, bytes, text) => {
    const { raw, mail } = await compose({ subject: { charset, bytes } });
    expect(mail.subject).toBe(text);
    expect(raw).toMatch(/^[\x20-\x7e\t\r\n]*$/);
  });

  it("lets no subject begin another header", async () => {
    const bytes = utf8("Hi\r\nBcc: audit@example.org\r\n\r\nbody");
    const { raw, mail } = await compose({ subject: { charset: "utf-8", bytes } });
    expect(mail.headers.has("bcc")).toBe(false);
    expect(raw).not.toContain("\nBcc:");
  });

  it.each([
    ["ascii", "us-ascii", utf8("plain\r\n.\r\n..dots\r\nbare LF\nbare CR\rno end")],
    ["ascii", "us-ascii", new Uint8Array()],
    ["ascii", "us-ascii", Uint8Array.from({ length: 256 }, (_, index) => index)],
    ["utf-8", "utf-8", utf8("Füllstand ↑\nFrom here\n\n\n")],
    ["gb2312", "gb2312", GB2312],
    ["big5", "big5", BIG5],
  ] as const)("keeps the bytes of a body in %s", async (charset, name, bytes) => {
    const { raw } = await compose({ body: { charset, bytes } });
    expect(raw).toContain(`\nContent-Type: text/plain; charset=${name}\r\n`);
    expect(onlyPart(raw)).toEqual(Buffer.from(bytes));
  });

  it("has a body that mail programs read in its charset", async () => {
    const { mail } = await compose({ body: { charset: "gb2312", bytes: GB2312 } });
    expect(mail.text).toBe("你好，世界");
  });

  const image = Uint8Array.from({ length: 5_000 }, (_, index) => (index * index * 31 + index) >> 3);
  const files = [
    { name: "chart.png", bytes: image, type: "image/png" },
    { name: "day log 1.csv", bytes: utf8("a;b\n+++\n1;2\r\n.\r\n"), type: "text/csv" },
    { name: "报告 ü.pdf", bytes: utf8("%PDF-1.7"), type: "application/pdf" },
    { name: "saved.eml", bytes: utf8("To: x\n\nHi\n"), type: "application/octet-stream" },
    { name: "log.gzip", bytes: image.subarray(7, 99), type: "application/octet-stream" },
    { name: "README", bytes: utf8("no ending"), type: "application/octet-stream" },
    { name: "empty.txt", bytes: new Uint8Array(), type: "text/plain" },
  ];

  it("keeps names and bytes of attachments and tells their types by name", async () => {
    const { raw, mail } = await compose({ attachments: files });
    const parts = mail.attachments.map(({ filename, content }) => [filename, content]);
    expect(parts).toEqual(files.map(({ name, bytes }) => [name, Buffer.from(bytes)]));
    const types = [...raw.matchAll(/^Content-Type: ([^;\r]+)/gm)].map((match) => match[1]);
    expect(types).toEqual(["multipart/mixed", "text/plain", ...files.map(({ type }) => type)]);
    expect(mail.text?.trimEnd()).toBe("Level 4.2 m");
  });
});
