import { PdpActivationError } from "@qsmtp/client";
import type { Settled } from "@qsmtp/fake-module";
import { describe, expect, test } from "vitest";
import { judge } from "./judge.ts";
import { note, open, plainSmtp, type Session, send } from "./scenario.ts";

const minute = 60_000;

/** How often a command line was worked on. */
function count({ fake }: Session, line: string): number {
  return fake.executed.filter((one) => one.line === line).length;
}

/** The error that kept the context down, wherever it stands among the causes. */
function activationError(result: Settled<unknown>): PdpActivationError {
  const { cause } = (result as { error: Error }).error;
  expect(cause).toBeInstanceOf(PdpActivationError);
  return cause as PdpActivationError;
}

/** Each mail has one try, so that the first failure shows. */
async function openPlain(pdp: object = {}): Promise<Session> {
  return await open({ smtp: plainSmtp, pdp, retry: false });
}

async function sendNote(session: Session): Promise<Settled<unknown>> {
  return await send(session, note);
}

describe("an idle context", () => {
  test("is taken down after 30 minutes, and comes back with the next mail", async () => {
    const session = await openPlain();
    const { fake, clock } = session;
    expect((await sendNote(session)).how).toBe("resolved");
    await clock.advance(29 * minute);
    expect([...fake.network.active]).toEqual([1]);
    await clock.advance(2 * minute);
    expect([...fake.network.active]).toEqual([]);
    expect((await sendNote(session)).how).toBe("resolved");
    expect(fake.mail.delivered).toHaveLength(2);
    expect([...fake.network.active]).toEqual([1]);
  });

  test("counts from the last mail", async () => {
    const session = await openPlain();
    await sendNote(session);
    await session.clock.advance(20 * minute);
    await sendNote(session);
    await session.clock.advance(20 * minute);
    expect([...session.fake.network.active]).toEqual([1]);
    expect(count(session, "AT+QIDEACT=1")).toBe(0);
  });

  test("stays up when it was up before we came", async () => {
    const session = await openPlain();
    session.fake.network.active.add(1);
    await sendNote(session);
    await session.clock.advance(120 * minute);
    expect([...session.fake.network.active]).toEqual([1]);
    await session.clock.runUntil(session.host.close());
    expect([...session.fake.network.active]).toEqual([1]);
  });

  test("stays up with idleTimeoutMs: false", async () => {
    const session = await openPlain({ idleTimeoutMs: false });
    await sendNote(session);
    await session.clock.advance(120 * minute);
    expect([...session.fake.network.active]).toEqual([1]);
  });

  test("stays up while a mail's result is open, and is taken down after it", async () => {
    const session = await openPlain({ idleTimeoutMs: 2 * minute });
    const { fake, clock } = session;
    fake.mail.plans.push({ ms: 9 * minute, result: "0,0" });
    const result = await send(session, note, { timeoutMs: 90_000 });
    expect(result).toMatchObject({ error: { outcome: "unknown" } });
    await clock.advance(6 * minute);
    expect([...fake.network.active]).toEqual([1]);
    await clock.advance(3 * minute);
    const error = (result as { error: { finalOutcome: Promise<string> } }).error;
    expect(await error.finalOutcome).toBe("sent");
    expect([...fake.network.active]).toEqual([1]);
    await clock.advance(3 * minute);
    expect([...fake.network.active]).toEqual([]);
  });

  test("leaves no timer behind", async () => {
    const session = await openPlain();
    await sendNote(session);
    await session.clock.runUntil(session.host.close());
    expect(session.timers.pending).toBe(0);
    const before = session.fake.executed.length;
    await session.clock.advance(120 * minute);
    expect(session.fake.executed).toHaveLength(before);
  });

  test("leaves no timer behind when the connection is lost", async () => {
    const session = await openPlain();
    await sendNote(session);
    session.fake.wire.unplug();
    await session.clock.advance(1000);
    expect(session.timers.pending).toBe(0);
  });

  test("that cannot be taken down is no failure, and is tried again", async () => {
    const session = await openPlain({ idleTimeoutMs: 10 * minute });
    const { fake, clock } = session;
    fake.on("AT+QIDEACT=1", { execute: false, answer: "\r\nERROR\r\n" });
    await sendNote(session);
    await clock.advance(11 * minute);
    expect([...fake.network.active]).toEqual([1]);
    await clock.advance(10 * minute);
    expect([...fake.network.active]).toEqual([]);
    expect((await sendNote(session)).how).toBe("resolved");
  });

  test.each([0, 5, 10, 100, 1000, 20_000])(
    "a mail that begins %i ms into a slow deactivation goes out",
    async (afterMs) => {
      const session = await openPlain({ idleTimeoutMs: 10 * minute });
      const { fake, clock } = session;
      fake.on("AT+QIDEACT=1", { lateMs: 15_000 });
      await sendNote(session);
      const last = clock.now();
      await clock.advance(last + 10 * minute + afterMs - clock.now());
      expect((await sendNote(session)).how).toBe("resolved");
      expect(fake.mail.delivered).toHaveLength(2);
    },
  );
});

