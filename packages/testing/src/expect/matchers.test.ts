import { addRecipient, setSmtpAccount, setSubject } from "@qsmtp/protocol/commands";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { asRead } from "../as-read.fixture.ts";
import { createSimulatedModule, type SimulatedModule } from "../simulated-module.ts";
import { TestHost } from "../test-host.fixture.ts";
import "../vitest.ts";
import {
  assertNoReceivedCommand,
  assertNoSentMail,
  assertReceivedCommand,
  assertSentMail,
} from "./assertions.ts";

const secret = "Grundwasser-4711";

let module: SimulatedModule;
let host: TestHost;

beforeEach(() => {
  vi.useFakeTimers();
  module = createSimulatedModule({ family: asRead, connectDelayMs: 0 });
  host = new TestHost();
  module.attach(host.farEnd);
  host.ask(`AT+QSMTPCFG="account","robot","${secret}"`);
  host.ask("AT+QIACT=1");
});

afterEach(() => {
  module.dispose();
  vi.useRealTimers();
});

async function sendMail(subject: string, ...lines: string[]): Promise<void> {
  for (const line of [
    "AT+QSMTPCLR",
    'AT+QSMTPCFG="smtpserver","mail.example.org",25',
    'AT+QSMTPCFG="sender","Pump 7","pump7@example.org"',
    'AT+QSMTPDST=1,1,"a@example.org"',
    'AT+QSMTPDST=1,1,"b@example.org"',
    'AT+QSMTPDST=1,3,"boss@example.org"',
    `AT+QSMTPSUB=0,"${subject}"`,
    ...lines,
  ]) {
    host.ask(line);
  }
  host.ask("AT+QSMTPBODY=0,13");
  host.type("Dry.\r\nStopped");
  host.ask("AT+QSMTPPUT=60");
  await vi.advanceTimersByTimeAsync(0);
}

async function sendMailWithFiles(subject: string): Promise<void> {
  module.files.write("RAM:log.txt", "12 bar");
  module.files.write("RAM:raw.bin", Uint8Array.of(0, 255));
  await sendMail(subject, 'AT+QSMTPATT=1,1,"RAM:log.txt"', 'AT+QSMTPATT=1,2,"RAM:raw.bin"');
}

