import { asAsked } from "@qsmtp/fake-module";
import type { Command } from "@qsmtp/protocol";
import {
  deleteFile,
  findFiles,
  getEpsRegistration,
  getErrorReporting,
  getIdentity,
  getPinStatus,
  getSignalQuality,
  getSslVersion,
  listActiveContexts,
} from "@qsmtp/protocol/commands";
import { describe, expect, test } from "vitest";
import { judge } from "./judge.ts";
import { expectOwnAnswers } from "./own-answers.ts";
import { message, note, open, quiet, type Session, smtp, within } from "./scenario.ts";

const _there = "RAM:there.bin";
const missing = "RAM:missing.bin";

const questions: readonly (readonly [string, () => Command<unknown>, string])[] = [
  ["AT+CSQ", () => getSignalQuality(), "AT+CSQ"],
  ["AT+CPIN?", () => getPinStatus(), "AT+CPIN?"],
  ["AT+CMEE?", () => getErrorReporting(), "AT+CMEE?"],
  ["AT+CEREG?", () => getEpsRegistration(), "AT+CEREG?"],
  ["ATI", () => getIdentity(), "ATI"],
  ["AT+QIACT?", () => listActiveContexts(), "AT+QIACT?"],
  ["AT+QFLST", () => findFiles({ pattern: missing }), "AT+QFLST"],
  ["AT+QFDEL", () => deleteFile({ fileName: missing }), "AT+QFDEL"],
  ["a question of the SSL settings", () => getSslVersion({ sslContextId: 3 }), "AT+QSSLCFG"],
];
const ways = [
  { whileBusy: "queue", echoes: false, controlLines: false },
  { whileBusy: "queue", echoes: false, controlLines: true },
  { whileBusy: "queue", echoes: true, controlLines: false },
  { whileBusy: "drop", echoes: false, controlLines: false },
  { whileBusy: "drop", echoes: true, controlLines: true },
] as const;
const delays = [1100, 4000, 9000];

describe.each(ways)("input while busy: $whileBusy, echo: $echoes, DTR: $controlLines", (way) => {
  async function opened(): Promise<Session> {
    const session = await open({}, { whileBusy: way.whileBusy, controlLines: way.controlLines });
    session.fake.alwaysEchoes = way.echoes;
    session.fake.echo = way.echoes;
    return session;
  }

  describe.each(questions)("whose answer to %s is late", (_name, command, line) => {
    test.each(delays)("by %i ms: every later command gets its own answer", async (lateMs) => {
      const session = await opened();
      session.fake.on(line, { lateMs });
      const first = await within(
        session,
        1000,
        session.host.execute(command(), { timeoutMs: 1000 }),
      );
      expect(first).toMatchObject({ error: { code: "TIMEOUT" } });
      await expectOwnAnswers(session);
    });
  });

  test("three answers in a row are late: the fourth command gets its own", async () => {
    const session = await opened();
    session.fake.on(/CSQ|CPIN/, { lateMs: 2500, times: 3 });
    const options = { timeoutMs: 1000 };
    await within(session, 1000, session.host.execute(getSignalQuality(), options));
    await within(session, 1000, session.host.execute(getPinStatus(), options));
    await within(session, 1000, session.host.execute(getSignalQuality(), options));
    await expectOwnAnswers(session);
  });

  test("whatever is asked behind a late answer is late itself: nothing is mixed up", async () => {
    const session = await opened();
    session.fake.on(/^/, { lateMs: 2000, times: 6 });
    await within(session, 500, session.host.execute(getSignalQuality(), { timeoutMs: 500 }));
    await expectOwnAnswers(session);
  });

  test("an answer that never comes: every later command gets its own answer", async () => {
    const session = await opened();
    session.fake.on("AT+CSQ", { answer: "" });
    await within(session, 1000, session.host.execute(getSignalQuality(), { timeoutMs: 1000 }));
    await expectOwnAnswers(session);
  });

  test("a final result that is lost: every later command gets its own answer", async () => {
    const session = await opened();
    session.fake.on("AT+CSQ", { answer: "\r\n+CSQ: 1,99\r\n" });
    await within(session, 1000, session.host.execute(getSignalQuality(), { timeoutMs: 1000 }));
    await expectOwnAnswers(session);
  });

  test("an aborted command leaves its answer to nobody", async () => {
    const session = await opened();
    session.fake.on("AT+CPIN", { lateMs: 3000 });
    const reason = new Error("enough");
    const controller = new AbortController();
    session.clock.setTimeout(() => controller.abort(reason), 200);
    const call = session.host.execute(getPinStatus(), { signal: controller.signal });
    const result = await within(session, 200, call);
    expect(result).toMatchObject({ error: { code: "ABORTED", cause: reason } });
    await expectOwnAnswers(session);
  });
});

test.each([1500, 4000, 8000])(
  "another caller's answer that is late by %i ms while a mail is prepared changes nothing for it",
  async (lateMs) => {
    const session = await open();
    const { fake, host, clock } = session;
    const others: Promise<unknown>[] = [];
    fake.on("AT+CSQ", { lateMs });
    fake.on("AT+QSMTPATT=1,2", {
      begin: () => {
        others.push(quiet(host.execute(getSignalQuality(), { timeoutMs: 1000 })));
        others.push(quiet(host.execute(deleteFile({ fileName: missing }), { timeoutMs: 20_000 })));
      },
    });
    const result = await clock.runUntil(quiet(host.mail.send(message)));
    expect(await judge(fake, result)).toBe("sent");
    expect(others).toHaveLength(2);
    await expect(others[0]).rejects.toMatchObject({ code: "TIMEOUT" });
    const absent = await Promise.allSettled([others[1]]);
    expect(absent).toMatchObject([
      { reason: { code: expect.stringMatching(/COMMAND_FAILED|TIMEOUT/) } },
    ]);
  },
);

test("a monitor whose answers are late now and then disturbs no mail", async () => {
  const session = await open();
  const { fake, host, clock } = session;
  const mails = 25;
  let polls = 0;
  let ended = false;
  const late = [1000, 2600, 4100, 5900];
  for (let at = 0; at < 400; at++) {
    fake.on("AT+CSQ", { skip: at * 33, lateMs: late[at % late.length] });
  }
  const poll = (): void => {
    if (ended) return;
    polls += 1;
    quiet(host.execute(getSignalQuality(), { timeoutMs: 1000 }));
    quiet(host.execute(deleteFile({ fileName: missing }), { timeoutMs: 1000 }));
    clock.setTimeout(poll, 150);
  };
  poll();
  for (let at = 0; at < mails; at++) {
    const mail = { ...note, subject: `Mail ${at}` };
    const result = await clock.runUntil(quiet(host.mail.send(mail)));
    expect(result, mail.subject).toMatchObject({ value: { outcome: "sent" } });
    const arrived = fake.mail.delivered.filter(({ subject }) => subject === mail.subject);
    expect(arrived).toMatchObject([asAsked(mail, smtp)]);
  }
  ended = true;
  expect(polls).toBeGreaterThan(mails);
});
