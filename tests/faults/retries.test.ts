import type { MailReceipt, OrderInfo, SendOptions } from "@qsmtp/client";
import { describe, expect, test } from "vitest";
import { codeOf, judge, told } from "./judge.ts";
import { message, note, open, openOn, quiet, send, within } from "./scenario.ts";

const noJitter = { jitter: 0 };

function linesOf(session: Awaited<ReturnType<typeof open>>, start: string): number {
  return session.fake.executed.filter(({ line }) => line.startsWith(start)).length;
}

describe("an order that was not carried out", () => {
  test.each(["653,0", "667,450", "660,421"])(
    "with %s is given again by itself, draft and files untouched",
    async (result) => {
      const session = await open({ retry: noJitter });
      session.fake.mail.plans.push({ result, delivers: false });
      const call = await send(session);
      expect(await judge(session.fake, call)).toBe("sent");
      const { attempts, warnings } = (call as { value: MailReceipt }).value;
      expect(attempts).toBe(2);
      expect(JSON.stringify(warnings)).toContain(result);
      expect(linesOf(session, "AT+QSMTPPUT=")).toBe(2);
      expect(linesOf(session, "AT+QSMTPBODY=")).toBe(1);
      expect(linesOf(session, "AT+QIDEACT")).toBe(0);
    },
  );

  test("the second time is given on a context made anew", async () => {
    const session = await open({ retry: noJitter });
    for (let at = 0; at < 2; at++) {
      session.fake.mail.plans.push({ result: "653,0", delivers: false });
    }
    expect(await judge(session.fake, await send(session))).toBe("sent");
    expect(linesOf(session, "AT+QSMTPPUT=")).toBe(3);
    expect(linesOf(session, "AT+QIDEACT=1")).toBe(1);
  });

  test("is given three times at most, and fails as the last time", async () => {
    const session = await open({ retry: noJitter });
    for (const result of ["653,0", "653,0", "667,450", "0,0"]) {
      session.fake.mail.plans.push({ result, delivers: result === "0,0" });
    }
    const call = await send(session);
    expect(call).toMatchObject({ error: { retryable: true, serverError: { code: 450 } } });
    expect(await judge(session.fake, call)).toBe("not-sent");
  });

  test.each(["677,535", "678,550", "664,0"])("with %s is not given again", async (result) => {
    const session = await open();
    session.fake.mail.plans.push({ result, delivers: false });
    const call = await send(session);
    expect(await judge(session.fake, call)).toBe("not-sent");
    expect(linesOf(session, "AT+QSMTPPUT=")).toBe(1);
  });

  test.each(["654,0", "656,0", "658,354", "651,0"])(
    "with %s, of which nobody knows, is not given again",
    async (result) => {
      const session = await open();
      session.fake.mail.plans.push({ result, delivers: true });
      expect(await judge(session.fake, await send(session))).toBe("unknown");
      expect(linesOf(session, "AT+QSMTPPUT=")).toBe(1);
    },
  );

  test("is not given again once the mail's time does not suffice", async () => {
    const session = await open({ retry: noJitter });
    session.fake.mail.plans.push({ ms: 30_000, result: "653,0", delivers: false });
    const call = session.host.mail.send(message, { timeoutMs: 90_000 });
    const result = await within(session, 90_000, call);
    expect(result).toMatchObject({ error: { code: "SEND_FAILED", outcome: "not-sent" } });
    expect(linesOf(session, "AT+QSMTPPUT=")).toBe(1);
  });

  test("is given with a draft written anew where another one lies there", async () => {
    const session = await open({ retry: noJitter });
    const { fake } = session;
    fake.mail.plans.push({ result: "653,0", delivers: false });
    fake.on("AT+QSMTPDST?", { skip: 1, answer: "\r\nOK\r\n" });
    expect(await judge(fake, await send(session))).toBe("sent");
    expect(linesOf(session, "AT+QSMTPBODY=")).toBe(2);
    expect(linesOf(session, 'AT+QFUPL="RAM:photo1.bin"')).toBe(1);
  });

  test("ends at an abort in the pause, with nothing left", async () => {
    const session = await open({ retry: { jitter: 0, firstDelayMs: 60_000 } });
    const { fake, host, clock } = session;
    const giveUp = new AbortController();
    fake.mail.plans.push({ result: "653,0", delivers: false });
    const call = host.mail.send(message, { signal: giveUp.signal });
    clock.setTimeout(() => giveUp.abort(new Error("enough")), 20_000);
    const result = await within(session, 40_000, call);
    expect(result).toMatchObject({ error: { code: "ABORTED", outcome: "not-sent" } });
    expect(fake.files.names).toEqual([]);
    expect(await judge(fake, result)).toBe("not-sent");
  });
});

