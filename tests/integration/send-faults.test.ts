import { type MailReceipt, type Outcome, SendError, type SendOptions } from "@qsmtp/client";
import { sendMail, setSmtpAccount, setSmtpContext } from "@qsmtp/protocol/commands";
import { paramOf } from "@qsmtp/protocol/facts";
import { describe, expect, test } from "vitest";
import {
  close,
  expectNothingLeft,
  failure,
  message,
  open,
  type Session,
  secret,
  send,
  smtp,
} from "./simulated-session.ts";
import { begin, settle, useVirtualTime } from "./virtual-time.ts";

useVirtualTime();

/** Commands of one good mail, so that something can happen at each of them. */
async function commandsOfAMail(): Promise<number> {
  const session = await open();
  const before = session.module.received.length;
  await send(session);
  const count = session.module.received.length - before;
  await close(session);
  return count;
}

/** Does something as soon as the module has received the n-th command of a mail. */
function atCommand(session: Session, nth: number, act: (line: string) => void): void {
  const before = session.module.received.length;
  const stop = session.farEnd.onData(() => {
    const command = session.module.received[before + nth];
    if (command === undefined) return;
    stop();
    act(command.line);
  });
}

function outcomeOf(result: MailReceipt | Error): Outcome {
  if (result instanceof SendError || !(result instanceof Error)) return result.outcome;
  throw result;
}

/** The second promise: whatever is told must be so. */
function expectTruth(session: Session, result: MailReceipt | Error): void {
  const delivered = session.module.mailbox.mails.length;
  const outcome = outcomeOf(result);
  if (outcome === "sent") expect(delivered).toBe(1);
  if (outcome === "not-sent") expect(delivered).toBe(0);
  expect(delivered).toBeLessThanOrEqual(1);
}

describe("whatever happens at whichever command", () => {
  test("a module that is silent for too long keeps files and draft, and that is told", async () => {
    const session = await open();
    session.module.inject({ do: "late-reply", on: "AT+QSMTPATT", delayMs: 120_000 });
    const error = await failure(session);
    expect(error).toMatchObject({
      outcome: "not-sent",
      leftBehind: ["RAM:qsmtp-files", "RAM:log.csv"],
      draftLeftBehind: true,
    });
    const impatient = await send(session, { timeoutMs: 20_000 });
    expect(impatient).toMatchObject({
      code: "TIMEOUT",
      outcome: "not-sent",
      draftLeftBehind: true,
    });
    // The module goes on being asked: when it answers again the next mail goes out.
    expect(await send(session)).toMatchObject({ outcome: "sent", leftBehind: [] });
    expectNothingLeft(session);
    await close(session);
  });

  test("an abort ends the call, tells the truth and leaves nothing behind", async () => {
    const count = await commandsOfAMail();
    expect(count).toBeGreaterThan(20);
    const outcomes = new Set<Outcome>();
    for (let nth = 0; nth < count; nth++) {
      const session = await open();
      const controller = new AbortController();
      atCommand(session, nth, () => controller.abort(new Error("enough")));
      const result = await send(session, { signal: controller.signal });
      expectTruth(session, result);
      expectNothingLeft(session);
      outcomes.add(outcomeOf(result));
      expect(await send(session)).toMatchObject({ outcome: "sent" });
      await close(session);
    }
    expect(outcomes).toEqual(new Set(["not-sent", "sent"]));
  });

  test("a lost connection ends the call at once and tells the truth", async () => {
    const count = await commandsOfAMail();
    for (let nth = 0; nth < count; nth++) {
      const session = await open();
      let lostAtMs = Number.NEGATIVE_INFINITY;
      atCommand(session, nth, () => {
        lostAtMs = Date.now();
        session.farEnd.unplug();
      });
      const result = await send(session);
      expect(Date.now() - lostAtMs).toBeLessThan(100);
      expectTruth(session, result);
      if (result instanceof Error) expect(result).toMatchObject({ code: "CONNECTION_LOST" });
      await close(session);
    }
  });

  test("a restart of the module ends the call and tells the truth", async () => {
    const count = await commandsOfAMail();
    for (let nth = 0; nth < count; nth++) {
      const session = await open();
      atCommand(session, nth, () => session.module.restart());
      const result = await send(session);
      expectTruth(session, result);
      expectNothingLeft(session);
      await close(session);
    }
  });

  test("a late answer never becomes another command's", async () => {
    const count = await commandsOfAMail();
    for (let nth = 0; nth < count; nth++) {
      const session = await open();
      atCommand(session, nth - 1, () =>
        session.module.inject({ do: "late-reply", delayMs: 12_000 }),
      );
      const result = await send(session);
      expectTruth(session, result);
      expectNothingLeft(session);
      await close(session);
    }
  });

  test("a swallowed final result ends in a typed error, or is survived", async () => {
    const count = await commandsOfAMail();
    for (let nth = 0; nth < count; nth++) {
      const session = await open();
      atCommand(session, nth - 1, () => session.module.inject({ do: "no-result" }));
      const result = await send(session);
      expectTruth(session, result);
      expectNothingLeft(session);
      await close(session);
    }
  });
});

