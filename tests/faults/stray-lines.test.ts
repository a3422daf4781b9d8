import type { Command } from "@qsmtp/protocol";
import {
  findFiles,
  getEpsRegistration,
  getFunctionality,
  getImei,
  getPacketRegistration,
  getPinStatus,
  getSignalQuality,
  getSimPresence,
  listActiveContexts,
  listRecipients,
} from "@qsmtp/protocol/commands";
import { describe, expect, test } from "vitest";
import { codeOf, judge, messageOf, told } from "./judge.ts";
import { message, open, quiet, send, within } from "./scenario.ts";

/** Lines that set something, each by its start; those that only ask have no value behind it. */
const settings = [
  /^AT\+QSMTPCFG="contextid",/,
  /^AT\+QSMTPCFG="ssltype",/,
  /^AT\+QSMTPCFG="sslctxid",/,
  /^AT\+QSSLCFG="sslversion",\d,/,
  /^AT\+QSSLCFG="ciphersuite",\d,/,
  /^AT\+QSSLCFG="seclevel",\d,/,
  /^AT\+QSSLCFG="ignorelocaltime",\d,/,
  /^AT\+QSSLCFG="cacert",\d,/,
  /^AT\+QSMTPCFG="smtpserver",/,
  /^AT\+QSMTPCFG="account",/,
  /^AT\+QSSLCFG="sni",\d,/,
  /^AT\+QSMTPCFG="sender",/,
  /^AT\+QSMTPDST=1,1/,
  /^AT\+QSMTPDST=1,2/,
  /^AT\+QSMTPSUB=/,
  /^AT\+QSMTPATT=1,1/,
  /^AT\+QSMTPATT=1,2/,
  /^AT\+QSMTPCLR/,
];

describe.each(settings)("a setting %s that fails", (start) => {
  test.each([
    ["behind a stray OK", "\r\nOK\r\n\r\nERROR\r\n"],
    ["behind a stray OK, with a number", "\r\nOK\r\n\r\n+CME ERROR: 664\r\n"],
    ["though OK is said", "\r\nOK\r\n"],
    ["in front of a stray OK", "\r\nERROR\r\n\r\nOK\r\n"],
  ])("%s never ends in another mail than was asked for", async (_how, answer) => {
    const session = await open();
    const always = Number.POSITIVE_INFINITY;
    session.fake.on(start, { execute: false, answer, times: always });
    await judge(session.fake, await send(session));
  });
});

test.each(["OK", "ERROR", "+CME ERROR: 664"])(
  "a stray %s while a mail is prepared never shifts what follows",
  async (stray) => {
    for (let delayMs = 5; delayMs < 700; delayMs += 23) {
      const session = await open();
      const { fake, host, clock } = session;
      const call = quiet(host.mail.send(message));
      clock.setTimeout(() => fake.print(`\r\n${stray}\r\n`), delayMs);
      await judge(fake, await clock.runUntil(call));
    }
  },
);

test.each(["OK", "ERROR", "+CSQ: 5,99", "+CPIN: SIM PIN"])(
  "a stray %s while nothing runs is no answer to what comes next",
  async (stray) => {
    const session = await open();
    const { fake, host, clock } = session;
    fake.print(`\r\n${stray}\r\n`);
    await clock.advance(100);
    const call = host.execute(getSignalQuality(), { timeoutMs: 20_000 });
    expect(await clock.runUntil(quiet(call))).toMatchObject({ value: { rssi: 22 } });
  },
);

