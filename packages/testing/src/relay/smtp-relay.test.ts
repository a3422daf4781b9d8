import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { simpleParser } from "mailparser";
import type { SMTPServerOptions } from "smtp-server";
import { describe, expect, it } from "vitest";
import type { MailSecurity } from "../mail/outgoing-mail.ts";
import {
  deliver,
  mailTo,
  replyError,
  SENT,
  saying,
  startRawServer,
  startServer,
  utf8,
} from "./relay.fixture.ts";
import { createSmtpRelay } from "./smtp-relay.ts";

describe("a delivered mail", () => {
  it("arrives whole, with every recipient in the envelope and no blind copy in the headers", async () => {
    const server = await startServer();
    const picture = Uint8Array.from({ length: 40_000 }, (_, index) => (index * index * 7) >> 5);
    const table = utf8("time;level\n+++\n12:00;4.2\r\n.\r\n..\r\n");
    const { result, events, commands } = await deliver(
      mailTo(server.port, {
        recipients: [
          { type: "to", address: "ops@example.org" },
          { type: "cc", address: "boss@example.org" },
          { type: "bcc", address: "audit@example.org" },
        ],
        subject: { charset: "gb2312", bytes: Uint8Array.of(0xc4, 0xe3, 0xba, 0xc3) },
        body: { charset: "utf-8", bytes: utf8("Füllstand ↑\r\n.\r\n") },
        attachments: [
          { name: "chart.png", bytes: picture },
          { name: "day log.csv", bytes: table },
        ],
      }),
    );
    expect(result).toEqual(SENT);
    expect(server.arrivals).toHaveLength(1);
    const [{ session, message } = expect.unreachable()] = server.arrivals;
    const { mailFrom, rcptTo } = session.envelope;
    expect(mailFrom).toMatchObject({ address: "pump7@example.org" });
    expect(rcptTo.map(({ address }) => address)).toEqual([
      "ops@example.org",
      "boss@example.org",
      "audit@example.org",
    ]);
    expect(session.hostNameAppearsAs).toBe("[127.0.0.1]");
    expect(message.includes("audit@example.org")).toBe(false);
    const mail = await simpleParser(message);
    expect(mail).toMatchObject({ subject: "你好", text: "Füllstand ↑\n.\n" });
    expect(mail.headers.has("bcc")).toBe(false);
    expect(mail.attachments.map(({ filename, content }) => [filename, content])).toEqual([
      ["chart.png", Buffer.from(picture)],
      ["day log.csv", Buffer.from(table)],
    ]);
    expect(commands.at(-1)).toBe("QUIT");
    expect(events.at(-1)).toEqual({
      type: "delivered",
      recipients: 3,
      byteLength: message.byteLength,
    });
  });

  it("goes where the options say instead of to the module's server", async () => {
    const server = await startServer();
    const mail = mailTo(1, { server: { host: "smtp.example.org", port: 465 } });
    const { result } = await deliver(mail, { host: "localhost", port: server.port });
    expect(result).toEqual(SENT);
    expect(server.arrivals).toHaveLength(1);
  });

  it("goes to the addresses that the module's DNS has, to the first that answers", async () => {
    const server = await startServer();
    const given = { host: "smtp.example.org", port: server.port };
    const addresses = ["::1", "127.0.0.1"];
    const mail = mailTo(1, { server: { ...given, addresses } });
    const { result, events } = await deliver(mail);
    expect(result).toEqual(SENT);
    expect(events[0]).toEqual({ type: "connected", host: "127.0.0.1", port: server.port });
    const nowhere = await deliver(mailTo(1, { server: { ...given, addresses: [] } }));
    expect(nowhere.result).toEqual({ error: 653, protocolError: 0 });
    const elsewhere = await deliver(mailTo(1, { server: { ...given, addresses: ["192.0.2.25"] } }));
    expect(elsewhere.result).toEqual({ error: 654, protocolError: 0 });
  });

  it("is sent although the server closes instead of answering QUIT", async () => {
    const ok = "250 ok\r\n";
    const port = await startRawServer(saying("220 hi\r\n", ok, ok, ok, "354 go\r\n", ok));
    expect((await deliver(mailTo(port))).result).toEqual(SENT);
  });
});

