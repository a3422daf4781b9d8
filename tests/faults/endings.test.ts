import { isQsmtpError } from "@qsmtp/client";
import type { Settled } from "@qsmtp/fake-module";
import { activateContext, getSignalQuality, uploadFile } from "@qsmtp/protocol/commands";
import { TransportError } from "@qsmtp/transport";
import { describe, expect, test } from "vitest";
import { codeOf, judge, messageOf, told } from "./judge.ts";
import {
  begin,
  bench,
  message,
  note,
  open,
  openOn,
  plainSmtp,
  quiet,
  type Session,
  send,
  stepsOf,
  within,
} from "./scenario.ts";

/** The hint for a port that takes no bytes. */
const flowControl = /flow control|CTS/i;

function expectTyped(result: Settled<unknown>): void {
  expect(result.how).toBe("rejected");
  expect(isQsmtpError((result as { error: unknown }).error)).toBe(true);
}

describe("a port that takes no bytes", () => {
  test.each([500, 3000, 5000])(
    "fails the opening within %i ms, again and again",
    async (openTimeoutMs) => {
      const on = bench();
      on.fake.wire.stall();
      for (let tries = 0; tries < 3; tries++) {
        const result = await within(on, openTimeoutMs, begin(on, { openTimeoutMs }));
        expectTyped(result);
        expect(messageOf(result)).toMatch(flowControl);
        // A port that is opened anew does not take bytes either.
        on.fake.wire.stall();
      }
    },
  );

  test("lets an abort end the opening at once", async () => {
    const on = bench();
    on.fake.wire.stall();
    const controller = new AbortController();
    const reason = new Error("enough");
    on.clock.setTimeout(() => controller.abort(reason), 1000);
    const result = await within(on, 1000, begin(on, { signal: controller.signal }));
    expect(result).toMatchObject({ error: { code: "ABORTED", cause: reason } });
  });

  test("for 8 s only does not hold the opening beyond its 2 s", async () => {
    const on = bench();
    on.fake.wire.resolveLateMs = 8000;
    const result = await within(on, 2000, begin(on, { openTimeoutMs: 2000 }));
    // The bytes arrive all the same: whoever goes by the answers may open.
    if (result.how === "rejected") expectTyped(result);
  });

  test("from some moment on ends each call in its time, and close()", async () => {
    const session = await open();
    const { fake, host } = session;
    fake.wire.stall();
    for (let tries = 0; tries < 4; tries++) {
      const call = host.execute(getSignalQuality(), { timeoutMs: 1000 });
      expectTyped(await within(session, 1000, call));
    }
    const mail = host.mail.send(note, { timeoutMs: 5000, cleanupTimeoutMs: 2000 });
    const result = await within(session, 7000, mail);
    expect(told(result)).toBe("not-sent");
    await within(session, 10_000, host.close());
  });

  test("and takes them again after 20 s is usable again", async () => {
    const session = await open();
    const { fake, host, clock } = session;
    fake.wire.stall();
    clock.setTimeout(() => fake.wire.resume(), 20_000);
    for (let tries = 0; tries < 3; tries++) {
      await within(session, 1000, host.execute(getSignalQuality(), { timeoutMs: 1000 }));
    }
    await clock.advance(30_000);
    expect(await judge(fake, await send(session))).toBe("sent");
  });

  test.each([100, 1500, 2900])(
    "from byte %i of an upload on ends this and later calls",
    async (at) => {
      const session = await open();
      const { fake, host } = session;
      let seen = 0;
      fake.wire.onWrite = (text) => {
        if (fake.inDataMode) seen += text.length;
        if (fake.inDataMode && seen > at) fake.wire.stall();
      };
      const payload = new Uint8Array(3000).fill(120);
      const upload = uploadFile({ fileName: "RAM:big.bin", sizeBytes: 3000, timeoutSeconds: 20 });
      const call = host.execute(upload, { payload, timeoutMs: 8000 });
      expectTyped(await within(session, 8000, call));
      for (let tries = 0; tries < 3; tries++) {
        const next = host.execute(getSignalQuality(), { timeoutMs: 1000 });
        expectTyped(await within(session, 1000, next));
      }
      await within(session, 10_000, host.close());
    },
  );
});

describe.each(await stepsOf("mail"))("step $name of a mail", ({ at }) => {
  test("that is never answered ends the mail in its time", async () => {
    const session = await open();
    session.fake.on(/^/, { skip: at, answer: "", times: Number.POSITIVE_INFINITY });
    const options = { timeoutMs: 12_000, cleanupTimeoutMs: 4000 };
    const result = await within(session, 16_000, session.host.mail.send(message, options));
    await judge(session.fake, result);
    await within(session, 10_000, session.host.close());
    expect(session.timers.pending, "no timer is left").toBe(0);
  });

  test("from which on the port takes no bytes ends the mail in its time", async () => {
    const session = await open();
    session.fake.on(/^/, { skip: at, begin: ({ wire }) => wire.stall() });
    const options = { timeoutMs: 12_000, cleanupTimeoutMs: 4000 };
    const result = await within(session, 16_000, session.host.mail.send(message, options));
    await judge(session.fake, result);
    await within(session, 10_000, session.host.close());
    expect(session.timers.pending, "no timer is left").toBe(0);
  });
});

