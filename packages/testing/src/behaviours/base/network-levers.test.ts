import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SimulationOptionError } from "../../checked-options.ts";
import {
  createSimulatedModule,
  type SimulatedModule,
  type SimulatedModuleOptions,
} from "../../simulated-module.ts";
import { TestHost } from "../../test-host.fixture.ts";
import type { BootTimes } from "./module-start.ts";

const ok = "\r\nOK\r\n";
const line = (text: string): string => `\r\n${text}\r\n${ok}`;
const urcs = (...lines: readonly string[]): string =>
  lines.map((text) => `\r\n${text}\r\n`).join("");

let module: SimulatedModule;
let host: TestHost;

function start(options: SimulatedModuleOptions = {}): void {
  module = createSimulatedModule(options);
  host = new TestHost();
  module.attach(host.farEnd);
  host.ask("ATE0");
}

function restart(): void {
  module.restart();
  vi.advanceTimersByTime(0);
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

describe("the registration", () => {
  it.each([
    ["not-registered", 0],
    ["home", 1],
    ["searching", 2],
    ["denied", 3],
    ["unknown", 4],
    ["roaming", 5],
  ] as const)("is told in words: %s is %i", (word, status) => {
    start();
    module.setRegistration(word);
    expect(host.ask("AT+CEREG?")).toBe(line(`+CEREG: 0,${status}`));
    expect(host.ask("AT+CREG?")).toBe(line(`+CREG: 0,${status}`));
  });

  it("is told to a host that asked, domain by domain", () => {
    start();
    host.ask("AT+CGREG=1;+CEREG=1");
    module.setRegistration({ packet: "unknown", eps: "roaming" });
    expect(host.take()).toBe(urcs("+CGREG: 4", "+CEREG: 5"));
    expect(host.ask("AT+CREG?")).toBe(line("+CREG: 0,1"));
  });

  it("that no network gives is refused, and nothing changes", () => {
    start();
    const set = (value: unknown) => () => module.setRegistration(value as "home");
    expect(set("lost")).toThrow(SimulationOptionError);
    expect(set(6)).toThrow(/"registration" must be .*searching/);
    expect(set({ eps: "roming" })).toThrow(/"registration.eps" must be .*Is roaming meant\?/);
    expect(host.ask("AT+CREG?")).toBe(line("+CREG: 0,1"));
  });

  it("lost to a search takes the signal away, and leaves the contexts", () => {
    start();
    host.ask("AT+QIACT=1");
    module.setRegistration("searching");
    expect(host.ask("AT+CSQ")).toBe(line("+CSQ: 99,99"));
    expect(module.settings.pdp(1)?.active).toBe(true);
    module.setRegistration("home");
    expect(host.ask("AT+CSQ")).toBe(line("+CSQ: 20,99"));
  });
});

describe("the signal", () => {
  it("is told when it changes and the host has asked for it", () => {
    start();
    module.setSignal(12);
    expect(host.take()).toBe("");
    host.ask('AT+QINDCFG="csq",1');
    module.setSignal(12);
    expect(host.take()).toBe("");
    module.setSignal(7, 3);
    expect(host.take()).toBe(urcs('+QIND: "csq",7,3'));
    expect(host.ask("AT+CSQ")).toBe(line("+CSQ: 7,3"));
    host.ask('AT+QINDCFG="all",0');
    module.setSignal(8);
    expect(host.take()).toBe("");
  });

  it("is not known while the radio is off", () => {
    start();
    host.ask("AT+CFUN=4");
    expect(host.ask("AT+CSQ")).toBe(line("+CSQ: 99,99"));
  });

  it("is a number", () => {
    start();
    expect(() => module.setSignal("20" as unknown as number)).toThrow(
      /"rssi" must be a whole number/,
    );
  });
});

describe("operator and cell", () => {
  it("are told by AT+COPS and AT+QNWINFO", () => {
    start();
    module.setOperator({ name: "Other Net", code: "00102" });
    expect(host.ask("AT+COPS?")).toBe(line('+COPS: 0,0,"Other Net",7'));
    expect(host.ask("AT+QNWINFO")).toBe(line('+QNWINFO: "FDD LTE","00102","LTE BAND 3",1300'));
    expect(() => module.setOperator({ name: "" })).toThrow(SimulationOptionError);
  });

  it("of another technology are told to hosts that asked for cells, and know no LTE registration", () => {
    start();
    host.ask("AT+CREG=2;+CGREG=1;+CEREG=1");
    host.ask("AT+QIACT=1");
    module.setTechnology("hspa");
    expect(host.take()).toBe(urcs('+CREG: 1,"D509","80D413D",6', "+CEREG: 0"));
    expect(host.ask("AT+QNWINFO")).toContain('"HSPA+"');
    expect(host.ask("AT+COPS?")).toBe(line('+COPS: 0,0,"Example Net",6'));
    expect(module.settings.pdp(1)?.active).toBe(true);
    module.setTechnology("hspa");
    expect(host.take()).toBe("");
    expect(() => module.setTechnology("5g" as "gsm")).toThrow(/one of gsm, egprs/);
  });
});

describe("detached by the network", () => {
  it("it has no context and no registration, until it is attached again", () => {
    start();
    host.ask("AT+QIACT=1");
    host.ask("AT+CEREG=1");
    module.setAttached(false);
    expect(host.take()).toBe(urcs('+QIURC: "pdpdeact",1', "+CEREG: 0"));
    expect(host.ask("AT+CGATT?")).toBe(line("+CGATT: 0"));
    module.setAttached(true);
    expect(host.take()).toBe(urcs("+CEREG: 1"));
    expect(host.ask("AT+QIACT=1")).toBe(ok);
  });
});

describe("the card", () => {
  it("that comes and goes is told by AT+QSIMSTAT", () => {
    start();
    host.ask("AT+QSIMSTAT=1");
    module.setSim("absent");
    expect(host.take()).toBe(urcs("+QSIMSTAT : 1,0", "+CPIN: NOT READY"));
    expect(host.ask("AT+CPIN?")).toBe("\r\n+CME ERROR: 10\r\n");
    module.setSim("busy");
    expect(host.take()).toBe(urcs("+QSIMSTAT : 1,1", "+CPIN: NOT READY"));
    expect(host.ask("AT+CPIN?")).toBe("\r\n+CME ERROR: 14\r\n");
    module.setSim("failure");
    expect(host.ask("AT+CPIN?")).toContain("+CME ERROR: 13");
    expect(() => module.setSim("abscent" as "absent")).toThrow(/Is absent meant\?/);
  });
});

describe("a start that takes its time", () => {
  const times: BootTimes = {
    simSeenMs: 100,
    simMs: 400,
    messagesMs: 1000,
    phoneBookMs: 2000,
    registrationMs: 5000,
  };

  it("finds card, messages, phone book and network one by one", () => {
    start({ boot: times });
    host.ask("AT+CEREG=1;&W");
    restart();
    expect(host.ask("AT+CPIN?;+CSQ")).toBe("\r\n+CME ERROR: 10\r\n");
    expect(host.ask("AT+QINISTAT")).toBe(line("+QINISTAT: 0"));
    expect(host.ask("AT+QSIMSTAT?")).toBe(line("+QSIMSTAT: 0,2"));
    vi.advanceTimersByTime(100);
    expect(host.ask("AT+CPIN?")).toBe("\r\n+CME ERROR: 14\r\n");
    vi.advanceTimersByTime(300);
    expect(host.take()).toBe(urcs("+CEREG: 2", "+CPIN: READY", "+QUSIM: 1"));
    expect(host.ask("AT+CPIN?")).toBe(line("+CPIN: READY"));
    expect(host.ask("AT+CSQ")).toBe(line("+CSQ: 99,99"));
    vi.advanceTimersByTime(600);
    expect(host.take()).toBe(urcs("+QIND: SMS DONE"));
    expect(host.ask("AT+QINISTAT")).toBe(line("+QINISTAT: 3"));
    vi.advanceTimersByTime(1000);
    expect(host.take()).toBe(urcs("+QIND: PB DONE"));
    vi.advanceTimersByTime(3000);
    expect(host.take()).toBe(urcs("+CEREG: 1"));
    expect(host.ask("AT+CSQ")).toBe(line("+CSQ: 20,99"));
  });

  it("begins anew with each restart, and says nothing of one that is not to be seen", () => {
    start({ boot: times });
    module.restart();
    vi.advanceTimersByTime(300);
    module.restart({ lines: [] });
    host.ask("ATE0");
    host.take();
    vi.advanceTimersByTime(399);
    expect(host.ask("AT+CPIN?")).toContain("+CME ERROR: 14");
    vi.advanceTimersByTime(10_000);
    expect(host.take()).toBe("");
    expect(host.ask("AT+CPIN?")).toBe(line("+CPIN: READY"));
  });

  it("ends at a card that wants its PIN", () => {
    start({ boot: times, sim: { pin: "1234" } });
    module.restart();
    host.take();
    vi.advanceTimersByTime(10_000);
    expect(host.take()).toBe(urcs("+CPIN: SIM PIN"));
  });

  it("comes again for the card with AT+CFUN=1", () => {
    start({ boot: times });
    host.ask("AT+CFUN=0");
    expect(host.ask("AT+CFUN=1")).toBe(ok);
    expect(host.ask("AT+CPIN?")).toContain("+CME ERROR: 10");
    vi.advanceTimersByTime(2000);
    expect(host.take()).toBe(
      urcs("+CPIN: READY", "+QUSIM: 1", "+QIND: SMS DONE", "+QIND: PB DONE"),
    );
  });

  it("is found running when it is made, and deaf before RDY", () => {
    start({ boot: "realistic" });
    expect(host.ask("AT+CPIN?")).toBe(line("+CPIN: READY"));
    module.restart();
    vi.advanceTimersByTime(2999);
    expect(host.ask("AT")).toBe("");
    vi.advanceTimersByTime(1);
    expect(host.take()).toBe(urcs("RDY", "+CFUN: 1"));
    host.ask("ATE0");
    expect(host.ask("AT+CREG?")).toBe(line("+CREG: 0,0"));
    vi.advanceTimersByTime(1000);
    expect(host.take()).toBe(urcs("+CPIN: READY", "+QUSIM: 1"));
    expect(host.ask("AT+CREG?")).toBe(line("+CREG: 0,2"));
    vi.advanceTimersByTime(5000);
    expect(host.take()).toBe(urcs("+QIND: SMS DONE", "+QIND: PB DONE"));
    expect(host.ask("AT+CREG?")).toBe(line("+CREG: 0,1"));
  });
});
