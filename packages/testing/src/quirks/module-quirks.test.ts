import { quirks as recorded } from "@qsmtp/protocol/families";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  createSimulatedModule,
  type SimulatedModule,
  type SimulatedModuleOptions,
} from "../simulated-module.ts";
import { TestHost } from "../test-host.fixture.ts";
import type { ModuleQuirks } from "./module-quirks.ts";

const ok = "\r\nOK\r\n";
const error = "\r\nERROR\r\n";
const urcs = (...lines: readonly string[]): string =>
  lines.map((text) => `\r\n${text}\r\n`).join("");

let module: SimulatedModule;
let host: TestHost;

function start(quirks: ModuleQuirks, options: SimulatedModuleOptions = {}): void {
  module = createSimulatedModule({ quirks, ...options });
  host = new TestHost();
  module.attach(host.farEnd);
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  module.dispose();
  vi.useRealTimers();
});

describe("lf-is-data", () => {
  it.each([
    ["in one write", ['AT+QFUPL="a.txt",5\r\n']],
    ["in two", ['AT+QFUPL="a.txt",5\r', "\n"]],
  ])("shifts all data by the LF behind the command, %s", (_, writes) => {
    start({ "lf-is-data": true });
    for (const write of writes) host.type(write);
    vi.advanceTimersByTime(10);
    host.type("Hello");
    vi.advanceTimersByTime(10);
    expect(new TextDecoder().decode(module.files.read("a.txt"))).toBe("\nHell");
    expect(host.take()).toContain("+QFUPL: 5,");
    expect(host.ask("\rAT")).toContain("ERROR");
  });

  it("does nothing to a line without LF, and is off by itself", () => {
    start({ "lf-is-data": true });
    host.type('AT+QFUPL="a.txt",5\r');
    vi.advanceTimersByTime(10);
    host.type("Hello");
    expect(new TextDecoder().decode(module.files.read("a.txt"))).toBe("Hello");
    module.dispose();
    start({});
    host.type('AT+QFUPL="a.txt",5\r\n');
    vi.advanceTimersByTime(10);
    host.type("Hello");
    expect(new TextDecoder().decode(module.files.read("a.txt"))).toBe("Hello");
  });
});

describe("ready-line", () => {
  it("answers ERROR until APP RDY", () => {
    start({ "ready-line": true }, { boot: { applicationReadyMs: 2000 } });
    expect(host.ask("ATE0")).toContain("OK");
    module.restart();
    expect(host.take()).toMatch(/^\r\nRDY\r\n/);
    expect(host.ask("AT")).toBe(`AT\r${error}`);
    vi.advanceTimersByTime(2000);
    expect(host.take()).toBe(urcs("APP RDY"));
    expect(host.ask("AT")).toBe(`AT\r${ok}`);
  });

  it("is of BG96, and no time passes unless it is asked for", () => {
    start({}, { model: "BG96" });
    module.restart();
    expect(host.take()).toMatch(/^\r\nRDY\r\n(\r\n.*\r\n)+\r\nAPP RDY\r\n$/);
    module.dispose();
    start({ "ready-line": false }, { model: "BG96" });
    module.restart();
    expect(host.take()).not.toContain("APP RDY");
  });
});

