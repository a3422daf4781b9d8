import { inspect } from "node:util";
import { addRecipient, setEncodedSubject, setSmtpAccount } from "@qsmtp/protocol/commands";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { asRead } from "../as-read.fixture.ts";
import { fail } from "../modem/answer.ts";
import { createSimulatedModule, type SimulatedModule } from "../simulated-module.ts";
import { TestHost } from "../test-host.fixture.ts";
import type { ModuleEvent } from "./module-event.ts";

const secret = "Grundwasser-4711";

let module: SimulatedModule;
let host: TestHost;
let events: ModuleEvent[];

beforeEach(() => {
  vi.useFakeTimers();
  vi.advanceTimersByTime(5000);
  module = createSimulatedModule({ family: asRead, connectDelayMs: 0, strict: false });
  host = new TestHost();
  module.attach(host.farEnd);
  host.ask("ATE0");
  events = [];
  module.onEvent((event) => events.push(event));
});

afterEach(() => {
  module.dispose();
  vi.useRealTimers();
});

async function sendMail(): Promise<void> {
  module.files.write("RAM:log.bin", Uint8Array.of(0, 1, 255));
  for (const line of [
    `AT+QSMTPCFG="account","robot","${secret}"`,
    'AT+QSMTPCFG="smtpserver","mail.example.org",25',
    'AT+QSMTPDST=1,1,"a@example.org"',
    'AT+QSMTPATT=1,1,"RAM:log.bin"',
    "AT+QIACT=1",
    "AT+QSMTPPUT=60",
  ]) {
    host.ask(line);
  }
  await vi.advanceTimersByTimeAsync(0);
}

describe("events", () => {
  it("tell of a command before its answer, decoded, with the time since the module was made", () => {
    vi.advanceTimersByTime(1500);
    host.ask('AT+QSMTPDST=1,2,"a@example.org"');
    expect(events).toEqual([
      {
        type: "command",
        atMs: 1500,
        line: 'AT+QSMTPDST=1,2,"a@example.org"',
        operation: addRecipient.name,
        input: { type: 2, address: "a@example.org" },
      },
      { type: "reply", atMs: 1500, lines: ["OK"] },
    ]);
  });

  it("tell of each command of a line, and of what cannot be read", () => {
    host.ask("AT+CSQ;+QSMTPDST=1,9");
    host.ask("AT+NOPE=1");
    const commands = events.filter(({ type }) => type !== "reply");
    expect(commands).toMatchObject([
      { type: "command", line: "AT+CSQ", operation: "getSignalQuality", input: {} },
      { type: "command", line: "AT+QSMTPDST=1,9", operation: undefined, input: undefined },
      { type: "command", line: "AT+NOPE=1", operation: undefined, input: undefined },
      { type: "unhandled", line: "AT+NOPE=1" },
    ]);
  });

  it("tell of a line that is too long once", () => {
    host.ask(`AT${"+CSQ;".repeat(1000)}`);
    expect(events.map(({ type }) => type)).toEqual(["command", "reply"]);
  });

  it("tell of data, both ways", () => {
    host.ask("AT+QSMTPBODY=0,5");
    host.type("Hello");
    module.files.write("a.txt", "abc");
    host.ask('AT+QFDWL="a.txt"');
    expect(events.filter(({ type }) => type === "data" || type === "state")).toEqual([
      { type: "state", atMs: 0, what: "dataMode", isOn: true, operation: "writeBody" },
      { type: "state", atMs: 0, what: "dataMode", isOn: false, operation: "writeBody" },
      { type: "data", atMs: 0, direction: "received", operation: "writeBody", byteCount: 5 },
      { type: "state", atMs: 0, what: "dataMode", isOn: true, operation: "downloadFile" },
      { type: "data", atMs: 0, direction: "sent", operation: "downloadFile", byteCount: 3 },
      { type: "state", atMs: 0, what: "dataMode", isOn: false, operation: "downloadFile" },
    ]);
  });

  it("tell of a mail when it is taken, and then of its result", async () => {
    await sendMail();
    const told = events.filter(({ type }) => type === "mail" || type === "urc");
    expect(told).toMatchObject([
      {
        type: "mail",
        mail: {
          to: ["a@example.org"],
          attachments: [{ name: "log.bin", bytes: Uint8Array.of(0, 1, 255) }],
        },
      },
      { type: "urc", line: "+QSMTPPUT: 0,0" },
    ]);
  });

  it("tell of no mail that was refused", async () => {
    module.mailbox.respondWith({ error: 677, protocolError: 535 });
    await sendMail();
    expect(events.filter(({ type }) => type === "mail")).toEqual([]);
  });

  it("tell of each fault that happens, and of the command that it hit", () => {
    module.failNext("AT+CSQ", 3);
    module.inject({ do: "no-result", on: "AT+QSMTPDST", times: 2 });
    host.ask("AT");
    host.ask("AT+CSQ");
    host.ask('AT+QSMTPDST=1,1,"a@example.org"');
    expect(events.filter(({ type }) => type === "fault")).toEqual([
      { type: "fault", atMs: 0, fault: "error", command: "AT+CSQ" },
      {
        type: "fault",
        atMs: 0,
        fault: "no-result",
        command: 'AT+QSMTPDST=1,1,"a@example.org"',
      },
    ]);
  });

  it("tell of a fault that hits no command", () => {
    module.inject({ do: "drop-urc", urc: "RING" });
    module.urc("RING");
    expect(events.filter(({ type }) => type === "fault")).toMatchObject([
      { fault: "drop-urc", command: undefined },
    ]);
  });

  it("tell what becomes of the module", () => {
    host.ask("AT+QIACT=1");
    module.pdpDrop(1);
    module.pdpHold(2);
    module.setSim("absent");
    module.setSim("ready");
    host.ask("AT+CFUN=4");
    module.restart();
    module.powerOff();
    const home = { network: 1, packet: 1, eps: 1 };
    const none = { network: 0, packet: 0, eps: 0 };
    expect(states()).toEqual([
      { what: "context", contextId: 1, context: "active" },
      { what: "context", contextId: 1, context: "dropped" },
      { what: "context", contextId: 1, context: "inactive" },
      { what: "sim", sim: "absent" },
      { what: "registration", registration: none },
      { what: "sim", sim: "ready" },
      { what: "registration", registration: home },
      { what: "registration", registration: none },
      { what: "registration", registration: home },
      { what: "restart" },
      { what: "power", isOn: true },
      { what: "power", isOn: false },
    ]);
  });

  it("tell when a restart is over, and that data mode is left by it", () => {
    module.dispose();
    events = [];
    module = createSimulatedModule({ family: asRead, connectDelayMs: 0, bootMs: 3000 });
    module.attach(host.farEnd);
    module.onEvent((event) => events.push(event));
    host.ask("AT+QSMTPBODY=0,5");
    module.restart();
    vi.advanceTimersByTime(3000);
    expect(events.filter(({ type }) => type === "state").slice(1)).toMatchObject([
      { atMs: 0, what: "dataMode", isOn: false, operation: "writeBody" },
      { atMs: 0, what: "restart" },
      { atMs: 3000, what: "power", isOn: true },
    ]);
  });

  it("show no secret unless it is asked for by its name", async () => {
    await sendMail();
    host.ask(`AT+QICSGP=1,1,"internet","robot","${secret}",1`);
    host.ask('AT+QSMTPCFG="account"');
    host.ask(`AT+QSMTPCFG="account","robot","${secret}`);
    module.urc(`RING ${secret}`);
    module.failNext("AT+QSMTPCFG");
    host.ask(`AT+QSMTPCFG="account","robot","${secret}"`);
    expect(JSON.stringify(events)).not.toContain(secret);
    expect(inspect(events, { depth: 9, showHidden: true })).not.toContain(secret);
    const account = events.find(
      (event) => event.type === "command" && event.operation === setSmtpAccount.name,
    );
    expect(account).toMatchObject({ input: { username: "robot", password: secret } });
  });

  it("are JSON, bytes as base64", async () => {
    await sendMail();
    host.ask('AT+QSMTPSUB=1,"C384"');
    const json: unknown[] = JSON.parse(JSON.stringify(events));
    expect(json).toHaveLength(events.length);
    expect(json).toContainEqual(
      expect.objectContaining({
        operation: setEncodedSubject.name,
        input: expect.objectContaining({ encodedSubject: btoa("\xc3\x84") }),
      }),
    );
    expect(json).toContainEqual(
      expect.objectContaining({
        type: "mail",
        mail: expect.objectContaining({
          body: "",
          attachments: [{ name: "log.bin", bytes: btoa("\0\x01\xff") }],
        }),
      }),
    );
  });
});

