import { getPinStatus, getSignalQuality } from "@qsmtp/protocol/commands";
import { describe, expect, test } from "vitest";
import { judge, told } from "./judge.ts";
import { note, open, quiet, send, stepsOf, within } from "./scenario.ts";

const twoMinutes = 120_000;
const everyThird = (await stepsOf("mail")).filter(({ at }) => at % 3 === 0);

describe.each([60_000, 200_000])("one answer late by %i ms", (lateMs) => {
  test.each(["queue", "drop"] as const)(
    "of a command leaves the module usable two minutes later, input while busy: %s",
    async (whileBusy) => {
      const session = await open({}, { whileBusy });
      const { fake, host, clock } = session;
      fake.on("AT+CSQ", { lateMs });
      const first = await clock.runUntil(quiet(host.execute(getSignalQuality())));
      expect(first).toMatchObject({ error: { code: "TIMEOUT" } });
      // Somebody goes on asking, and nobody waits for ever.
      for (let tries = 0; tries < 5; tries++) {
        await within(session, 2000, host.execute(getPinStatus(), { timeoutMs: 2000 }));
      }
      await clock.advance(lateMs);
      await clock.advance(twoMinutes);
      expect(await judge(fake, await send(session))).toBe("sent");
    },
  );

  test("and nothing asked meanwhile leaves the module usable", async () => {
    const session = await open();
    const { fake, host, clock } = session;
    fake.on("AT+CSQ", { lateMs });
    await clock.runUntil(quiet(host.execute(getSignalQuality(), { timeoutMs: 1000 })));
    await clock.advance(lateMs + twoMinutes);
    const call = host.execute(getSignalQuality(), { timeoutMs: 3000 });
    expect(await within(session, 3000, call)).toMatchObject({ value: { rssi: 22 } });
    expect(await judge(fake, await send(session))).toBe("sent");
  });

  describe.each(everyThird)("at step $name of a mail", ({ at }) => {
    test("is no lie, and two minutes later a mail goes out", async () => {
      const session = await open();
      const { fake, clock } = session;
      fake.on(/^/, { skip: at, lateMs });
      await judge(fake, await send(session));
      const before = fake.mail.delivered.length;
      await clock.advance(twoMinutes);
      expect(told(await send(session, { ...note, subject: "The next" }))).toBe("sent");
      expect(fake.mail.delivered).toHaveLength(before + 1);
    });
  });
});

test("a module that is silent for ten minutes and then comes back is usable again", async () => {
  const session = await open();
  const { fake, host, clock } = session;
  fake.on(/^/, { answer: "", times: Number.POSITIVE_INFINITY });
  await clock.runUntil(quiet(host.execute(getSignalQuality(), { timeoutMs: 1000 })));
  await clock.advance(600_000);
  fake.rules.clear();
  await clock.advance(twoMinutes);
  expect(await judge(fake, await send(session))).toBe("sent");
});
