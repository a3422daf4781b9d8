import {
  type MailMessage,
  type MailReceipt,
  MessageError,
  type ModuleCapabilities,
  type ModuleOptions,
} from "@qsmtp/client";
import { probeModule } from "@qsmtp/client/probe";
import { type OperationDescriptor, withRanges } from "@qsmtp/protocol";
import { allOperations } from "@qsmtp/protocol/catalog";
import {
  addAttachment,
  testAttachments,
  testBody,
  testContextActivation,
  testRecipients,
  testSendMail,
  testSmtpConfig,
  testSslConfig,
  testSubject,
  writeBody,
} from "@qsmtp/protocol/commands";
import { defaultOf, maxAttachments, maxBodyBytes } from "@qsmtp/protocol/facts";
import { fail, replyLines, type SimulatedModuleOptions } from "@qsmtp/testing";
import { describe, expect, test } from "vitest";
import {
  close,
  expectNothingLeft,
  message,
  open,
  type Session,
  send,
} from "./simulated-session.ts";
import { settle, useVirtualTime } from "./virtual-time.ts";

useVirtualTime();

/** How the module answers a test form; `undefined` for `ERROR`. */
type Answer = readonly [test: OperationDescriptor, lines: readonly string[] | undefined];

/** What a probe finds on a module with these answers, through a file and back. */
async function capabilitiesOf(...answers: readonly Answer[]): Promise<ModuleCapabilities> {
  const session = await open();
  for (const [test, lines] of answers) {
    session.module.on(test, () => (lines === undefined ? fail() : replyLines(...lines)));
  }
  const report = await settle(probeModule(session.host));
  if (report instanceof Error) throw report;
  await close(session);
  return JSON.parse(JSON.stringify(report.capabilities));
}

/** Opens a module with capabilities. */
async function openWith(
  capabilities: ModuleCapabilities,
  options: ModuleOptions = {},
  simulated: SimulatedModuleOptions = {},
): Promise<Session> {
  return open({ capabilities, ...options }, simulated);
}

/** The lines of a test form without those about some keys. */
function linesWithout(
  { at, supports = [] }: OperationDescriptor,
  ...keys: readonly string[]
): string[] {
  return supports
    .filter((line) => !keys.some((key) => line.startsWith(`"${key}"`)))
    .map((line) => `${at}: ${line}`);
}

const files = (count: number): MailMessage["attachments"] =>
  Array.from({ length: count }, (_, at) => ({ filename: `${at}.txt`, content: "x" }));

/** Problems of a refused message; the module must have heard nothing of it. */
async function problemsOf(session: Session, change: Partial<MailMessage>): Promise<string[]> {
  const before = session.module.received.length;
  const error = await settle(session.host.mail.send({ ...message, ...change }));
  expect(error).toBeInstanceOf(MessageError);
  expect(session.module.received).toHaveLength(before);
  return (error as MessageError).problems.map(({ path, code }) => `${path} ${code}`);
}

async function receiptOf(session: Session, change: Partial<MailMessage>): Promise<MailReceipt> {
  const receipt = await settle(session.host.mail.send({ ...message, ...change }));
  if (receipt instanceof Error) throw receipt;
  return receipt;
}

function sentLines({ module }: Session, start: string): string[] {
  return module.received.map(({ line }) => line).filter((line) => line.startsWith(start));
}

test("capabilities that say what the schema says change nothing", async () => {
  const capabilities = await capabilitiesOf();
  const session = await openWith(capabilities);
  expect(session.host.capabilities).toEqual(capabilities);
  expect(await send(session)).toMatchObject({ outcome: "sent" });
  expectNothingLeft(session);
  await close(session);
});

describe("a module without mail", () => {
  test.each<[string, OperationDescriptor, string]>([
    ["the order to send", testSendMail, "AT+QSMTPPUT"],
    ["recipients", testRecipients, "AT+QSMTPDST"],
    ["settings", testSmtpConfig, "AT+QSMTPCFG"],
  ])("is refused before anything is sent when it lacks %s", async (_what, missing, command) => {
    const session = await openWith(await capabilitiesOf([missing, undefined]));
    const before = session.module.received.length;
    const error = await send(session);
    expect(error).toMatchObject({ code: "MODULE_CANNOT_SEND_MAIL", fault: "module" });
    expect((error as Error).message).toContain(command);
    expect(session.module.received).toHaveLength(before);
    await close(session);
  });
});

