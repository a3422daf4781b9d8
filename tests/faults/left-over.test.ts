import type * as Client from "@qsmtp/client";
import { asAsked } from "@qsmtp/fake-module";
import { afterAll, describe, expect, test, vi } from "vitest";
import { told } from "./judge.ts";
import {
  type Bench,
  bench,
  message,
  note,
  openOn,
  quiet,
  type Session,
  send,
  smtp,
  stepsOf,
  type TestMail,
} from "./scenario.ts";

const foreign = "UFS:keep.bin";

/** The next program opens the same module, over a transport of its own. */
async function openAnew(on: Bench, openModule: typeof Client.openModule): Promise<Session> {
  const options = { clock: on.timers, smtp, openTimeoutMs: 120_000 };
  const call = quiet(openModule(on.fake.wire.transport(), options));
  const opened = await on.clock.runUntil(call);
  expect(opened, "the module is opened anew").toMatchObject({ how: "resolved" });
  return { ...on, host: (opened as { value: Client.QsmtpModule }).value };
}

/** Another process knows nothing of what this one has in its memory. */
async function openInAnotherProcess(on: Bench): Promise<Session> {
  vi.resetModules();
  return openAnew(on, (await import("@qsmtp/client")).openModule);
}

async function openInThisProcess(on: Bench): Promise<Session> {
  return openAnew(on, (await import("@qsmtp/client")).openModule);
}

async function expectNextMail(session: Session, mail: TestMail = message): Promise<void> {
  const { fake, clock, host } = session;
  const before = fake.mail.delivered.length;
  const result = await send(session, mail);
  if (told(result) !== "sent") throw new Error("the next mail", { cause: result });
  const mails = fake.mail.delivered.slice(before).map(({ atMs: _atMs, ...rest }) => rest);
  expect(mails.at(-1)).toEqual(asAsked(mail, smtp));
  await clock.runUntil(host.close());
  expect(fake.files.names).toEqual([foreign]);
  expect(fake.mail.draft.recipients).toEqual([]);
}

async function begun(): Promise<{ on: Bench; session: Session }> {
  const on = bench();
  on.fake.files.stored.set(foreign, "k");
  return { on, session: await openOn(on) };
}

afterAll(() => {
  vi.resetModules();
});

const processes = [
  ["the same process", openInThisProcess],
  ["another process", openInAnotherProcess],
] as const;

describe.each(await stepsOf("mail"))("the port is lost at step $name of a mail", ({ at }) => {
  test.each(processes)("the next mail of %s goes out, and nothing is left", async (_who, next) => {
    const { on, session } = await begun();
    const { fake, clock } = on;
    fake.on(/^/, { skip: at, begin: ({ wire }) => wire.unplug() });
    told(await clock.runUntil(quiet(session.host.mail.send(message))));
    await clock.advance(5000);
    await expectNextMail(await next(on));
  });

  test("a mail without attachments of another process leaves nothing either", async () => {
    const { on, session } = await begun();
    on.fake.on(/^/, { skip: at, end: ({ wire }) => wire.unplug() });
    told(await on.clock.runUntil(quiet(session.host.mail.send(message))));
    await on.clock.advance(30_000);
    await expectNextMail(await openInAnotherProcess(on), note);
  });
});

describe.each([
  ["the CA", 'AT+QFUPL="RAM:', 0, 700],
  ["the first attachment", 'AT+QFUPL="RAM:photo1.bin"', 0, 100],
  ["the first attachment, later", 'AT+QFUPL="RAM:photo1.bin"', 0, 1500],
  ["the second attachment", 'AT+QFUPL="RAM:levels1.csv"', 0, 100],
  ["the text", "AT+QSMTPBODY", 0, 20],
])("the port is lost in the middle of %s", (_what, line, skip, byte) => {
  test.each(processes)("the next mail of %s goes out, and nothing is left", async (_who, next) => {
    const { on, session } = await begun();
    const { fake, clock } = on;
    // Bytes at this speed take 0.087 ms; CONNECT takes about 1 ms.
    const afterMs = 2 + byte * 0.087;
    fake.on(line, { skip, end: (module) => module.later(afterMs, () => module.wire.unplug()) });
    told(await clock.runUntil(quiet(session.host.mail.send(message))));
    await clock.advance(3000);
    await expectNextMail(await next(on));
  });
});

test.each(processes)(
  "the port is lost while a mail is sent: the next of %s goes out",
  async (_who, next) => {
    const { on, session } = await begun();
    const { fake, clock } = on;
    fake.mail.plans.push({ ms: 20_000 });
    fake.on("AT+QSMTPPUT", { end: (module) => module.later(1000, () => module.wire.unplug()) });
    const first = await clock.runUntil(quiet(session.host.mail.send(message)));
    expect(told(first)).toBe("unknown");
    await expectNextMail(await next(on));
    expect(fake.mail.delivered[0], "with its attachments").toMatchObject(asAsked(message, smtp));
  },
);

describe("close() in the middle of a mail", () => {
  test.each(["AT+QSMTPDST", "AT+QSMTPSUB", "AT+QSMTPATT=1,1", "AT+QSMTPATT=1,2"])(
    "at %s clears draft, files and the data connection within 10 s",
    async (line) => {
      const { on, session } = await begun();
      const { fake, clock } = on;
      const closing: { call?: Promise<void> } = {};
      fake.on(line, {
        begin: () => {
          closing.call = session.host.close();
        },
      });
      const result = await clock.runUntil(quiet(session.host.mail.send(message)));
      expect(told(result)).toBe("not-sent");
      const startedMs = clock.now();
      await clock.runUntil(closing.call ?? Promise.resolve());
      expect(clock.now() - startedMs).toBeLessThanOrEqual(10_050);
      expect(fake.files.names).toEqual([foreign]);
      expect(fake.mail.draft.recipients).toEqual([]);
      expect(fake.network.active.size).toBe(0);
      await expectNextMail(await openInThisProcess(on));
    },
  );
});

test("a daily mail with files of the same names goes out after three crashes in a row", async () => {
  const { on, session } = await begun();
  const { fake, clock } = on;
  let host = session.host;
  for (const line of ["AT+QSMTPATT=1,2", "AT+QFUPL", "AT+QSMTPSUB"]) {
    fake.on(line, { end: ({ wire }) => wire.unplug() });
    told(await clock.runUntil(quiet(host.mail.send(message))));
    await clock.advance(60_000);
    ({ host } = await openInAnotherProcess(on));
  }
  await expectNextMail({ ...on, host });
});

test("a module that has no download has its files read otherwise", async () => {
  const { on, session } = await begun();
  const { fake, clock } = on;
  fake.on(/^AT\+QFDWL/, { answer: "\r\nERROR\r\n", times: Number.POSITIVE_INFINITY });
  fake.on("AT+QSMTPATT=1,2", { end: ({ wire }) => wire.unplug() });
  told(await clock.runUntil(quiet(session.host.mail.send(message))));
  await expectNextMail(await openInAnotherProcess(on));
});

test("a module that knows no wildcard has its files asked for by name", async () => {
  const { on, session } = await begun();
  const { fake, clock } = on;
  const none = { answer: "\r\n+CME ERROR: 405\r\n", times: Number.POSITIVE_INFINITY };
  fake.on('AT+QFLST="RAM:*"', none);
  fake.on("AT+QSMTPATT=1,2", { end: ({ wire }) => wire.unplug() });
  told(await clock.runUntil(quiet(session.host.mail.send(message))));
  await expectNextMail(await openInAnotherProcess(on));
});
