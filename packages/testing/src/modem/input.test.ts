import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { asRead } from "../as-read.fixture.ts";
import {
  createSimulatedModule,
  type SimulatedModule,
  type SimulatedModuleOptions,
} from "../simulated-module.ts";
import { TestHost } from "../test-host.fixture.ts";

const ok = "\r\nOK\r\n";
const line = (text: string): string => `\r\n${text}\r\n${ok}`;

let module: SimulatedModule;
let host: TestHost;

function start(options: SimulatedModuleOptions = {}): void {
  module = createSimulatedModule({ family: asRead, connectDelayMs: 0, ...options });
  host = new TestHost();
  module.attach(host.farEnd);
}

/** A module with echo off, which most tests want. */
function startQuietly(options: SimulatedModuleOptions = {}): void {
  start(options);
  host.ask("ATE0");
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  module.dispose();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe("while a command runs", () => {
  it("keeps typed bytes for later, echo included", () => {
    start({ responseDelayMs: 100 });
    host.type("AT\rAT+CMEE?\r");
    expect(host.take()).toBe("AT\r");
    vi.advanceTimersByTime(100);
    expect(host.take()).toBe("\r\nOK\r\nAT+CMEE?\r");
    vi.advanceTimersByTime(100);
    expect(host.take()).toBe("\r\n+CMEE: 1\r\n\r\nOK\r\n");
  });

  it("takes data that came before CONNECT for commands, after the result", () => {
    startQuietly({ responseDelayMs: 100 });
    vi.advanceTimersByTime(100);
    host.take();
    host.type("AT+QSMTPBODY=0,5,1\rAT\r");
    vi.advanceTimersByTime(100);
    expect(host.take()).toBe("\r\nCONNECT\r\n");
    vi.advanceTimersByTime(1200);
    expect(host.take()).toBe("\r\n+QSMTPBODY: 0\r\n\r\nOK\r\n\r\nOK\r\n");
  });

  it("reads the bytes kept in the order in which they came", () => {
    startQuietly({ responseDelayMs: 100 });
    vi.advanceTimersByTime(100);
    host.take();
    host.type("AT+CSQ\r");
    host.type("AT\rAT+CM");
    host.type("EE?\rAT+CGA");
    host.type("TT?\r");
    vi.advanceTimersByTime(1000);
    expect(host.take()).toBe(`${line("+CSQ: 20,99")}${ok}${line("+CMEE: 1")}${line("+CGATT: 1")}`);
  });

  it("takes them before what came behind the data", () => {
    startQuietly();
    module.inject({ do: "late-reply", delayMs: 100 });
    host.type("AT+QSMTPBODY=0,2\rAT+CGATT?\r");
    vi.advanceTimersByTime(100);
    expect(host.take()).toBe("\r\nCONNECT\r\n");
    host.type("hiAT+CMEE?\r");
    expect(host.take()).toBe(line("+QSMTPBODY: 2"));
    vi.advanceTimersByTime(4);
    expect(host.take()).toBe(line("+CGATT: 1"));
    vi.advanceTimersByTime(4);
    expect(host.take()).toBe(line("+CMEE: 1"));
  });

  it("loses typed bytes when told so", () => {
    startQuietly({ responseDelayMs: 100, busyInput: "drop" });
    vi.advanceTimersByTime(100);
    host.take();
    host.type("AT\rAT+CMEE?\r");
    vi.advanceTimersByTime(1000);
    expect(host.take()).toBe(ok);
    host.type("AT+CM");
    host.type("EE?\r");
    vi.advanceTimersByTime(100);
    expect(host.take()).toBe("\r\n+CMEE: 1\r\n\r\nOK\r\n");
  });

  it("loses the beginning of a line and reads the rest of it when told so", () => {
    startQuietly({ busyInput: "drop" });
    module.inject({ do: "late-reply", delayMs: 100, on: "AT+CGATT?" });
    host.type("AT+CGATT?\rAT+CM");
    vi.advanceTimersByTime(60);
    host.type("EE?\rAT+QFDEL=");
    vi.advanceTimersByTime(40);
    expect(host.take()).toBe(line("+CGATT: 1"));
    host.type('"RAM:a"\r');
    expect(host.take()).toBe("\r\nERROR\r\n");
    vi.advanceTimersByTime(1000);
    expect(host.ask("AT+CMEE?")).toBe(line("+CMEE: 1"));
  });

  it("loses all that comes while a chain of late commands runs, and nothing between them", () => {
    startQuietly({ busyInput: "drop" });
    module.inject({ do: "late-reply", delayMs: 50, on: "AT+CSQ", times: 3 });
    const heard: string[] = [];
    for (let at = 0; at < 6; at++) {
      host.type("AT+CSQ\r");
      vi.advanceTimersByTime(30);
      heard.push(host.take());
    }
    const signal = line("+CSQ: 20,99");
    expect(heard).toEqual(["", signal, "", signal, "", signal]);
  });
});

describe("a backlog", () => {
  /** What the module has written after each millisecond in which it wrote something. */
  function listen(durationMs: number): [atMs: number, text: string][] {
    const heard: [number, string][] = [];
    for (let atMs = 1; atMs <= durationMs; atMs++) {
      vi.advanceTimersByTime(1);
      const text = host.take();
      if (text !== "") heard.push([atMs, text]);
    }
    return heard;
  }

  const commands = "AT+CSQ\rAT+CGATT?\rAT+QFLDS\r";
  const answers = [line("+CSQ: 20,99"), line("+CGATT: 1"), line("+QFLDS: 0,0")];

  it("behind a late answer is worked off with time between the answers", () => {
    startQuietly();
    module.inject({ do: "late-reply", delayMs: 100, on: "AT+CMEE?" });
    host.type(`AT+CMEE?\r${commands}`);
    expect(listen(1000)).toEqual([
      [100, line("+CMEE: 1")],
      [104, answers[0]],
      [108, answers[1]],
      [112, answers[2]],
    ]);
    expect(host.ask("AT")).toBe(ok);
  });

  it("grows while it is worked off: answers stay behind their questions", () => {
    startQuietly();
    module.inject({ do: "late-reply", delayMs: 100, on: "AT+CMEE?" });
    host.type("AT+CMEE?\rAT+CSQ\r");
    vi.advanceTimersByTime(100);
    host.take();
    // A host that takes the late answer for that to its second command asks the third.
    host.type("AT+CGATT?\r");
    expect(listen(20)).toEqual([
      [4, answers[0]],
      [8, answers[1]],
    ]);
  });

  it("takes the time that it is given, or that of each command when that is longer", () => {
    startQuietly({ queuedCommandMs: 30 });
    module.inject({ do: "late-reply", delayMs: 100, on: "AT+CMEE?", times: 2 });
    host.type(`AT+CMEE?\r${commands}`);
    expect(listen(300).map(([atMs]) => atMs)).toEqual([100, 130, 160, 190]);
    module.dispose();
    startQuietly({ responseDelayMs: 50 });
    listen(50);
    host.type(commands);
    expect(listen(300).map(([atMs]) => atMs)).toEqual([50, 100, 150]);
  });

  it("delays each command of a line, and one that is too long", () => {
    startQuietly();
    module.inject({ do: "late-reply", delayMs: 10, on: "AT+CMEE?" });
    host.type(`AT+CMEE?\rAT+CSQ;+CGATT?\rAT${"x".repeat(3000)}\r`);
    expect(listen(100)).toEqual([
      [10, line("+CMEE: 1")],
      [14, "\r\n+CSQ: 20,99\r\n"],
      [18, line("+CGATT: 1")],
      [22, "\r\nERROR\r\n"],
    ]);
  });

  it("does not hold up a host that answers the result from within it", () => {
    startQuietly();
    module.inject({ do: "late-reply", delayMs: 10, on: "AT+CMEE?" });
    host.onOutput((text) => {
      if (text.includes("+CMEE")) host.type("AT+CSQ\r");
    });
    host.type("AT+CMEE?\r");
    expect(listen(50)).toEqual([[10, line("+CMEE: 1") + answers[0]]]);
  });

  it("is gone after a restart", () => {
    startQuietly();
    module.inject({ do: "late-reply", delayMs: 10 });
    host.type(`AT+CMEE?\r${commands}`);
    vi.advanceTimersByTime(11);
    host.take();
    module.restart({ lines: [] });
    expect(listen(100)).toEqual([]);
  });
});

describe("wire", () => {
  it("is one at a time; the end of an old one does not touch the new", () => {
    startQuietly();
    const [first, second] = [new TestHost(), new TestHost()];
    const detachFirst = module.attach(first.farEnd);
    module.attach(second.farEnd);
    detachFirst();
    expect(first.ask("AT")).toBe("");
    expect(second.ask("AT")).toBe(ok);
    expect(first.take() + host.take()).toBe("");
  });

  it("loses what is on its way when the module restarts", () => {
    startQuietly({ baudRate: 9600 });
    vi.advanceTimersByTime(100);
    host.take();
    host.type("AT+CSQ\r");
    module.restart();
    vi.advanceTimersByTime(1000);
    expect(host.take()).not.toContain("+CSQ");
  });
});

describe("a host that is gone", () => {
  it("leaves nothing behind that a fault keeps back", () => {
    startQuietly();
    module.inject({ do: "flow-stalls", on: "AT", forMs: 100 });
    module.inject({ do: "lost-to-module", on: "AT+CMEE=1", times: "always" });
    expect(module.unreadBytes).toBe(0);
    host.ask("AT");
    host.type("AT+CSQ\rAT+C");
    expect(module.unreadBytes).toBe(11);
    module.hangUp();
    expect(module.unreadBytes).toBe(0);
    vi.advanceTimersByTime(100);
    expect(host.take()).toBe("");
    host.type("AT+CM");
    expect(module.unreadBytes).toBe(5);
    module.hangUp();
    expect(module.unreadBytes).toBe(0);
    expect(host.ask("AT+CMEE=2")).toBe(ok);
  });
});

describe("power", () => {
  it("once off leaves nothing of what was typed before", () => {
    startQuietly();
    module.inject({ do: "late-reply", delayMs: 100 });
    host.type("AT\rAT+QPOWD=1\rAT+CSQ\r");
    vi.advanceTimersByTime(1000);
    expect(host.take()).toBe(`${ok}${ok}\r\nPOWERED DOWN\r\n`);
  });
});

describe("a host that answers from within the module's write", () => {
  it("has its bytes read behind those that came before", () => {
    start();
    host.onOutput((text) => {
      if (text === "AT\r") host.type("AT+CMEE?\r");
    });
    host.type("AT\rAT+CSQ\r");
    expect(host.take()).toBe(
      "AT\r\r\nOK\r\nAT+CSQ\r\r\n+CSQ: 20,99\r\n\r\nOK\r\nAT+CMEE?\r\r\n+CMEE: 1\r\n\r\nOK\r\n",
    );
  });

  it.each(["buffer", "drop"] as const)(
    "to a late result is heard, whatever %s says",
    (busyInput) => {
      startQuietly({ responseDelayMs: 100, busyInput });
      vi.advanceTimersByTime(100);
      host.take();
      host.onOutput((text) => {
        if (text.includes("+CSQ")) host.type("AT+CMEE?\r");
      });
      host.type("AT+CSQ\r");
      vi.advanceTimersByTime(200);
      expect(host.take()).toBe("\r\n+CSQ: 20,99\r\n\r\nOK\r\n\r\n+CMEE: 1\r\n\r\nOK\r\n");
    },
  );

  it("to RDY behind a command that restarts is heard", () => {
    startQuietly({ responseDelayMs: 100 });
    vi.advanceTimersByTime(100);
    host.onOutput((text) => {
      if (text.includes("RDY")) host.type("AT+CMEE?;+CSQ\r");
    });
    host.type("AT+CFUN=1,1\r");
    vi.advanceTimersByTime(1000);
    expect(host.take()).toContain("\r\n+CMEE: 1\r\n\r\n+CSQ: 20,99\r\n\r\nOK\r\n");
  });

  it("to a URC with a data phase gets the other URCs after it", () => {
    startQuietly();
    host.onOutput((text) => {
      if (text.includes("RDY")) host.type("AT+QSMTPBODY=0,2\r");
    });
    module.restart();
    expect(host.take()).toBe("\r\nRDY\r\nAT+QSMTPBODY=0,2\r\r\nCONNECT\r\n");
    host.type("hi");
    expect(host.take()).toContain("OK\r\n\r\n+CFUN: 1\r\n");
  });

  it.each([0, 100])(
    "to CONNECT and each acknowledgement uploads a file (%i ms)",
    (responseDelayMs) => {
      startQuietly({ responseDelayMs });
      vi.advanceTimersByTime(100);
      host.take();
      host.onOutput((text) => {
        if (text.includes("CONNECT") || text === "A") host.type("x".repeat(1024));
      });
      host.type('AT+QFUPL="RAM:a",3072,5,1\r');
      vi.advanceTimersByTime(200);
      expect(host.take()).toBe("\r\nCONNECT\r\nAAA\r\n+QFUPL: 3072,0\r\n\r\nOK\r\n");
    },
  );
});