describe("security", () => {
  const SECURE: [MailSecurity, SMTPServerOptions][] = [
    ["implicit", { secure: true }],
    ["starttls", { disabledCommands: [] }],
  ];

  it.each(SECURE)("%s carries the whole mail", async (security, options) => {
    const server = await startServer(options);
    const { result, events } = await deliver(mailTo(server.port, { security }));
    expect(result).toEqual(SENT);
    expect(server.arrivals[0]?.session.secure).toBe(true);
    expect(events).toContainEqual({
      type: "secured",
      protocol: "TLSv1.2",
      cipher: expect.stringContaining("AES"),
    });
  });

  it.each(SECURE)("%s is 665 when the certificate is not accepted", async (security, options) => {
    const server = await startServer(options);
    const mail = mailTo(server.port, { security });
    const { result } = await deliver({ ...mail, tls: { ...mail.tls, securityLevel: 1 } });
    expect(result).toEqual({ error: 665, protocolError: 0 });
    expect(server.arrivals).toEqual([]);
  });

  it("startTls is 665 where the server does not offer it, and nothing goes in the clear", async () => {
    const server = await startServer({ authMethods: ["PLAIN"], allowInsecureAuth: true });
    const account = { user: "pump7", pass: "secret" };
    const mail = mailTo(server.port, { security: "starttls", account });
    const { result, commands } = await deliver(mail);
    expect(result).toEqual({ error: 665, protocolError: 0 });
    expect(commands).toEqual(["EHLO [127.0.0.1]", "QUIT"]);
  });
});

describe("an account", () => {
  const account = { user: "pump7", pass: "s3cret Paß" };
  const auth: SMTPServerOptions = {
    authOptional: false,
    onAuth({ username, password }, _session, callback) {
      const known = username === account.user && password === account.pass;
      callback(known ? null : replyError(535), { user: username });
    },
  };

  it.each([["PLAIN"], ["LOGIN"]])("is shown to a server that takes %s", async (method) => {
    const server = await startServer({ ...auth, authMethods: [method] });
    const { result, events } = await deliver(mailTo(server.port, { account }));
    expect(result).toEqual(SENT);
    expect(server.arrivals[0]?.session.user).toBe("pump7");
    const told = JSON.stringify(events);
    expect(told).toContain(`AUTH ${method}`);
    expect(told).not.toContain(account.pass);
    expect(told).not.toContain(Buffer.from(account.pass).toString("base64"));
    expect(told).not.toContain(Buffer.from(`\0pump7\0${account.pass}`).toString("base64"));
  });

  it.each([["PLAIN"], ["LOGIN"]])("with a wrong password is 677,535 over %s", async (method) => {
    const server = await startServer({ ...auth, authMethods: [method] });
    const wrong = { ...account, pass: "wrong" };
    const { result, reason } = await deliver(mailTo(server.port, { account: wrong }));
    expect(result).toEqual({ error: 677, protocolError: 535 });
    expect(reason).not.toContain("wrong");
    expect(server.arrivals).toEqual([]);
  });

  it("that is missing is 676,530", async () => {
    const server = await startServer(auth);
    const { result } = await deliver(mailTo(server.port));
    expect(result).toEqual({ error: 676, protocolError: 530 });
  });

  it.each([
    ["a way that the module lacks", { authMethods: ["XOAUTH2"] }, "XOAUTH2"],
    ["no way at all", { disabledCommands: ["AUTH", "STARTTLS"] }, "no authentication"],
  ])("is 655 where the server has %s", async (_, options, told) => {
    const server = await startServer({ ...auth, ...options });
    const { result, reason } = await deliver(mailTo(server.port, { account }));
    expect(result).toEqual({ error: 655, protocolError: 0 });
    expect(reason).toContain(told);
  });
});

describe("a refusal", () => {
  it.each([
    ["the connection", "onConnect", 421, 666],
    ["the connection", "onConnect", 554, 682],
    ["MAIL", "onMailFrom", 451, 668],
    ["MAIL", "onMailFrom", 553, 681],
    ["RCPT", "onRcptTo", 450, 667],
    ["RCPT", "onRcptTo", 550, 678],
    ["RCPT", "onRcptTo", 571, 660],
    ["the mail", "onData", 452, 669],
    ["the mail", "onData", 552, 680],
  ] as const)("of %s (%s) with %i is %i with it", async (step, handler, code, error) => {
    const refuse = (...given: unknown[]) => {
      const [first] = given;
      const answer = given.at(-1) as (error: Error) => void;
      if (handler === "onData")
        (first as Socket).resume().on("end", () => answer(replyError(code)));
      else answer(replyError(code));
    };
    const server = await startServer({ [handler]: refuse });
    const { result, reason } = await deliver(mailTo(server.port));
    expect(result).toEqual({ error, protocolError: code });
    expect(reason).toContain(`answered ${step}`);
  });

  it("of one recipient ends the delivery there, and the mail reaches nobody", async () => {
    const asked: string[] = [];
    const server = await startServer({
      onRcptTo({ address }, _session, callback) {
        asked.push(address);
        callback(address.startsWith("b@") ? replyError(550) : null);
      },
    });
    const recipients = ["a@example.org", "b@example.org", "c@example.org"];
    const { result, commands } = await deliver(
      mailTo(server.port, { recipients: recipients.map((address) => ({ type: "to", address })) }),
    );
    expect(result).toEqual({ error: 678, protocolError: 550 });
    expect(asked).toEqual(["a@example.org", "b@example.org"]);
    expect(commands.slice(-2)).toEqual(["RCPT TO:<b@example.org>", "QUIT"]);
    expect(server.arrivals).toEqual([]);
  });
});

