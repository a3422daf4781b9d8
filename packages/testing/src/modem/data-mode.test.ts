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

describe("length", () => {
  it("ends the body with its last byte, whatever the bytes are", () => {
    start();
    expect(host.ask("AT+QSMTPBODY=0,12")).toBe(connect);
    host.type("OK\r\nAT+CSQ\r");
    expect(host.take()).toBe("");
    host.type("\n");
    expect(host.take()).toBe(body(12));
    expect(bodyText()).toBe("OK\r\nAT+CSQ\r\n");
  });

  it("leaves bytes beyond it to the command line", () => {
    start();
    host.ask("AT+QSMTPBODY=0,5,120");
    host.type("HelloAT+CMEE?\rAT");
    expect(host.take()).toBe(`${body(5)}\r\n+CMEE: 1\r\n${ok}`);
    expect(host.ask("")).toBe(ok);
  });

  it("is not echoed", () => {
    start();
    host.ask("ATE1");
    expect(host.ask("AT+QSMTPBODY=0,5")).toBe(`AT+QSMTPBODY=0,5\r${connect}`);
    host.type("Hello");
    expect(host.take()).toBe(body(5));
  });
});

describe("time limit", () => {
  it("ends the body after the time given, however busy the line is", () => {
    start();
    host.ask("AT+QSMTPBODY=0,200,120");
    for (let second = 0; second < 119; second++) {
      host.type(".");
      vi.advanceTimersByTime(1000);
    }
    host.type("end");
    vi.advanceTimersByTime(999);
    expect(host.take()).toBe("");
    vi.advanceTimersByTime(1);
    expect(host.take()).toBe(body(122));
  });

  it("of a body is 90 s when none is given", () => {
    start();
    host.ask("AT+QSMTPBODY=0,100");
    vi.advanceTimersByTime(89_999);
    expect(host.take()).toBe("");
    vi.advanceTimersByTime(1);
    expect(host.take()).toBe(body(0));
  });

  it("of an upload counts from the last byte", () => {
    start();
    host.ask('AT+QFUPL="RAM:a",100,2');
    for (let piece = 0; piece < 5; piece++) {
      host.type("ab");
      vi.advanceTimersByTime(1999);
    }
    expect(host.take()).toBe("");
    vi.advanceTimersByTime(1);
    expect(host.take()).toBe("\r\n+QFUPL: 10,6162\r\n\r\n+CME ERROR: 421\r\n");
  });
});

describe("acknowledgements", () => {
  const upload = (size: number): void => {
    expect(host.ask(`AT+QFUPL="RAM:a",${size},20,1`)).toBe(connect);
  };

  it("come after each 1024 bytes, before the result", () => {
    start();
    upload(3000);
    const data = Uint8Array.from({ length: 3000 }, (_, i) => (7 * i + 3) % 256);
    host.type(data.subarray(0, 1023));
    expect(host.take()).toBe("");
    host.type(data.subarray(1023, 1024));
    expect(host.take()).toBe("A");
    host.type(data.subarray(1024, 2048));
    expect(host.take()).toBe("A");
    host.type(data.subarray(2048));
    expect(host.take()).toBe(`\r\n+QFUPL: 3000,20\r\n${ok}`);
  });

  it("come for a last full block too", () => {
    start();
    upload(2048);
    host.type(new Uint8Array(2048));
    expect(host.take()).toBe(`AA\r\n+QFUPL: 2048,0\r\n${ok}`);
  });

  it("may leave out a last full block", () => {
    start({ ackLastBlock: false });
    upload(2048);
    host.type(new Uint8Array(2048));
    expect(host.take()).toBe(`A\r\n+QFUPL: 2048,0\r\n${ok}`);
  });

  it("come once a block for bytes that were held back as a possible +++", () => {
    start();
    host.onOutput((text) => {
      if (text === "A") host.type(new Uint8Array(1024));
    });
    upload(3072);
    host.type(new Uint8Array(1022));
    vi.advanceTimersByTime(1000);
    host.type("++");
    expect(host.take()).toBe("");
    vi.advanceTimersByTime(1000);
    expect(host.take()).toBe(`AAA\r\n+QFUPL: 3072,2b2b\r\n${ok}`);
  });

  it("do not come without ACK mode", () => {
    start();
    host.ask('AT+QFUPL="RAM:a",2048,20');
    host.type(new Uint8Array(2048));
    expect(host.take()).toBe(`\r\n+QFUPL: 2048,0\r\n${ok}`);
  });
});

