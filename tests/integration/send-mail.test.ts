import { isQsmtpError, type MailProgress, type MailReceipt } from "@qsmtp/client";
import { addRecipient, getClock } from "@qsmtp/protocol/commands";
import { describe, expect, test } from "vitest";
import {
  close,
  csv,
  expectNothingLeft,
  failure,
  open,
  secret,
  send,
  smtp,
} from "./simulated-session.ts";
import { begin, settle, useVirtualTime } from "./virtual-time.ts";

useVirtualTime();

describe("a mail goes out", () => {
  test.each([
    ["as it is", {}],
    ["byte by byte", { maxReadSize: 1 }],
    ["without control lines", { controlLines: false }],
    ["at 115200 baud", { baudRate: 115_200 }],
  ])("every part arrives, %s", async (_what, simulated) => {
    const session = await open({}, simulated);
    const receipt = await send(session);
    expect(receipt).toMatchObject({
      outcome: "sent",
      recipients: [
        "ops@example.org",
        "night@example.org",
        "office@example.org",
        "audit@example.org",
      ],
      subjectCharset: "utf-8",
      body: { charset: "utf-8", bytes: 33 },
      attachments: [
        { filename: "log.csv", bytes: 3000, checksum: "0020" },
        { filename: "note.txt", bytes: 21 },
      ],
      warnings: [{ code: "PASSWORD_UNPROTECTED", path: "smtp.security" }],
      leftBehind: [],
    });
    const mail = session.module.mailbox.last;
    expect(mail).toMatchObject({
      from: { name: "Cold Store 3", address: "logger@example.org" },
      to: ["ops@example.org", "night@example.org"],
      cc: ["office@example.org"],
      bcc: ["audit@example.org"],
      subject: "Kühlraum 3: zu warm",
      body: "Temperatur 9,5 °C\r\nbitte prüfen",
    });
    expect(mail?.attachments.map(({ name }) => name)).toEqual(["log.csv", "note.txt"]);
    expect(mail?.attachments[0]?.bytes).toEqual(csv);
    expect(mail?.raw).toMatchObject({
      server: { host: "mail.example.org", port: 25 },
      security: "none",
      account: { user: "logger", pass: secret },
    });
    expectNothingLeft(session);
    await close(session);
  });

  test.each(["starttls", "implicit"] as const)(
    "with TLS (%s) by a module whose clock nobody has set: a mailbox has no certificate to judge",
    async (security) => {
      const ca = "-----BEGIN CERTIFICATE-----\nMTk4MA==\n-----END CERTIFICATE-----\n";
      const session = await open({ smtp: { ...smtp, security, tls: { ca } } });
      expect(await settle(session.host.execute(getClock()))).toMatchObject({
        time: expect.stringMatching(/^80\/01\/06,/),
      });
      expect(await send(session)).toMatchObject({ outcome: "sent" });
      expect(session.module.mailbox.last?.raw).toMatchObject({
        security,
        tls: { ignoreLocalTime: false, ca: new TextEncoder().encode(ca) },
      });
      await close(session);
    },
  );

  test("a second mail starts from an empty draft", async () => {
    const session = await open();
    await send(session);
    await settle(
      session.host.mail.send({ from: "a@example.org", to: "b@example.org", subject: "two" }),
    );
    expect(session.module.mailbox.mails).toHaveLength(2);
    expect(session.module.mailbox.last).toMatchObject({
      to: ["b@example.org"],
      cc: [],
      attachments: [],
    });
    await close(session);
  });

  test("a draft that another program left does not go out with it", async () => {
    const session = await open();
    const { draft } = session.module.settings;
    await settle(session.host.execute(addRecipient({ type: 1, address: "x@example.org" })));
    expect(draft.recipients).toHaveLength(1);
    await send(session);
    expect(session.module.mailbox.last?.to).not.toContain("x@example.org");
    await close(session);
  });

  test("progress covers every stage and ends at the total", async () => {
    const session = await open();
    const progress: MailProgress[] = [];
    await send(session, { onProgress: (step: MailProgress) => progress.push(step) });
    expect([...new Set(progress.map(({ stage }) => stage))]).toEqual([
      "network",
      "server",
      "recipients",
      "subject",
      "body",
      "attachments",
      "verification",
      "sending",
      "cleanup",
    ]);
    const sent = progress.map(({ sentBytes }) => sentBytes);
    expect([...sent].sort((a, b) => a - b)).toEqual(sent);
    expect(sent.at(-1)).toBe(progress[0]?.totalBytes);
    await close(session);
  });

  test("mails that are sent at once go out one after the other", async () => {
    const session = await open();
    const mails = ["one", "two", "three"].map((subject) =>
      begin(session.host.mail.send({ from: "a@example.org", to: "b@example.org", subject })),
    );
    for (const mail of mails) expect(await settle(mail)).toMatchObject({ outcome: "sent" });
    expect(session.module.mailbox.mails.map(({ subject }) => subject)).toEqual([
      "one",
      "two",
      "three",
    ]);
    await close(session);
  });
});