const likeAnswers: readonly (readonly [string, string, () => Command<unknown>, object])[] = [
  ["+CPIN: NOT READY", "AT+CPIN?", () => getPinStatus(), { code: "READY" }],
  ["+CPIN: SIM PIN", "AT+CPIN?", () => getPinStatus(), { code: "READY" }],
  ["+CFUN: 0", "AT+CFUN?", () => getFunctionality(), { functionality: 1 }],
  ["+CFUN: 4", "AT+CFUN?", () => getFunctionality(), { functionality: 1 }],
  ["+QSIMSTAT: 1,0", "AT+QSIMSTAT?", () => getSimPresence(), { enabled: false, inserted: 1 }],
  ["+CEREG: 5", "AT+CEREG?", () => getEpsRegistration(), { status: 1 }],
  ["+CEREG: 0", "AT+CEREG?", () => getEpsRegistration(), { status: 1 }],
  ["+CGREG: 2", "AT+CGREG?", () => getPacketRegistration(), { status: 1 }],
  ['+CEREG: 5,"1A2B","01234567",7', "AT+CEREG?", () => getEpsRegistration(), { status: 1 }],
];

test.each(likeAnswers)(
  "the line %s by itself in front of the answer to %s is not the answer",
  async (line, asked, command, answer) => {
    const session = await open();
    const { fake, host, clock } = session;
    const urcs: unknown[] = [];
    host.onUrc((urc) => urcs.push(urc));
    fake.on(asked, { before: `\r\n${line}\r\n` });
    const call = host.execute(command(), { timeoutMs: 20_000 });
    expect(await clock.runUntil(quiet(call))).toMatchObject({ value: answer });
    expect(urcs).toHaveLength(1);
  },
);

test("a SIM that waits for its PIN is told as such behind a READY of the start", async () => {
  const session = await open();
  session.fake.network.sim = "SIM PIN";
  session.fake.on("AT+CPIN?", { before: "\r\n+CPIN: READY\r\n", times: 99 });
  const result = await send(session);
  expect([told(result), codeOf(result)]).toEqual(["not-sent", "SIM_NOT_READY"]);
});

test.each(["+QSTK: 1", "APP RDY", "^MODE: 5", "+FOO: 1", "123"])(
  "the line %s in front of a bare answer is no part of it",
  async (line) => {
    const session = await open();
    session.fake.on("AT+CGSN", { before: `\r\n${line}\r\n` });
    const call = session.host.execute(getImei(), { timeoutMs: 20_000 });
    const result = await session.clock.runUntil(quiet(call));
    if (result.how === "rejected") expect(codeOf(result)).toBe("UNEXPECTED_REPLY");
    else expect(JSON.stringify(result)).toContain("861234567890123");
  },
);

test.each<readonly [string, string, () => Command<unknown>]>([
  ["AT+QIACT?", '+QIACT: 1,,1,"10.0.0.1"', () => listActiveContexts()],
  ["AT+QIACT?", "+QIACT: 1", () => listActiveContexts()],
  ["AT+QFLST", '+QFLST: "UFS:ca.pem",1x00', () => findFiles({ pattern: "*" })],
  ["AT+QFLST", '+QFLST: "UFS:ca.pe', () => findFiles({ pattern: "*" })],
  ["AT+QSMTPDST?", '+QSMTPDST: x,"a@example.org"', () => listRecipients()],
])(
  "a list of %s with the broken line %s is an error, not shorter",
  async (asked, line, command) => {
    const session = await open();
    session.fake.on(asked, { before: `\r\n${line}\r\n` });
    const result = await within(
      session,
      20_000,
      session.host.execute(command(), { timeoutMs: 20_000 }),
    );
    expect(codeOf(result)).toBe("UNEXPECTED_REPLY");
  },
);

test.each(["+CSQ: 20", "+CSQ:\t20", "+CSQ: 20.5,99", "+CSQ: ,99"])(
  "the line %j that does not fit is named in the error",
  async (line) => {
    const session = await open();
    session.fake.on("AT+CSQ", { answer: `\r\n${line}\r\n\r\nOK\r\n` });
    const call = session.host.execute(getSignalQuality(), { timeoutMs: 20_000 });
    const result = await session.clock.runUntil(quiet(call));
    if (result.how === "resolved") return;
    expect(codeOf(result)).toBe("UNEXPECTED_REPLY");
    expect(messageOf(result)).not.toContain("no line");
    expect(messageOf(result)).toMatch(/20|99/);
  },
);