describe("a mail of which nobody knows whether it went out", () => {
  test("is sent again where the caller wants it, and the receipt says so", async () => {
    const session = await open({ resendUnknown: true });
    session.fake.mail.plans.push({ result: "654,0", delivers: true });
    const call = await send(session);
    expect(told(call)).toBe("sent");
    expect(JSON.stringify((call as { value: MailReceipt }).value.warnings)).toContain(
      "may arrive twice",
    );
    expect(session.fake.mail.delivered).toHaveLength(2);
  });

  test("stays unknown when the second try does not go out", async () => {
    const session = await open();
    const { fake } = session;
    fake.mail.plans.push({ result: "654,0", delivers: true });
    fake.mail.plans.push({ result: "677,535", delivers: false });
    const call = await send(session, message, { resendUnknown: true });
    expect(await judge(fake, call)).toBe("unknown");
  });

  test("is not sent again when the late result says that it went out", async () => {
    const session = await open({ resendUnknown: true });
    const { fake } = session;
    fake.mail.plans.push({ ms: 335_000, result: "0,0" });
    const call = await send(session);
    expect(await judge(fake, call)).toBe("sent");
  });
});

describe("beforeOrder", () => {
  test("is awaited straight before the first byte of the order", async () => {
    const session = await open();
    const { fake, clock } = session;
    const infos: OrderInfo[] = [];
    const call = await send(session, message, {
      sendSeconds: 120,
      beforeOrder: async (info) => {
        infos.push(info);
        const before = fake.executed.length;
        await new Promise<void>((resolve) => clock.setTimeout(resolve, 3000));
        expect(fake.executed.length).toBe(before);
        expect(linesOf(session, "AT+QSMTPPUT=")).toBe(0);
        expect(fake.mail.draft.recipients).toHaveLength(2);
      },
    });
    expect(await judge(fake, call)).toBe("sent");
    expect(infos).toMatchObject([{ sendSeconds: 120, attempt: 1 }]);
    expect(Math.abs((infos[0]?.orderedAt ?? 0) - Date.now())).toBeLessThan(600_000);
  });

  test.each([
    [
      "throws",
      () => {
        throw new Error("disk full");
      },
    ],
    ["rejects", () => Promise.reject(new Error("disk full"))],
  ])(
    "that %s means: not sent, no byte of the order written, nothing left",
    async (_how, beforeOrder) => {
      const session = await open();
      const call = await send(session, message, { beforeOrder });
      expect(call).toMatchObject({
        error: { code: "ABORTED", outcome: "not-sent", cause: { message: "disk full" } },
      });
      expect(await judge(session.fake, call)).toBe("not-sent");
      expect(linesOf(session, "AT+QSMTPPUT=")).toBe(0);
      expect(session.fake.files.names).toEqual([]);
    },
  );

  test("that never ends is bounded by the mail's time", async () => {
    const session = await open();
    const call = session.host.mail.send(message, {
      timeoutMs: 90_000,
      beforeOrder: () => new Promise(() => {}),
    });
    const result = await within(session, 105_000, call);
    expect(result).toMatchObject({ error: { code: "TIMEOUT", outcome: "not-sent" } });
    expect(linesOf(session, "AT+QSMTPPUT=")).toBe(0);
  });

  test("is awaited before each order", async () => {
    const session = await open({ retry: noJitter });
    session.fake.mail.plans.push({ result: "653,0", delivers: false });
    const attempts: number[] = [];
    await send(session, message, { beforeOrder: ({ attempt }) => void attempts.push(attempt) });
    expect(attempts).toEqual([1, 2]);
  });
});

