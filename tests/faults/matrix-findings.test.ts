import { describe, expect, test } from "vitest";
import { codeOf, judge, told } from "./judge.ts";
import { begin, bench, note, open, openOn, send, stepsOf, unplugFor } from "./scenario.ts";

/** What the fault matrix found first; each is a fault of its own kind. */

describe("opening goes on after one answer that got lost", async () => {
  const steps = await stepsOf("opening");
  test.each(steps)("at step $name", async ({ at }) => {
    const on = bench();
    on.fake.on(/^/, { skip: at, answer: "" });
    const session = await openOn(on);
    expect(told(await send(session))).toBe("sent");
  });
});

test("a new connection does not take answers for its own that an earlier one asked for", async () => {
  const on = bench({ whileBusy: "queue" });
  on.fake.on(/^/, { lateMs: 40_000 });
  const first = await on.clock.runUntil(begin(on, { openTimeoutMs: 20_000 }));
  expect(codeOf(first)).toBe("MODULE_NOT_RESPONDING");
  const session = await openOn(on);
  const strays: string[] = [];
  session.host.onUnknownLine((line) => strays.push(line));
  expect(await judge(session.fake, await send(session))).toBe("sent");
});

test("an echo that appears while the module sends ends no order, and takes no file away", async () => {
  const session = await open();
  const { fake } = session;
  fake.mail.plans.push({ ms: 3000 });
  fake.on("AT+QSMTPPUT", {
    end: (module) => {
      module.later(300, () => {
        module.echo = true;
      });
    },
  });
  expect(await judge(fake, await send(session))).toBe("sent");
});

test("a silent restart while the module sends ends the order soon, and the next mail goes out", async () => {
  const session = await open();
  const { fake, clock } = session;
  fake.mail.plans.push({ ms: 20_000 });
  fake.on("AT+QSMTPPUT", { end: (module) => module.later(200, () => module.restart()) });
  const startedMs = clock.now();
  const first = await send(session);
  expect(first).toMatchObject({ error: { code: "MODULE_RESTARTED", outcome: "unknown" } });
  expect(first.atMs - startedMs).toBeLessThan(30_000);
  expect(told(await send(session, note))).toBe("sent");
});

test.each(["403", "420", "423"])("a storage that is full is told as that: %s", async (number) => {
  const session = await open();
  session.fake.on('AT+QFUPL="RAM:photo1.bin"', {
    execute: false,
    answer: `\r\n+CME ERROR: ${number}\r\n`,
  });
  const call = await send(session);
  expect(codeOf(call)).toBe("STORAGE_FULL");
  expect(await judge(session.fake, call)).toBe("not-sent");
});

test("a module that tells odd values of AT+CNMI opens all the same", async () => {
  const on = bench();
  on.fake.on("AT+CNMI?", { answer: "\r\n+CNMI: 22,2,1,0\r\n\r\nOK\r\n" });
  expect(told(await send(await openOn(on)))).toBe("sent");
});

describe("an upload that is refused behind its data", () => {
  test.each(["photo1.bin", "qsmtp-ca.pem", "qsmtp-files"])("leaves nothing: %s", async (name) => {
    const session = await open();
    const { fake, host, clock } = session;
    fake.on(`AT+QFUPL="RAM:${name}"`, {
      end: ({ wire }) => {
        wire.toHost = (text) => {
          if (!text.includes("+QFUPL:")) return text;
          wire.toHost = undefined;
          return "\r\nERROR\r\n";
        };
      },
    });
    const call = await send(session);
    expect(await judge(fake, call)).toMatch(/sent/);
    expect(told(await send(session, { ...note, subject: "Next" }))).toBe("sent");
    await clock.runUntil(host.close());
    expect(fake.files.names).toEqual([]);
  });
});

test("a plug that is pulled while the module sends does not silence what follows", async () => {
  const session = await open({ reconnect: { jitter: 0 } });
  const { fake, clock } = session;
  fake.mail.plans.push({ ms: 1500 });
  fake.on("AT+QSMTPPUT", { end: () => clock.setTimeout(() => unplugFor(session, 4000), 1000) });
  expect(told(await send(session))).toBe("unknown");
  const startedMs = clock.now();
  const next = await send(session, note);
  expect(told(next)).toBe("sent");
  expect(next.atMs - startedMs).toBeLessThan(60_000);
});

describe("a byte of the text that is doubled on the way is seen", () => {
  const text = "The door of room 3 has been open for more than 20 minutes.\r\n";
  test.each(["queue", "drop"] as const)(
    "by a module that %ss what comes while it works",
    async (whileBusy) => {
      for (const at of [0, 7, text.length - 3, text.length - 2]) {
        const session = await open({ retry: false }, { whileBusy });
        const { fake } = session;
        let seen = 0;
        fake.on("AT+QSMTPBODY", {
          end: ({ wire }) => {
            wire.toModule = (bytes) => {
              const place = at - seen;
              seen += bytes.length;
              if (place < 0 || place >= bytes.length) return bytes;
              wire.toModule = undefined;
              return bytes.slice(0, place + 1) + bytes.slice(place);
            };
          },
        });
        const mail = { ...note, text };
        expect(await judge(fake, await send(session, mail), mail), `byte ${at}`).toBe("not-sent");
      }
    },
  );
});
