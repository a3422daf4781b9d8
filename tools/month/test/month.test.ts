import { VirtualClock } from "@qsmtp/fake-module";
import { describe, expect, test } from "vitest";
import { Calls } from "../src/calls.ts";
import { FarEnd } from "../src/far-end.ts";
import { arrivalsOf, mailOf, usualServer } from "../src/mails.ts";
import { runMonth } from "../src/month.ts";
import { failureOf, tableOf } from "../src/report.ts";
import { deliveredAs } from "./delivered-as.ts";

const short = { seed: 5, mails: 120, days: 0.4 };

describe("a short month", () => {
  test("is clean, and comes again bit for bit with its seed", async () => {
    const first = await runMonth(short);
    const second = await runMonth(short);
    expect(first.violations).toEqual([]);
    expect({ ...second, wallMs: 0 }).toEqual({ ...first, wallMs: 0 });
    expect(first.sent + first.notSent + first.unknown).toBe(first.mails);
    expect(first.sent).toBeGreaterThan(0.8 * first.mails);
    expect(tableOf([first])).toContain(first.digest);
  });

  test("is another one with another seed", async () => {
    const months = [
      await runMonth({ ...short, mails: 10 }),
      await runMonth({ ...short, mails: 10, seed: 6 }),
    ];
    expect(new Set(months.map(({ digest }) => digest)).size).toBe(2);
  });

  test("with one mail only asks for no other", async () => {
    const lines: string[] = [];
    const month = await runMonth({ ...short, onlyMail: 7, onLine: (line) => lines.push(line) });
    expect(month.violations).toEqual([]);
    const tried = lines.flatMap((line) => /mail (\d+), try/.exec(line)?.[1] ?? []);
    // The other is that of the inspection at the end.
    expect(new Set(tried)).toEqual(new Set(["7", "120"]));
  });

  test("leaves chance and clock of the thread as they were", async () => {
    const before = [Math.random, Date.now];
    await runMonth({ ...short, mails: 1 });
    expect([Math.random, Date.now]).toEqual(before);
  });
});

describe("the books", () => {
  function books(): { readonly farEnd: FarEnd; readonly found: string[] } {
    const found: string[] = [];
    const mail = (number: number) => (number < 10 ? mailOf(1, number) : undefined);
    const farEnd = new FarEnd(mail, usualServer, ({ mail: number, what }) => {
      found.push(`${number}: ${what}`);
    });
    return { farEnd, found };
  }

  test("say nothing of mails that are as they were told", () => {
    const { farEnd, found } = books();
    for (const number of [0, 1, 2, 3]) farEnd.tried(number);
    farEnd.delivered(deliveredAs(mailOf(1, 0)));
    farEnd.told(0, "sent");
    farEnd.told(1, "not-sent");
    farEnd.delivered(deliveredAs(mailOf(1, 2)));
    farEnd.told(2, "unknown");
    farEnd.told(3, "unknown");
    farEnd.close([0, 1, 2, 3]);
    expect(found).toEqual([]);
  });

  test.each([
    ["delivered twice", "0: it was delivered twice", ["delivered", "delivered"]],
    ["told sent and not there", "0: told sent, and no server has it", ["sent"]],
    ["told not-sent and there", "0: told not-sent, and a server has it", ["delivered", "not-sent"]],
    ["there after not-sent", "0: told not-sent, and a server has it", ["not-sent", "delivered"]],
    [
      "tried again after unknown",
      "0: it was tried again after unknown",
      ["unknown", "tried", "unknown"],
    ],
    ["forgotten", "0: nobody was told anything of it", []],
    [
      "finally sent and not there",
      "0: finalOutcome told sent, and no server has it",
      ["unknown", "finally sent"],
    ],
    [
      "finally not-sent and there",
      "0: finalOutcome told not-sent, and a server has it",
      ["unknown", "delivered", "finally not-sent"],
    ],
  ])("tell of a mail that is %s", (_what, told, steps) => {
    const { farEnd, found } = books();
    farEnd.tried(0);
    for (const step of steps) {
      if (step === "delivered") farEnd.delivered(deliveredAs(mailOf(1, 0)));
      else if (step === "tried") farEnd.tried(0);
      else if (step === "finally sent") farEnd.finallyTold(0, "sent");
      else if (step === "finally not-sent") farEnd.finallyTold(0, "not-sent");
      else farEnd.told(0, step as "sent");
    }
    farEnd.close([0]);
    expect(found).toContain(told);
  });

  test.each([
    ["text", { text: "Something else" }],
    ["attachments", { attachments: [{ name: "photo0.bin", bytes: "x" }] }],
    ["recipients", { recipients: [] }],
    ["account", { account: ["logger", ""] as const }],
    ["verifiedWith", { verifiedWith: undefined }],
  ])("tell of a mail whose %s is another", (part, change) => {
    const { farEnd, found } = books();
    farEnd.delivered({ ...deliveredAs(mailOf(1, 0)), ...change });
    expect(found).toEqual([`0: it arrived mutilated: ${part}`]);
  });

  test("tell of a mail that nobody asked for", () => {
    const { farEnd, found } = books();
    farEnd.delivered({ ...deliveredAs(mailOf(1, 0)), subject: "#99 Store" });
    farEnd.delivered({ ...deliveredAs(mailOf(1, 0)), subject: "Stor" });
    expect(found).toEqual([
      "99: a server got a mail that nobody asked for",
      "undefined: a server got a mail that nobody asked for",
    ]);
  });
});

describe("calls", () => {
  test("that end late, or not at all, are told once", async () => {
    const clock = new VirtualClock();
    const found: string[] = [];
    const calls = new Calls(
      () => clock.now(),
      (mail, what) => found.push(`${mail}: ${what}`),
    );
    const after = (ms: number): Promise<void> =>
      new Promise((resolve) => clock.setTimeout(resolve, ms));
    void calls.watch("in time", 1000, after(1000), 1);
    void calls.watch("late", 1000, after(1100), 2);
    void calls.watch("never", 1000, new Promise(() => {}), 3);
    await clock.advance(5000);
    calls.look();
    calls.look();
    expect(found).toEqual([
      "2: late has not ended in its time",
      "3: never has not ended in its time",
    ]);
  });
});

test("a broken month says how to see it again", () => {
  const violations = [{ mail: 4, what: "it was delivered twice", day: "0.1 d", before: ["line"] }];
  const month = { seed: 3, violations } as unknown as Parameters<typeof failureOf>[0];
  const text = failureOf(month, { seed: 3, mails: 100, days: 2 });
  expect(text).toContain("pnpm month --seed 3 --mails 100 --days 2 --trace");
  expect(text).toContain("mail 4: it was delivered twice");
});

test("arrivals are as many as asked for, in order, within the time", () => {
  const times = arrivalsOf(2, 500, 1_000_000);
  expect(times).toHaveLength(500);
  expect([...times].sort((one, other) => one - other)).toEqual(times);
  expect(times.at(-1)).toBeLessThan(1_003_000);
});