describe("a port that cannot be opened", () => {
  test.each([
    ["is not there", new TransportError("PORT_NOT_FOUND", "no such port")],
    ["is in use", new TransportError("PORT_BUSY", "somebody has it")],
    ["fails in a way nobody knows", new Error("odd")],
  ])("because it %s ends the opening typed", async (_why, error) => {
    const on = bench();
    on.fake.wire.openFails = () => Promise.reject(error);
    const result = await within(on, 1000, begin(on, { openTimeoutMs: 1000 }));
    expectTyped(result);
    expect(on.timers.pending).toBe(0);
  });

  test("because opening never ends, ends in its time", async () => {
    const on = bench();
    on.fake.wire.openFails = () => new Promise(() => {});
    expectTyped(await within(on, 3000, begin(on, { openTimeoutMs: 3000 })));
  });

  test("because its signal had fired, ends at once", async () => {
    const on = bench();
    const reason = new Error("enough");
    const result = await within(on, 0, begin(on, { signal: AbortSignal.abort(reason) }));
    expect(result).toMatchObject({ error: { code: "ABORTED", cause: reason } });
  });
});

test("a line change that never ends does not hold the opening", async () => {
  const on = bench({ controlLines: true });
  on.fake.wire.dtrHangs = true;
  on.fake.on(/^/, { answer: "", times: Number.POSITIVE_INFINITY });
  expectTyped(await within(on, 6000, begin(on, { openTimeoutMs: 6000 })));
});

describe("a call that waits for its turn", () => {
  test("a mail of 10 s behind one of 280 s ends in its time, not sent", async () => {
    const session = await open();
    const { fake, host, clock } = session;
    fake.mail.plans.push({ ms: 280_000 });
    const first = quiet(host.mail.send(message));
    await clock.advance(1000);
    const options = { timeoutMs: 10_000, cleanupTimeoutMs: 0 };
    const second = await within(session, 10_000, host.mail.send(note, options));
    expect(told(second)).toBe("not-sent");
    expect(await clock.runUntil(first)).toMatchObject({ value: { outcome: "sent" } });
    expect(fake.mail.delivered).toHaveLength(1);
  });

  test("a command of 1 s behind a silent one of 150 s ends in its time", async () => {
    const session = await open();
    const { fake, host } = session;
    fake.on("AT+QIACT=1", { answer: "", lateMs: 150_000 });
    quiet(host.execute(activateContext({ contextId: 1 }), { timeoutMs: 200_000 }));
    for (let tries = 0; tries < 3; tries++) {
      const call = host.execute(getSignalQuality(), { timeoutMs: 1000 });
      expectTyped(await within(session, 1000, call));
    }
  });

  test("a question passes while only the result of a mail is awaited", async () => {
    const session = await open();
    const { fake, host, clock } = session;
    fake.mail.plans.push({ ms: 60_000 });
    const mail = quiet(host.mail.send(message));
    await clock.advance(5000);
    const call = host.execute(getSignalQuality(), { timeoutMs: 1000 });
    expect(await within(session, 1000, call)).toMatchObject({ value: { rssi: 22 } });
    expect(await clock.runUntil(mail)).toMatchObject({ value: { outcome: "sent" } });
  });

  test("an abort ends it at once: a command", async () => {
    const session = await open();
    const { fake, host, clock } = session;
    fake.on("AT+CSQ", { lateMs: 30_000 });
    quiet(host.execute(getSignalQuality(), { timeoutMs: 60_000 }));
    const controller = new AbortController();
    const reason = new Error("enough");
    clock.setTimeout(() => controller.abort(reason), 500);
    const { signal } = controller;
    const result = await within(session, 500, host.execute(getSignalQuality(), { signal }));
    expect(result).toMatchObject({ error: { code: "ABORTED", cause: reason } });
  });
});