describe("the result of the mail", () => {
  test("that never comes leaves the outcome unknown, and says where to look", async () => {
    const session = await open();
    session.module.inject({ do: "drop-urc", on: "QSMTPPUT" });
    const error = await failure(session);
    expect(error).toMatchObject({ code: "RESULT_MISSING", outcome: "unknown", retryable: false });
    expect(error.message).toContain("urcPort");
    expect(error.leftBehind).toEqual(["RAM:qsmtp-files", "RAM:log.csv", "RAM:note.txt"]);
    expect(session.module.files.list("RAM")).toHaveLength(3);
    await close(session);
  });

  test("files that had to stay are deleted by the next mail, once the module is known to be done", async () => {
    const session = await open();
    // Long enough that the module is seen to refuse changes while it sends.
    session.module.mailbox.respondWith({ delayMs: 5000 });
    session.module.inject({ do: "drop-urc", on: "QSMTPPUT" });
    await failure(session);
    session.module.mailbox.respondWith({});
    expect(await send(session)).toMatchObject({ outcome: "sent", leftBehind: [] });
    expectNothingLeft(session);
    await close(session);
  });

  test("that comes after an abort settles the outcome", async () => {
    const session = await open();
    session.module.mailbox.respondWith({ delayMs: 5000 });
    const controller = new AbortController();
    const sending = begin(session.host.mail.send(message, { signal: controller.signal }));
    await settle(reached(session, "AT+QSMTPPUT"));
    controller.abort(new Error("enough"));
    const receipt = await settle(sending);
    expect(receipt).toMatchObject({ outcome: "sent" });
    expect(JSON.stringify((receipt as MailReceipt).warnings)).toContain("enough");
    expectNothingLeft(session);
    await close(session);
  });

  test("that says no after an abort settles the outcome too", async () => {
    const session = await open();
    session.module.mailbox.respondWith({ delayMs: 5000, error: 677, protocolError: 535 });
    const controller = new AbortController();
    const sending = begin(session.host.mail.send(message, { signal: controller.signal }));
    await settle(reached(session, "AT+QSMTPPUT"));
    controller.abort(new Error("enough"));
    expect(await settle(sending)).toMatchObject({
      outcome: "not-sent",
      serverError: { code: 535 },
    });
    await close(session);
  });

  test("of an earlier mail is never the result of a later one", async () => {
    const session = await open();
    // Within the shortest time that the module can be given.
    const [[shortestSeconds] = [1]] = paramOf(sendMail, "timeoutSeconds").ranges;
    session.module.mailbox.respondWith({ delayMs: (shortestSeconds - 1) * 1000 });
    const first = await failure(session, { timeoutMs: 2000 });
    expect(first).toMatchObject({ outcome: "unknown", stage: "sending" });
    const impatient = await failure(session, { timeoutMs: 1000 });
    expect(impatient).toMatchObject({ outcome: "not-sent", code: "RESULT_OUTSTANDING" });
    expect(session.module.mailbox.mails).toHaveLength(0);
    session.module.mailbox.respondWith({});
    expect(await send(session)).toMatchObject({ outcome: "sent", leftBehind: [] });
    expect(await first.finalOutcome).toBe("sent");
    expect(session.module.mailbox.mails).toHaveLength(2);
    await close(session);
  });
});

describe("a module that restarted", () => {
  test("is set up anew by the next mail", async () => {
    const session = await open();
    session.module.restart();
    await settle(Promise.resolve());
    expect(session.host.restarted).toBe(true);
    expect(await send(session)).toMatchObject({ outcome: "sent" });
    expect(session.host.restarted).toBe(false);
    expect(session.module.profile).toMatchObject({ echo: false, dtrMode: 1 });
    await close(session);
  });
});

