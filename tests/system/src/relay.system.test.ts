import { openModule, type SmtpOptions } from "@qsmtp/client";
import { createSampleMail, type SampleMail } from "@qsmtp/demo/sample-mail";
import { createSimulatedLine, globalClock, type OutgoingMail } from "@qsmtp/testing";
import { createSmtpRelay, type SmtpRelayEvent } from "@qsmtp/testing/relay";
import { type AddressObject, simpleParser } from "mailparser";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { account } from "./mail-bench.ts";
import { type OpenSmtpd, startOpenSmtpd } from "./mail-servers/opensmtpd.ts";
import { type Postfix, startPostfix } from "./mail-servers/postfix.ts";
import { createServerCertificate } from "./mail-servers/server-certificate.ts";
import { canChangeRoot, type ServerRoot } from "./mail-servers/server-root.ts";

const certificate = createServerCertificate("mx.plant.test");
const sample = createSampleMail();
const never = new AbortController().signal;

/** Sends the mail by a module through the relay, and gives what the server told of it. */
async function send(smtp: SmtpOptions): Promise<readonly SmtpRelayEvent[]> {
  const events: SmtpRelayEvent[] = [];
  const { module, transport } = createSimulatedLine({
    clock: globalClock,
    networkTime: true,
    carrier: createSmtpRelay({ onEvent: (event) => events.push(event) }),
  });
  const host = await openModule(transport, { smtp });
  try {
    expect(await host.mail.send(sample)).toMatchObject({ outcome: "sent" });
  } finally {
    await host.close();
    module.dispose();
  }
  return events;
}

/** Waits for the copies of all recipients, and compares each with the mail, byte by byte. */
async function expectCopies(root: ServerRoot, mail: SampleMail): Promise<string> {
  const copies = await root.takeMails("/var/vmail/box", 4);
  expect(copies).toHaveLength(4);
  for (const copy of copies) {
    const { subject, text, from, to, cc, attachments, headers } = await simpleParser(
      Buffer.from(copy),
    );
    expect({ subject, text, from: from?.value, headers: headers.has("bcc") }).toEqual({
      subject: mail.subject,
      text: mail.text,
      from: [mail.from],
      headers: false,
    });
    expect([addresses(to), addresses(cc)]).toEqual([mail.to, mail.cc]);
    expect(attachments.map(({ filename }) => filename)).toEqual(
      mail.attachments.map(({ filename }) => filename),
    );
    for (const [index, { content }] of mail.attachments.entries()) {
      expect(attachments[index]?.content.equals(content)).toBe(true);
    }
  }
  return Buffer.from(copies[0] ?? []).toString("latin1");
}

function addresses(given: AddressObject | AddressObject[] | undefined): (string | undefined)[] {
  return [given ?? []].flat().flatMap(({ value }) => value.map(({ address }) => address));
}

/** Words in other character sets, as they stand in the mail of a module that was given such bytes. */
const foreign: readonly (readonly [OutgoingMail["body"]["charset"], string, readonly number[]])[] =
  [
    ["ascii", "Level 4.2 m", [...Buffer.from("Level 4.2 m")]],
    ["utf-8", "Füllstand ↑ 水位", [...Buffer.from("Füllstand ↑ 水位")]],
    ["gb2312", "水位正常", [0xcb, 0xae, 0xce, 0xbb, 0xd5, 0xfd, 0xb3, 0xa3]],
    ["big5", "水位", [0xa4, 0xf4, 0xa6, 0xec]],
  ];