describe("mail.send always tells an outcome", () => {
  async function outcomeOf(
    call: (session: Session) => Promise<unknown>,
  ): Promise<Settled<unknown>> {
    const session = await open();
    const result = await within(session, 20_000, call(session));
    expect(told(result)).toBe("not-sent");
    expect(session.fake.mail.delivered).toEqual([]);
    return result;
  }

  test("when its signal had fired before", async () => {
    const reason = new Error("enough");
    const signal = AbortSignal.abort(reason);
    const result = await outcomeOf(({ host }) => host.mail.send(message, { signal }));
    expect(result).toMatchObject({ error: { code: "ABORTED", cause: reason } });
  });

  test.each([["a text"], [undefined], [0]])(
    "when its signal had fired with %j as reason",
    async (reason) => {
      const signal = AbortSignal.abort(reason);
      const result = await outcomeOf(({ host }) => host.mail.send(message, { signal }));
      expect(codeOf(result)).toBe("ABORTED");
    },
  );

  test("when its signal fires while it waits for another", async () => {
    const session = await open();
    const { fake, host, clock } = session;
    fake.mail.plans.push({ ms: 8000 });
    const first = quiet(host.mail.send(message));
    const controller = new AbortController();
    const reason = new Error("enough");
    clock.setTimeout(() => controller.abort(reason), 3000);
    const second = await within(session, 3000, host.mail.send(note, { signal: controller.signal }));
    expect(second).toMatchObject({
      error: { code: "ABORTED", outcome: "not-sent", cause: reason },
    });
    expect(await clock.runUntil(first)).toMatchObject({ value: { outcome: "sent" } });
  });

  test.each([
    ["a time that is none", { timeoutMs: -1 }],
    ["a limit that the module does not have", { sendSeconds: 1 }],
    ["a server whose name is too long", { smtp: { ...plainSmtp, host: "x".repeat(60) } }],
    ["TLS without a CA", { smtp: { host: "h", security: "starttls" } as const }],
  ])("when an option is wrong: %s", async (_what, options) => {
    const result = await outcomeOf(({ host }) => host.mail.send(message, options));
    expect(codeOf(result)).toBe("INVALID_OPTION");
  });

  test("when the module has no mail client", async () => {
    const capabilities = {
      version: 1,
      model: "EC25",
      firmware: "EC25EFAR06A17M4G_A0.301.A0.301",
      operations: { sendMail: false },
      limits: {},
    } as const;
    const session = await openOn(bench(), { capabilities });
    const result = await within(session, 20_000, session.host.mail.send(note));
    expect([told(result), codeOf(result)]).toEqual(["not-sent", "MODULE_CANNOT_SEND_MAIL"]);
  });

  test("when there is no server", async () => {
    const session = await openOn(bench(), { smtp: undefined });
    const result = await within(session, 20_000, session.host.mail.send(note));
    expect([told(result), codeOf(result)]).toEqual(["not-sent", "INVALID_OPTION"]);
  });

  test("when the message cannot be carried", async () => {
    const result = await outcomeOf(({ host }) => host.mail.send({ ...note, to: "nobody" }));
    expect(codeOf(result)).toBe("MESSAGE_REFUSED");
  });

  test("when the module was closed, and when it is closed meanwhile", async () => {
    const session = await open();
    const { host, clock, fake } = session;
    fake.mail.plans.push({ ms: 60_000 });
    const running = quiet(host.mail.send(message));
    const waiting = quiet(host.mail.send(note));
    await clock.advance(3000);
    await within(session, 10_000, host.close());
    expect(told(await clock.runUntil(running))).toBe("unknown");
    expect(told(await clock.runUntil(waiting))).toBe("not-sent");
    expect(told(await clock.runUntil(quiet(host.mail.send(note))))).toBe("not-sent");
  });

  test("when the connection is lost, in each part of a mail", async () => {
    for (const line of ["AT+QIACT=1", "AT+QSMTPDST", "AT+QSMTPBODY", "AT+QFUPL", "AT+QSMTPPUT"]) {
      const session = await open();
      session.fake.on(line, { begin: ({ wire }) => wire.unplug() });
      const result = await within(session, 5000, session.host.mail.send(message));
      expect(told(result), line).toBe(line === "AT+QSMTPPUT" ? "unknown" : "not-sent");
    }
  });
});

describe("an abort while nothing is asked of the module", () => {
  const waits: readonly (readonly [string, (session: Session) => void])[] = [
    ["the SIM", ({ fake }) => Object.assign(fake.network, { simError: 14 })],
    [
      "the network",
      ({ fake }) => Object.assign(fake.network.status, { CREG: 2, CGREG: 2, CEREG: 2 }),
    ],
    [
      "a mail of a process before",
      ({ fake }) => fake.on("AT+QSMTPCLR", { answer: "\r\n+CME ERROR: 652\r\n", times: 1000 }),
    ],
    ["the next order", ({ fake }) => fake.mail.plans.push({ result: "666,421" })],
  ];

  test.each(waits)("but the mail waits for %s is told as one", async (_what, arrange) => {
    const session = await open({ retry: { firstDelayMs: 10_000 } });
    arrange(session);
    const controller = new AbortController();
    const reason = new Error("not wanted any more");
    session.clock.setTimeout(() => controller.abort(reason), 3210);
    const result = await send(session, message, { signal: controller.signal });
    expect(result).toMatchObject({ error: { code: "ABORTED", cause: reason } });
    expect(await judge(session.fake, result)).toBe("not-sent");
  });
});