describe("a context that is no use", () => {
  test("shown as active and dropped by the network, it is brought up anew", async () => {
    const session = await openPlain();
    session.fake.network.active.add(1);
    session.fake.network.contexts.dead.add(1);
    expect(await judge(session.fake, await sendNote(session), note, plainSmtp)).toBe("sent");
    expect(count(session, "AT+QIDEACT=1")).toBe(1);
  });

  test("is found out after a minute without mail, not within it", async () => {
    const session = await openPlain();
    const { fake, clock } = session;
    await sendNote(session);
    await clock.advance(30_000);
    const asked = count(session, "AT+CGACT?");
    expect((await sendNote(session)).how).toBe("resolved");
    expect(count(session, "AT+CGACT?")).toBe(asked);
    await clock.advance(61_000);
    fake.network.contexts.dead.add(1);
    expect((await sendNote(session)).how).toBe("resolved");
    expect(count(session, "AT+CGACT?")).toBe(asked + 1);
    expect(fake.mail.delivered).toHaveLength(3);
  });

  test("without an address it is brought up anew", async () => {
    const session = await openPlain();
    session.fake.network.active.add(1);
    session.fake.network.contexts.withoutAddress.add(1);
    expect(await judge(session.fake, await sendNote(session), note, plainSmtp)).toBe("sent");
  });

  test("on firmware that lists no address it is believed", async () => {
    const session = await openPlain();
    session.fake.network.active.add(1);
    session.fake.on("AT+QIACT?", { answer: "\r\n+QIACT: 1,1,1\r\n\r\nOK\r\n", times: 9 });
    expect(await judge(session.fake, await sendNote(session), note, plainSmtp)).toBe("sent");
    expect(count(session, "AT+QIDEACT=1")).toBe(0);
  });

  test("told by pdpdeact it comes back with the next mail", async () => {
    const session = await openPlain();
    const { fake, clock } = session;
    await sendNote(session);
    fake.network.active.delete(1);
    fake.print('\r\n+QIURC: "pdpdeact",1\r\n');
    await clock.advance(1000);
    expect((await sendNote(session)).how).toBe("resolved");
    expect(fake.mail.delivered).toHaveLength(2);
    // As the vendor has it: deactivate first.
    const lines = fake.executed.map(({ line }) => line);
    const again = lines.lastIndexOf("AT+QIACT=1");
    expect(lines.slice(0, again)).toContain("AT+QIDEACT=1");
  });

  test("pdpdeact of another context is not about ours", async () => {
    const session = await openPlain();
    await sendNote(session);
    session.fake.print('\r\n+QIURC: "pdpdeact",2\r\n');
    await session.clock.advance(1000);
    expect((await sendNote(session)).how).toBe("resolved");
    expect(count(session, "AT+QIDEACT=1")).toBe(0);
  });
});