describe("a listener", () => {
  it("is told no more once it ended", () => {
    const listener = vi.fn();
    const end = module.onEvent(listener);
    host.ask("AT");
    const { length } = listener.mock.calls;
    expect(length).toBeGreaterThan(0);
    end();
    host.ask("AT");
    expect(listener).toHaveBeenCalledTimes(length);
  });

  it("that throws changes nothing, and its error is thrown by verify", () => {
    const error = new Error(`not ${secret}`);
    module.onEvent((event) => {
      if (event.type === "command") throw error;
    });
    const others: ModuleEvent[] = [];
    module.onEvent((event) => others.push(event));
    expect(host.ask("AT+CFUN?")).toBe("\r\n+CFUN: 1\r\n\r\nOK\r\n");
    expect(others).toEqual(events);
    expect(module.transcript()).toContain("- a listener of onEvent threw Error: not");
    expect(() => module.verify()).toThrow(
      expect.objectContaining({
        code: "LOOSE_ENDS",
        cause: error,
        message: expect.stringContaining("a listener of onEvent threw Error: not"),
      }),
    );
  });

  it.each(["command", "reply", "fault", "state", "data"] as const)(
    "may restart the module upon a %s: the line is over then",
    (type) => {
      const end = module.onEvent((event) => {
        if (event.type !== type) return;
        end();
        module.restart({ lines: ["RDY"] });
        host.take();
      });
      module.inject({ do: "stray-line", line: "STRAY", when: "after" });
      host.ask("AT+QSMTPBODY=0,2;+CSQ");
      host.type("ab\r");
      host.ask("ATE0");
      module.verify();
      expect(module.settings.draft.body.bytes).toHaveLength(0);
      expect(host.ask("AT+CFUN?")).toBe("\r\n+CFUN: 1\r\n\r\nOK\r\n");
    },
  );

  it("sees the answer that another handler gives", () => {
    module.on(addRecipient, () => fail(664));
    host.ask('AT+QSMTPDST=1,1,"a@example.org"');
    expect(events.at(-1)).toMatchObject({ type: "reply", lines: ["+CME ERROR: 664"] });
  });
});

function states(): object[] {
  return events.flatMap((event) => {
    if (event.type !== "state") return [];
    const { type: _type, atMs: _atMs, ...change } = event;
    return [change];
  });
}