describe("a server that cannot be used", () => {
  it("is 653 when its name has no address", async () => {
    // Longer than a label may be, so that no name server is asked.
    const host = `${"x".repeat(64)}.invalid`;
    const { result } = await deliver(mailTo(25), { host, allowNonLoopback: true });
    expect(result).toEqual({ error: 653, protocolError: 0 });
  });

  it("is 654 when it refuses the connection", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    for (const host of ["127.0.0.1", "localhost"]) {
      const { result, reason } = await deliver(mailTo(port), { host });
      expect(result).toEqual({ error: 654, protocolError: 0 });
      expect(reason).toContain("ECONNREFUSED");
    }
  });

  it.each([
    ["mail.example.org"],
    ["localhost.example.org"],
    ["192.0.2.1"],
    ["0.0.0.0"],
    ["127.1"],
    ["::ffff:192.0.2.1"],
  ])("is 654 when it is elsewhere, such as %s, unless that is allowed", async (host) => {
    const { result, reason, events } = await deliver(mailTo(25, { server: { host, port: 25 } }));
    expect(result).toEqual({ error: 654, protocolError: 0 });
    expect(reason).toContain("allowNonLoopback");
    expect(events).toHaveLength(1);
  });

  it.each([
    ["before its greeting", []],
    ["in the dialogue", ["220 hi\r\n"]],
    ["within a reply", ["220 hi\r\n", "250-mx\r\n250-SI"]],
    ["after the mail", ["220 hi\r\n", "250 mx\r\n", "250 ok\r\n", "250 ok\r\n", "354 go\r\n"]],
  ])("is 656 when it closes the connection %s", async (_, replies) => {
    const { result, commands } = await deliver(mailTo(await startRawServer(saying(...replies))));
    expect(result).toEqual({ error: 656, protocolError: 0 });
    expect(commands).not.toContain("QUIT");
  });

  it("is 660 when it does not speak SMTP", async () => {
    const port = await startRawServer(saying("HTTP/1.1 400 Bad Request\r\n"));
    expect((await deliver(mailTo(port))).result).toEqual({ error: 660, protocolError: 0 });
  });

  it("is 656 when its reply never ends", async () => {
    const port = await startRawServer((socket) => socket.write("220-on and on\r\n".repeat(10_000)));
    expect((await deliver(mailTo(port))).result).toEqual({ error: 656, protocolError: 0 });
  });
});

describe("the module's own limits", () => {
  it.each([
    ["none", false],
    ["implicit", true],
  ] as const)(
    "end a delivery with 658 while the server is at work (%s)",
    async (security, secure) => {
      const limit = new AbortController();
      const server = await startServer({ secure, onData: () => limit.abort() });
      const { result } = await deliver(mailTo(server.port, { security }), {}, limit.signal);
      expect(result).toEqual({ error: 658, protocolError: 0 });
    },
  );

  it("end a delivery with 658 before it begins", async () => {
    const { result, events } = await deliver(mailTo(25), {}, AbortSignal.abort());
    expect(result).toEqual({ error: 658, protocolError: 0 });
    expect(events).toHaveLength(1);
  });

  it("are 659 for a mail without recipient", async () => {
    const { result } = await deliver(mailTo(25, { recipients: [] }));
    expect(result).toEqual({ error: 659, protocolError: 0 });
  });

  it.each([["ops@example.org>\r\nRCPT TO:<world@example.org"], ["ops@example.org> SIZE=1"]])(
    "are 664 for an address that would say more than an address: %j",
    async (address) => {
      const asSender = mailTo(25, { sender: { name: "", address } });
      const asRecipient = mailTo(25, { recipients: [{ type: "bcc", address }] });
      for (const mail of [asSender, asRecipient]) {
        const { result, commands } = await deliver(mail);
        expect(result).toEqual({ error: 664, protocolError: 0 });
        expect(commands).toEqual([]);
      }
    },
  );
});

it.each([{ port: 0 }, { port: 65_536 }, { connectTimeoutMs: Number.NaN }, { connectTimeoutMs: 0 }])(
  "refuses the options %o",
  (options) => {
    expect(() => createSmtpRelay(options)).toThrow(RangeError);
  },
);
