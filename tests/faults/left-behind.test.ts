import { deleteFile, findFiles, getPinStatus, getSignalQuality } from "@qsmtp/protocol/commands";
import { describe, expect, test } from "vitest";
import { allOf, open, type Session, within } from "./scenario.ts";

const there = "RAM:there.bin";
const missing = "RAM:missing.bin";
const steady = { firstDelayMs: 500, maxDelayMs: 8000, jitter: 0 };
const places = Array.from({ length: 32 }, (_, at) => at);

/** Commands whose answers cannot be taken for one another, asked in a row. */
async function expectOwnAnswers({ fake, host, clock }: Session): Promise<void> {
  fake.files.stored.set(there, "x".repeat(1234));
  const options = { timeoutMs: 90_000 };
  const [found, absent, deleted, pin, signal] = await allOf(clock, [
    host.execute(findFiles({ pattern: there }), options),
    host.execute(deleteFile({ fileName: missing }), options),
    host.execute(deleteFile({ fileName: there }), options),
    host.execute(getPinStatus(), options),
    host.execute(getSignalQuality(), options),
  ]);
  expect(found).toMatchObject({ value: { files: [{ name: there, sizeBytes: 1234 }] } });
  expect(absent).toMatchObject({ reason: { moduleError: { code: 418 } } });
  expect(deleted).toMatchObject({ status: "fulfilled" });
  expect(pin).toMatchObject({ value: { code: "READY" } });
  expect(signal).toMatchObject({ value: { rssi: 22 } });
}

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