describe("narrower than the schema", () => {
  test("fewer attachments", async () => {
    const answer = "+QSMTPATT: (0,1),(1-2),<file_name>";
    const session = await openWith(await capabilitiesOf([testAttachments, [answer]]));
    expect(await problemsOf(session, { attachments: files(3) })).toEqual([
      "attachments TOO_MANY_ATTACHMENTS",
    ]);
    expect(await receiptOf(session, { attachments: files(2) })).toMatchObject({ outcome: "sent" });
    await close(session);
  });

  test("a shorter body", async () => {
    const answer = "+QSMTPBODY: (0-3),(1-100),(1-65535)";
    const session = await openWith(await capabilitiesOf([testBody, [answer]]));
    expect(await problemsOf(session, { text: "x".repeat(101) })).toEqual(["text TOO_LONG"]);
    expect(await receiptOf(session, { text: "x".repeat(100) })).toMatchObject({
      body: { bytes: 100 },
    });
    await close(session);
  });

  test("fewer character sets", async () => {
    const session = await openWith(
      await capabilitiesOf(
        [testBody, ["+QSMTPBODY: (0,2),(1-10240),(1-65535)"]],
        [testSubject, ["+QSMTPSUB: (0,3),<subject>"]],
      ),
    );
    expect(await problemsOf(session, { subject: "Maß", text: "Maß" })).toEqual([
      "subject NOT_REPRESENTABLE",
      "text NOT_REPRESENTABLE",
    ]);
    const receipt = await receiptOf(session, { subject: "溫度", text: "温度" });
    expect(receipt).toMatchObject({ subjectCharset: "big5", body: { charset: "gb2312" } });
    await close(session);
  });

  test("no attachments and no body at all", async () => {
    const session = await openWith(
      await capabilitiesOf([testAttachments, undefined], [testBody, undefined]),
    );
    expect(await problemsOf(session, {})).toEqual(["text UNSUPPORTED", "attachments UNSUPPORTED"]);
    const receipt = await receiptOf(session, { text: undefined, attachments: undefined });
    expect(receipt).toMatchObject({ outcome: "sent" });
    await close(session);
  });

  test("shorter times: a wish is refused, a default gives way", async () => {
    const session = await openWith(
      await capabilitiesOf(
        [testSendMail, ["+QSMTPPUT: (30-120)"]],
        [testBody, ["+QSMTPBODY: (0-3),(1-10240),(5-60)"]],
      ),
    );
    const before = session.module.received.length;
    for (const options of [
      { sendSeconds: 300 },
      { bodyInputSeconds: 90 },
      { bodyInputSeconds: 4 },
    ]) {
      expect(await send(session, options)).toMatchObject({ code: "INVALID_OPTION" });
    }
    expect(session.module.received).toHaveLength(before);
    expect(await send(session)).toMatchObject({ outcome: "sent" });
    expect(sentLines(session, "AT+QSMTPPUT=")).toEqual(["AT+QSMTPPUT=120"]);
    const usualSeconds = defaultOf(writeBody, "inputTimeSeconds");
    expect(sentLines(session, "AT+QSMTPBODY=")).toEqual([
      `AT+QSMTPBODY=1,33,${Math.min(60, usualSeconds)}`,
    ]);
    await close(session);
  });

  test("fewer contexts", async () => {
    const capabilities = await capabilitiesOf(
      [testContextActivation, ["+QIACT: (1-5)"]],
      [
        testSmtpConfig,
        linesWithout(testSmtpConfig, "contextid").concat('+QSMTPCFG: "contextid",(1-3)'),
      ],
    );
    await expect(openWith(capabilities, { pdp: { contextId: 6 } })).rejects.toMatchObject({
      code: "INVALID_OPTION",
      fault: "caller",
    });
    // One that can be activated, and that the mail client does not take.
    await expect(openWith(capabilities, { pdp: { contextId: 4 } })).rejects.toMatchObject({
      code: "INVALID_OPTION",
      fault: "caller",
    });
    const session = await openWith(capabilities, { pdp: { contextId: 3, apn: "internet" } });
    expect(await send(session)).toMatchObject({ outcome: "sent" });
    await close(session);
  });
});