describe("options that cannot work", () => {
  const passwordBytes = paramOf(setSmtpAccount, "password").maxBytes;
  const smtpWith = (change: object): SendOptions => ({ smtp: { ...smtp, ...change } });

  test.each([
    ["a time that is no time", { sendSeconds: 10 }],
    ["no deadline at all", { timeoutMs: Number.POSITIVE_INFINITY }],
    ["a body time out of range", { bodyInputSeconds: 0 }],
    ["a host with a quote", smtpWith({ host: 'a"b' })],
    [
      "a password that is too long",
      smtpWith({ auth: { user: "u", pass: "p".repeat(passwordBytes + 1) } }),
    ],
    ["a port out of range", smtpWith({ port: 70_000 })],
    ["a CA that is none", smtpWith({ security: "starttls", tls: { ca: "hello" } })],
  ] satisfies [string, SendOptions][])("%s", async (_what, options) => {
    const session = await open();
    const before = session.module.received.length;
    const error = await send(session, options);
    expect(error).toMatchObject({ code: "INVALID_OPTION", fault: "caller" });
    expect((error as Error).message).not.toContain("ppppp");
    expect(session.module.received).toHaveLength(before);
    await close(session);
  });

  test("a context out of range is refused when the module is opened", async () => {
    const [[, last] = []] = paramOf(setSmtpContext, "contextId").ranges;
    await expect(open({ pdp: { contextId: Number(last) + 1 } })).rejects.toMatchObject({
      code: "INVALID_OPTION",
    });
  });
});

describe("listeners that throw", () => {
  test("do not disturb the mail; their errors surface as uncaught", async () => {
    const uncaught: unknown[] = [];
    const onUncaught = (error: unknown): void => void uncaught.push(error);
    const before = process.listeners("uncaughtException");
    process.removeAllListeners("uncaughtException");
    process.on("uncaughtException", onUncaught);
    try {
      const session = await open();
      const receipt = await send(session, {
        onProgress: () => {
          throw new Error("progress");
        },
      });
      expect(receipt).toMatchObject({ outcome: "sent" });
      expect(uncaught.length).toBeGreaterThan(5);
      await close(session);
    } finally {
      process.off("uncaughtException", onUncaught);
      for (const listener of before) process.on("uncaughtException", listener);
    }
  });
});

describe("deadlines", () => {
  test("the call ends within its time and the time for cleaning up", async () => {
    const session = await open();
    session.module.mailbox.respondWith("never");
    const startedMs = Date.now();
    const error = await failure(session, { timeoutMs: 70_000, cleanupTimeoutMs: 5000 });
    expect(error).toMatchObject({ outcome: "unknown" });
    expect(Date.now() - startedMs).toBeLessThanOrEqual(75_100);
    await close(session);
  });

  test("a signal that has fired already sends nothing", async () => {
    const session = await open();
    const before = session.module.received.length;
    const reason = new Error("enough");
    const error = await send(session, { signal: AbortSignal.abort(reason) });
    expect(error).toMatchObject({ code: "ABORTED", outcome: "not-sent", cause: reason });
    expect(session.module.received).toHaveLength(before);
    await close(session);
  });
});

describe("files that are not ours", () => {
  test("are not replaced unless that is asked for, and not deleted", async () => {
    const session = await open();
    const theirs = new TextEncoder().encode("theirs");
    session.module.files.write("RAM:log.csv", theirs);
    session.module.files.write("UFS:keep.txt", theirs);
    expect(await failure(session)).toMatchObject({ code: "FILE_EXISTS", outcome: "not-sent" });
    expect(session.module.files.read("RAM:log.csv")).toEqual(theirs);
    await close(session);
  });

  test("are replaced when that is asked for", async () => {
    const session = await open({ replaceExistingFiles: true });
    session.module.files.write("RAM:log.csv", new TextEncoder().encode("theirs"));
    expect(await send(session)).toMatchObject({ outcome: "sent" });
    await close(session);
  });
});

describe("secrets", () => {
  test("stand in no trace, error or receipt, whatever fails", async () => {
    const count = await commandsOfAMail();
    for (let nth = 0; nth < count; nth++) {
      const session = await open();
      atCommand(session, nth - 1, () => session.module.failNext("AT", 651));
      const result = await send(session);
      const shown = JSON.stringify(session.trace) + describeAll(result);
      expect(shown).not.toContain(secret);
      expect(shown).not.toContain("bitte prüfen");
      expect(shown).not.toContain("three plus signs");
      await close(session);
    }
  });
});

function describeAll(value: unknown): string {
  if (!(value instanceof Error)) return JSON.stringify(value);
  const { cause, message: text, stack } = value;
  return `${text}${stack}${JSON.stringify(value)}${cause === undefined ? "" : describeAll(cause)}`;
}

/** Resolves when the module has received a command that begins so. */
function reached(session: Session, command: string): Promise<void> {
  return new Promise((resolve) => {
    session.farEnd.onData(() => {
      if (session.module.received.some(({ line }) => line.startsWith(command))) resolve();
    });
  });
}
