import type { SendingPlan } from "@qsmtp/fake-module";
import { getSignalQuality } from "@qsmtp/protocol/commands";
import { describe, expect, test } from "vitest";
import { attachmentsOn, judge, told } from "./judge.ts";
import { message, note, open, quiet, type Session, send, within } from "./scenario.ts";

describe("numbers that prove nothing leave the outcome open", () => {
  test.each([
    "999,0",
    "65,0",
    "1,0",
    "-9,0",
    "-9",
    "12345678,0",
    "651,0",
    "654,0",
    "656,0",
    "657,0",
    "658,0",
    "660,0",
    "658,354",
    "656,250",
    "660,250",
    "654,220",
    "700,0",
    "650,999",
  ])("+QSMTPPUT: %s, and the mail arrived", async (result) => {
    const session = await open();
    session.fake.mail.plans.push({ result, delivers: true });
    expect(await judge(session.fake, await send(session))).toBe("unknown");
  });
});

test.each([
  "+QSMTPPUT: ,0",
  "+QSMTPPUT: 0x0",
  "+QSMTPPUT: 656,,",
  "QSMTPPUT: 653,0",
  "+QSMTPUT: 677,535",
])("a garbled result %s of a mail that arrived is no refusal", async (line) => {
  const session = await open();
  session.fake.mail.plans.push({ result: undefined, delivers: true });
  session.fake.on("AT+QSMTPPUT", {
    end: (module) => module.later(900, () => module.print(`\r\n${line}\r\n`)),
  });
  expect(await judge(session.fake, await send(session))).not.toBe("not-sent");
});

describe("numbers that prove a refusal are told as one", () => {
  test.each([
    "653,0",
    "659,0",
    "661,0",
    "677,535",
    "678,550",
    "667,450",
    "660,534",
    "660,550",
    "654,554",
    "660,421",
  ])("+QSMTPPUT: %s, and the mail did not arrive", async (result) => {
    const session = await open({ retry: false });
    session.fake.mail.plans.push({ result, delivers: false });
    expect(await judge(session.fake, await send(session))).toBe("not-sent");
  });
});

describe("a result in another order than usual counts", () => {
  test.each(["0,0", "677,535", "653,0"])(
    "+QSMTPPUT: %s in front of its OK, at once",
    async (result) => {
      const session = await open({ retry: false });
      session.fake.mail.plans.push({ result, beforeOk: true });
      const call = await within(session, 10_000, session.host.mail.send(message));
      expect(await judge(session.fake, call)).toBe(result === "0,0" ? "sent" : "not-sent");
    },
  );

  test.each(["0,0", "677,535"])("+QSMTPPUT: %s twice", async (result) => {
    const session = await open();
    session.fake.mail.plans.push({ result, times: 2 });
    const outcome = await judge(session.fake, await send(session));
    expect(outcome).toBe(result === "0,0" ? "sent" : "not-sent");
    expect(told(await send(session, note))).toBe("sent");
  });

  test("in the same moment as its OK", async () => {
    const session = await open();
    session.fake.mail.plans.push({ ms: 0 });
    expect(await judge(session.fake, await send(session))).toBe("sent");
  });

  test("byte by byte", async () => {
    const session = await open();
    session.fake.wire.splitToHost = true;
    expect(await judge(session.fake, await send(session))).toBe("sent");
  });
});

const strays = [
  "ERROR",
  "OK",
  "+CME ERROR: 100",
  "+CME ERROR: 652",
  "NO CARRIER",
  "+CMS ERROR: 500",
];
const plans: readonly (readonly [string, SendingPlan])[] = [
  ["at once", { ms: 0 }],
  ["after 3 s", { ms: 3000 }],
  ["after 60 s", { ms: 60_000 }],
];