describe("data from the module", () => {
  it("stand between CONNECT and the result", () => {
    start();
    module.files.write("a.txt", "Hello\r\nOK\r\n");
    expect(host.ask('AT+QFDWL="a.txt"')).toBe(
      `${connect}Hello\r\nOK\r\n\r\n+QFDWL: 11,46\r\n${ok}`,
    );
  });

  it("have their length behind the CONNECT of AT+QFREAD", () => {
    start();
    module.files.write("a.txt", "Hello");
    host.ask('AT+QFOPEN="a.txt",2');
    expect(host.ask("AT+QFREAD=1,64")).toBe(`\r\nCONNECT 5\r\nHello${ok}`);
    expect(host.ask("AT+QFREAD=1,64")).toBe("\r\n+CME ERROR: 402\r\n");
  });

  it("are broken off by +++", () => {
    start({ baudRate: 10_000 });
    vi.advanceTimersByTime(100);
    host.take();
    module.files.write("a", "x".repeat(5000));
    host.type('AT+QFDWL="a"\r');
    vi.advanceTimersByTime(1500);
    host.type("+++");
    vi.advanceTimersByTime(1500);
    expect(host.take()).toMatch(/^\r\nCONNECT\r\nx{1000,3000}\r\nOK\r\n$/);
  });
});

describe("speed of the line", () => {
  it("carries both ways no more than the baud rate allows", () => {
    start({ baudRate: 9600 });
    vi.advanceTimersByTime(1000);
    host.take();
    host.type("AT+QSMTPBODY=0,960\r");
    vi.advanceTimersByTime(1000);
    expect(host.take()).toBe(connect);
    host.type("x".repeat(960));
    vi.advanceTimersByTime(999);
    expect(bodyText()).toBe("");
    vi.advanceTimersByTime(1);
    expect(bodyText()).toHaveLength(960);
    expect(host.take()).toBe("");
    // The 25 bytes of the answer take 26.04 ms.
    vi.advanceTimersByTime(26);
    expect(host.take()).toBe(body(960).slice(0, -1));
    vi.advanceTimersByTime(1);
    expect(host.take()).toBe("\n");
  });

  it("does not let DTR overtake bytes", () => {
    start({ baudRate: 9600 });
    vi.advanceTimersByTime(1000);
    host.type("AT+QSMTPBODY=0,960\r");
    vi.advanceTimersByTime(1000);
    host.take();
    host.type("x".repeat(480));
    host.setDtr(false);
    vi.advanceTimersByTime(499);
    expect(host.take()).toBe("");
    vi.advanceTimersByTime(100);
    expect(host.take()).toBe(body(480));
  });
});

describe("a data phase left open", () => {
  it("outlives the wire under AT&D0, for the next host to find", () => {
    start();
    host.ask("AT&D0");
    host.ask("AT+QSMTPBODY=0,100,600");
    const next = new TestHost();
    module.attach(next.farEnd);
    host.type("lost");
    expect(next.ask("AT")).toBe("");
    vi.advanceTimersByTime(1000);
    next.type("+++");
    vi.advanceTimersByTime(1000);
    expect(next.take()).toBe(body(3));
  });

  it("ends with a restart, and what was left of a file does not come any more", () => {
    start({ baudRate: 9600 });
    vi.advanceTimersByTime(100);
    module.files.write("a", "x".repeat(1000));
    host.type('AT+QFDWL="a"\r');
    vi.advanceTimersByTime(500);
    host.take();
    module.restart();
    vi.advanceTimersByTime(5000);
    expect(host.take()).toMatch(/^\r\nRDY\r\n/);
  });

  it("that takes bytes ends with a restart", () => {
    start();
    host.ask("AT+QSMTPBODY=0,100,600");
    module.restart();
    expect(host.take()).toMatch(/^\r\nRDY\r\n/);
    host.ask("ATE0");
    expect(host.ask("AT")).toBe(ok);
  });
});