describe("settings of TLS", () => {
  const smtp = {
    host: "mail.example.org",
    security: "implicit",
    tls: { dangerouslyAcceptAnyServer: true },
  } as const;

  test("without sni nothing about it is sent, and the receipt says so", async () => {
    const lines = linesWithout(testSslConfig, "sni");
    const capabilities = await capabilitiesOf([testSslConfig, lines]);
    const session = await openWith(capabilities, { smtp });
    const { warnings } = await receiptOf(session, {});
    expect(JSON.stringify(warnings)).toContain("cannot send the server's name");
    expect(sentLines(session, 'AT+QSSLCFG="sni"')).toEqual([]);
    expect(sentLines(session, 'AT+QSSLCFG="sslversion",1,')).toHaveLength(1);
    await close(session);
  });

  test("one that nothing goes without is refused, at the opening or with the mail", async () => {
    const lines = linesWithout(testSslConfig, "seclevel");
    const capabilities = await capabilitiesOf([testSslConfig, lines]);
    await expect(openWith(capabilities, { smtp })).rejects.toMatchObject({
      code: "INVALID_OPTION",
      message: expect.stringContaining('AT+QSSLCFG="seclevel"'),
    });
    const plain = { host: "mail.example.org", security: "none" } as const;
    const session = await openWith(capabilities, { smtp: plain });
    const before = session.module.received.length;
    const error = await send(session, { smtp });
    expect(error).toMatchObject({ code: "INVALID_OPTION" });
    expect((error as Error).message).toContain('AT+QSSLCFG="seclevel"');
    expect(session.module.received).toHaveLength(before);
    await close(session);
  });
});

test("wider than the schema: more attachments and a longer body go out", async () => {
  const [count, bytes] = [2 * maxAttachments, 2 * maxBodyBytes];
  const answers: Answer[] = [
    [testAttachments, [`+QSMTPATT: (0,1),(1-${count}),<file_name>`]],
    [testBody, [`+QSMTPBODY: (0-3),(1-${bytes}),(1-65535)`]],
  ];
  const capabilities = await capabilitiesOf(...answers);
  const limits = new Map([
    [addAttachment.name, { index: { ranges: [[1, count]] } }],
    [writeBody.name, { lengthBytes: { ranges: [[1, bytes]] } }],
  ] as const);
  const operations = allOperations.map((operation) =>
    withRanges(operation, limits.get(operation.name) ?? {}),
  );
  const session = await openWith(capabilities, {}, { operations, smtp: { maxAttachments: count } });
  const text = "x".repeat(bytes);
  const receipt = await receiptOf(session, { text, attachments: files(count) });
  expect(receipt).toMatchObject({ outcome: "sent", body: { bytes } });
  expect(session.module.mailbox.last?.body).toHaveLength(bytes);
  expect(session.module.mailbox.last?.attachments).toHaveLength(count);
  expectNothingLeft(session);
  expect(await problemsOf(session, { text: `${text}x`, attachments: files(count + 1) })).toEqual([
    "text TOO_LONG",
    "attachments TOO_MANY_ATTACHMENTS",
  ]);
  await close(session);
});

describe("capabilities that do not belong here", () => {
  test.each([
    ["another firmware", { revision: "EC25EFAR06A18M4G" }],
    ["another model", { model: "EC21" }],
  ])("of %s are left aside, and the receipt says so", async (_what, identity) => {
    const answer = "+QSMTPATT: (0,1),(1),<file_name>";
    const capabilities = await capabilitiesOf([testAttachments, [answer]]);
    const session = await openWith(capabilities, {}, { identity });
    expect(session.host.capabilities).toBeUndefined();
    const { warnings } = await receiptOf(session, { attachments: files(10) });
    expect(JSON.stringify(warnings)).toContain("the capabilities given are of EC25");
    await close(session);
  });

  const empty = { version: 1, model: "EC25", firmware: "F", operations: {}, limits: {} };

  test.each<[string, unknown]>([
    ["a text", "{}"],
    ["a list", [empty]],
    ["a whole report", { findings: [], capabilities: empty }],
    ["another version", { ...empty, version: 2 }],
    ["no firmware", { ...empty, firmware: undefined }],
    ["limits that are none", { ...empty, limits: { addAttachment: { index: [1, 10] } } }],
    ["a range upside down", { ...empty, limits: { writeBody: { a: { ranges: [[10, 1]] } } } }],
    ["an empty list", { ...empty, limits: { writeBody: { charset: { values: [] } } } }],
    ["words for yes and no", { ...empty, operations: { sendMail: "yes" } }],
  ])("in form are refused: %s", async (_what, value) => {
    await expect(open({ capabilities: value as ModuleCapabilities })).rejects.toMatchObject({
      code: "INVALID_OPTION",
    });
  });

  test("are not there when they are null", async () => {
    const session = await open({ capabilities: null as never });
    expect(session.host.capabilities).toBeUndefined();
    await close(session);
  });
});
