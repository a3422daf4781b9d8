import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { asRead } from "../as-read.fixture.ts";
import {
  createSimulatedModule,
  type SimulatedModule,
  type SimulatedModuleOptions,
} from "../simulated-module.ts";
import { TestHost } from "../test-host.fixture.ts";

const connect = "\r\nCONNECT\r\n";
const ok = "\r\nOK\r\n";

/** What ends the entry of a body. */
const body = (bytes: number): string => `\r\n+QSMTPBODY: ${bytes}\r\n${ok}`;

let module: SimulatedModule;
let host: TestHost;

function start(options: SimulatedModuleOptions = {}): void {
  module = createSimulatedModule({ family: asRead, connectDelayMs: 0, ...options });
  host = new TestHost();
  module.attach(host.farEnd);
  host.ask("ATE0");
}

function bodyText(): string {
  return new TextDecoder().decode(module.settings.draft.body.bytes);
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  module.dispose();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe("+++", () => {
  /** Types 90 bytes of a body of 100, and waits. */
  function enterBody(silenceMs: number): void {
    host.ask("AT+QSMTPBODY=0,100,120");
    host.type("x".repeat(90));
    vi.advanceTimersByTime(silenceMs);
  }

  it("between two silences of a second leaves data mode", () => {
    start();
    enterBody(1000);
    host.type("+++");
    vi.advanceTimersByTime(999);
    expect(host.take()).toBe("");
    vi.advanceTimersByTime(1);
    expect(host.take()).toBe(body(90));
    expect(bodyText()).toBe("x".repeat(90));
  });

  it("may be typed slowly, within a second", () => {
    start();
    enterBody(1000);
    host.type("+");
    vi.advanceTimersByTime(499);
    host.type("+");
    vi.advanceTimersByTime(500);
    host.type("+");
    vi.advanceTimersByTime(1000);
    expect(host.take()).toBe(body(90));
  });

  it("is data after too short a silence", () => {
    start();
    enterBody(999);
    host.type("+++");
    vi.advanceTimersByTime(5000);
    expect(host.take()).toBe("");
    host.type("y".repeat(7));
    expect(host.take()).toBe(body(100));
    expect(bodyText()).toBe(`${"x".repeat(90)}+++yyyyyyy`);
  });

  it("is data when a character follows within a second", () => {
    start();
    enterBody(1000);
    host.type("+++");
    vi.advanceTimersByTime(999);
    host.type("\r");
    vi.advanceTimersByTime(5000);
    expect(host.take()).toBe("");
    host.type("y".repeat(6));
    expect(bodyText()).toBe(`${"x".repeat(90)}+++\ryyyyyy`);
  });

  it.each(["++++", "++\n+", "++", "+++\r", "a+++"])("is data as %j", (typed) => {
    start();
    enterBody(2000);
    host.type(typed);
    vi.advanceTimersByTime(5000);
    expect(host.take()).toBe("");
    host.type("y".repeat(10 - typed.length));
    expect(bodyText()).toBe(`${"x".repeat(90)}${typed}${"y".repeat(10 - typed.length)}`);
  });

  it("is data when it takes longer than a second to type", () => {
    start();
    enterBody(1000);
    host.type("++");
    vi.advanceTimersByTime(1000);
    host.type("+");
    vi.advanceTimersByTime(5000);
    expect(host.take()).toBe("");
  });

  it("right behind the command is data", () => {
    start();
    vi.advanceTimersByTime(5000);
    host.type("AT+QSMTPBODY=0,10\r+++");
    expect(host.take()).toBe(connect);
    vi.advanceTimersByTime(5000);
    expect(host.take()).toBe("");
  });

  it("in a stream without gaps is data", () => {
    start();
    host.ask("AT+QSMTPBODY=0,9");
    host.type("abc+++def");
    expect(host.take()).toBe(body(9));
  });

  it("alone between silences leaves even where it could complete the length", () => {
    start();
    host.ask("AT+QSMTPBODY=0,6");
    host.type("abc");
    vi.advanceTimersByTime(1000);
    host.type("+++");
    expect(host.take()).toBe("");
    vi.advanceTimersByTime(1000);
    expect(host.take()).toBe(body(3));
  });

  it("that no longer fits before the length completes it at once", () => {
    start();
    host.ask("AT+QSMTPBODY=0,5");
    host.type("abc");
    vi.advanceTimersByTime(1000);
    host.type("++");
    expect(host.take()).toBe(body(5));
  });

  it("keeps to the guard time of S12", () => {
    start();
    expect(host.ask("ATS12=100;S12?")).toBe(`\r\n100\r\n${ok}`);
    enterBody(1999);
    host.type("+++");
    vi.advanceTimersByTime(3000);
    expect(host.take()).toBe("");
    host.type("+++");
    vi.advanceTimersByTime(1999);
    expect(host.take()).toBe("");
    vi.advanceTimersByTime(1);
    expect(host.take()).toBe(body(93));
  });

  it("right after a long wait for CONNECT leaves at once", () => {
    start({ responseDelayMs: 1500 });
    vi.advanceTimersByTime(1500);
    host.take();
    host.ask("AT+QSMTPBODY=0,5");
    vi.advanceTimersByTime(1500);
    expect(host.take()).toBe(connect);
    host.type("+++");
    vi.advanceTimersByTime(1000 + 1500);
    expect(host.take()).toBe(body(0));
  });

  it("breaks an upload off before its result, and the bytes stay", () => {
    start();
    host.ask('AT+QFUPL="RAM:a",100,30');
    host.type("abc");
    vi.advanceTimersByTime(1000);
    host.type("+++");
    vi.advanceTimersByTime(1000);
    expect(host.take()).toBe(ok);
    expect(host.ask('AT+QFLST="RAM:*"')).toBe(`\r\n+QFLST: "RAM:a",3\r\n${ok}`);
    expect(host.ask("ATO")).toBe("\r\nNO CARRIER\r\n");
  });

  it("in command mode is text on the command line", () => {
    start();
    vi.advanceTimersByTime(2000);
    host.type("+++");
    vi.advanceTimersByTime(2000);
    expect(host.ask("AT")).toBe("\r\nERROR\r\n");
    expect(host.ask("AT")).toBe(ok);
  });
});

describe("DTR", () => {
  it.each([1, 2])("going OFF under AT&D%i leaves data mode", (mode) => {
    start();
    host.ask(`AT&D${mode}`);
    host.ask("AT+QSMTPBODY=0,100");
    host.type("Hello");
    host.setDtr(false);
    expect(host.take()).toBe(body(5));
    host.setDtr(true);
    expect(host.ask("AT")).toBe(ok);
  });

  it("is ignored under AT&D0", () => {
    start();
    host.ask("AT&D0");
    host.ask("AT+QSMTPBODY=0,5");
    host.setDtr(false);
    host.type("Hello");
    expect(host.take()).toBe(body(5));
  });

  it("that is OFF already does nothing when another line changes", () => {
    start();
    host.setDtr(false);
    host.ask("AT+QSMTPBODY=0,5");
    host.setRts(false);
    expect(host.take()).toBe("");
    host.type("Hello");
    expect(host.take()).toBe(body(5));
  });

  it("coming ON does nothing", () => {
    start();
    host.setDtr(false);
    host.ask("AT+QSMTPBODY=0,5");
    host.setDtr(true);
    expect(host.take()).toBe("");
    host.setDtr(false);
    expect(host.take()).toBe(body(0));
  });

  it("breaks a download off", () => {
    start({ baudRate: 10_000 });
    vi.advanceTimersByTime(100);
    host.take();
    module.files.write("a", "x".repeat(1000));
    host.type('AT+QFDWL="a"\r');
    vi.advanceTimersByTime(500);
    host.setDtr(false);
    vi.advanceTimersByTime(1000);
    const output = host.take();
    expect(output).toMatch(/^\r\nCONNECT\r\nx{300,600}\r\nOK\r\n$/);
    expect(host.ask("")).toBe("");
  });
});
