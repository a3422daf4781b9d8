import { describe, expect, test } from "vitest";
import { judge } from "./judge.ts";
import { begin, bench, openOn, type Session, send, stepsOf, within } from "./scenario.ts";

const info = { manufacturer: "Quectel", model: "EC25", revision: "EC25EFAR06A17M4G" };
const imei = "861234567890123";
const forLong = { openTimeoutMs: 120_000 };

async function expectUsable(session: Session): Promise<void> {
  expect(session.host.info).toMatchObject(info);
  session.fake.rules.clear();
  expect(await judge(session.fake, await send(session))).toBe("sent");
}

describe.each(["queue", "drop"] as const)("input while busy: %s", (whileBusy) => {
  test.each([1000, 1600, 2000, 3000])("opens when every answer takes %i ms", async (lateMs) => {
    const on = bench({ whileBusy });
    on.fake.on(/^/, { lateMs, times: Number.POSITIVE_INFINITY });
    await expectUsable(await openOn(on, forLong));
  });

  test.each([3500, 5000, 8000, 12_000])(
    "opens when the first answer comes after %i ms and all others at once",
    async (lateMs) => {
      const on = bench({ whileBusy });
      on.fake.on(/^/, { lateMs });
      await expectUsable(await openOn(on, forLong));
    },
  );

  test.each([3000, 9000])("opens when the module starts only after %i ms", async (bootMs) => {
    const on = bench({ whileBusy });
    on.fake.restart({ bootMs, print: "\r\nRDY\r\n" });
    await expectUsable(await openOn(on));
  });
});

const boot = ["RDY", "+CFUN: 1", "+CPIN: READY", "+QUSIM: 1", "+QIND: SMS DONE"];
const printed = boot.map((line) => `\r\n${line}\r\n`).join("");
const steps = await stepsOf("opening");

describe.each(steps)("step $name", ({ at }) => {
  test("boot lines in front of its answer do not fail the opening", async () => {
    const on = bench();
    on.fake.on(/^/, { skip: at, before: printed });
    await expectUsable(await openOn(on));
  });

  test("a module that restarts there is set up anew within the time", async () => {
    const on = bench();
    on.fake.on(/^/, {
      skip: at,
      answer: "",
      end: (module) => module.restart({ bootMs: 2000, print: printed }),
    });
    await expectUsable(await openOn(on));
  });

  test("an answer that never comes ends the opening in time, typed, or not at all", async () => {
    const on = bench();
    on.fake.on(/^/, { skip: at, answer: "" });
    const result = await within(on, 8000, begin(on, { openTimeoutMs: 8000 }));
    if (result.how === "rejected") expect(result.error).toMatchObject({ code: expect.any(String) });
    else expect(result).toMatchObject({ value: { info } });
  });

  test.each(["ERROR", "OK", "+CME ERROR: 100"])(
    "a stray %s behind it mixes nothing up",
    async (stray) => {
      const on = bench();
      on.fake.on(/^/, { skip: at, after: `\r\n${stray}\r\n` });
      const session = await openOn(on);
      expect(session.host.info).toMatchObject(info);
      await judge(on.fake, await send(session));
    },
  );
});

const foreignLines = [
  "APP RDY",
  "^SIMST: 1",
  "^MODE: 5",
  "+QSTK: 1",
  "+CIEV: 1,2",
  "+FOO: 1",
  "$QCRMCALL: 1",
  "\0",
  "\u0007\u001b[2J",
  '+CUSD: 0,"Your balance"',
  'AT+QSMTPCFG="account","u","p"',
];

test.each(foreignLines)("the line %j in front of ATI's is no name", async (line) => {
  const on = bench();
  on.fake.on("ATI", { before: `\r\n${line}\r\n` });
  const { host } = await openOn(on);
  expect(host.info).toMatchObject(info);
});

test.each(['AT+QURCCFG="urcport"', "ATI", "AT+CNMI?", "AT+CGSN"])(
  "an odd answer to %s, which is only nice to know, is never fatal",
  async (line) => {
    for (const answer of ["\r\nOK\r\n", "\r\nERROR\r\n", "\r\n+ODD: 1,,x\r\n\r\nOK\r\n"]) {
      const on = bench();
      on.fake.on(line, { answer, times: Number.POSITIVE_INFINITY });
      const session = await openOn(on);
      expect(await judge(session.fake, await send(session))).toBe("sent");
    }
  },
);

test.each([
  ["an upload that waits for bytes", 20_000, undefined],
  ["a body that waits for bytes", undefined, 90_000],
])("opens a module that was left in %s", async (_what, idleMs, totalMs) => {
  const on = bench();
  const done = (): string => "\r\nOK\r\n";
  on.fake.leaveInDataMode({ lengthBytes: 5000, idleMs, totalMs, done });
  await expectUsable(await openOn(on));
});

test("nothing on the port ends in time, typed", async () => {
  const on = bench();
  on.fake.on(/^/, { answer: "", times: Number.POSITIVE_INFINITY });
  on.fake.alwaysEchoes = false;
  on.fake.echo = false;
  const result = await within(on, 10_000, begin(on, { openTimeoutMs: 10_000 }));
  expect(result).toMatchObject({ error: { code: "MODULE_NOT_RESPONDING" } });
});

test("tells the IMEI, or an empty text where the module does not", async () => {
  const session = await openOn(bench());
  expect(session.host.info).toEqual({ ...info, imei, urcPort: "uart1" });
  for (const answer of ["\r\nERROR\r\n", "\r\nOK\r\n", "\r\n+ODD: 1\r\n\r\nOK\r\n"]) {
    const on = bench();
    on.fake.on("AT+CGSN", { answer, times: Number.POSITIVE_INFINITY });
    expect((await openOn(on)).host.info.imei).toBe("");
  }
});

describe("a module that does not know the TLS settings", () => {
  test.each([0, 1, 7, 133, 1999, 60_003])(
    "is opened at once, %i ms after another one",
    async (ms) => {
      const on = bench();
      await on.clock.advance(ms);
      on.fake.on(/^AT\+QSSLCFG/, {
        times: Number.POSITIVE_INFINITY,
        execute: false,
        answer: "\r\nERROR\r\n",
      });
      const startedMs = on.clock.now();
      const opened = await on.clock.runUntil(begin(on, { smtp: undefined }));
      expect(opened.how).toBe("resolved");
      expect(opened.atMs - startedMs).toBeLessThan(1000);
    },
  );
});