describe("an order of a process that died", () => {
  /** Orders a mail and forgets the host as it is; the module goes on. */
  async function crashInOrder(sendMs: number, result: string | undefined = "0,0") {
    const first = await open();
    const { fake, clock } = first;
    let orderedAt = 0;
    fake.mail.plans.push({ ms: sendMs, result });
    void send(first, message, {
      beforeOrder: (info) => {
        orderedAt = info.orderedAt;
      },
    });
    await clock.advance(10_000);
    expect(fake.mail.orders).toHaveLength(1);
    return { session: await openOn(first), orderedAt, sendSeconds: 300 };
  }

  test.each([
    ["0,0", "sent"],
    ["677,535", "not-sent"],
    ["654,0", "unknown"],
  ])("is waited for: %s tells %s, and the next mail goes out", async (result, outcome) => {
    const { session, orderedAt, sendSeconds } = await crashInOrder(60_000, result);
    const earlier = session.host.mail.awaitEarlierOrder({ orderedAt, sendSeconds });
    const next = session.host.mail.send(note);
    expect(await session.clock.runUntil(earlier)).toMatchObject({ value: outcome });
    expect(told(await session.clock.runUntil(next))).toBe("sent");
    const delivered = session.fake.mail.delivered;
    expect(delivered.at(-1)?.subject).toBe(note.subject);
    expect(delivered[0]?.attachments ?? []).toHaveLength(
      outcome === "not-sent" ? 0 : outcome === "sent" ? 2 : 0,
    );
  });

  test("whose result was told to nobody is unknown, at once", async () => {
    const { session, orderedAt, sendSeconds } = await crashInOrder(1000);
    await session.clock.advance(60_000);
    const earlier = session.host.mail.awaitEarlierOrder({ orderedAt, sendSeconds });
    expect(await within(session, 5000, earlier)).toMatchObject({ value: "unknown" });
  });

  test("is not waited for longer than its result can take", async () => {
    const { session, sendSeconds } = await crashInOrder(86_000_000);
    const orderedAt = new Date(Date.now() - 3_600_000);
    const earlier = session.host.mail.awaitEarlierOrder({ orderedAt, sendSeconds });
    expect(await within(session, 65_000, earlier)).toMatchObject({ value: "unknown" });
  });

  test("can be given up", async () => {
    const { session, orderedAt, sendSeconds } = await crashInOrder(200_000);
    const giveUp = new AbortController();
    const earlier = session.host.mail.awaitEarlierOrder({
      orderedAt,
      sendSeconds,
      signal: giveUp.signal,
    });
    session.clock.setTimeout(() => giveUp.abort(new Error("enough")), 1000);
    const result = await within(session, 1000, earlier);
    expect(codeOf(result)).toBe("ABORTED");
  });

  test("with a time that is none is refused", async () => {
    const session = await open();
    const earlier = session.host.mail.awaitEarlierOrder({
      orderedAt: Number.NaN,
      sendSeconds: 300,
    });
    expect(codeOf(await within(session, 0, earlier))).toBe("INVALID_OPTION");
  });

  test("is not given the result of a mail of this process", async () => {
    const session = await open();
    const { fake, host, clock } = session;
    fake.mail.plans.push({ result: "677,535", delivers: false });
    const own = host.mail.send(message);
    const earlier = host.mail.awaitEarlierOrder({ orderedAt: Date.now(), sendSeconds: 300 });
    expect(told(await clock.runUntil(quiet(own)))).toBe("not-sent");
    expect(await clock.runUntil(earlier)).toMatchObject({ value: "unknown" });
  });
});

describe("an option of send that would not be used", () => {
  test.each([
    [{ beforOrder: () => undefined }, /beforOrder.*beforeOrder/],
    [{ retry: { retries: 1 } }, /retry\.retries/],
    [{ beforeOrder: 5 }, /beforeOrder must be a function/],
    [{ resendUnknown: "yes" }, /resendUnknown/],
  ])("is refused before the module is touched: %j", async (options, words) => {
    const session = await open();
    const before = session.fake.executed.length;
    const call = await send(session, message, options as unknown as SendOptions);
    expect(call).toMatchObject({ error: { code: "INVALID_OPTION", outcome: "not-sent" } });
    expect(String((call as { error: Error }).error.message)).toMatch(words);
    expect(session.fake.executed.length).toBe(before);
  });
});
