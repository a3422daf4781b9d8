import assert from "node:assert/strict";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { asRead } from "./as-read.fixture.ts";
import { createMailbox } from "./mail/mailbox.ts";
import type { MailCarrier, OutgoingMail } from "./mail/outgoing-mail.ts";
import {
  createSimulatedModule,
  type SimulatedModule,
  type SimulatedModuleOptions,
} from "./simulated-module.ts";
import { TestHost } from "./test-host.fixture.ts";

const secret = "Grundwasser-4711";

let module: SimulatedModule;

async function startAndSend(options: SimulatedModuleOptions = {}): Promise<void> {
  module = createSimulatedModule({ family: asRead, connectDelayMs: 0, ...options });
  const host = new TestHost();
  module.attach(host.farEnd);
  for (const line of [
    `AT+QICSGP=1,1,"internet","robot","${secret}",1`,
    `AT+QSSLCFG="clientkey",1,"UFS:key.pem","${secret}"`,
    `AT+QSMTPCFG="account","robot","${secret}"`,
    `AT+QSMTPCFG="account","robot","${secret}`,
    'AT+QSMTPCFG="smtpserver","mail.example.org",25',
    'AT+QSMTPDST=1,1,"a@example.org"',
    "AT+QIACT=1",
    "AT+QSMTPPUT=60",
  ]) {
    host.ask(line);
  }
  await vi.advanceTimersByTimeAsync(0);
}

beforeEach(async () => {
  vi.useFakeTimers();
  await startAndSend();
  expect(module.mailbox.mails).toHaveLength(1);
});

afterEach(() => {
  module.dispose();
  vi.useRealTimers();
});

/** All ways in which a value reaches a terminal or a log when nobody asks for the secret. */
function printed(value: unknown): string[] {
  const ways = [
    inspect(value, { depth: Infinity }),
    inspect(value, { depth: Infinity, showHidden: true }),
    inspect(value, { depth: Infinity, getters: true }),
    JSON.stringify(value) ?? "",
    messageOf(() => assert.deepEqual(value, { other: true })),
    messageOf(() => assert.equal(value, { other: true })),
    messageOf(() => expect(value).toEqual({ other: true })),
    messageOf(() => expect(value).toStrictEqual([])),
    messageOf(() => expect(value).toHaveLength(77)),
    messageOf(() => expect(value).toMatchObject({ other: true })),
    messageOf(() => expect([value]).toContainEqual({ other: true })),
  ];
  // What vitest prints below the message is made by these, in its reporter.
  expect.extend({
    toBePrinted(received: unknown) {
      ways.push(this.utils.diff(received, { other: true }, { expand: true }) ?? "");
      ways.push(this.utils.stringify(received, 100, { maxLength: 1e6 }));
      return { pass: true, message: () => "" };
    },
  });
  (expect(value) as unknown as { toBePrinted: () => void }).toBePrinted();
  return ways;
}

function messageOf(assertion: () => void): string {
  try {
    assertion();
  } catch (error) {
    return `${error}\n${inspect(error, { depth: Infinity })}`;
  }
  return expect.unreachable();
}

describe("a failing assertion", () => {
  it.each<[string, () => object | undefined, string]>([
    ["mailbox.mails", () => module.mailbox.mails, "robot"],
    ["mailbox.last", () => module.mailbox.last, "robot"],
    ["the account", () => module.mailbox.last?.raw.account, "robot"],
    ["received", () => module.received, '"account'],
    ["a command", () => module.received[2], "***"],
    ["the mail settings", () => module.settings.smtp, "robot"],
    ["a context", () => module.settings.pdp(1), "robot"],
    ["an SSL setting", () => module.settings.ssl(1, "clientkey"), "key.pem"],
    ["all settings", () => module.settings, "robot"],
  ])("prints no secret of %s", (_name, value, shown) => {
    for (const text of printed(value())) expect(text).not.toContain(secret);
    expect(JSON.stringify(value())).toContain(JSON.stringify(shown).slice(1, -1));
  });

  it("prints no secret of the module", () => {
    expect(inspect(module, { depth: 12 })).not.toContain(secret);
  });

  it("prints no secret of the mail that another carrier gets", async () => {
    const mails: OutgoingMail[] = [];
    const carrier: MailCarrier = {
      deliver: async (mail) => {
        mails.push(mail);
        return { error: 0, protocolError: 0 };
      },
    };
    await startAndSend({ carrier });
    for (const text of printed(mails)) expect(text).not.toContain(secret);
    expect(mails.map(({ account }) => account?.pass)).toEqual([secret]);
  });

  it("prints no secret of a mail that somebody else handed in", async () => {
    const { raw = expect.unreachable() } = module.mailbox.last ?? {};
    const mailbox = createMailbox();
    const account = { user: "robot", pass: secret };
    await mailbox.deliver({ ...raw, account }, new AbortController().signal);
    for (const text of printed(mailbox.last)) expect(text).not.toContain(secret);
    expect(mailbox.last?.raw.account?.pass).toBe(secret);
    expect(Object.keys(account)).toEqual(["user", "pass"]);
  });

  it("prints the secret of an object that has it in the open, so that this test can fail", () => {
    const open = printed({ pass: secret }).filter((text) => text.includes(secret));
    expect(open.length).toBeGreaterThan(8);
  });
});

describe("a secret", () => {
  it("is had by its name", () => {
    expect(module.mailbox.last?.raw.account?.pass).toBe(secret);
    expect(module.mailbox.last).toMatchObject({ raw: { account: { pass: secret } } });
    expect(module.received[2]?.line).toContain(secret);
    expect(module.settings.smtp.password).toBe(secret);
    expect(module.settings.pdp(1)?.password).toBe(secret);
    expect(module.settings.ssl(1, "clientkey")?.passphrase).toBe(secret);
  });

  it("goes with a restart as before", () => {
    module.restart();
    expect(module.settings.smtp.password).toBe("");
    expect(module.settings.pdp(1)?.password).toBe(secret);
  });
});
