import { addRecipient, sendMail } from "@qsmtp/protocol/commands";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { asRead } from "./as-read.fixture.ts";
import type { ModuleEvent } from "./events/module-event.ts";
import { fail } from "./modem/answer.ts";
import { createSimulatedModule, type SimulatedModule } from "./simulated-module.ts";
import { TestHost } from "./test-host.fixture.ts";

const options = { family: asRead, connectDelayMs: 0, strict: true, sim: { pin: "1234" } } as const;

let module: SimulatedModule;
let host: TestHost;

beforeEach(() => {
  vi.useFakeTimers();
  module = createSimulatedModule(options);
  host = new TestHost();
  module.attach(host.farEnd);
});

afterEach(() => {
  module.dispose();
  vi.useRealTimers();
});

/** What a host finds out about a module, and a test. */
function look(): unknown {
  const lines = [
    "AT&V",
    "AT+CPIN?",
    "AT+CFUN?",
    'AT+QSMTPCFG="smtpserver"',
    "AT+QICSGP=1",
    "AT+QIACT?",
    "AT+CGDCONT?",
    'AT+QSSLCFG="seclevel",1',
    'AT+QCFG="urc/cache"',
    'AT+QFLST="*"',
    "AT+CCLK?",
    "AT+CSQ",
    "AT+CREG?",
    "AT+CNMI?",
    "AT+CGQREQ?",
  ].map((line) => host.ask(line));
  return { lines, mails: module.mailbox.mails, attempts: module.mailbox.attempts };
}

async function use(): Promise<void> {
  for (const line of [
    "ATE0",
    "ATX1",
    "AT&W",
    "AT+CMEE=2",
    'AT+CPIN="1234"',
    'AT+QSMTPCFG="smtpserver","mail.example.org",465',
    'AT+QICSGP=1,1,"internet","","",1',
    "AT+CGQREQ=1,1",
    "AT+QIACT=1",
    'AT+QSSLCFG="seclevel",1,2',
    'AT+QSMTPDST=1,1,"a@example.org"',
    "AT+QSMTPPUT=60",
    "AT+CREG=2",
    "AT+CNMI=2,2",
    'AT+CCLK="24/05/01,12:00:00+00"',
    "AT+NOPE",
    'AT+QCFG="urc/cache",1',
  ]) {
    const said = host.ask(line);
    expect(said, line).toContain(line === "AT+NOPE" ? "ERROR" : "OK");
  }
  await vi.advanceTimersByTimeAsync(0);
  module.files.write("a.txt", "abc");
  module.setSignal(3);
  module.setRegistration(2);
  module.failNext("AT+CSQ");
  module.on(addRecipient, () => fail(664));
  module.onLine("AT+CREG", () => fail());
  module.mailbox.respondWith({ error: 677 });
  vi.advanceTimersByTime(5000);
  host.type("AT+QSMTPBODY=0,5\rHel");
}

it("makes a module as new", async () => {
  const fresh = look();
  module.dispose();
  module = createSimulatedModule(options);
  module.attach(host.farEnd);
  await use();
  expect(module.mailbox.attempts).toBe(1);
  host.take();
  module.reset();
  expect(host.take()).toBe("");
  expect(module.transcript()).toBe("");
  expect(module.received).toEqual([]);
  expect(module.files.list()).toEqual([]);
  expect(module.settings.smtp.host).toBe("");
  module.verify();
  expect(look()).toEqual(fresh);
  expect(module.transcript()).toMatch(/^ {4}0\.000 > AT&V\n/);
});

it("leaves no timer and no half line behind", async () => {
  await use();
  module.mailbox.respondWith("never");
  module.reset();
  expect(vi.getTimerCount()).toBe(0);
  host.type("AT+CS");
  module.reset();
  host.take();
  expect(host.ask("AT")).toBe("AT\r\r\nOK\r\n");
});

