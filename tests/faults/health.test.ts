import type { HealthItem, HealthReport, Verification } from "@qsmtp/client";
import type { FakeOptions, Settled } from "@qsmtp/fake-module";
import { setSmtpServer } from "@qsmtp/protocol/commands";
import { paramOf } from "@qsmtp/protocol/facts";
import { describe, expect, test } from "vitest";
import { codeOf, expectClean, expectNoSecret, judge } from "./judge.ts";
import {
  allOf,
  note,
  open,
  password,
  plainSmtp,
  quiet,
  type Session,
  send,
  smtp,
  within,
} from "./scenario.ts";

const forever = Number.POSITIVE_INFINITY;

async function diagnose(session: Session): Promise<HealthReport> {
  const result = await within(session, 120_000, session.host.diagnose());
  if (result.how !== "resolved") throw new Error("no report", { cause: result });
  expect(JSON.stringify(result.value)).not.toContain(password);
  return result.value;
}

async function verify(session: Session): Promise<Verification> {
  const result = await within(session, 315_000, session.host.verify());
  if (result.how !== "resolved") throw new Error("no report", { cause: result });
  expect(JSON.stringify(result.value)).not.toContain(password);
  return result.value;
}

function item(report: { readonly items: readonly HealthItem[] }, name: string): HealthItem {
  const found = report.items.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no item ${name}`);
  return found;
}

function verdicts({ items }: { readonly items: readonly HealthItem[] }): Record<string, string> {
  return Object.fromEntries(items.map(({ name, verdict }) => [name, verdict]));
}

/** Everything on the module that a diagnosis must not change. */
function stateOf({ fake }: Session): unknown {
  const { settings, draft } = fake.mail;
  return structuredClone({
    files: fake.files.names,
    account: settings.account,
    server: settings.server,
    draft,
    active: [...fake.network.active],
    apns: [...fake.network.contexts.apns],
    errorMode: fake.errorMode,
  });
}

describe("a diagnosis", () => {
  test("of a healthy module finds nothing, and changes nothing", async () => {
    const session = await open();
    const before = stateOf(session);
    const report = await diagnose(session);
    expect(verdicts(report)).toEqual({
      sim: "ok",
      signal: "ok",
      registration: "ok",
      attach: "ok",
      apn: "ok",
      contexts: "ok",
      clock: "ok",
      storage: "ok",
      firmware: "ok",
      smtp: "ok",
      // Nothing has come by itself yet.
      urcPort: "unknown",
      tls: "ok",
      line: "ok",
    });
    expect(report.verdict).toBe("unknown");
    expect(stateOf(session)).toEqual(before);
    expect(await judge(session.fake, await send(session))).toBe("sent");
  });

  test("knows the port of results once a mail's result has come", async () => {
    const session = await open();
    await send(session, note);
    const report = await diagnose(session);
    expect(item(report, "urcPort")).toMatchObject({ verdict: "ok", details: { port: "uart1" } });
    expect(report.verdict).toBe("ok");
  });

  const faults: readonly [string, string, string, RegExp, (session: Session) => void][] = [
    [
      "a SIM with a PIN",
      "sim",
      "fault",
      /SIM PIN/,
      ({ fake }) => void Object.assign(fake.network, { sim: "SIM PIN" }),
    ],
    [
      "no SIM",
      "sim",
      "fault",
      /No SIM/,
      ({ fake }) => fake.on("AT+CPIN?", { answer: "\r\n+CME ERROR: 10\r\n", times: forever }),
    ],
    [
      "a weak signal",
      "signal",
      "warning",
      /-107 dBm/,
      ({ fake }) => void Object.assign(fake.network, { signal: "3,99" }),
    ],
    [
      "no signal",
      "signal",
      "warning",
      /no signal/,
      ({ fake }) => void Object.assign(fake.network, { signal: "99,99" }),
    ],
    [
      "no network",
      "registration",
      "fault",
      /searching/,
      ({ fake }) => void Object.assign(fake.network.status, { CEREG: 2, CGREG: 2, CREG: 2 }),
    ],
    [
      "a network that denies the SIM",
      "registration",
      "fault",
      /denied/,
      ({ fake }) => void Object.assign(fake.network.status, { CEREG: 3, CGREG: 0 }),
    ],
    [
      "not attached",
      "attach",
      "fault",
      /not attached/,
      ({ fake }) => void Object.assign(fake.network.contexts, { attached: false }),
    ],
    [
      "no access point",
      "apn",
      "warning",
      /no access point/,
      ({ fake }) => fake.network.contexts.apns.clear(),
    ],
    [
      "a context that the network has dropped",
      "contexts",
      "warning",
      /dropped/,
      ({ fake }) => {
        fake.network.active.add(1);
        fake.network.contexts.dead.add(1);
      },
    ],
    [
      "a clock that was never set, with dates to be checked",
      "clock",
      "fault",
      /not set/,
      ({ fake }) => void Object.assign(fake.network, { time: "80/01/06,00:12:00+00" }),
    ],
    [
      "a module without mail client",
      "smtp",
      "fault",
      /cannot send mail/,
      ({ fake }) =>
        fake.on(/^AT\+QSMTP/, { execute: false, answer: "\r\nERROR\r\n", times: forever }),
    ],
    [
      "a line that strips bit 7",
      "line",
      "fault",
      /bit 7/,
      ({ fake }) => {
        const strip = (text: string): string =>
          text.replaceAll(/[\x80-\xff]/g, (char) => String.fromCharCode(char.charCodeAt(0) & 0x7f));
        fake.wire.toModule = strip;
      },
    ],
  ];

  test.each(faults)("names %s", async (_what, name, verdict, found, arrange) => {
    const session = await open();
    arrange(session);
    const report = await diagnose(session);
    expect(item(report, name)).toMatchObject({ verdict, found: expect.stringMatching(found) });
    expect(item(report, name).remedy).toMatch(/\w+/);
    expect(report.verdict).toBe(verdict);
    expectClean(session.fake);
  });

  test("names a line that has become bad since the last mail", async () => {
    const session = await open();
    expect((await send(session)).how).toBe("resolved");
    session.fake.wire.toModule = (text) => text.replaceAll("\n", "\r\n");
    const report = await diagnose(session);
    expect(item(report, "line")).toMatchObject({
      verdict: "fault",
      found: expect.stringContaining("LF becomes CR LF"),
    });
    expectClean(session.fake);
  });

  test("names three active contexts of others", async () => {
    const session = await open({ pdp: { contextId: 5, apn: "internet" }, smtp: plainSmtp });
    for (const id of [1, 2, 3]) session.fake.network.active.add(id);
    const report = await diagnose(session);
    expect(item(report, "contexts")).toMatchObject({
      verdict: "warning",
      details: { open: [1, 2, 3], contextId: 5 },
    });
  });

  test("says how a server is not verified", async () => {
    const tls = { dangerouslyAcceptAnyServer: true };
    const session = await open({ smtp: { ...smtp, tls } });
    expect(item(await diagnose(session), "tls").verdict).toBe("warning");
    const plain = await open({ smtp: plainSmtp });
    expect(item(await diagnose(plain), "tls")).toMatchObject({ verdict: "warning" });
    const none = await open({ smtp: undefined });
    expect(item(await diagnose(none), "tls")).toMatchObject({ verdict: "unknown" });
  });

  test.each(["ERROR", "OK", "+CME ERROR: 100", "+ODD: 1,,x\r\n\r\nOK"])(
    "of a module that answers %s to everything is a report all the same",
    async (answer) => {
      const session = await open();
      session.fake.on(/^AT(?!\+CMEE\?|\+QSSLCFG)/, {
        execute: false,
        answer: `\r\n${answer}\r\n`,
        times: forever,
      });
      const report = await diagnose(session);
      expect(report.items).toHaveLength(13);
      expect(item(report, "sim").verdict).not.toBe("ok");
    },
  );

  test("of a module that answers nothing ends in time, typed", async () => {
    const session = await open();
    session.fake.on(/^/, { execute: false, answer: "", times: forever });
    const call = session.host.diagnose({ timeoutMs: 20_000 });
    expect(codeOf(await within(session, 20_000, call))).toMatch(/TIMEOUT|WIRE_STATE_UNKNOWN/);
  });

  test("of a module that answers one question not ends with that one unknown", async () => {
    const session = await open();
    session.fake.on("AT+CCLK?", { answer: "", times: forever });
    const report = await diagnose(session);
    expect(item(report, "clock").verdict).toBe("unknown");
    expect(item(report, "line").verdict).toBe("ok");
  });

  test("of a module that restarts meanwhile is a report", async () => {
    const session = await open();
    session.fake.on("AT+CGATT?", {
      answer: "",
      end: (module) => module.restart({ bootMs: 3000, print: "\r\nRDY\r\n" }),
    });
    const report = await diagnose(session);
    expect(item(report, "attach").verdict).toBe("unknown");
    expect(item(report, "line").verdict).toBe("ok");
  });

  test("ends when it is given up, closed or unplugged", async () => {
    const endings: readonly [string, (session: Session, give: AbortController) => void][] = [
      ["ABORTED", (_session, give) => give.abort(new Error("enough"))],
      ["MODULE_CLOSED", ({ host }) => void host.close()],
      ["CONNECTION_LOST", ({ fake }) => fake.wire.unplug()],
    ];
    for (const [code, end] of endings) {
      const session = await open();
      const give = new AbortController();
      session.fake.on("AT+CCLK?", { begin: () => end(session, give) });
      const call = quiet(session.host.diagnose({ signal: give.signal }));
      const result = await within(session, 30_000, call);
      expect(codeOf(result)).toBe(code);
      await session.clock.runUntil(session.host.close());
      expect(session.timers.pending).toBe(0);
    }
  });

  test("waits for mails, and mails wait for it", async () => {
    const session = await open();
    const { host, fake, clock } = session;
    const calls = [host.mail.send(note), host.diagnose(), host.mail.send(note), host.diagnose()];
    const all = await allOf(
      clock,
      calls.map((call) => quiet<unknown>(call)),
    );
    expect(all.map(({ status }) => status)).toEqual(Array(4).fill("fulfilled"));
    expect(fake.mail.delivered).toHaveLength(2);
    const lines = fake.executed.map(({ line }) => line);
    const order = lines.flatMap((line) => {
      return line.startsWith("AT+QSMTPPUT=1") || line.startsWith("AT+QSMTPPUT=3")
        ? ["mail"]
        : line === "AT+CCLK?"
          ? ["diagnosis"]
          : [];
    });
    expect(order).toEqual(["mail", "diagnosis", "mail", "diagnosis"]);
  });

  test("waits for a connection that is being opened anew, and judges that one", async () => {
    const session = await open({ reconnect: { firstDelayMs: 1000 } });
    const { fake, clock, host } = session;
    await send(session, note);
    fake.wire.unplug();
    await clock.advance(10);
    expect(host.connected).toBe(false);
    const report = await diagnose(session);
    expect(host.connected).toBe(true);
    expect(item(report, "line").verdict).toBe("ok");
    // It may be another port than the one on which a result has come.
    expect(item(report, "urcPort").verdict).toBe("unknown");
  });

  test("leaves an open result alone", async () => {
    const session = await open({ smtp: plainSmtp });
    session.fake.mail.plans.push({ ms: 300_000, result: "0,0" });
    const mail = await send(session, note, { timeoutMs: 60_000 });
    expect(mail).toMatchObject({ error: { outcome: "unknown" } });
    const call = session.host.diagnose({ timeoutMs: 30_000 });
    expect(codeOf(await within(session, 30_000, call))).toBe("RESULT_OUTSTANDING");
    await session.clock.advance(300_000);
    expect(session.fake.mail.delivered).toHaveLength(1);
    expect((await diagnose(session)).items).toHaveLength(13);
  });
});

describe("a verification", () => {
  const good = {
    smtp: "ok",
    sim: "ok",
    registration: "ok",
    context: "ok",
    serverName: "ok",
    // The result of the lookup came here.
    urcPort: "ok",
    clock: "ok",
    storage: "ok",
    line: "ok",
    ca: "ok",
    settings: "ok",
    draft: "ok",
    escape: "ok",
    login: "unknown",
  };

  test.each<[string, FakeOptions]>([
    ["with control lines", { controlLines: true }],
    ["without", { controlLines: false }],
    ["where input is dropped while the module works", { controlLines: true, whileBusy: "drop" }],
    ["on a slow line", { controlLines: true, baud: 9600 }],
    ["on a slow line without control lines", { controlLines: false, baud: 9600 }],
  ])("of a good installation finds nothing and leaves nothing, %s", async (_what, fake) => {
    const { controlLines } = fake;
    const session = await open({}, fake);
    const report = await verify(session);
    expect(report.items.map(({ name, verdict, found }) => [name, verdict, found])).toEqual(
      Object.entries(good).map(([name, verdict]) => [name, verdict, expect.any(String)]),
    );
    expect(report.ok).toBe(true);
    expect(item(report, "serverName").details).toMatchObject({ addresses: ["192.0.2.25"] });
    expect(item(report, "escape").details).toMatchObject({ byDtr: controlLines });
    expect(session.fake.mail.delivered).toEqual([]);
    expect(session.fake.mail.orders).toEqual([]);
    expectClean(session.fake);
    expect(session.fake.mail.draft.body.bytes).toBe("");
    expect(await judge(session.fake, await send(session))).toBe("sent");
    await session.clock.runUntil(session.host.close());
    expect(session.timers.pending).toBe(0);
    expect([...session.fake.network.active]).toEqual([]);
  });

  const faults: readonly [string, string, RegExp, (session: Session) => void][] = [
    [
      "a SIM that wants its PIN",
      "sim",
      /SIM PIN/,
      ({ fake }) => void Object.assign(fake.network, { sim: "SIM PIN" }),
    ],
    [
      "no network",
      "registration",
      /no network/,
      ({ fake }) => void Object.assign(fake.network.status, { CEREG: 2, CGREG: 2 }),
    ],
    [
      "no access point",
      "context",
      /no access point/,
      ({ fake }) => fake.network.contexts.apns.clear(),
    ],
    [
      "a server name with a typing error",
      "serverName",
      /565/,
      ({ fake }) => fake.network.hosts.clear(),
    ],
    [
      "a clock that was never set",
      "clock",
      /not set/,
      ({ fake }) => void Object.assign(fake.network, { time: "80/01/06,00:12:00+00" }),
    ],
    [
      "settings that are not taken",
      "settings",
      /ssltype/,
      ({ fake }) => fake.on(/^AT\+QSMTPCFG="ssltype",\d/, { execute: false, times: forever }),
    ],
    [
      "a draft that is not as it was written",
      "draft",
      /recipients/,
      ({ fake }) => fake.on(/^AT\+QSMTPDST=1/, { execute: false, times: forever }),
    ],
    [
      "a draft that is not cleared",
      "draft",
      /does not clear/,
      ({ fake }) => fake.on("AT+QSMTPCLR", { execute: false, times: forever, skip: 1 }),
    ],
    [
      "no mail client",
      "smtp",
      /cannot send mail/,
      ({ fake }) =>
        fake.on(/^AT\+QSMTP/, { execute: false, answer: "\r\nERROR\r\n", times: forever }),
    ],
  ];

  test.each(faults)("shows %s on the day of installation", async (_what, name, found, arrange) => {
    const session = await open();
    arrange(session);
    const report = await verify(session);
    expect(report.ok).toBe(false);
    expect(item(report, name)).toMatchObject({
      verdict: "fault",
      found: expect.stringMatching(found),
    });
    expect(session.fake.files.names).toEqual([]);
    expect(session.fake.mail.delivered).toEqual([]);
  });

  test("sets again what another program has changed since the last mail", async () => {
    const session = await open();
    expect((await send(session)).how).toBe("resolved");
    const { settings } = session.fake.mail;
    settings.server = ["other.example.org", 25];
    expect((await verify(session)).ok).toBe(true);
    expect(settings.server).toEqual(["mail.example.org", 587]);
  });

  test("finds a CA file that is not there, and one that is", async () => {
    const tls = { caFile: "UFS:ca.pem" };
    const session = await open({ smtp: { ...smtp, tls } });
    expect(item(await verify(session), "ca").verdict).toBe("fault");
    session.fake.files.stored.set("UFS:ca.pem", "-----BEGIN CERTIFICATE-----");
    expect(item(await verify(session), "ca").verdict).toBe("ok");
    expect(session.fake.files.names).toEqual(["UFS:ca.pem"]);
  });

  test("says that neither DTR nor +++ leaves data mode", async () => {
    const session = await open();
    session.fake.wire.toModule = (text) => (text === "+++" ? "" : text);
    const report = await verify(session);
    expect(item(report, "escape")).toMatchObject({ verdict: "warning" });
    expect(report.ok).toBe(true);
    expectClean(session.fake);
  });

  test("tells +++ from a DTR that has no effect", async () => {
    const session = await open({}, { controlLines: true });
    session.fake.wire.dtrChanged = () => {};
    const report = await verify(session);
    expect(item(report, "escape")).toMatchObject({ verdict: "ok", details: { byDtr: false } });
  });

  test("whose lookup has no result says on which port to look", async () => {
    const session = await open();
    session.fake.network.lookupMs = 1_000_000;
    const report = await verify(session);
    expect(item(report, "serverName")).toMatchObject({ verdict: "unknown" });
    expect(item(report, "serverName").remedy).toContain("urcPort");
    expect(item(report, "urcPort").verdict).toBe("unknown");
  });

  test("needs a server, and options that can work", async () => {
    const session = await open({ smtp: undefined });
    const without = await session.clock.runUntil(quiet(session.host.verify()));
    expect(codeOf(without)).toBe("INVALID_OPTION");
    const hostBytes = paramOf(setSmtpServer, "host").maxBytes;
    const wrong: Settled<unknown> = await session.clock.runUntil(
      quiet(session.host.verify({ smtp: { ...smtp, host: "x".repeat(hostBytes + 1) } })),
    );
    expect(codeOf(wrong)).toBe("INVALID_OPTION");
    const other = await session.clock.runUntil(quiet(session.host.verify({ smtp: plainSmtp })));
    expect(other).toMatchObject({ value: { ok: true } });
  });

  test.each([10, 50, 100, 200, 400, 700, 1000, 2000])(
    "given up after %i ms it leaves nothing",
    async (afterMs) => {
      const session = await open();
      const give = new AbortController();
      session.clock.setTimeout(() => give.abort(new Error("enough")), afterMs);
      const call = quiet(session.host.verify({ signal: give.signal }));
      const result = await within(session, afterMs + 15_000, call);
      if (result.how === "rejected") {
        expect(codeOf(result)).toBe("ABORTED");
        expectNoSecret(result.error, password);
      }
      await session.clock.advance(5000);
      expectClean(session.fake);
      expect(await judge(session.fake, await send(session))).toBe("sent");
    },
  );
});
