import { traceToFieldsLogger, traceToJsonLines, traceToTextLogger } from "@qsmtp/client";
import type { PlainTraits } from "@qsmtp/protocol";
import {
  enterPin,
  getPinStatus,
  getSignalQuality,
  setPdpContext,
  setSmtpAccount,
} from "@qsmtp/protocol/commands";
import { describe, expect, test } from "vitest";
import { note, open, quiet, type Session, send, smtp } from "./scenario.ts";
import { piecesIn } from "./tapped.ts";

/** Nothing of it stands in our own words. */
const password = "xQ7-weir_Zk41";
const account = { ...smtp, auth: { user: "logger", pass: password } };
const line = `AT+QSMTPCFG="account","logger","${password}"`;
const readBack = `+QSMTPCFG: "account","logger","${password}"`;

/** All that people may come to see of a session. */
class Seen {
  readonly texts: string[] = [];
  readonly #sinks = [
    traceToJsonLines((text) => this.texts.push(text)),
    traceToTextLogger({ debug: (text) => this.texts.push(text) }),
    traceToFieldsLogger({
      debug: (fields, text) => this.texts.push(JSON.stringify([fields, text])),
    }),
  ];

  async open(): Promise<Session> {
    const session = await open({
      smtp: account,
      pdp: { apn: "internet", user: "u", pass: "Apn.Gate/88" },
      onTrace: (event) => {
        this.texts.push(JSON.stringify(event));
        for (const sink of this.#sinks) sink(event);
      },
    });
    session.host.onUnknownLine((text) => this.texts.push(text));
    return session;
  }

  add(value: unknown): void {
    if (!(value instanceof Error)) {
      this.texts.push(JSON.stringify(value) ?? "");
      return;
    }
    this.texts.push(value.message, value.stack ?? "", JSON.stringify(value));
    if (value.cause !== undefined) this.add(value.cause);
  }

  /** Three characters in a row may be an accident. */
  expectNothingOf(secret: string): void {
    expect(piecesIn(this.texts.join("\n"), secret)).toEqual([]);
  }
}

/** One character lost, doubled or another, at a few places. */
function damaged(text: string, secret: string): string[] {
  const start = text.indexOf(secret);
  const places = [0, 2, 5, 8, secret.length - 1].map((at) => start + at);
  return [2, start - 1, start + secret.length, ...places].flatMap((at) => {
    const [head, character, tail] = [text.slice(0, at), text[at] ?? "", text.slice(at + 1)];
    return [head + tail, head + character + character + tail, `${head}#${tail}`];
  });
}

function cutInTwo(text: string, secret: string): string[] {
  const start = text.indexOf(secret);
  return [1, 4, 8].map((at) => `${text.slice(0, start + at)}\r\n${text.slice(start + at)}`);
}

const base64 = Buffer.from(password).toString("base64");
const plain = Buffer.from(`\0logger\0${password}`).toString("base64");

const printed: readonly string[] = [
  line,
  line.toLowerCase(),
  readBack,
  ...damaged(line, password),
  ...damaged(readBack, password),
  ...cutInTwo(line, password),
  ...cutInTwo(readBack, password),
  ...[password, ...damaged(password, password).slice(15, 18)].flatMap((secret) => [
    `noise ${secret} noise`,
    `+CUSD: 0,"${secret}"`,
    `+QIND: "${secret}"`,
    `+CME ERROR: ${secret}`,
    `+CME ERROR: cannot take ${secret} here`,
    `+NEW: ${secret}`,
    `+CSQ: 20AT+QSMTPCFG="account","logger","${secret}"`,
  ]),
  `+CME ERROR: invalid ${line}`,
  `334 ${base64}`,
  `AUTH PLAIN ${plain}`,
  `+FOO: ${plain.slice(0, 9)}${plain.slice(10)}`,
];

/** When a line is printed beside the answer of a command. */
const places: readonly (readonly [string, string])[] = [
  ["the account is set", 'AT+QSMTPCFG="account",'],
  ["the account is read back", 'AT+QSMTPCFG="account"'],
  ["another setting is read back", 'AT+QSMTPCFG="smtpserver"'],
  ["the mail is ordered", "AT+QSMTPPUT"],
];

describe.each(places)("while %s", (_what, command) => {
  test.each(printed.map((text) => [text.replaceAll(password, "***"), text]))(
    "a line like %j shows no secret to anybody",
    async (_name, text) => {
      for (const how of ["around", "instead"] as const) {
        const seen = new Seen();
        const session = await seen.open();
        const lineOf = `\r\n${text}\r\n`;
        const around = { before: lineOf, after: lineOf };
        session.fake.on(command, how === "instead" ? { answer: lineOf } : around);
        const result = await send(session, note, { timeoutMs: 90_000 });
        seen.add(result.how === "rejected" ? result.error : result);
        await session.clock.runUntil(quiet(session.host.close()));
        seen.expectNothingOf(password);
        seen.expectNothingOf(base64);
        seen.expectNothingOf(plain.slice(12));
      }
    },
  );
});