it("switches a module on that was off, and begins time anew", () => {
  module.powerOff();
  vi.advanceTimersByTime(1000);
  module.reset();
  expect(module.isPowered).toBe(true);
  vi.advanceTimersByTime(250);
  host.ask("AT");
  expect(module.received[0]?.atMs).toBe(250);
});

it("ends what was waited for, and keeps listeners of events", async () => {
  const events: ModuleEvent[] = [];
  module.onEvent((event) => events.push(event));
  const sent = module.waitFor(sendMail);
  module.reset();
  await expect(sent).rejects.toMatchObject({
    code: "DISPOSED",
    message: expect.stringContaining("had not come when the module was reset"),
  });
  host.ask("AT");
  expect(events.map(({ type }) => type)).toEqual(["state", "command", "reply"]);
});

it("refuses the first line of the host again, and none of the scenario's", () => {
  module.dispose();
  module = createSimulatedModule({
    ...options,
    quirks: { "first-line-error": true },
    scenario: { commands: ["ATE0", "AT+CMEE=2"] },
  });
  module.attach(host.farEnd);
  const seen: string[] = [];
  const show = (event: ModuleEvent): string => {
    return event.type === "command"
      ? (event.line ?? "")
      : "what" in event
        ? event.what
        : event.type;
  };
  module.onEvent((event) => seen.push(show(event)));
  for (const _ of ["made", "reset"]) {
    expect(host.ask("AT")).toBe("\r\nERROR\r\n");
    expect(host.ask("AT+CMEE?")).toBe("\r\n+CMEE: 2\r\n\r\nOK\r\n");
    seen.length = 0;
    module.reset();
    expect(seen).toEqual(["reset", "ATE0", "reply", "AT+CMEE=2", "reply"]);
  }
});

it("begins a scenario and its faults anew, in front of the same host", () => {
  module.dispose();
  module = createSimulatedModule({
    ...options,
    scenario: {
      commands: ["ATE0", "AT+CMEE=2"],
      signal: { rssi: 7 },
      files: [{ name: "RAM:a.txt", text: "abc" }],
      faults: [{ do: "error", on: "AT+CREG?", nth: 2 }],
      timeline: [{ atMs: 1000, do: "signal", rssi: 3 }],
      server: [{ mail: 1, error: 677 }],
    },
    faults: [{ do: "split-bytes", on: "AT+CMEE?" }],
  });
  module.attach(host.farEnd);
  const play = (): string[] => {
    const said = ["AT+CREG?", "AT+CREG?", "AT+CMEE?", "AT+CSQ"].map((line) => host.ask(line));
    vi.advanceTimersByTime(999);
    said.push(host.ask("AT+CSQ"));
    vi.advanceTimersByTime(1);
    said.push(host.ask("AT+CSQ"), host.ask('AT+QFLST="RAM:*"'));
    return said;
  };
  const first = play();
  expect(first[1]).toContain("ERROR");
  expect(first.slice(3, 6).map((said) => /\+CSQ: (\d+)/.exec(said)?.[1])).toEqual(["7", "7", "3"]);
  vi.advanceTimersByTime(500);
  module.reset();
  expect(play()).toEqual(first);
  expect(module.files.list()).toHaveLength(1);
});

it("hears at once after a silence, and says what it says at once and in one piece", () => {
  const on = "AT+CSQ";
  module.inject({ do: "flow-stalls", on, forMs: 60_000, when: "after" });
  module.inject({ do: "silence", on, forMs: 60_000, when: "after" });
  module.inject({ do: "split-bytes", on });
  module.inject({ do: "late-urc", on, urc: "RING", delayMs: 500 });
  host.ask("AT+CSQ");
  module.reset();
  host.take();
  module.urc("RING");
  expect(host.takeChunks()).toEqual(["\r\nRING\r\n"]);
  expect(host.ask("AT")).toBe("AT\r\r\nOK\r\n");
});
