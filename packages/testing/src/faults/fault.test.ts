import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { asRead } from "../as-read.fixture.ts";
import { createSimulatedModule, type SimulatedModule } from "../simulated-module.ts";
import { TestHost } from "../test-host.fixture.ts";

const ok = "\r\nOK\r\n";
const signal = "\r\n+CSQ: 20,99\r\n";

let module: SimulatedModule;
let host: TestHost;

beforeEach(() => {
  vi.useFakeTimers();
  module = createSimulatedModule({ family: asRead, connectDelayMs: 0 });
  host = new TestHost();
  module.attach(host.farEnd);
  host.ask("ATE0");
});

afterEach(() => {
  module.dispose();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe("failure", () => {
  it("hits the next command that begins so, once, and nothing is done", () => {
    module.failNext("at+cmee=", 100);
    expect(host.ask("AT+CSQ")).toBe(signal + ok);
    expect(host.ask("AT+CMEE=0")).toBe("\r\n+CME ERROR: 100\r\n");
    expect(host.ask("AT+CMEE=0;+CMEE?")).toBe(`\r\n+CMEE: 0\r\n${ok}`);
  });

  it("is a plain ERROR without a number", () => {
    module.failNext(/CSQ/);
    expect(host.ask("AT+CSQ")).toBe("\r\nERROR\r\n");
  });

  it.each([/CSQ/g, /AT\+CSQ/y])("matches %s each time", (on) => {
    module.inject({ do: "error", on, times: 3 });
    for (let nth = 0; nth < 3; nth++) expect(host.ask("AT+CSQ")).toBe("\r\nERROR\r\n");
  });

  it("happens as often as told, unless it is taken back", () => {
    const undo = module.inject({ do: "error", on: "AT+CSQ", times: 2 });
    expect(host.ask("AT+CSQ")).toBe("\r\nERROR\r\n");
    undo();
    expect(host.ask("AT+CSQ")).toBe(signal + ok);
  });
});

describe("nth", () => {
  it("lets some commands pass that the fault would hit", () => {
    module.inject({ do: "error", on: "AT+CSQ", nth: 3, times: 2 });
    const answers = Array.from({ length: 5 }, () => host.ask("AT+CSQ"));
    const error = "\r\nERROR\r\n";
    expect(answers).toEqual([signal + ok, signal + ok, error, error, signal + ok]);
  });
});

describe("missing and late answers", () => {
  it("leaves out a final result; the next command is answered", () => {
    module.inject({ do: "no-result", on: "AT+CSQ" });
    expect(host.ask("AT+CSQ")).toBe(signal);
    expect(host.ask("AT")).toBe(ok);
  });

  it("answers late", () => {
    module.inject({ do: "late-reply", delayMs: 7000, on: "AT+CSQ" });
    expect(host.ask("AT+CSQ")).toBe("");
    vi.advanceTimersByTime(6999);
    expect(host.take()).toBe("");
    vi.advanceTimersByTime(1);
    expect(host.take()).toBe(signal + ok);
  });

  it("swallows what follows as data when CONNECT does not come", () => {
    module.inject({ do: "lost-connect" });
    expect(host.ask('AT+QFUPL="RAM:a",100,3')).toBe("");
    expect(host.ask("AT")).toBe("");
    vi.advanceTimersByTime(3000);
    expect(host.take()).toContain("+QFUPL: 3,");
    expect(host.ask("AT")).toBe(ok);
  });

  it("loses the outcome of a mail that was sent", async () => {
    module.inject({ do: "drop-urc", on: "QSMTPPUT" });
    host.ask('AT+QIACT=1;+QSMTPCFG="smtpserver","mail.example.org",25');
    host.ask('AT+QSMTPDST=1,1,"ops@example.org"');
    expect(host.ask("AT+QSMTPPUT=60")).toBe(ok);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(host.take()).toBe("");
    expect(module.mailbox.mails).toHaveLength(1);
  });
});

describe("noise", () => {
  it("puts an unsolicited line in front of a final result", () => {
    module.inject({ do: "stray-line", when: "middle", line: "+CREG: 2", on: "AT+CSQ" });
    expect(host.ask("AT+CSQ")).toBe(`${signal}\r\n+CREG: 2\r\n${ok}`);
  });

  it("puts a line nobody asked for in front of an answer, or behind its final result", () => {
    module.inject({ do: "stray-line", line: "ERROR", when: "before", on: "AT+CSQ" });
    expect(host.ask("AT+CSQ")).toBe(`\r\nERROR\r\n${signal}${ok}`);
    module.inject({ do: "stray-line", line: "OK", when: "after", on: "AT+CSQ" });
    expect(host.ask("AT+CMEE?")).toBe(`\r\n+CMEE: 1\r\n${ok}`);
    expect(host.ask("AT+CSQ")).toBe(signal + ok + ok);
    expect(host.ask("AT+CSQ")).toBe(signal + ok);
  });

  it("puts it in front of CONNECT, once, and behind the result of the data", () => {
    module.inject({ do: "stray-line", line: "^MODE: 5", when: "before", times: 2 });
    module.inject({ do: "stray-line", line: "ERROR", when: "after" });
    expect(host.ask("AT+QSMTPBODY=0,2")).toBe("\r\n^MODE: 5\r\n\r\nCONNECT\r\n");
    host.type("hi");
    expect(host.take()).toBe(`\r\n+QSMTPBODY: 2\r\n${ok}\r\nERROR\r\n`);
    expect(host.ask("AT")).toBe(`\r\n^MODE: 5\r\n${ok}`);
  });

  it("puts it in front of an error too", () => {
    module.inject({ do: "stray-line", line: "OK", when: "before" });
    expect(host.ask("AT+NOPE")).toBe(`${ok}\r\nERROR\r\n`);
  });

  it("cuts the output into single bytes", () => {
    const undo = module.inject({ do: "split-bytes", times: "always" });
    host.type("AT\r");
    expect(host.takeChunks()).toEqual(["\r", "\n", "O", "K", "\r", "\n"]);
    undo();
    host.type("AT\r");
    expect(host.takeChunks()).toEqual([ok]);
  });
});

describe("a data phase that ends early", () => {
  it("tells the bytes it took; the others are commands, one after the other", () => {
    module.files.write("UFS:keep.bin", "keep");
    module.inject({ do: "data-ends-early", afterBytes: 10 });
    const text = 'A text of\rsome lines\rAT+QFDEL="UFS:keep.bin"\rand an end\r';
    expect(host.ask(`AT+QSMTPBODY=0,${text.length}`)).toBe("\r\nCONNECT\r\n");
    host.type(text);
    expect(host.take()).toBe("");
    const heard: string[] = [];
    for (let step = 0; step < 5; step++) {
      vi.advanceTimersByTime(4);
      heard.push(host.take());
    }
    const error = "\r\nERROR\r\n";
    expect(heard).toEqual([`\r\n+QSMTPBODY: 10\r\n${ok}`, error, ok, error, ""]);
    expect(module.files.read("UFS:keep.bin")).toBeUndefined();
    expect(module.settings.draft.body.bytes).toHaveLength(10);
  });

  it("acknowledges an upload's blocks up to there", () => {
    module.inject({ do: "data-ends-early", afterBytes: 1500, on: 'AT+QFUPL="RAM:b"', nth: 2 });
    for (const [command, bytes] of [
      ['AT+QFUPL="RAM:a",3000,5,1', 3000],
      ['AT+QFUPL="RAM:b",3000,5,1', 3000],
      ['AT+QFUPL="RAM:b",3000,5,1', 1500],
    ] as const) {
      module.files.delete("RAM:b");
      host.ask(command);
      host.type("x".repeat(bytes));
      vi.advanceTimersByTime(4);
      expect(host.take()).toContain(`+QFUPL: ${bytes},`);
    }
  });

  it("is not early when the data are shorter", () => {
    module.inject({ do: "data-ends-early", afterBytes: 10 });
    host.ask("AT+QSMTPBODY=0,2");
    host.type("hi");
    vi.advanceTimersByTime(4);
    expect(host.take()).toBe(`\r\n+QSMTPBODY: 2\r\n${ok}`);
  });
});

describe("a restart", () => {
  const ready = ["+CFUN: 1", "+CPIN: READY", "+QUSIM: 1", "+QIND: SMS DONE", "+QIND: PB DONE"];
  const boot = ["RDY", ...ready].map((line) => `\r\n${line}\r\n`).join("");

  it("before a command lets it be answered by a module that knows nothing", () => {
    host.ask('AT+QSMTPDST=1,1,"ops@example.org"');
    module.inject({ do: "restart", when: "before", on: "AT+QSMTPSUB", lines: [] });
    expect(host.ask('AT+QSMTPSUB=0,"s"')).toBe(`AT+QSMTPSUB=0,"s"\r${ok}`);
    expect(module.settings.draft.recipients).toEqual([]);
    expect(host.ask("AT+QSMTPSUB?")).toBe(`AT+QSMTPSUB?\r\r\n+QSMTPSUB: 0,"s"\r\n${ok}`);
  });

  it("during a command leaves it without an answer, and undone", () => {
    module.inject({ do: "restart", on: "AT+QSMTPDST" });
    expect(host.ask('AT+QSMTPDST=1,1,"ops@example.org"')).toBe(boot);
    expect(module.settings.draft.recipients).toEqual([]);
    expect(host.ask("AT")).toBe(`AT\r${ok}`);
  });

  it("after a command lets its result out", () => {
    module.inject({ do: "restart", when: "after", on: "AT+CSQ", lines: ["+CPIN: READY"] });
    expect(host.ask("AT+CSQ")).toBe(`${signal}${ok}\r\n+CPIN: READY\r\n`);
  });

  it("after AT+QSMTPPUT ends the mail", async () => {
    module.mailbox.respondWith({ delayMs: 100 });
    host.ask('AT+QIACT=1;+QSMTPCFG="smtpserver","mail.example.org",25');
    host.ask('AT+QSMTPDST=1,1,"ops@example.org"');
    module.inject({ do: "restart", when: "after", on: "AT+QSMTPPUT", lines: [] });
    expect(host.ask("AT+QSMTPPUT=60")).toBe(ok);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(host.take()).toBe("");
    expect(module.mailbox.mails).toHaveLength(0);
  });

  it("in a data phase makes the rest of the data commands", () => {
    module.inject({ do: "restart", on: "AT+QFUPL", afterBytes: 3, lines: [] });
    host.ask('AT+QFUPL="RAM:a",10,5');
    host.type("abcdAT\r");
    expect(host.take()).toBe("dAT\r\r\nERROR\r\n");
    expect(module.files.list("RAM")).toEqual([]);
  });

  it("that takes time loses the command before which it happened", () => {
    module.dispose();
    module = createSimulatedModule({ family: asRead, connectDelayMs: 0, bootMs: 500 });
    module.attach(host.farEnd);
    module.inject({ do: "restart", when: "before", lines: [] });
    expect(host.ask("AT+CSQ")).toBe("AT+CSQ\r");
    vi.advanceTimersByTime(500);
    expect(host.ask("AT+CSQ")).toBe(`AT+CSQ\r${signal}${ok}`);
  });
});

describe("a mail's result", () => {
  const result = "\r\n+QSMTPPUT: 0,0\r\n";

  beforeEach(() => {
    host.ask('AT+QIACT=1;+QSMTPCFG="smtpserver","mail.example.org",25');
    host.ask('AT+QSMTPDST=1,1,"ops@example.org"');
  });

  it("comes before the OK of its order", async () => {
    module.mailbox.respondWith({ delayMs: 1000 });
    module.inject({ do: "early-urc" });
    expect(host.ask("AT+QSMTPPUT=60")).toBe("");
    await vi.advanceTimersByTimeAsync(1000);
    expect(host.take()).toBe(result + ok);
    expect(host.ask("AT+QSMTPPUT=60")).toBe(ok);
    await vi.advanceTimersByTimeAsync(0);
    expect(host.take()).toBe(result);
    expect(module.mailbox.mails).toHaveLength(2);
  });

  it("comes long before it, or before it for a mail that cannot be sent", async () => {
    module.inject({ do: "early-urc", times: 2 });
    module.inject({ do: "late-reply", delayMs: 500, on: "AT+QSMTPPUT" });
    host.type("AT+QSMTPPUT=60\r");
    await vi.advanceTimersByTimeAsync(499);
    expect(host.take()).toBe(result);
    await vi.advanceTimersByTimeAsync(1);
    expect(host.take()).toBe(ok);
    host.ask("AT+QSMTPDST=0");
    host.type("AT+QSMTPPUT=60\r");
    await vi.advanceTimersByTimeAsync(0);
    expect(host.take()).toBe(`\r\n+QSMTPPUT: 659,0\r\n${ok}`);
  });

  it("comes twice", async () => {
    module.inject({ do: "double-urc", on: "QSMTPPUT" });
    host.ask("AT+QSMTPPUT=60");
    await vi.advanceTimersByTimeAsync(0);
    expect(host.take()).toBe(result + result);
    expect(module.mailbox.mails).toHaveLength(1);
  });

  it.each([
    [999, 0],
    [65, 0],
    [-9, 0],
    [658, 354],
  ])("comes as %i,%i although the mail was sent", async (error, protocolError) => {
    module.inject({
      do: "wrong-urc",
      on: "QSMTPPUT",
      line: `+QSMTPPUT: ${error},${protocolError}`,
    });
    host.ask("AT+QSMTPPUT=60");
    await vi.advanceTimersByTimeAsync(0);
    expect(host.take()).toBe(`\r\n+QSMTPPUT: ${error},${protocolError}\r\n`);
    expect(module.mailbox.mails).toHaveLength(1);
  });

  it("comes as sent although the server refused the mail", async () => {
    module.mailbox.respondWith({ error: 677, protocolError: 535 });
    module.inject({ do: "wrong-urc", on: "QSMTPPUT", line: "+QSMTPPUT: 0,0" });
    host.ask("AT+QSMTPPUT=60");
    await vi.advanceTimersByTimeAsync(0);
    expect(host.take()).toBe(result);
    expect(module.mailbox.mails).toHaveLength(0);
  });

  it("comes late, when the next mail has been ordered", async () => {
    module.mailbox.respondWith({}, { delayMs: 60_000, error: 677, protocolError: 535 });
    module.inject({ do: "late-urc", on: "QSMTPPUT", delayMs: 2000 });
    host.ask("AT+QSMTPPUT=60");
    await vi.advanceTimersByTimeAsync(1500);
    expect(host.ask("AT+QSMTPPUT=600")).toBe(ok);
    await vi.advanceTimersByTimeAsync(500);
    expect(host.take()).toBe(result);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(host.take()).toBe("\r\n+QSMTPPUT: 677,535\r\n");
  });
});