test.each(["lost", "doubled", "flipped"] as const)(
  "an echo of which any one byte is %s shows no secret",
  async (change) => {
    for (let at = 0; at < line.length; at++) {
      const seen = new Seen();
      const session = await seen.open();
      let garbled = 0;
      session.fake.wire.toHost = (text) => {
        const place = text.indexOf(line) + at;
        if (place < at) return text;
        garbled++;
        const byte = text[place] ?? "";
        const flipped = String.fromCharCode(byte.charCodeAt(0) ^ 4);
        const put = { lost: "", doubled: byte + byte, flipped }[change];
        return text.slice(0, place) + put + text.slice(place + 1);
      };
      session.fake.echo = true;
      const known = setSmtpAccount({ username: "logger", password });
      // The first echo that is back tells of a restart.
      for (const command of [getPinStatus(), known, getPinStatus()]) {
        const call = session.host.execute<unknown, PlainTraits>(command, { timeoutMs: 9000 });
        const result = await session.clock.runUntil(quiet(call));
        seen.add(result.how === "rejected" ? result.error : result);
      }
      await session.clock.runUntil(quiet(session.host.close()));
      expect(garbled).toBeGreaterThan(0);
      seen.expectNothingOf(password);
    }
  },
);

test("passwords of access points and PINs are no less secret", async () => {
  const apn = "Apn.Gate/88";
  const commands = [
    setPdpContext({ contextId: 3, type: 1, apn: "a", username: "u", password: apn }),
    enterPin({ pin: "480213" }),
  ];
  const lines = [`AT+QICSGP=3,1,"a","u","${apn}",0`, 'AT+CPIN="480213"', "AT+CPIN=480213"];
  for (const command of commands) {
    for (const [at, text] of lines.entries()) {
      const secret = at === 0 ? apn : "480213";
      for (const shown of [text, ...damaged(text, secret), `+CME ERROR: ${text}`]) {
        const seen = new Seen();
        const session = await seen.open();
        // The session knows both, as one that has sent them.
        for (const known of commands) {
          const call = session.host.execute(known, { timeoutMs: 5000 });
          const result = await session.clock.runUntil(quiet(call));
          seen.add(result.how === "rejected" ? result.error : result);
        }
        session.fake.on("AT+", { before: `\r\n${shown}\r\n` });
        const call = session.host.execute(command, { timeoutMs: 5000 });
        const result = await session.clock.runUntil(quiet(call));
        seen.add(result.how === "rejected" ? result.error : result);
        await session.clock.runUntil(quiet(session.host.close()));
        seen.expectNothingOf(secret);
      }
    }
  }
});

test("the password of an earlier program is not shown either, though nobody knows it", async () => {
  const theirs = "Th3irs-Kq90zz";
  for (const form of [theirs, ...damaged(theirs, theirs)]) {
    for (const command of ['AT+QSMTPCFG="account"', 'AT+QSMTPCFG="smtpserver"', "AT+CREG?"]) {
      const seen = new Seen();
      const session = await seen.open();
      session.fake.on(command, {
        before: `\r\n+QSMTPCFG: "account","them","${form}"\r\nAT+QSMTPCFG="account","them","${form}"\r\n+QSMTPCF: "account","them","${form}"\r\n`,
      });
      const result = await send(session, note, { timeoutMs: 90_000 });
      seen.add(result.how === "rejected" ? result.error : result);
      await session.clock.runUntil(quiet(session.host.close()));
      seen.expectNothingOf(theirs);
    }
  }
});

test("what a mail and a file hold is shown by its length only, also when it comes back", async () => {
  const seen = new Seen();
  const session = await seen.open();
  const { fake } = session;
  const text = "The gate of weir 41\r\nis open since noon\r\nand nobody knows why.";
  const content = "level;41\r\ngate;open-wide\r\n";
  const mail = { ...note, text, attachments: [{ filename: "a.csv", content }] };
  const back = `\r\n${text}\r\n${content}\r\n${text.slice(3, 30)}#${text.slice(31)}\r\n`;
  fake.on(/^AT\+QSMTP(ATT|PUT)/, { before: back, after: back, times: 9 });
  const result = await send(session, mail, { timeoutMs: 90_000 });
  seen.add(result.how === "rejected" ? result.error : result);
  // And line by line, when no call is about it any more.
  fake.print(`\r\n${text}\r\n${content}\r\n`);
  await session.clock.advance(1000);
  await session.clock.runUntil(quiet(session.host.close()));
  const all = seen.texts.join("\n");
  // The last byte goes by itself.
  expect(all).toContain(`<${text.length - 1} bytes of data>`);
  for (const piece of ["gate of", "since noon", "nobody knows", "level;41", "open-wide"]) {
    expect(all).not.toContain(piece);
  }
});

test("an error that quotes a line which does not read quotes no secret with it", async () => {
  for (const secret of [password, ...damaged(password, password).slice(9)]) {
    const seen = new Seen();
    const session = await seen.open();
    expect(await send(session, note)).toMatchObject({ how: "resolved" });
    session.fake.on("AT+CSQ", { answer: `\r\n+CSQ: 20${secret}\r\n\r\nOK\r\n` });
    const call = session.host.execute(getSignalQuality(), { timeoutMs: 5000 });
    const result = await session.clock.runUntil(quiet(call));
    expect(result).toMatchObject({ error: { code: "UNEXPECTED_REPLY" } });
    seen.add(result.how === "rejected" ? result.error : result);
    await session.clock.runUntil(quiet(session.host.close()));
    seen.expectNothingOf(password);
  }
});