describe.each(strays)("a stray %s", (stray) => {
  const line = `\r\n${stray}\r\n`;

  describe.each(plans)("and the result %s", (_when, plan) => {
    async function judged(session: Session): Promise<string> {
      session.fake.mail.plans.push(plan);
      return judge(session.fake, await send(session));
    }

    test("in front of the OK of the order never hides that the mail goes out", async () => {
      const session = await open();
      session.fake.on("AT+QSMTPPUT", { before: line });
      expect(await judged(session)).not.toBe("not-sent");
    });

    test("some time in front of the OK of the order never hides it", async () => {
      const session = await open();
      session.fake.on("AT+QSMTPPUT", { lateMs: 1500, begin: (module) => module.print(line) });
      expect(await judged(session)).not.toBe("not-sent");
    });

    test("behind the OK of the order never hides it", async () => {
      const session = await open();
      session.fake.on("AT+QSMTPPUT", { after: line });
      expect(await judged(session)).not.toBe("not-sent");
    });

    test("shortly behind the OK of the order never hides it", async () => {
      const session = await open();
      session.fake.on("AT+QSMTPPUT", {
        end: (module) => module.later(300, () => module.print(line)),
      });
      expect(await judged(session)).not.toBe("not-sent");
    });
  });

  test("in place of the OK of an order that was taken never hides it", async () => {
    const session = await open();
    session.fake.on("AT+QSMTPPUT", { answer: line });
    session.fake.mail.plans.push({ ms: 3000 });
    await judge(session.fake, await send(session));
  });

  test.each(["AT+QSMTPDST", "AT+QSMTPSUB", "AT+QSMTPBODY", "AT+QSMTPATT", "AT+QSMTPCLR"])(
    "between %s and the order is no lie",
    async (command) => {
      const session = await open();
      session.fake.on(command, { after: line });
      await judge(session.fake, await send(session));
    },
  );
});

test("an order that is refused, and nothing behind it, is not sent", async () => {
  const session = await open();
  session.fake.on("AT+QSMTPPUT", { execute: false, answer: "\r\n+CME ERROR: 664\r\n" });
  const call = await within(session, 30_000, session.host.mail.send(message));
  expect(await judge(session.fake, call)).toBe("not-sent");
});

test("an order that had no turn yet leaves nothing open, and nothing behind", async () => {
  const session = await open();
  const { fake, host, clock } = session;
  const controller = new AbortController();
  fake.on("AT+CSQ", { lateMs: 8000 });
  fake.on("AT+QSMTPATT=1,2", {
    begin: () => {
      quiet(host.execute(getSignalQuality(), { timeoutMs: 20_000 }));
      clock.setTimeout(() => controller.abort(new Error("enough")), 3000);
    },
  });
  const result = await clock.runUntil(
    quiet(host.mail.send(message, { signal: controller.signal })),
  );
  expect(await judge(fake, result)).toBe("not-sent");
  expect(attachmentsOn(fake)).toEqual([]);
  expect(fake.mail.draft.recipients).toEqual([]);
});

test.each([300, 700])(
  "an abort %i ms behind the order tells what became of the mail",
  async (ms) => {
    const session = await open();
    const { fake, host, clock } = session;
    const controller = new AbortController();
    fake.on("AT+QSMTPPUT", {
      end: () => void clock.setTimeout(() => controller.abort(new Error("enough")), ms),
    });
    const result = await clock.runUntil(
      quiet(host.mail.send(message, { signal: controller.signal })),
    );
    expect(await judge(fake, result)).not.toBe("not-sent");
  },
);

test.each(["the line is lost", "nothing answers any more"])(
  "an order that was taken and answered ERROR, where behind it %s, is not told as not sent",
  async (what) => {
    const session = await open();
    const { fake } = session;
    fake.on("AT+QSMTPPUT", { answer: "\r\nERROR\r\n" });
    fake.on("AT+QSMTPCLR", {
      skip: 1,
      answer: "",
      times: Number.POSITIVE_INFINITY,
      begin: ({ wire }) => what === "the line is lost" && wire.unplug(),
    });
    expect(await judge(fake, await send(session))).not.toBe("not-sent");
  },
);
