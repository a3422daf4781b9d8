import type { RecoveryEvent } from "@qsmtp/client";
import { getSignalQuality } from "@qsmtp/protocol/commands";
import { describe, expect, test } from "vitest";
import { codeOf, judge, told } from "./judge.ts";
import { note, open, quiet, type Session, send, stepsOf, unplugFor, within } from "./scenario.ts";

const steady = { firstDelayMs: 500, maxDelayMs: 8000, jitter: 0 };
const mailSteps = await stepsOf("mail");
const orderAt = mailSteps.findIndex(({ line }) => line.startsWith("AT+QSMTPPUT="));

function watch({ host }: Session): RecoveryEvent[] {
  const events: RecoveryEvent[] = [];
  host.onRecovery((event) => events.push(event));
  return events;
}

function stepsIn(events: readonly RecoveryEvent[]): string[] {
  const steps = events.flatMap((event) => (event.type === "step" ? [event.step] : []));
  return steps.filter((step, at) => step !== steps[at - 1]);
}

describe("a connection that is lost", () => {
  test.each(mailSteps.filter(({ at }) => at % 4 === 1))(
    "at step $name of a mail ends it at once, and the next mail goes out over a new one",
    async ({ at }) => {
      const session = await open({ reconnect: steady });
      const { fake, host, clock } = session;
      let lostMs = 0;
      fake.on(/^/, {
        skip: at,
        begin: () => {
          lostMs = clock.now();
          unplugFor(session, 3000);
        },
      });
      const first = await send(session);
      expect(first.atMs - lostMs).toBeLessThan(50);
      // What is lost while the module is being cleaned costs no receipt; two more steps come before.
      const isOver = at > orderAt + 2;
      expect(codeOf(first)).toBe(isOver ? undefined : "CONNECTION_LOST");
      const expected = isOver ? "sent" : at > orderAt ? "unknown" : "not-sent";
      expect(await judge(fake, first)).toBe(expected);
      const before = fake.mail.delivered.length;
      expect(told(await send(session, { ...note, subject: "The next" }))).toBe("sent");
      expect(fake.mail.delivered).toHaveLength(before + 1);
      await clock.runUntil(host.close());
      expect(fake.files.names).toEqual([]);
      expect(session.timers.pending).toBe(0);
    },
  );

  test("is waited for by a mail that comes while it is away", async () => {
    const session = await open({ reconnect: steady });
    unplugFor(session, 40_000);
    await session.clock.advance(10);
    expect(session.host.connected).toBe(false);
    expect(await judge(session.fake, await send(session))).toBe("sent");
    expect(session.host.connected).toBe(true);
  });

  test("that stays away fails a mail as that, at its deadline", async () => {
    const session = await open({ reconnect: steady });
    unplugFor(session, 10_000_000);
    await session.clock.advance(10);
    const call = session.host.mail.send(note, { timeoutMs: 60_000 });
    expect(await within(session, 60_000, call)).toMatchObject({
      error: { code: "CONNECTION_LOST", outcome: "not-sent", retryable: true },
    });
  });

  test("fails a command at once while it is away", async () => {
    const session = await open({ reconnect: steady });
    unplugFor(session, 60_000);
    await session.clock.advance(10);
    const call = await within(session, 0, session.host.execute(getSignalQuality()));
    expect(codeOf(call)).toBe("CONNECTION_LOST");
  });

  test("is tried again with growing pauses, each told with its reason", async () => {
    const session = await open({ reconnect: steady });
    const events = watch(session);
    unplugFor(session, 20_000);
    await session.clock.advance(60_000);
    const pauses = events.flatMap((event) => (event.type === "waiting" ? [event.delayMs] : []));
    expect(pauses).toEqual([500, 1000, 2000, 4000, 8000, 8000]);
    expect(events.every(({ reason }) => reason === "the connection to the module is gone")).toBe(
      true,
    );
    expect(stepsIn(events)).toEqual(["reopen", "fence", "set-up"]);
    expect(events.at(-1)?.type).toBe("recovered");
  });

  test("ends the module for good after as many tries as allowed", async () => {
    const session = await open({ reconnect: { ...steady, maxAttempts: 3 } });
    const events = watch(session);
    unplugFor(session, 10_000_000);
    await session.clock.advance(60_000);
    expect(await Promise.race([session.host.closed, "open"])).toMatchObject({
      code: "CONNECTION_LOST",
    });
    expect(events.at(-1)?.type).toBe("given-up");
    const call = await within(session, 0, session.host.mail.send(note));
    expect(call).toMatchObject({ error: { code: "CONNECTION_LOST", outcome: "not-sent" } });
    await session.clock.runUntil(session.host.close());
    expect(session.timers.pending).toBe(0);
  });

  test.each([true, false])("is set up again until that works, recovery %s", async (recovery) => {
    const session = await open({ reconnect: steady, recovery });
    const { fake, clock, host } = session;
    fake.on("AT+CMEE=1", { times: 3, answer: "\r\nERROR\r\n", execute: false });
    unplugFor(session, 1000);
    await clock.advance(60_000);
    expect(host.restarted).toBe(false);
    expect(told(await send(session))).toBe("sent");
  });

  test("ends the module at once where nobody asked for another", async () => {
    const session = await open();
    unplugFor(session, 1000);
    await session.clock.advance(60_000);
    expect(await Promise.race([session.host.closed, "open"])).toMatchObject({
      code: "CONNECTION_LOST",
    });
  });

  test("does not keep close() waiting, nor does a port that is being opened", async () => {
    const session = await open({ reconnect: steady });
    session.fake.wire.openFails = () => new Promise(() => {});
    session.fake.wire.unplug();
    await session.clock.advance(5000);
    await within(session, 100, session.host.close());
    expect(session.timers.pending).toBe(0);
  });

  test("behind an order does not lose its result: it comes over the next", async () => {
    const session = await open({ reconnect: steady });
    const { fake, clock } = session;
    fake.mail.plans.push({ ms: 20_000 });
    fake.on("AT+QSMTPPUT", { end: () => clock.setTimeout(() => unplugFor(session, 2000), 3000) });
    const first = await send(session);
    expect(first).toMatchObject({ error: { code: "CONNECTION_LOST", outcome: "unknown" } });
    const { finalOutcome } = (first as { error: { finalOutcome: Promise<string> } }).error;
    expect(await clock.runUntil(finalOutcome)).toMatchObject({ value: "sent" });
    expect(fake.mail.delivered).toHaveLength(1);
    expect(told(await send(session, note))).toBe("sent");
  });

  test("with another module behind the new one: nothing of the first is believed", async () => {
    const session = await open({ reconnect: steady });
    const { fake, clock, host } = session;
    fake.mail.plans.push({ result: undefined, delivers: true });
    fake.on("AT+QSMTPPUT", {
      end: () => {
        fake.restart();
        fake.on("AT+CGSN", { answer: "\r\n861234567890999\r\n\r\nOK\r\n" });
        unplugFor(session, 2000);
      },
    });
    const first = await send(session);
    expect(first).toMatchObject({ error: { outcome: "unknown" } });
    const second = await send(session, note);
    expect(told(second)).toBe("sent");
    expect(host.info.imei).toBe("861234567890999");
    await clock.runUntil(host.close());
  });
});

