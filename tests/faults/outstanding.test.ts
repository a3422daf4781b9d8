import { asAsked, type FakeModule, type Settled } from "@qsmtp/fake-module";
import { describe, expect, test } from "vitest";
import { attachmentsOn, codeOf, type Told, told } from "./judge.ts";
import { message, note, open, quiet, send, smtp, type TestMail, within } from "./scenario.ts";

/** What the error of a mail whose outcome is open promises. */
function finalOutcome(result: Settled<unknown>): Promise<Told> {
  const { error } = result as { error?: { finalOutcome?: Promise<Told> } };
  expect(error?.finalOutcome, "a promise of the final outcome").toBeInstanceOf(Promise);
  return error?.finalOutcome as Promise<Told>;
}

function arrived(fake: FakeModule, mail: TestMail): unknown[] {
  const mails = fake.mail.delivered.filter(({ subject }) => subject === mail.subject);
  return mails.map(({ atMs: _atMs, ...rest }) => rest);
}

/** A mail of its own files. */
const second: TestMail = {
  ...note,
  attachments: [{ filename: "second.bin", content: new Uint8Array(2000).fill(7) }],
};
const sameFiles: TestMail = { ...message, subject: "The same names" };

describe.each([
  ["other files", second],
  ["files of the same names", sameFiles],
])("a second mail with %s", (_what, next) => {
  describe.each([false, true])("where AT+QSMTPCLR is taken while it sends: %s", (clears) => {
    test.each([100_000, 250_000])(
      "waits for the first, which takes %i ms and whose call has ended",
      async (ms) => {
        const session = await open();
        const { fake, host, clock } = session;
        fake.mail.clearsWhileSending = clears;
        fake.mail.plans.push({ ms });
        const first = await within(session, 35_000, host.mail.send(message, { timeoutMs: 20_000 }));
        expect(told(first)).toBe("unknown");
        const outcome = finalOutcome(first);
        const result = await within(session, 600_000, host.mail.send(next));
        expect(told(result)).toBe("sent");
        expect(arrived(fake, message)).toEqual([asAsked(message, smtp)]);
        expect(arrived(fake, next)).toEqual([asAsked(next, smtp)]);
        expect(await clock.runUntil(outcome)).toMatchObject({ value: "sent" });
        expect(attachmentsOn(fake, next)).toEqual([]);
        await clock.runUntil(host.close());
        expect(fake.files.names).toEqual([]);
      },
    );

    test("that cannot wait so long is told so, and harms nothing", async () => {
      const session = await open();
      const { fake, host, clock } = session;
      fake.mail.clearsWhileSending = clears;
      fake.mail.plans.push({ ms: 250_000 });
      const first = await within(session, 35_000, host.mail.send(message, { timeoutMs: 20_000 }));
      const outcome = finalOutcome(first);
      expect(host.mail.busy).toBe(true);
      const call = host.mail.send(next, { timeoutMs: 30_000 });
      const result = await within(session, 45_000, call);
      expect([told(result), codeOf(result)]).toEqual(["not-sent", "RESULT_OUTSTANDING"]);
      expect(await clock.runUntil(outcome)).toMatchObject({ value: "sent" });
      expect(arrived(fake, message)).toEqual([asAsked(message, smtp)]);
      expect(arrived(fake, next)).toEqual([]);
      expect(told(await send(session, next))).toBe("sent");
      expect(arrived(fake, next)).toEqual([asAsked(next, smtp)]);
    });

    test("after an abort while the first is being sent harms nothing", async () => {
      const session = await open();
      const { fake, host, clock } = session;
      fake.mail.clearsWhileSending = clears;
      fake.mail.plans.push({ ms: 60_000 });
      const controller = new AbortController();
      fake.on("AT+QSMTPPUT", {
        end: () => void clock.setTimeout(() => controller.abort(new Error("enough")), 2000),
      });
      const first = await clock.runUntil(
        quiet(host.mail.send(message, { signal: controller.signal })),
      );
      expect(told(first)).toBe("unknown");
      expect(told(await send(session, next))).toBe("sent");
      expect(arrived(fake, message)).toEqual([asAsked(message, smtp)]);
      expect(arrived(fake, next)).toEqual([asAsked(next, smtp)]);
    });
  });
});

test.each(["677,535", "653,0"])(
  "a result %s that comes after the call has ended is told by its promise",
  async (result) => {
    const session = await open();
    const { fake, host, clock } = session;
    fake.mail.plans.push({ ms: 100_000, result });
    const first = await within(session, 35_000, host.mail.send(message, { timeoutMs: 20_000 }));
    expect(told(first)).toBe("unknown");
    expect(await clock.runUntil(finalOutcome(first))).toMatchObject({ value: "not-sent" });
    expect(fake.mail.delivered).toEqual([]);
  },
);

test("a result that never comes leaves the promise at unknown, and mail goes on", async () => {
  const session = await open();
  const { fake, clock } = session;
  fake.mail.plans.push({ ms: 1000, result: undefined, delivers: true });
  const first = await send(session);
  expect([told(first), codeOf(first)]).toEqual(["unknown", "RESULT_MISSING"]);
  const outcome = await clock.runUntil(finalOutcome(first), 1_800_000);
  expect(outcome).toMatchObject({ value: "unknown" });
  expect(told(await send(session, note))).toBe("sent");
});

test("the end of the connection ends the promise", async () => {
  const session = await open();
  const { fake, host, clock } = session;
  fake.mail.plans.push({ ms: 250_000 });
  const first = await within(session, 35_000, host.mail.send(message, { timeoutMs: 20_000 }));
  const outcome = finalOutcome(first);
  fake.wire.unplug();
  expect(await clock.runUntil(outcome, 60_000)).toMatchObject({ value: "unknown" });
});

describe("a module that takes an order while it sends", () => {
  test("a late result of the first mail is not taken for the second's, which was refused", async () => {
    const session = await open();
    const { fake, host, clock } = session;
    fake.mail.refusesWhileSending = false;
    const printed = "\r\n+QSMTPPUT: 0,0\r\n";
    fake.mail.plans.push({ ms: 5000, result: undefined, delivers: true });
    fake.mail.plans.push({ ms: 60_000, result: "677,535" });
    const first = await clock.runUntil(quiet(host.mail.send(message)));
    expect(told(first)).toBe("unknown");
    fake.on("AT+QSMTPPUT", {
      end: (module) => module.later(1500, () => module.print(printed)),
    });
    const result = await clock.runUntil(quiet(host.mail.send(second)));
    await clock.advance(900_000);
    expect(arrived(fake, second)).toEqual([]);
    expect(told(result)).not.toBe("sent");
  });

  test("a result between the second order and its OK does not make the second mail sent", async () => {
    const session = await open();
    const { fake, host, clock } = session;
    fake.mail.refusesWhileSending = false;
    fake.mail.plans.push({ ms: 5000, result: undefined, delivers: true });
    fake.mail.plans.push({ ms: 5000, result: undefined, delivers: false });
    const first = await clock.runUntil(quiet(host.mail.send(message)));
    expect(told(first)).toBe("unknown");
    fake.on("AT+QSMTPPUT", { before: "\r\n+QSMTPPUT: 0,0\r\n" });
    const result = await clock.runUntil(quiet(host.mail.send(second)));
    await clock.advance(900_000);
    expect(told(result)).not.toBe("sent");
  });
});
