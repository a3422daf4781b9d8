import { findFiles, getPinStatus } from "@qsmtp/protocol/commands";
import { describe, expect, test } from "vitest";
import { attachmentsOn, judge } from "./judge.ts";
import { allOf, message, note, open, quiet, type Session, send, stepsOf } from "./scenario.ts";

const steps = await stepsOf("mail");

/** What was said of the rest is so, and the next commands get their own answers. */
async function expectTrueRest(session: Session, result: unknown): Promise<void> {
  const { fake, host, clock } = session;
  const end = result as { value?: Rest; error?: Rest } | undefined;
  const rest = end?.value ?? end?.error;
  if (rest?.leftBehind !== undefined) {
    for (const name of attachmentsOn(fake)) expect(rest.leftBehind).toContain(name);
    const drafted = fake.mail.draft.recipients.length > 0;
    if (drafted) expect(rest.draftLeftBehind).toBe(true);
  }
  fake.files.stored.set("UFS:there.bin", "x".repeat(4321));
  const options = { timeoutMs: 60_000 };
  const [found, pin] = await allOf(clock, [
    host.execute(findFiles({ pattern: "UFS:there.bin" }), options),
    host.execute(getPinStatus(), options),
  ]);
  expect(found).toMatchObject({ value: { files: [{ sizeBytes: 4321 }] } });
  expect(pin).toMatchObject({ value: { code: "READY" } });
}

interface Rest {
  readonly leftBehind?: readonly string[];
  readonly draftLeftBehind?: boolean;
}

describe.each(steps)("step $name of a mail", ({ at }) => {
  test.each([3000, 11_000, 18_000, 32_000])("late by %i ms is no lie", async (lateMs) => {
    const session = await open();
    session.fake.on(/^/, { skip: at, lateMs });
    const result = await send(session);
    await expectTrueRest(session, result);
    await session.clock.advance(60_000);
    await expectTrueRest(session, undefined);
    await judge(session.fake, result);
  });

  test.each([
    ["is never answered", { answer: "" }],
    ["is answered ERROR", { execute: false, answer: "\r\nERROR\r\n" }],
    ["is answered by a number no table has", { execute: false, answer: "\r\n+CME ERROR: 998\r\n" }],
    ["is done, and answered ERROR", { answer: "\r\nERROR\r\n" }],
    ["loses its final result", { answer: (usual: string) => usual.replace(/\r\nOK\r\n$/, "") }],
  ])("that %s is no lie", async (_what, rule) => {
    const session = await open();
    session.fake.on(/^/, { skip: at, ...rule });
    const result = await send(session);
    await judge(session.fake, result);
    expect(await session.clock.runUntil(quiet(session.host.mail.send(note)))).toMatchObject({
      how: "resolved",
    });
  });

  test("from which on the line takes no bytes for 20 s is no lie", async () => {
    const session = await open();
    const { fake, clock } = session;
    fake.on(/^/, {
      skip: at,
      begin: ({ wire }) => {
        wire.stall();
        clock.setTimeout(() => wire.resume(), 20_000);
      },
    });
    const result = await send(session);
    await judge(fake, result);
    await expectTrueRest(session, undefined);
  });

  test("with an abort there is no lie, and nothing is left", async () => {
    const session = await open();
    const { fake, clock } = session;
    const controller = new AbortController();
    const reason = new Error("enough");
    fake.on(/^/, { skip: at, begin: () => controller.abort(reason) });
    const result = await send(session, message, { signal: controller.signal });
    await judge(fake, result);
    await clock.runUntil(quiet(session.host.close()));
    expect(fake.files.names).toEqual([]);
  });
});

test.each(["RAM:photo1.bin", "RAM:levels1.csv"])(
  "the result of the upload of %s late by 30 s is no lie",
  async (name) => {
    const session = await open();
    session.fake.on(`AT+QFUPL="${name}"`, { resultLateMs: 30_000 });
    const result = await send(session);
    await session.clock.advance(60_000);
    await expectTrueRest(session, result);
    await judge(session.fake, result);
  },
);

test("the result of the body late by 30 s is no lie", async () => {
  const session = await open();
  session.fake.on("AT+QSMTPBODY", { resultLateMs: 30_000 });
  const result = await send(session);
  await session.clock.advance(60_000);
  await expectTrueRest(session, result);
  await judge(session.fake, result);
});