/** Delivers a mail of words and a file in a character set, and expects both in the server's maildir. */
async function expectWords(
  root: ServerRoot,
  port: number,
  [charset, words, bytes]: (typeof foreign)[number],
): Promise<void> {
  const text = { charset, bytes: Uint8Array.from(bytes) };
  const file = { name: `${charset}.txt`, bytes: Uint8Array.from([...bytes, 0, 0xff, 0x0d, 0x0a]) };
  const mail: OutgoingMail = {
    server: { host: "127.0.0.1", port },
    security: "none",
    tls: { securityLevel: 0, version: 4, ca: undefined, sni: false, ignoreLocalTime: true },
    account: undefined,
    sender: { name: "Pump 7", address: "pump7@plant.test" },
    recipients: [{ type: "to", address: "ops@plant.test" }],
    subject: text,
    body: text,
    attachments: [file],
  };
  const result = await createSmtpRelay().deliver(mail, never);
  expect(result).toEqual({ error: 0, protocolError: 0 });
  const [copy = expect.unreachable()] = await root.takeMails("/var/vmail/box", 1);
  const arrived = await simpleParser(Buffer.from(copy));
  expect(arrived.subject).toBe(words);
  expect(arrived.text?.trimEnd()).toBe(words);
  expect(arrived.attachments.map(({ filename, content }) => [filename, [...content]])).toEqual([
    [file.name, [...file.bytes]],
  ]);
}

// Both servers drop their privileges, so they need some at first.
describe.skipIf(!canChangeRoot)("the relay", () => {
  describe.each(["plain login cram-md5", "login", "cram-md5"])(
    "before Postfix with accounts by %s",
    (mechanisms) => {
      let server: Postfix;

      beforeAll(async () => {
        server = await startPostfix(certificate, account, mechanisms);
      }, 300_000);

      afterAll(async () => {
        await server?.root.dispose();
      });

      it("delivers without TLS", async () => {
        const events = await send({ host: "127.0.0.1", port: server.plainPort, security: "none" });
        expect(events.some(({ type }) => type === "secured")).toBe(false);
        expect(await expectCopies(server.root, sample)).toContain("with ESMTP id");
      });

      it.each([
        ["starttls", "startTlsPort"],
        ["implicit", "implicitPort"],
      ] as const)("delivers with TLS (%s) and an account", async (security, port) => {
        const events = await send({
          host: "127.0.0.1",
          port: server[port],
          security,
          auth: account,
          tls: { ca: certificate.cert },
        });
        const [way = ""] = mechanisms.toUpperCase().split(" ");
        const shown = events.flatMap((event) =>
          event.type === "sent" && event.line.startsWith("AUTH") ? [event.line.split(" ")[1]] : [],
        );
        expect(shown).toEqual([way]);
        const copy = await expectCopies(server.root, sample);
        expect(copy).toContain("using TLSv1.2");
        expect(copy).toContain(`(Authenticated sender: ${account.user})`);
      });

      it("tells of a wrong password with 677,535", async () => {
        const wrong = send({
          host: "127.0.0.1",
          port: server.startTlsPort,
          security: "starttls",
          auth: { ...account, pass: "Oberwasser-0815" },
          tls: { ca: certificate.cert },
        });
        await expect(wrong).rejects.toMatchObject({
          moduleError: { code: 677 },
          serverError: { code: 535 },
        });
      });
    },
  );

  describe("before Postfix", () => {
    let server: Postfix;

    beforeAll(async () => {
      server = await startPostfix(certificate, account, "plain");
    }, 300_000);

    afterAll(async () => {
      await server?.root.dispose();
    });

    it.each(foreign)("delivers %s as it was given", async (...words) => {
      await expectWords(server.root, server.plainPort, words);
    });
  });

  describe("before OpenSMTPD", () => {
    let server: OpenSmtpd;

    beforeAll(async () => {
      server = await startOpenSmtpd();
    }, 300_000);

    afterAll(async () => {
      await server?.root.dispose();
    });

    it("delivers without TLS", async () => {
      await send({ host: "127.0.0.1", port: server.port, security: "none" });
      expect(await expectCopies(server.root, sample)).toContain("(OpenSMTPD) with ESMTP");
    });

    it.each(foreign)("delivers %s as it was given", async (...words) => {
      await expectWords(server.root, server.port, words);
    });
  });
});
