import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  createSimulatedModule,
  type SimulatedModule,
  type SimulatedModuleOptions,
} from "../../simulated-module.ts";
import { TestHost } from "../../test-host.fixture.ts";

const ok = "\r\nOK\r\n";
const cme = (error: number): string => `\r\n+CME ERROR: ${error}\r\n`;
const sent = (error: number, protocolError: number): string =>
  `\r\n+QSMTPPUT: ${error},${protocolError}\r\n`;

let module: SimulatedModule;
let host: TestHost;

function start(options: SimulatedModuleOptions = {}): void {
  module = createSimulatedModule(options);
  host = new TestHost();
  module.attach(host.farEnd);
  host.ask("ATE0");
}

/** Sends a command line that must be answered OK. */
function tell(...lines: readonly string[]): void {
  for (const line of lines) expect(host.ask(line)).toBe(ok);
}

/** A draft that can be sent. */
function prepare(): void {
  tell(
    "AT+QIACT=1",
    'AT+QSMTPCFG="smtpserver","mail.example.org",25',
    'AT+QSMTPDST=1,1,"ops@example.org"',
  );
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
  it("keeps an ASCII subject, or hex digits of another character set", () => {
    start();
    expect(host.ask("AT+QSMTPSUB?")).toBe(`\r\n+QSMTPSUB: 0,""\r\n${ok}`);
    tell('AT+QSMTPSUB=0,"Pump 7, again"');
    expect(host.ask("AT+QSMTPSUB?")).toBe(`\r\n+QSMTPSUB: 0,"Pump 7, again"\r\n${ok}`);
    tell('AT+QSMTPSUB=1,"C3BC6265"');
    expect(host.ask("AT+QSMTPSUB?")).toBe(`\r\n+QSMTPSUB: 1,"C3BC6265"\r\n${ok}`);
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

describe("AT+QSMTPATT", () => {
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

describe("AT+QSMTPPUT", () => {
  it.each(["59", "65536", ""])("refuses the time %j", (seconds) => {
    start();
    expect(host.ask(`AT+QSMTPPUT=${seconds}`)).toBe(cme(664));
  });

  it("answers OK, and the outcome when it is known", async () => {
    start();
    prepare();
    module.mailbox.respondWith({ delayMs: 3000 });
    expect(host.ask("AT+QSMTPPUT=300")).toBe(ok);
    await vi.advanceTimersByTimeAsync(2999);
    expect(host.take()).toBe("");
    await vi.advanceTimersByTimeAsync(1);
    expect(host.take()).toBe(sent(0, 0));
    expect(module.mailbox.mails).toHaveLength(1);
  });

  it("reports the server's reply, and keeps the draft for another try", async () => {
    start();
    prepare();
    module.mailbox.respondWith({ error: 677, protocolError: 535 });
    tell("AT+QSMTPPUT=60");
    await vi.advanceTimersByTimeAsync(0);
    expect(host.take()).toBe(sent(677, 535));
    expect(module.mailbox.last).toBeUndefined();
    tell("AT+QSMTPPUT=60");
    await vi.advanceTimersByTimeAsync(0);
    expect(host.take()).toBe(sent(0, 0));
    expect(module.mailbox.last?.to).toEqual(["ops@example.org"]);
    expect(host.ask("AT+QSMTPDST?")).toContain("ops@example.org");
  });

  it("gives up with 658 when its time is over", async () => {
    start();
    prepare();
    module.mailbox.respondWith("never");
    tell("AT+QSMTPPUT=60");
    await vi.advanceTimersByTimeAsync(59_999);
    expect(host.take()).toBe("");
    await vi.advanceTimersByTimeAsync(1);
    expect(host.take()).toBe(sent(658, 0));
    await vi.advanceTimersByTimeAsync(1e6);
    expect(host.take()).toBe("");
  });

  it("gives a second mail its own time", async () => {
    start();
    prepare();
    module.mailbox.respondWith({ delayMs: 1000 }, "never");
    tell("AT+QSMTPPUT=60");
    await vi.advanceTimersByTimeAsync(30_000);
    expect(host.take()).toBe(sent(0, 0));
    tell("AT+QSMTPPUT=60");
    await vi.advanceTimersByTimeAsync(59_999);
    expect(host.take()).toBe("");
    await vi.advanceTimersByTimeAsync(1);
    expect(host.take()).toBe(sent(658, 0));
  });

  it("makes every change answer 652 until it is done", async () => {
    start();
    prepare();
    module.mailbox.respondWith({ delayMs: 5000 });
    tell("AT+QSMTPPUT=60");
    for (const line of [
      "AT+QSMTPPUT=60",
      'AT+QSMTPDST=1,1,"more@example.org"',
      'AT+QSMTPSUB=0,"more"',
      "AT+QSMTPBODY=0,5",
      "AT+QSMTPATT=0",
      "AT+QSMTPCLR",
      'AT+QSMTPCFG="contextid",2',
    ]) {
      expect(host.ask(line)).toBe(cme(652));
    }
    expect(host.ask("AT+QSMTPDST?")).toBe(`\r\n+QSMTPDST: 1,"ops@example.org"\r\n${ok}`);
    await vi.advanceTimersByTimeAsync(5000);
    expect(host.take()).toBe(sent(0, 0));
    tell("AT+QSMTPCLR");
  });

  it.each<[error: number, what: string, lines: string[]]>([
    [659, "no recipient", ["AT+QSMTPDST=0"]],
    [657, "an inactive context", ["AT+QIDEACT=1"]],
    [657, "a context that is not the active one", ['AT+QSMTPCFG="contextid",2']],
    [661, "a file deleted since", ['AT+QSMTPATT=1,1,"RAM:a"', 'AT+QFDEL="RAM:a"']],
    [653, "a server nobody knows", ['AT+QSMTPCFG="smtpserver","nowhere.example.org",25']],
  ])("reports %i for %s", async (error, _what, lines) => {
    start({ pdp: { hosts: { "mail.example.org": ["192.0.2.25"] } } });
    module.files.write("RAM:a", "a");
    prepare();
    tell(...lines);
    expect(host.ask("AT+QSMTPPUT=60")).toBe(ok + sent(error, 0));
    expect(module.mailbox.attempts).toBe(0);
  });

  it("may find out before it says OK", () => {
    start({ smtp: { checksBeforeOk: true } });
    prepare();
    tell("AT+QSMTPDST=0");
    expect(host.ask("AT+QSMTPPUT=60")).toBe(cme(659));
  });

  it("fails with 654 without network", () => {
    start();
    prepare();
    module.setRegistration(2);
    expect(host.ask("AT+QSMTPPUT=60")).toBe(ok + sent(654, 0));
  });

  it("fails with 657 when the network drops its context meanwhile", async () => {
    start();
    prepare();
    module.mailbox.respondWith("never");
    tell("AT+QSMTPPUT=60");
    module.pdpDeactivate(1);
    expect(host.take()).toBe(`\r\n+QIURC: "pdpdeact",1\r\n${sent(657, 0)}`);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(host.take()).toBe("");
  });

  it("fails with 657 when the host deactivates its context, not for another context", () => {
    start();
    prepare();
    tell('AT+QICSGP=2,1,"other"', "AT+QIACT=2");
    module.mailbox.respondWith("never");
    tell("AT+QSMTPPUT=60", "AT+QIDEACT=2");
    expect(host.ask("AT+QIDEACT=1")).toBe(sent(657, 0) + ok);
  });

  it("holds its outcome back while the next data phase is open", async () => {
    start();
    prepare();
    module.mailbox.respondWith({ delayMs: 1000 });
    tell("AT+QSMTPPUT=60");
    host.ask('AT+QFUPL="RAM:b",3,30');
    await vi.advanceTimersByTimeAsync(5000);
    expect(host.take()).toBe("");
    host.type("abc");
    expect(host.take()).toBe(`\r\n+QFUPL: 3,262\r\n${ok}${sent(0, 0)}`);
  });

  it("is forgotten by a restart", async () => {
    start();
    prepare();
    module.mailbox.respondWith({ delayMs: 1000 });
    tell("AT+QSMTPPUT=60");
    module.restart();
    host.take();
    await vi.advanceTimersByTimeAsync(1e6);
    expect(host.take()).toBe("");
    expect(module.mailbox.mails).toHaveLength(0);
    expect(module.settings.smtp.host).toBe("");
    expect(module.settings.draft.recipients).toEqual([]);
  });
});

describe("the whole mail", () => {
  it("arrives as it was written", async () => {
    start();
    tell(
      'AT+QICSGP=1,1,"internet","","",1',
      "AT+QIACT=1",
      'AT+QSMTPCFG="contextid",1',
      'AT+QSMTPCFG="ssltype",2',
      'AT+QSMTPCFG="sslctxid",3',
      'AT+QSSLCFG="seclevel",3,1',
      'AT+QSSLCFG="cacert",3,"ca.pem"',
      'AT+QSMTPCFG="smtpserver","mail.example.org",587',
      'AT+QSMTPCFG="account","robot","hush"',
      'AT+QSMTPCFG="sender","Pump 7","pump7@example.org"',
      'AT+QSMTPDST=1,1,"ops@example.org"',
      'AT+QSMTPDST=1,2,"boss@example.org"',
      'AT+QSMTPDST=1,3,"log@example.org"',
      'AT+QSMTPSUB=2,"D6D0"',
    );
    module.files.write("ca.pem", "CA");
    expect(host.ask("AT+QSMTPBODY=3,2,120")).toBe("\r\nCONNECT\r\n");
    host.type(Uint8Array.of(0xa4, 0xa4));
    expect(host.take()).toBe(`\r\n+QSMTPBODY: 2\r\n${ok}`);
    host.ask('AT+QFUPL="RAM:log.txt",5,200,1');
    host.type("Hello");
    expect(host.take()).toBe(`\r\n+QFUPL: 5,4b09\r\n${ok}`);
    tell('AT+QSMTPATT=1,1,"RAM:log.txt"', "AT+QSMTPPUT=300");
    await vi.advanceTimersByTimeAsync(0);
    expect(host.take()).toBe(sent(0, 0));
    tell("AT+QSMTPCLR", 'AT+QFDEL="RAM:log.txt"', "AT+QIDEACT=1");
    expect(module.mailbox.last).toMatchObject({
      subject: "中",
      body: "中",
      from: { name: "Pump 7", address: "pump7@example.org" },
      to: ["ops@example.org"],
      cc: ["boss@example.org"],
      bcc: ["log@example.org"],
      attachments: [{ name: "log.txt", bytes: new TextEncoder().encode("Hello") }],
      raw: {
        server: { host: "mail.example.org", port: 587 },
        security: "startTls",
        tls: { securityLevel: 1, ca: new TextEncoder().encode("CA"), sni: false },
        account: { username: "robot", password: "hush" },
      },
    });
  });

  it("is cleared by AT+QSMTPCLR", () => {
    start();
    module.files.write("RAM:a", "a");
    tell('AT+QSMTPDST=1,1,"ops@example.org"', 'AT+QSMTPSUB=0,"s"', 'AT+QSMTPATT=1,1,"RAM:a"');
    host.ask("AT+QSMTPBODY=0,1");
    host.type("b");
    host.take();
    tell("AT+QSMTPCLR");
    expect(host.ask("AT+QSMTPDST?;+QSMTPSUB?;+QSMTPATT?")).toBe(`\r\n+QSMTPSUB: 0,""\r\n${ok}`);
    expect(module.settings.draft.body.bytes).toHaveLength(0);
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
