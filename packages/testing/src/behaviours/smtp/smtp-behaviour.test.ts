import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { asRead } from "../../as-read.fixture.ts";
import {
  createSimulatedModule,
  type SimulatedModule,
  type SimulatedModuleOptions,
} from "../../simulated-module.ts";
import { TestHost } from "../../test-host.fixture.ts";

const ok = "\r\nOK\r\n";
const cme = (error: number): string => `\r\n+CME ERROR: ${error}\r\n`;

let module: SimulatedModule;
let host: TestHost;

function start(options: SimulatedModuleOptions = {}): void {
  module = createSimulatedModule({ family: asRead, connectDelayMs: 0, ...options });
  host = new TestHost();
  module.attach(host.farEnd);
  host.ask("ATE0");
}

/** Sends a command line that must be answered OK. */
function tell(...lines: readonly string[]): void {
  for (const line of lines) expect(host.ask(line)).toBe(ok);
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  module.dispose();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe("AT+QSMTPCFG", () => {
  it("lists what can be set", () => {
    start();
    expect(host.ask("AT+QSMTPCFG=?")).toBe(
      [
        '\r\n+QSMTPCFG: "account",<username>,<password>',
        '+QSMTPCFG: "sender",<sender_name>,<sender_email>',
        '+QSMTPCFG: "smtpserver",<srvaddr>,<srvport>',
        '+QSMTPCFG: "contextid",(1-16)',
        '+QSMTPCFG: "sslctxid",(0-5)',
        '+QSMTPCFG: "ssltype",(0-2)\r\n',
        "OK\r\n",
      ].join("\r\n"),
    );
  });

  it.each([
    ['"account"', '"",""', '"robot","hush"'],
    ['"sender"', '"",""', '"Pump 7","pump7@example.org"'],
    ['"smtpserver"', '"",25', '"mail.example.org",465'],
    ['"contextid"', "1", "16"],
    ['"sslctxid"', "1", "0"],
    ['"ssltype"', "0", "2"],
  ])("keeps %s", (key, initial, changed) => {
    start();
    expect(host.ask(`AT+QSMTPCFG=${key}`)).toBe(`\r\n+QSMTPCFG: ${key},${initial}\r\n${ok}`);
    tell(`AT+QSMTPCFG=${key},${changed}`);
    expect(host.ask(`AT+QSMTPCFG=${key}`)).toBe(`\r\n+QSMTPCFG: ${key},${changed}\r\n${ok}`);
    tell("AT+QSMTPCLR");
    expect(host.ask(`AT+QSMTPCFG=${key}`)).toBe(`\r\n+QSMTPCFG: ${key},${changed}\r\n${ok}`);
  });

  it.each([
    '"contextid",17',
    '"contextid",0',
    '"sslctxid",6',
    '"ssltype",3',
    `"account","${"u".repeat(51)}","p"`,
    '"smtpserver","mail.example.org"',
    '"nonsense",1',
    '"bodyoriginal",1',
    '"bodyoriginal"',
  ])("refuses %s", (parameters) => {
    start();
    expect(host.ask(`AT+QSMTPCFG=${parameters}`)).toBe(cme(664));
  });

  it("knows bodyoriginal on firmware that has it", () => {
    start({ smtp: { bodyOriginal: true } });
    expect(host.ask("AT+QSMTPCFG=?")).toContain('\r\n+QSMTPCFG: "bodyoriginal",(0,1)\r\n');
    tell('AT+QSMTPCFG="bodyoriginal",1');
    expect(host.ask('AT+QSMTPCFG="bodyoriginal"')).toBe(`\r\n+QSMTPCFG: "bodyoriginal",1\r\n${ok}`);
  });
});

describe("AT+QSMTPDST", () => {
  it("adds, lists and deletes recipients", () => {
    start();
    expect(host.ask("AT+QSMTPDST?")).toBe(ok);
    tell('AT+QSMTPDST=1,1,"ops@example.org"', 'AT+QSMTPDST=1,2,"boss@example.org"');
    tell('AT+QSMTPDST=1,3,"log@example.org"');
    expect(host.ask("AT+QSMTPDST?")).toBe(
      '\r\n+QSMTPDST: 1,"ops@example.org"\r\n+QSMTPDST: 2,"boss@example.org"\r\n' +
        `+QSMTPDST: 3,"log@example.org"\r\n${ok}`,
    );
    tell("AT+QSMTPDST=0,2");
    expect(host.ask("AT+QSMTPDST?")).toBe(
      `\r\n+QSMTPDST: 1,"ops@example.org"\r\n+QSMTPDST: 3,"log@example.org"\r\n${ok}`,
    );
    tell("AT+QSMTPDST=0");
    expect(host.ask("AT+QSMTPDST?")).toBe(ok);
  });

  it("takes twenty, of all types together", () => {
    start();
    for (let i = 0; i < 20; i++) tell(`AT+QSMTPDST=1,${(i % 3) + 1},"r${i}@example.org"`);
    expect(host.ask('AT+QSMTPDST=1,1,"r20@example.org"')).toBe(cme(664));
    expect(module.settings.draft.recipients).toHaveLength(20);
  });

  it.each(['1,4,"a@example.org"', "1", '2,1,"a@example.org"', `1,1,"${"a".repeat(51)}"`])(
    "refuses %s",
    (parameters) => {
      start();
      expect(host.ask(`AT+QSMTPDST=${parameters}`)).toBe(cme(664));
    },
  );
});

describe("AT+QSMTPSUB", () => {
  it("prints hex digits in capitals, however they came", () => {
    start();
    tell('AT+QSMTPSUB=1,"c3a4"');
    expect(host.ask("AT+QSMTPSUB?")).toBe(`\r\n+QSMTPSUB: 1,"C3A4"\r\n${ok}`);
  });

  it("keeps an ASCII subject, or hex digits of another character set", () => {
    start();
    expect(host.ask("AT+QSMTPSUB?")).toBe(`\r\n+QSMTPSUB: 0,""\r\n${ok}`);
    tell('AT+QSMTPSUB=0,"Pump 7, again"');
    expect(host.ask("AT+QSMTPSUB?")).toBe(`\r\n+QSMTPSUB: 0,"Pump 7, again"\r\n${ok}`);
    for (const charset of [1, 2, 3]) {
      tell(`AT+QSMTPSUB=${charset},"C3bC6265"`);
      expect(host.ask("AT+QSMTPSUB?")).toBe(`\r\n+QSMTPSUB: ${charset},"C3BC6265"\r\n${ok}`);
    }
    tell('AT+QSMTPSUB=1,""');
    expect(host.ask("AT+QSMTPSUB?")).toBe(`\r\n+QSMTPSUB: 1,""\r\n${ok}`);
  });

  it.each([
    `0,"${"s".repeat(101)}"`,
    '1,"C3B"',
    '1,"hello!"',
    `1,"${"41".repeat(101)}"`,
    '4,"41"',
    '0,"ü"',
  ])("refuses %s", (parameters) => {
    start();
    expect(host.ask(`AT+QSMTPSUB=${parameters}`)).toBe(cme(664));
  });

  it("takes the longest of both kinds", () => {
    start();
    tell(`AT+QSMTPSUB=0,"${"s".repeat(100)}"`, `AT+QSMTPSUB=2,"${"41".repeat(100)}"`);
  });
});

describe("AT+QSMTPBODY", () => {
  it.each(["0,0", "0,10241", "4,10", "0,10,0", "0,10,65536"])("refuses %s", (parameters) => {
    start();
    expect(host.ask(`AT+QSMTPBODY=${parameters}`)).toBe(cme(664));
  });

  it("takes 10240 bytes and cannot be read back", () => {
    start();
    expect(host.ask("AT+QSMTPBODY=0,10240")).toBe("\r\nCONNECT\r\n");
    host.type("x".repeat(10_240));
    expect(host.take()).toBe(`\r\n+QSMTPBODY: 10240\r\n${ok}`);
    expect(host.ask("AT+QSMTPBODY?")).toBe(ok);
  });
});

describe("a mail to nobody", () => {
  it.each(['1,1,""', '1,2,""', '1,3,""', '1,1,"  "'])("cannot be addressed: %s", (recipient) => {
    start();
    expect(host.ask(`AT+QSMTPDST=${recipient}`)).toBe(cme(664));
    expect(host.ask("AT+QSMTPDST?")).toBe(ok);
  });

  it("may come from nobody: an empty sender is legal", () => {
    start();
    tell('AT+QSMTPCFG="sender","",""');
  });
});

describe("AT+QSMTPATT", () => {
  it("takes no index without the name: nothing is deleted then", () => {
    start();
    module.files.write("RAM:a", "a");
    tell('AT+QSMTPATT=1,3,"RAM:a"');
    expect(host.ask("AT+QSMTPATT=0,3")).toBe(cme(664));
    expect(host.ask("AT+QSMTPATT?")).toBe(`\r\n+QSMTPATT: 3,"RAM:a",1\r\n${ok}`);
  });

  it("adds, lists and deletes attachments by index", () => {
    start();
    module.files.write("RAM:log.txt", "x".repeat(200));
    module.files.write("note.txt", "y");
    tell('AT+QSMTPATT=1,2,"RAM:log.txt"', 'AT+QSMTPATT=1,1,"note.txt"');
    expect(host.ask("AT+QSMTPATT?")).toBe(
      `\r\n+QSMTPATT: 1,"note.txt",1\r\n+QSMTPATT: 2,"RAM:log.txt",200\r\n${ok}`,
    );
    tell('AT+QSMTPATT=0,2,"RAM:log.txt"');
    expect(host.ask("AT+QSMTPATT?")).toBe(`\r\n+QSMTPATT: 1,"note.txt",1\r\n${ok}`);
    tell("AT+QSMTPATT=0");
    expect(host.ask("AT+QSMTPATT?")).toBe(ok);
    expect(module.files.read("note.txt")).toBeDefined();
  });

  it("takes ten, each index once", () => {
    start();
    module.files.write("RAM:a", "a");
    for (let index = 1; index <= 10; index++) tell(`AT+QSMTPATT=1,${index},"RAM:a"`);
    expect(host.ask('AT+QSMTPATT=1,10,"RAM:a"')).toBe(cme(664));
    expect(host.ask('AT+QSMTPATT=1,11,"RAM:a"')).toBe(cme(664));
  });

  it("answers 661 for a file that is not there", () => {
    start();
    expect(host.ask('AT+QSMTPATT=1,1,"RAM:gone"')).toBe(cme(661));
  });

  it("answers 662 beyond the memory for attachments", () => {
    start({ smtp: { maxAttachmentBytes: 10 } });
    module.files.write("a", "x".repeat(6));
    tell('AT+QSMTPATT=1,1,"a"');
    expect(host.ask('AT+QSMTPATT=1,2,"a"')).toBe(cme(662));
  });
});

describe("without a usable SIM", () => {
  it.each(['AT+QSMTPCFG="contextid",1', "AT+QSMTPDST?", "AT+QSMTPBODY=0,1", "AT+QSMTPPUT=60"])(
    "%s answers ERROR",
    (line) => {
      start({ sim: { pin: "1234" } });
      expect(host.ask(line)).toBe("\r\nERROR\r\n");
      host.ask('AT+CPIN="1234"');
      expect(host.ask("AT+QSMTPDST?")).toBe(ok);
    },
  );
});
