import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createSimulatedModule, type SimulatedModule } from "../simulated-module.ts";
import { TestHost } from "../test-host.fixture.ts";

let module: SimulatedModule;
let host: TestHost;

beforeEach(() => {
  vi.useFakeTimers();
  module = createSimulatedModule();
  host = new TestHost();
  module.attach(host.farEnd);
});

afterEach(() => {
  module.dispose();
  vi.useRealTimers();
});

describe("transcript", () => {
  it("has a line for each line and data phase, with its time", () => {
    host.ask("AT+QSMTPBODY=0,5");
    vi.advanceTimersByTime(1500);
    host.type("Hello");
    module.restart();
    expect(module.transcript()).toBe(
      [
        "    0.000 > AT+QSMTPBODY=0,5",
        "    0.000 < CONNECT",
        "    1.500 > (5 bytes)",
        "    1.500 < +QSMTPBODY: 5",
        "    1.500 < OK",
        "    1.500 - restart",
        "    1.500 < RDY",
        "    1.500 < +CFUN: 1",
        "    1.500 < +CPIN: READY",
        "    1.500 < +QUSIM: 1",
        "    1.500 < +QIND: SMS DONE",
        "    1.500 < +QIND: PB DONE",
        "",
      ].join("\n"),
    );
  });

  it("shows no secret, in whatever line it stands", () => {
    host.ask('AT+QSMTPCFG="account","robot","hush1"');
    host.ask('AT+QSMTPCFG="account"');
    host.ask(`AT+QSMTPCFG="account","robot","${"hush2".repeat(20)}"`);
    host.ask('AT+QICSGP=1,1,"internet","robot","hush3",1;+QICSGP=1');
    expect(module.transcript()).not.toContain("hush");
    expect(module.transcript()).toContain('> AT+QSMTPCFG="account","robot","***"\n');
    expect(module.transcript()).toContain('< +QSMTPCFG: "account","robot","***"\n');
  });

  it("leaves the received lines as they came, with their times", () => {
    host.ask("AT");
    vi.advanceTimersByTime(250);
    host.ask('AT+QSMTPCFG="account","robot","hush"');
    const [first, second] = module.received;
    expect(first?.line).toBe("AT");
    expect(second?.line).toBe('AT+QSMTPCFG="account","robot","hush"');
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBe(250);
  });
});
