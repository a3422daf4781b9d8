import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createSimulatedModule, type SimulatedModule } from "../simulated-module.ts";
import { TestHost } from "../test-host.fixture.ts";

const ok = "\r\nOK\r\n";
const signal = "\r\n+CSQ: 20,99\r\n";

let module: SimulatedModule;
let host: TestHost;

beforeEach(() => {
  vi.useFakeTimers();
  module = createSimulatedModule();
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

  it("happens as often as told, unless it is taken back", () => {
    const undo = module.inject({ fault: "failure", on: "AT+CSQ", times: 2 });
    expect(host.ask("AT+CSQ")).toBe("\r\nERROR\r\n");
    undo();
    expect(host.ask("AT+CSQ")).toBe(signal + ok);
  });
});

describe("missing and late answers", () => {
  it("leaves out a final result; the next command is answered", () => {
    module.inject({ fault: "dropFinalResult", on: "AT+CSQ" });
    expect(host.ask("AT+CSQ")).toBe(signal);
    expect(host.ask("AT")).toBe(ok);
  });

  it("answers late", () => {
    module.inject({ fault: "lateReply", delayMs: 7000, on: "AT+CSQ" });
    expect(host.ask("AT+CSQ")).toBe("");
    vi.advanceTimersByTime(6999);
    expect(host.take()).toBe("");
    vi.advanceTimersByTime(1);
    expect(host.take()).toBe(signal + ok);
  });

  it("swallows what follows as data when CONNECT does not come", () => {
    module.inject({ fault: "noConnect" });
    expect(host.ask('AT+QFUPL="RAM:a",100,3')).toBe("");
    expect(host.ask("AT")).toBe("");
    vi.advanceTimersByTime(3000);
    expect(host.take()).toContain("+QFUPL: 3,");
    expect(host.ask("AT")).toBe(ok);
  });

  it("loses the outcome of a mail that was sent", async () => {
    module.inject({ fault: "noSendResult" });
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
    module.inject({ fault: "urcMidResponse", line: "+CREG: 2", on: "AT+CSQ" });
    expect(host.ask("AT+CSQ")).toBe(`${signal}\r\n+CREG: 2\r\n${ok}`);
  });

  it("cuts the output into single bytes", () => {
    const undo = module.inject({ fault: "splitEveryByte" });
    host.type("AT\r");
    expect(host.takeChunks()).toEqual(["\r", "\n", "O", "K", "\r", "\n"]);
    undo();
    host.type("AT\r");
    expect(host.takeChunks()).toEqual([ok]);
  });
});