describe("an activation that fails says why", () => {
  test("not attached: attaching is tried, and helps", async () => {
    const session = await openPlain();
    session.fake.network.contexts.attached = false;
    expect(await judge(session.fake, await sendNote(session), note, plainSmtp)).toBe("sent");
    expect(count(session, "AT+CGATT=1")).toBe(1);
  });

  test("not attached, and attaching does not help", async () => {
    const session = await openPlain();
    Object.assign(session.fake.network.contexts, { attached: false, canAttach: false });
    const error = activationError(await sendNote(session));
    expect(error).toMatchObject({ reason: "notAttached", retryable: true, needsRestart: false });
  });

  test("no access point", async () => {
    const session = await openPlain();
    session.fake.network.contexts.apns.clear();
    const error = activationError(await sendNote(session));
    expect(error).toMatchObject({ reason: "apn", fault: "caller", permanent: true });
    expect(error.moduleError).toMatchObject({ name: "apnNotConfigured" });
  });

  test("no access point where the network chooses one: that is not the reason", async () => {
    const session = await openPlain();
    const { contexts } = session.fake.network;
    contexts.apns.set(1, "");
    contexts.bearer = undefined;
    // The module says nothing of the access point.
    contexts.failures.push(561, 561);
    const first = activationError(await sendNote(session));
    expect(first).toMatchObject({ reason: "apn", retryable: true });
    contexts.active.add(1);
    expect((await sendNote(session)).how).toBe("resolved");
    contexts.active.delete(1);
    contexts.failures.push(561, 561);
    const later = activationError(await sendNote(session));
    expect(later).toMatchObject({ reason: "unexplained", needsRestart: true });
  });

  test.each([
    ["AT+CGACT or PPP on the same number, beside LTE's own", 2],
    ["AT+CGACT or PPP on LTE's own number", 1],
  ])("used by others: %s", async (_what, contextId) => {
    const session = await openPlain({ contextId, apn: "internet" });
    session.fake.network.contexts.others.add(contextId);
    const error = activationError(await sendNote(session));
    expect(error).toMatchObject({ reason: "usedByOthers", contextId });
    // What LTE keeps up by itself looks the same, and a restart may help there.
    expect(error.needsRestart).toBe(contextId === 1);
    expect(error.hint).toContain("another pdp.contextId");
    expect(session.fake.network.contexts.others.has(contextId)).toBe(true);
    expect(count(session, `AT+QIDEACT=${contextId}`)).toBe(0);
  });

  test("used by others on 2G and 3G, which keep no connection by themselves", async () => {
    const session = await openPlain();
    const { network } = session.fake;
    network.status.CEREG = 0;
    network.contexts.bearer = undefined;
    network.contexts.others.add(1);
    const error = activationError(await sendNote(session));
    expect(error).toMatchObject({ reason: "usedByOthers", needsRestart: false });
  });

  test("three contexts are active: none of them is taken down", async () => {
    const session = await openPlain({ contextId: 5, apn: "internet" });
    for (const id of [1, 2, 3]) session.fake.network.active.add(id);
    const error = activationError(await sendNote(session));
    expect(error).toMatchObject({ reason: "tooManyContexts", needsRestart: false });
    expect(error.message).toContain("contexts 1, 2, 3");
    expect([...session.fake.network.active]).toEqual([1, 2, 3]);
  });

  test("the one connection of the SIM is taken", async () => {
    const session = await openPlain({ contextId: 2, apn: "internet" });
    session.fake.network.active.add(9);
    session.fake.network.contexts.bearer = 9;
    session.fake.network.contexts.failures.push(561, 561);
    const error = activationError(await sendNote(session));
    expect(error).toMatchObject({ reason: "otherConnection", needsRestart: false });
    expect(error.message).toContain("context 9");
  });

  test("all is as it should be: the manual says restart", async () => {
    const session = await openPlain();
    session.fake.network.contexts.bearer = undefined;
    session.fake.network.contexts.failures.push(561, 561);
    const error = activationError(await sendNote(session));
    expect(error).toMatchObject({ reason: "unexplained", needsRestart: true, retryable: true });
    // The next mail tries again.
    expect((await sendNote(session)).how).toBe("resolved");
  });

  test("a module that answers none of the questions still ends typed", async () => {
    const session = await openPlain();
    session.fake.network.contexts.failures.push(561, 561);
    const times = Number.POSITIVE_INFINITY;
    session.fake.on(/^AT\+(CGATT\?|C?CREG|CGACT|QICSGP|QIGETERROR)/, {
      answer: "\r\nERROR\r\n",
      times,
    });
    const error = activationError(await sendNote(session));
    expect(error).toMatchObject({ code: "PDP_ACTIVATION_FAILED", reason: "unexplained" });
  });
});
