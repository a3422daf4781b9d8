import { deleteFile, getSignalQuality } from "@qsmtp/protocol/commands";
import { describe, expect, test } from "vitest";
import { expectOwnAnswers } from "./own-answers.ts";
import { open, type Session, within } from "./scenario.ts";

const _there = "RAM:there.bin";
const missing = "RAM:missing.bin";
const steady = { firstDelayMs: 500, maxDelayMs: 8000, jitter: 0 };
const places = Array.from({ length: 32 }, (_, at) => at);

/** Comes back 500 ms later, at a moment that may decide what is asked first then. */
async function loseAndReturn({ fake, host, clock }: Session, place: number): Promise<void> {
  await clock.advance(place / 1000);
  fake.wire.unplug();
  await clock.advance(600);
  expect(host.connected).toBe(true);
}

describe.each(places)("a module that answers over the next connection, %i µs later", (place) => {
  test("what the lost one has asked: every later command gets its own answer", async () => {
    const session = await open({ reconnect: steady });
    const { fake, host, clock } = session;
    fake.on("AT+QFDEL", { lateMs: 5000 });
    const call = host.execute(deleteFile({ fileName: missing }), { timeoutMs: 1000 });
    expect(await within(session, 1000, call)).toMatchObject({ error: { code: "TIMEOUT" } });
    await clock.advance(3000);
    await loseAndReturn(session, place);
    await expectOwnAnswers(session);
  });
});

describe.each(places.map((at) => 30_000 + at * 1000))("an answer late by %i ms", (lateMs) => {
  test("that comes when a restart was asked for in vain is taken for no other", async () => {
    const session = await open({ recovery: { resetAfterMs: 1000 } });
    const { fake, host } = session;
    fake.on("AT+CSQ", { lateMs });
    fake.on("AT+CFUN=1,1", { answer: "\r\nERROR\r\n", execute: false });
    const call = host.execute(getSignalQuality(), { timeoutMs: 1000 });
    expect(await within(session, 1000, call)).toMatchObject({ error: { code: "TIMEOUT" } });
    await expectOwnAnswers(session);
  });
});