/** The message of an expectation that fails. */
function messageOf(expectation: () => void): string {
  try {
    expectation();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return expect.unreachable();
}

describe("toHaveSentMail", () => {
  it("takes a mail that has all that is expected", async () => {
    await sendMailWithFiles("Stopped");
    expect(module).toHaveSentMail();
    expect(module).toHaveSentMail({
      from: "pump7@example.org",
      to: ["a@example.org", "b@example.org"],
      cc: [],
      bcc: "boss@example.org",
      subject: "Stopped",
      body: "Dry.\r\nStopped",
      text: "Dry.\nStopped",
      attachments: [
        { filename: "log.txt", content: "12 bar" },
        { filename: "raw.bin", content: Uint8Array.of(0, 255) },
      ],
    });
  });

  it("takes asymmetric matchers and patterns in every place", async () => {
    await sendMailWithFiles("Stopped");
    expect(module).toHaveSentMail({
      from: { name: expect.stringContaining("Pump"), address: /^pump7@/ },
      to: expect.arrayContaining(["b@example.org"]),
      bcc: [expect.any(String)],
      subject: /^stop/i,
      body: expect.not.stringContaining("Wet"),
      text: expect.stringMatching(/Dry\.\nStopped/),
      attachments: [
        { filename: /\.txt$/, content: expect.stringContaining("bar") },
        { content: expect.any(Uint8Array) },
      ],
    });
    expect(module).toHaveSentMail({ attachments: expect.any(Array), from: { name: "Pump 7" } });
  });

  it.each<[string, Parameters<typeof assertSentMail>[1]]>([
    ["another subject", { subject: "Stop" }],
    ["one recipient of two", { to: "a@example.org" }],
    ["another order of recipients", { to: ["b@example.org", "a@example.org"] }],
    ["a copy", { cc: expect.arrayContaining(["a@example.org"]) }],
    ["no attachment", { attachments: [] }],
    ["one attachment of two", { attachments: [{ filename: "log.txt" }] }],
    ["other bytes", { attachments: [{}, { content: Uint8Array.of(0, 254) }] }],
    ["another content", { attachments: [{ content: "12 ba" }, {}] }],
    ["another sender", { from: { name: "Pump 7", address: "pump8@example.org" } }],
    ["LF in the body", { body: "Dry.\nStopped" }],
    ["a pattern that matches nothing", { subject: /^topped/ }],
  ])("takes no mail for %s", async (_name, expected) => {
    await sendMailWithFiles("Stopped");
    expect(module).not.toHaveSentMail(expected);
    expect(() => expect(module).toHaveSentMail(expected)).toThrow("Mails sent: 1. The nearest:");
    expect(() => assertSentMail(module, expected)).toThrow(
      expect.objectContaining({ name: "SimulationExpectationError", code: "NOT_SENT" }),
    );
  });

  it("takes no mail that was refused, and shows in the conversation that it was", async () => {
    module.mailbox.respondWith({ error: 677, protocolError: 535 });
    await sendMail("Stopped");
    const message = messageOf(() => expect(module).toHaveSentMail({ subject: "Stopped" }));
    expect(message).toContain('Expected a mail with\n  subject: "Stopped"\nNo mail was sent.');
    expect(message).toContain("< +QSMTPPUT: 677,535");
  });

  it("shows the mail that comes nearest and the conversation with times, no secret", async () => {
    await sendMail("Started");
    vi.advanceTimersByTime(61_500);
    await sendMail(`Stopped ${secret}`);
    const message = messageOf(() =>
      expect(module).toHaveSentMail({ subject: /^Stopped$/, to: ["a@example.org"], cc: [] }),
    );
    expect(message).not.toContain(secret);
    expect(message).toContain("  subject: /^Stopped$/\n");
    expect(message).toContain('    subject: "Started" - not /^Stopped$/');
    expect(message).toContain(
      '  mail 2: "Stopped ***" from pump7@example.org to a@example.org, b@',
    );
    expect(message).toContain('to: ["a@example.org", "b@example.org"] - not ["a@example.org"]');
    expect(message).toContain('    0.000 > AT+QSMTPCFG="account","robot","***"\n');
    expect(message).toContain("   61.500 > AT+QSMTPPUT=60\n");
  });

  it("counts", async () => {
    expect(module).toHaveSentMailTimes(0);
    await sendMail("Stopped");
    await sendMail("Started");
    expect(module).toHaveSentMailTimes(2);
    expect(module).toHaveSentMailTimes(1, { subject: "Started" });
    expect(() => expect(module).toHaveSentMailTimes(2, { subject: "Started" })).toThrow(
      "Expected 2 mails, not 1, with\n",
    );
    expect(() => assertSentMail(module, {}, { times: 1 })).toThrow("Expected 1 mails, not 2, of");
    assertSentMail(module, {}, { times: 2 });
  });

  it("shows under not what was sent", async () => {
    await sendMail("Stopped");
    assertNoSentMail(module, { subject: "Started" });
    const message = messageOf(() => expect(module).not.toHaveSentMail());
    expect(message).toContain(
      'Expected no mail of any kind\nSent:\n  mail 1: "Stopped" from pump7',
    );
    expect(() => assertNoSentMail(module)).toThrow(expect.objectContaining({ code: "SENT" }));
  });

  it.each([
    [{ subjekt: "Stopped" }, /Option "subjekt" is no option\. Is subject meant\?/],
    [{ attachments: [{ name: "a.txt" }] }, /attachments\[0\]\.name/],
    [{ from: { mail: "a@example.org" } }, /from\.mail/],
    [{ subject: 7 }, /Option "subject" must be/],
  ])("refuses %j by name, under not too", async (expected, message) => {
    await sendMail("Stopped");
    const wrong = expected as object;
    expect(() => expect(module).toHaveSentMail(wrong)).toThrow(message);
    expect(() => expect(module).not.toHaveSentMail(wrong)).toThrow(message);
    expect(() => assertNoSentMail(module, wrong)).toThrow(message);
  });

  it("says what it wants when it is not given a module", () => {
    expect(() => expect({ module }).toHaveSentMail()).toThrow(
      "Give the `module` of createSimulatedLine()",
    );
  });
});

describe("toHaveReceivedCommand", () => {
  it("looks at decoded arguments", async () => {
    await sendMail("Stopped");
    expect(module).toHaveReceivedCommand(addRecipient);
    expect(module).toHaveReceivedCommand(addRecipient, { address: "b@example.org", type: 1 });
    expect(module).toHaveReceivedCommand(setSubject, { subject: expect.stringContaining("Stop") });
    expect(module).toHaveReceivedCommand(setSmtpAccount, { password: secret });
    expect(module).toHaveReceivedCommandTimes(addRecipient, 3);
    expect(module).toHaveReceivedCommandTimes(addRecipient, 2, { type: 1 });
    expect(module).not.toHaveReceivedCommand(addRecipient, { address: "c@example.org" });
    assertReceivedCommand(module, addRecipient, { address: /^boss@/ }, { times: 1 });
    assertNoReceivedCommand(module, addRecipient, { address: "c@example.org" });
  });

  it("takes beginnings and patterns, for what the schema does not know", () => {
    host.ask('AT+QNTP=1,"pool.example.org"');
    expect(module).toHaveReceivedCommand("at+qntp");
    expect(module).toHaveReceivedCommand(/^AT\+QNTP=\d/);
    expect(module).not.toHaveReceivedCommand("AT+QNTPX");
  });

  it("sees each command of a line", () => {
    host.ask('AT+CSQ;+QSMTPDST=1,1,"a@example.org"');
    expect(module).toHaveReceivedCommand(addRecipient, { address: "a@example.org" });
  });

  it("shows the commands that come nearest, and no secret", async () => {
    await sendMail("Stopped");
    const message = messageOf(() =>
      expect(module).toHaveReceivedCommand(addRecipient, { address: "c@example.org", type: 1 }),
    );
    expect(message).toContain(
      'Expected the command addRecipient (AT+QSMTPDST) with { address: "c@example.org", type: 1 }',
    );
    expect(message).toContain('    address: "a@example.org" - not "c@example.org"');
    const account = messageOf(() =>
      expect(module).toHaveReceivedCommand(setSmtpAccount, { password: "other" }),
    );
    expect(account).not.toContain(secret);
    expect(account).toContain('    password: "***" - not "other"');
    expect(() => assertNoReceivedCommand(module, addRecipient)).toThrow(
      expect.objectContaining({ code: "RECEIVED" }),
    );
  });

  it("refuses an argument that the command does not have", async () => {
    await sendMail("Stopped");
    const wrong = { adress: "a@example.org" } as object;
    expect(() => expect(module).toHaveReceivedCommand(addRecipient, wrong)).toThrow(
      'Option "adress" is no option. Is address meant?',
    );
    expect(() => expect(module).not.toHaveReceivedCommand(addRecipient, wrong)).toThrow("adress");
  });
});

describe("toHaveNoLooseEnds", () => {
  it("says what verify says", () => {
    expect(module).toHaveNoLooseEnds();
    const takeBack = module.failNext("AT+CSQ");
    expect(module).not.toHaveNoLooseEnds();
    expect(() => expect(module).toHaveNoLooseEnds()).toThrow(/on AT\+CSQ never happened/);
    takeBack();
    expect(module).toHaveNoLooseEnds();
    expect(() => expect(module).not.toHaveNoLooseEnds()).toThrow("Expected loose ends");
  });
});