describe("each quirk alone", () => {
  it("plain-errors", () => {
    start({ "plain-errors": true });
    host.ask("ATE0");
    host.ask("AT+CMEE=2");
    expect(host.ask('AT+QFDEL="none.txt"')).toBe(error);
  });

  it("first-line-error, once a connection", () => {
    start({ "first-line-error": true });
    expect(host.ask("ATE0")).toBe(`ATE0\r${error}`);
    expect(host.ask("ATE0")).toBe(`ATE0\r${ok}`);
    host = new TestHost();
    module.attach(host.farEnd);
    expect([host.ask("AT"), host.ask("AT")]).toEqual([error, ok]);
  });

  it("power-off-error and power-off-line", () => {
    start({ "power-off-error": true });
    host.ask("ATE0");
    expect(host.ask("AT+QPOWD")).toBe(error + urcs("POWERED DOWN"));
    expect(module.isPowered).toBe(false);
    module.dispose();
    start({}, { model: "BG95" });
    host.ask("ATE0");
    expect(host.ask("AT+QPOWD")).toBe(ok);
    expect(module.isPowered).toBe(false);
  });

  it("phone-book-first and usim-prefix", () => {
    start({ "phone-book-first": true, "usim-prefix": true });
    module.restart();
    expect(host.take()).toBe(
      urcs("RDY", "+CFUN: 1", "+CPIN: READY", "+USIM: 1", "+QIND: PB DONE", "+QIND: SMS DONE"),
    );
  });

  it("tcpip-line-spacing, of EG91", () => {
    start({}, { model: "EG91" });
    host.ask("AT+QIACT=1");
    host.take();
    module.pdpDeactivate(1);
    expect(host.take()).toBe(urcs('+QIURC:"pdpdeact",1'));
    module.dispose();
    start({ "tcpip-line-spacing": false }, { model: "EG91" });
    host.ask("AT+QIACT=1");
    host.take();
    module.pdpDeactivate(1);
    expect(host.take()).toBe(urcs('+QIURC: "pdpdeact",1'));
  });

  it("network-info-operator, of all but EC25", () => {
    start({}, { model: "EM05" });
    expect(host.ask("AT+QNWINFO")).toContain('+QNWINFO: "FDD LTE",00101,"LTE BAND 3",1300\r\n');
  });

  it("sim-status-spacing", () => {
    start({});
    host.ask("AT+QSIMSTAT=1");
    module.setSim("absent");
    expect(host.take()).toContain("\r\n+QSIMSTAT : 1,0\r\n");
    module.dispose();
    start({ "sim-status-spacing": false });
    host.ask("AT+QSIMSTAT=1");
    module.setSim("absent");
    expect(host.take()).toContain("\r\n+QSIMSTAT: 1,0\r\n");
  });

  it("ok-before-connect, send-result-old-dialect and the third numbers, of GSM modules", () => {
    start({}, { model: "M95" });
    host.ask("ATE0");
    host.type("AT+QSMTPBODY=0,5\r");
    vi.advanceTimersByTime(10);
    expect(host.take()).toBe(`${ok}\r\nCONNECT\r\n`);
    host.type("hello");
    host.take();
    expect(host.ask("AT+QSMTPPUT=60")).toMatch(/^\r\nOK\r\n\r\n\+QSMTPPUT: \d+\r\n$/);
    module.files.write("RAM:a", "abc");
    expect(host.ask('AT+QFLDS="RAM"')).toMatch(/\+QFLDS: (\d+),\d+,\1\r\n/);
    expect(host.ask('AT+QFLST="RAM:*"')).toContain('+QFLST: "RAM:a",3,3\r\n');
  });
});

it("carry the names of the records that they follow", () => {
  start({});
  const own = [
    "lf-is-data",
    "plain-errors",
    "first-line-error",
    "power-off-error",
    "phone-book-first",
  ];
  const all: Required<ModuleQuirks> = {
    "file-list-third-field": true,
    "network-info-operator": true,
    "ok-before-connect": true,
    "power-off-line": true,
    "ready-line": true,
    "send-result-old-dialect": true,
    "sim-status-spacing": true,
    "storage-space-third-field": true,
    "tcpip-line-spacing": true,
    "usim-prefix": true,
    "lf-is-data": true,
    "plain-errors": true,
    "first-line-error": true,
    "power-off-error": true,
    "phone-book-first": true,
  };
  const ids: readonly string[] = recorded.map(({ id }) => id);
  expect(Object.keys(all).filter((name) => !ids.includes(name))).toEqual(own);
});
