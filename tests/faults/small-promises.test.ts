import { uploadFile } from "@qsmtp/protocol/commands";
import { describe, expect, test } from "vitest";
import { expectClean, expectNoSecret, judge, told } from "./judge.ts";
import { message, note, open, password, quiet, send } from "./scenario.ts";

interface Rest {
  readonly leftBehind?: readonly string[];
  readonly draftLeftBehind?: boolean;
}

function restOf(result: unknown): Rest {
  const end = result as { value?: Rest; error?: Rest };
  return end.value ?? end.error ?? {};
}

const refused = { execute: false, answer: "\r\n+CME ERROR: 998\r\n" };

test("a draft that is left stays told, also by a mail that fails before it has one", async () => {
  const session = await open();
  const { fake } = session;
  const times = Number.POSITIVE_INFINITY;
  fake.on("AT+QSMTPPUT", { end: (module) => module.on("AT+QSMTPCLR", { ...refused, times }) });
  const first = await send(session);
  expect(told(first)).toBe("sent");
  expect(restOf(first).draftLeftBehind).toBe(true);
  fake.network.sim = "SIM PIN";
  const second = await send(session, note);
  expect(told(second)).toBe("not-sent");
  expect(restOf(second).draftLeftBehind).toBe(true);
});

describe("what could not be removed once is tried again", () => {
  test.each(["AT+QFDEL", "AT+QSMTPCLR"])(
    "%s, by the end of the mail or by close()",
    async (line) => {
      const session = await open();
      const { fake, host, clock } = session;
      fake.on("AT+QSMTPPUT", { end: (module) => module.on(line, { ...refused, times: 1 }) });
      expect(await judge(fake, await send(session))).toBe("sent");
      await clock.runUntil(quiet(host.close()));
      expectClean(fake);
    },
  );

  test("a file that is refused for the whole mail, by close()", async () => {
    const session = await open();
    const { fake, host, clock } = session;
    fake.on("AT+QFDEL", { ...refused, times: Number.POSITIVE_INFINITY });
    const result = await send(session);
    expect(told(result)).toBe("sent");
    const left = fake.files.names;
    for (const { filename } of message.attachments ?? []) {
      if (left.includes(`RAM:${filename}`)) {
        expect(restOf(result).leftBehind).toContain(`RAM:${filename}`);
      }
    }
    fake.rules.clear();
    await clock.runUntil(quiet(host.close()));
    expectClean(fake);
  });
});

test.each([3200, 4400, 4600])(
  "files that do not fit into %i bytes with the CA are refused before the first upload",
  async (ramBytes) => {
    const session = await open({}, { ramBytes });
    expect(told(await send(session))).toBe("not-sent");
    const lines = session.fake.executed.map(({ line }) => line);
    expect(lines.filter((line) => /^AT\+QFUPL.*(photo1|levels1)/.test(line))).toEqual([]);
  },
);

test("a garbled echo or read-back of the account is masked everywhere", async () => {
  const seen: string[] = [];
  const session = await open({ onTrace: (event) => seen.push(JSON.stringify(event)) });
  const { fake, host } = session;
  host.onUnknownLine((text) => seen.push(text));
  fake.on('AT+QSMTPCFG="account"', {
    before: `AT+QSMTPCF="account","logger","${password}"\r`,
    after: `\r\n+QSMTPCF: "account","logger","${password}"\r\n+CUSD: 0,"${password}"\r\n`,
    times: 3,
  });
  const result = await send(session);
  if (result.how === "rejected") expectNoSecret(result.error, password);
  else expect(JSON.stringify(result)).not.toContain(password);
  expect(seen.filter((text) => text.includes(password))).toEqual([]);
});

test("sixty mails in a row leave no timer and no file", async () => {
  const session = await open();
  const { fake, host, clock, timers } = session;
  for (let at = 0; at < 60; at++) {
    expect(told(await send(session, { ...note, subject: `Mail ${at}` }))).toBe("sent");
  }
  expect(fake.mail.delivered).toHaveLength(60);
  await clock.runUntil(quiet(host.close()));
  expectClean(fake);
  expect(timers.pending).toBe(0);
});

test("an upload by execute() is whole, with acknowledgements and without", async () => {
  for (const ackMode of [true, false]) {
    const session = await open();
    const payload = Uint8Array.from({ length: 5000 }, (_, at) => (at * 7) % 256);
    const fileName = "RAM:own.bin";
    const command = uploadFile({ fileName, sizeBytes: 5000, timeoutSeconds: 20, ackMode });
    const call = quiet(session.host.execute(command, { payload }));
    expect(await session.clock.runUntil(call)).toMatchObject({ value: { uploadedBytes: 5000 } });
    expect(session.fake.files.stored.get(fileName)).toHaveLength(5000);
  }
});
