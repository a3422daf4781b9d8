import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { asRead } from "../as-read.fixture.ts";
import type { ModuleFault } from "../faults/fault.ts";
import { createSimulatedModule, type SimulatedModule } from "../simulated-module.ts";
import { TestHost } from "../test-host.fixture.ts";

const body = "one line\rand AT more.";
const on = "QSMTPBODY";

let module: SimulatedModule;
let host: TestHost;

beforeEach(() => {
  vi.useFakeTimers();
  module = createSimulatedModule({ family: asRead, connectDelayMs: 0, bootLines: ["RDY"] });
  host = new TestHost();
  Object.assign(host.farEnd, { unplug: () => module.hangUp() });
  module.attach(host.farEnd);
  host.ask("ATE0");
});

afterEach(() => {
  module.dispose();
  vi.useRealTimers();
});

/** Commands that nothing handles, as `verify` tells them. */
function unhandled(): string[] {
  try {
    module.verify();
    return [];
  } catch (error) {
    return [...String(error).matchAll(/nothing handles (.*)/g)].map(([, line = ""]) => line);
  }
}

/** A host that sends what it has announced, whatever it hears, and leaves with an escape. */
function sendBody(pieceBytes: number): void {
  host.ask(`AT+QSMTPBODY=0,${body.length}`);
  for (let at = 0; at < body.length; at += pieceBytes) host.type(body.slice(at, at + pieceBytes));
  vi.advanceTimersByTime(2000);
  host.type("+++");
  vi.advanceTimersByTime(2000);
}

const cases: ModuleFault[] = [
  { do: "data-ends-early", on, afterBytes: 5 },
  { do: "restart", on, afterBytes: 5 },
  { do: "restart", on },
  { do: "restart", on, when: "connect" },
  { do: "hang-up", on, afterBytes: 5 },
  { do: "hang-up", on, when: "connect" },
  { do: "no-connect", on },
  { do: "lost-connect", on },
  { do: "no-reply", on },
  { do: "stuck-in-data", on },
  { do: "doubled-to-module", on, in: "data", bytes: 3 },
  { do: "lost-to-module", on, in: "data", bytes: 3 },
  { do: "lost-to-host", on, bytes: "chunk" },
  { do: "silence", on, forMs: 1, afterBytes: 5 },
  { do: "silence", on, forMs: 1, when: "connect" },
];

it.each(cases.flatMap((fault) => [1, 3, 100].map((pieceBytes) => ({ ...fault, pieceBytes }))))(
  "nobody is blamed for the rest of a body: %j",
  ({ pieceBytes, ...fault }) => {
    module.inject(fault as ModuleFault);
    sendBody(pieceBytes);
    host.ask("AT");
    host.ask("AT");
    expect(unhandled()).toEqual([]);
    host.ask("AT+NOPE");
    expect(unhandled()).toEqual(["AT+NOPE"]);
  },
);

it.each<ModuleFault>([
  { do: "wrong-result", on, line: "CONNECT" },
  { do: "stray-line", on, line: "CONNECT" },
  { do: "no-reply", on },
])("nor for one that it was asked for, or may have been: %j", (fault) => {
  module.inject({ do: "error", on });
  module.inject(fault);
  sendBody(100);
  host.ask("AT");
  expect(unhandled()).toEqual([]);
});

it.each(["", "\r", "AT\r", "+++AT\r"])("nor for an escape that met no data: +++%j", (behind) => {
  host.type(`+++${behind}`);
  host.type("\r");
  expect(unhandled()).toEqual([]);
});

it("nor for a line of which a part was lost", () => {
  host.type("AT+C");
  module.restart();
  host.ask("SQ");
  host.type("AT+C");
  host.farEnd.unplug();
  module.attach(host.farEnd);
  host.ask("AT+CSQ");
  host.type("AT+C");
  module.attach(host.farEnd);
  host.ask("AT+CSQ");
  module.inject({ do: "silence", on: "AT", when: "after", forMs: 10 });
  host.ask("AT");
  host.type("AT+C");
  vi.advanceTimersByTime(10);
  host.ask("SQ");
  expect(unhandled()).toEqual([]);
});

it("but for a body that is longer than announced, or sent where it was refused", () => {
  host.ask("AT+QSMTPBODY=0,3");
  host.ask("abcdef");
  module.inject({ do: "error", on });
  host.ask("AT+QSMTPBODY=0,3");
  host.ask("ghi");
  expect(unhandled()).toEqual(["def", "ghi"]);
});