describe("a module that hangs", () => {
  const quick = { jitter: 0 };

  test("is reopened, reset, and works again", async () => {
    const session = await open({ reconnect: steady, recovery: quick });
    const { fake, host, clock } = session;
    const events = watch(session);
    fake.hang({ hears: true });
    const call = await clock.runUntil(quiet(host.execute(getSignalQuality(), { timeoutMs: 1000 })));
    expect(codeOf(call)).toBe("TIMEOUT");
    expect(await judge(fake, await send(session))).toBe("sent");
    expect(stepsIn(events)).toEqual(
      expect.arrayContaining(["fence", "escape", "reopen", "set-up", "reset"]),
    );
    expect(fake.restarts).toBe(1);
    expect(events.at(-1)?.type).toBe("recovered");
  });

  test("again soon after its reset is not reset again before three looks", async () => {
    const session = await open({ recovery: quick });
    const { fake, clock, host } = session;
    const resetMs: number[] = [];
    host.onRecovery((event) => {
      if (event.type === "step" && event.step === "reset") resetMs.push(event.atMs);
    });
    for (let hangs = 0; hangs < 2; hangs++) {
      fake.hang({ hears: true });
      await clock.runUntil(quiet(host.execute(getSignalQuality(), { timeoutMs: 1000 })));
      await clock.advance(hangs === 0 ? 400_000 : 3_600_000);
    }
    expect(resetMs).toHaveLength(2);
    expect((resetMs[1] ?? 0) - (resetMs[0] ?? 0)).toBeGreaterThanOrEqual(1_800_000);
  });

  test("behind a port that takes no bytes is not told to be reset", async () => {
    const session = await open({ recovery: quick });
    const { fake, clock, host } = session;
    const events = watch(session);
    fake.wire.stall();
    await clock.runUntil(quiet(host.execute(getSignalQuality(), { timeoutMs: 1000 })));
    await clock.advance(400_000);
    const failed = events.filter((event) => event.type === "failed" && event.step === "reset");
    expect(failed).toHaveLength(1);
  });

  test("and hears nothing is given to the power hook, at the pace of the manual", async () => {
    const calledMs: number[] = [];
    const session = await open({
      recovery: quick,
      power: async () => {
        calledMs.push(session.clock.now());
      },
    });
    const { fake, host, clock } = session;
    fake.hang({ hears: false });
    const startedMs = clock.now();
    await clock.runUntil(quiet(host.execute(getSignalQuality(), { timeoutMs: 1000 })));
    await clock.advance(10 * 3_600_000);
    expect(calledMs.length).toBe(3);
    expect((calledMs[0] ?? 0) - startedMs).toBeLessThan(400_000);
    const gaps = calledMs.slice(1).map((atMs, at) => atMs - (calledMs[at] ?? 0));
    for (const gapMs of gaps) expect(gapMs).toBeGreaterThanOrEqual(1_800_000);
  });

  test("comes back by the power hook", async () => {
    const session = await open({ recovery: quick, power: async () => session.fake.powerCycle() });
    session.fake.hang({ hears: false });
    expect(await judge(session.fake, await send(session, undefined, { timeoutMs: 900_000 }))).toBe(
      "sent",
    );
  });

  test("gives up loudly, and is tried again by the next call", async () => {
    const session = await open({ recovery: quick });
    const { fake, host, clock } = session;
    const events = watch(session);
    fake.hang({ hears: false });
    await clock.runUntil(quiet(host.execute(getSignalQuality(), { timeoutMs: 1000 })));
    await clock.advance(10 * 3_600_000);
    expect(events.at(-1)?.type).toBe("given-up");
    fake.powerCycle();
    await clock.advance(60_000);
    expect(await judge(fake, await send(session))).toBe("sent");
  });

  test.each([
    ["where the port was opened anew meanwhile", { reconnect: steady, recovery: quick }],
    ["where it was not", { recovery: quick }],
  ])(
    "that was given up and comes back without a word takes the next mail, %s",
    async (_, options) => {
      const session = await open(options);
      const { fake, host, clock } = session;
      const events = watch(session);
      fake.hang({ hears: false });
      await clock.runUntil(quiet(host.execute(getSignalQuality(), { timeoutMs: 1000 })));
      // Mails that nobody can send are no reason to stop.
      for (let hours = 0; hours < 12; hours++) {
        expect(told(await send(session, note, { timeoutMs: 600_000 }))).toBe("not-sent");
        await clock.advance(3_000_000);
      }
      expect(events.some(({ type }) => type === "given-up")).toBe(true);
      fake.wakeUp();
      await clock.advance(3_600_000);
      expect(await judge(fake, await send(session))).toBe("sent");
      await within(session, 10_000, host.close());
      expect(session.timers.pending).toBe(0);
    },
  );

  test("is left alone where recovery is off", async () => {
    const session = await open({ recovery: false, power: async () => session.fake.powerCycle() });
    const events = watch(session);
    session.fake.hang({ hears: true });
    await session.clock.runUntil(
      quiet(session.host.execute(getSignalQuality(), { timeoutMs: 1000 })),
    );
    await session.clock.advance(3_600_000);
    expect(session.fake.restarts).toBe(0);
    expect(events).toEqual([]);
  });

  test("is not restarted while it may be sending a mail", async () => {
    const session = await open({ recovery: quick });
    const { fake, clock } = session;
    fake.on("AT+QSMTPPUT", {
      end: (module) => module.later(100, () => module.hang({ hears: true })),
    });
    const first = await send(session);
    expect(told(first)).toBe("unknown");
    const startedMs = first.atMs;
    fake.rules.clear();
    await clock.advance(330_000);
    expect(fake.restarts, `restarted ${clock.now() - startedMs} ms after the order`).toBe(0);
  });

  test("and a power hook that hangs or throws does not stop the rest", async () => {
    let calls = 0;
    const session = await open({
      recovery: quick,
      power: () => {
        calls++;
        return calls === 1 ? Promise.reject(new Error("relay")) : new Promise(() => {});
      },
    });
    const events = watch(session);
    session.fake.hang({ hears: false });
    await session.clock.runUntil(
      quiet(session.host.execute(getSignalQuality(), { timeoutMs: 1000 })),
    );
    await session.clock.advance(10 * 3_600_000);
    expect(calls).toBe(3);
    const failed = events.filter((event) => event.type === "failed" && event.step === "power");
    expect(failed).toHaveLength(3);
    expect(events.at(-1)?.type).toBe("given-up");
    await within(session, 10_000, session.host.close());
    expect(session.timers.pending).toBe(0);
  });
});

test("a context that cannot be had although all is right restarts the module once", async () => {
  const session = await open({ recovery: { jitter: 0 } });
  const { fake } = session;
  fake.on("AT+QIACT=1", { times: 9, execute: false, answer: "\r\nERROR\r\n" });
  const call = await send(session);
  await judge(fake, call);
  expect(fake.restarts).toBeLessThanOrEqual(1);
});