describe("TLS", () => {
  const ca = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

  test.each([
    ["starttls", "starttls", 587],
    ["implicit", "implicit", 465],
  ] as const)("%s verifies the server by default", async (security, expected, port) => {
    const session = await open({ smtp: { host: "mail.example.org", security, tls: { ca } } });
    expect(await send(session)).toMatchObject({ outcome: "sent", warnings: [] });
    const raw = session.module.mailbox.last?.raw;
    expect(raw).toMatchObject({
      security: expected,
      server: { port },
      account: undefined,
      tls: { securityLevel: 1, version: 3, sni: true, ignoreLocalTime: false },
    });
    expect(new TextDecoder().decode(raw?.tls.ca)).toBe(ca);
    expectNothingLeft(session);
    await close(session);
  });

  test("without a CA it is refused before anything is sent", async () => {
    const unverified = { host: "mail.example.org" };
    await expect(open({ smtp: unverified })).rejects.toMatchObject({ code: "INVALID_OPTION" });
    const session = await open();
    const before = session.module.received.length;
    const error = await send(session, { smtp: unverified });
    expect(isQsmtpError(error, "INVALID_OPTION")).toBe(true);
    expect(session.module.received).toHaveLength(before);
    await close(session);
  });

  test("anything weaker must be asked for, and is told", async () => {
    const tls = { dangerouslyAcceptAnyServer: true };
    const session = await open({ smtp: { host: "mail.example.org", tls } });
    const receipt = await send(session);
    expect(receipt).toMatchObject({ outcome: "sent" });
    expect(JSON.stringify((receipt as MailReceipt).warnings)).toContain("not verified");
    expect(session.module.mailbox.last?.raw.tls.securityLevel).toBe(0);
    await close(session);
  });

  test("a CA that is on the module stays there", async () => {
    const session = await open({
      smtp: { host: "mail.example.org", tls: { caFile: "UFS:ca.pem" } },
    });
    session.module.files.write("UFS:ca.pem", new TextEncoder().encode(ca));
    expect(await send(session)).toMatchObject({ outcome: "sent" });
    expect(new TextDecoder().decode(session.module.mailbox.last?.raw.tls.ca)).toBe(ca);
    expect(session.module.files.list("UFS")).toHaveLength(1);
    await close(session);
  });
});

describe("a mail that does not go out is told as such", () => {
  test.each([
    [677, 535, "not-sent", false, "server"],
    [678, 550, "not-sent", false, "server"],
    [666, 421, "not-sent", true, "server"],
    [653, 0, "not-sent", true, "link"],
    [653, 550, "not-sent", false, "server"],
    [651, 0, "unknown", false, "link"],
    [654, 0, "unknown", false, "link"],
    [660, 0, "unknown", false, "link"],
    [658, 354, "unknown", false, "server"],
    [656, 250, "unknown", false, "server"],
    [665, 0, "not-sent", false, "link"],
    [656, 0, "unknown", false, "link"],
    [658, 0, "unknown", false, "link"],
    [799, 0, "unknown", false, "link"],
    [799, 550, "unknown", false, "server"],
  ] as const)("+QSMTPPUT: %i,%i", async (error, protocolError, outcome, retryable, fault) => {
    const session = await open({ retry: false });
    session.module.mailbox.respondWith({ error, protocolError });
    const thrown = await failure(session);
    expect(thrown).toMatchObject({
      code: "SEND_FAILED",
      outcome,
      retryable,
      fault,
      stage: "sending",
    });
    expect(thrown.moduleError?.code).toBe(error);
    expect(thrown.serverError?.code).toBe(protocolError === 0 ? undefined : protocolError);
    expectNothingLeft(session);
    await close(session);
  });

  test("a wrong password names 535 and what to do", async () => {
    const session = await open();
    session.module.mailbox.respondWith({ error: 677, protocolError: 535 });
    const { message: text } = await failure(session);
    expect(text).toContain("535");
    expect(text).toMatch(/user name and password/i);
    await close(session);
  });

  const steps = [
    ["AT+QIACT?", "network"],
    ["AT+QSMTPCLR", "server"],
    ['AT+QSMTPCFG="smtpserver"', "server"],
    ['AT+QSMTPCFG="account"', "server"],
    ["AT+QSMTPDST", "recipients"],
    ["AT+QSMTPSUB", "subject"],
    ["AT+QSMTPBODY", "body"],
    ["AT+QFUPL", "attachments"],
    ["AT+QSMTPATT", "attachments"],
    ["AT+QSMTPPUT", "sending"],
  ] as const;

  test.each(steps)("%s refused", async (on, stage) => {
    const session = await open();
    session.module.inject({ do: "error", on, error: 651, times: "always" });
    const thrown = await failure(session);
    expect(thrown).toMatchObject({ code: "COMMAND_FAILED", outcome: "not-sent", stage });
    expect(session.module.mailbox.attempts).toBe(0);
    expectNothingLeft(session);
    await close(session);
  });

  const final = steps.filter(([on]) => !["AT+QSMTPCLR", "AT+QSMTPPUT"].includes(on));

  test("a clearing that is not answered is done again", async () => {
    const session = await open();
    session.module.inject({ do: "no-result", on: "AT+QSMTPCLR" });
    expect(await send(session)).toMatchObject({ outcome: "sent" });
    expectNothingLeft(session);
    await close(session);
  });

  test.each(final)("%s never answered", async (on, stage) => {
    const session = await open({ retry: false });
    // The first upload is not the attachment's but ours.
    session.module.inject({ do: "no-result", on, nth: on === "AT+QFUPL" ? 2 : 1 });
    const thrown = await failure(session);
    expect(thrown.stage).toBe(stage);
    expect(thrown.outcome).toBe("not-sent");
    expectNothingLeft(session);
    await close(session);
  });
});
