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
const sent = (error: number, protocolError: number): string =>
  `\r\n+QSMTPPUT: ${error},${protocolError}\r\n`;

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

  it("lets queries pass meanwhile, unless the firmware refuses everything", async () => {
    const queries = ["AT+QSMTPDST?", "AT+QSMTPSUB?", "AT+QSMTPATT?", "AT+QSMTPBODY?"];
    const items = ["account", "sender", "smtpserver", "contextid", "sslctxid", "ssltype"];
    queries.push(...items.map((item) => `AT+QSMTPCFG="${item}"`));
    for (const busyRefuses of ["changes", "everything"] as const) {
      start({ smtp: { busyRefuses } });
      prepare();
      module.mailbox.respondWith({ delayMs: 5000 });
      tell("AT+QSMTPPUT=60");
      for (const query of queries) {
        const answer = host.ask(query);
        if (busyRefuses === "everything") expect(answer).toBe(cme(652));
        else expect(answer).toMatch(/OK\r\n$/);
      }
      await vi.advanceTimersByTimeAsync(5000);
      expect(host.take()).toBe(sent(0, 0));
      for (const query of queries) expect(host.ask(query)).toMatch(/OK\r\n$/);
      module.dispose();
    }
  });

  it("leaves the draft as it was, to be read back", async () => {
    start();
    prepare();
    module.files.write("RAM:log.txt", "Hello");
    tell('AT+QSMTPDST=1,3,"log@example.org"', 'AT+QSMTPSUB=1,"4BC3BC68"');
    tell('AT+QSMTPATT=1,2,"RAM:log.txt"');
    const draft = (): string => host.ask("AT+QSMTPDST?;+QSMTPSUB?;+QSMTPATT?");
    const before = draft();
    expect(before).toBe(
      '\r\n+QSMTPDST: 1,"ops@example.org"\r\n+QSMTPDST: 3,"log@example.org"\r\n' +
        '\r\n+QSMTPSUB: 1,"4BC3BC68"\r\n\r\n+QSMTPATT: 2,"RAM:log.txt",5\r\n\r\nOK\r\n',
    );
    tell("AT+QSMTPPUT=60");
    await vi.advanceTimersByTimeAsync(0);
    expect(host.take()).toBe(sent(0, 0));
    expect(draft()).toBe(before);
  });

  it("reads attachments while it sends: one deleted by then is missing", async () => {
    start();
    prepare();
    module.files.write("RAM:a", "old");
    module.files.write("RAM:b", "b");
    tell('AT+QSMTPATT=1,1,"RAM:a"', 'AT+QSMTPATT=1,2,"RAM:b"');
    module.files.write("RAM:a", "new");
    module.mailbox.respondWith({ delayMs: 5000 });
    tell("AT+QSMTPPUT=60");
    await vi.advanceTimersByTimeAsync(2000);
    tell('AT+QFDEL="RAM:b"');
    await vi.advanceTimersByTimeAsync(3000);
    expect(host.take()).toBe(sent(0, 0));
    module.files.write("RAM:a", "later");
    expect(module.mailbox.last?.attachments).toEqual([
      { name: "a", bytes: new TextEncoder().encode("new") },
    ]);
    expect(module.mailbox.last?.raw.attachments).toEqual(module.mailbox.last?.attachments);
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
    expect(host.ask("AT+QIDEACT=1")).toBe(ok + sent(657, 0));
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
        security: "starttls",
        tls: { securityLevel: 1, ca: new TextEncoder().encode("CA"), sni: false },
        account: { user: "robot", pass: "hush" },
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
