import { getModel, getSignalQuality } from "@qsmtp/protocol/commands";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { asRead } from "../as-read.fixture.ts";
import { SimulationExpectationError } from "../expectation-error.ts";
import type { ModuleFault } from "../faults/fault.ts";
import {
  createSimulatedModule,
  type SimulatedModule,
  type SimulatedModuleOptions,
} from "../simulated-module.ts";
import { TestHost } from "../test-host.fixture.ts";
import { reply, replyLines } from "./answer.ts";
import { absent, createBehaviour } from "./behaviour.ts";
import { Modem } from "./modem.ts";

let module: SimulatedModule;
let host: TestHost;

function start(options: SimulatedModuleOptions): void {
  module = createSimulatedModule({ family: asRead, connectDelayMs: 0, ...options });
  host = new TestHost();
  module.attach(host.farEnd);
  host.ask("ATE0");
}

beforeEach(() => {
  vi.useFakeTimers();
  start({ strict: true });
});

afterEach(() => {
  module.dispose();
  vi.useRealTimers();
});

/** What `verify` finds, a line each. */
function looseEnds(modem: Modem = module): string[] {
  const { reason } = failureOf(modem);
  return reason;
}

function failureOf(modem: Modem): { reason: string[]; conversation: string } {
  try {
    modem.verify();
  } catch (error) {
    if (!(error instanceof SimulationExpectationError)) throw error;
    expect(error.code).toBe("LOOSE_ENDS");
    const [reason = "", conversation = ""] = error.message.split("The conversation:\n");
    const [title, ...problems] = reason.trimEnd().split("\n");
    expect(title).toBe("Not as the test prepared it:");
    return { reason: problems.map((line) => line.replace(/^- /, "")), conversation };
  }
  return { reason: [], conversation: "" };
}

describe("commands that nothing handles", () => {
  it.each(['AT+QNTP=1,"pool.ntp.org"', "AT+CSQ?", "ATY9", "hello", 'AT+NOPE="abc'])(
    "are told under strict: %s",
    (line) => {
      expect(host.ask(line)).toBe("\r\nERROR\r\n");
      expect(looseEnds()).toEqual([`nothing handles ${line}`]);
    },
  );

  it.each([
    "AT",
    "ATI",
    "AT+CSQ=?",
    "AT+CSQ",
    "AT+CMEE=3",
    'AT+QSMTPSUB=0,"abc',
    "AT+QSMTPPUT=1",
    'AT+QFDEL="none"',
    "",
  ])("are not those that are answered or refused: %s", (line) => {
    host.ask(line);
    expect(looseEnds()).toEqual([]);
  });

  it("are each command of a line that was run, in order", () => {
    host.ask("AT+CSQ;+NOPE=1;+NEVER");
    host.ask("AT+NOPE=2");
    expect(looseEnds()).toEqual(["nothing handles AT+NOPE=1", "nothing handles AT+NOPE=2"]);
  });

  it("are those that no behaviour answers", () => {
    const modem = new Modem({ strict: true });
    modem.attach(host.farEnd);
    modem.use(createBehaviour([absent(getModel)]));
    host.ask("AT+CGMM;+CSQ");
    host.ask("AT+CSQ");
    expect(looseEnds(modem)).toEqual(["nothing handles AT+CSQ"]);
  });

  it("are not those that a handler of lines answers", () => {
    module.onLine("AT+QNTP", () => reply());
    host.ask("AT+QNTP");
    expect(looseEnds()).toEqual([]);
  });

  it("are nothing without strict", () => {
    start({ strict: false });
    host.ask("AT+NOPE");
    expect(looseEnds()).toEqual([]);
  });

  it("are named up to a hundred, and counted", () => {
    for (let nth = 0; nth < 103; nth++) host.ask(`AT+NOPE=${nth}`);
    expect(looseEnds()).toHaveLength(101);
    expect(looseEnds().at(-1)).toBe("3 more such commands came");
  });

  it("show no secret", () => {
    host.ask('AT+QSMTPCFG="account","robot","hush"');
    host.ask('AT+NOPE="hush"');
    host.ask('xxAT+QSMTPCFG="account","robot","hush2"');
    const { reason, conversation } = failureOf(module);
    expect(reason).toEqual(['nothing handles AT+NOPE="***"', "nothing handles xxAT+QSMTPCFG=***"]);
    expect(conversation).toContain('    0.000 > AT+NOPE="***"\n    0.000 < ERROR\n');
    expect(conversation).not.toContain("hush");
  });
});

describe("faults that never happened", () => {
  it.each<[ModuleFault, string]>([
    [{ do: "error", on: "AT+QFUPL" }, "error on AT+QFUPL"],
    [{ do: "error", on: /QFUPL$/, times: "always" }, "error on /QFUPL$/"],
    [{ do: "error", on: "AT+CSQ", nth: 2 }, "error on AT+CSQ"],
    [{ do: "restart", when: "after", on: "AT+CSQX" }, "restart on AT+CSQX"],
    [{ do: "lost-connect" }, "lost-connect"],
    [{ do: "drop-urc", on: "QSMTPPUT" }, "drop-urc on QSMTPPUT"],
    [{ do: "early-urc" }, "early-urc"],
  ])("are told: %j", (fault, text) => {
    start({});
    const undo = module.inject(fault);
    host.ask("AT+CSQ");
    expect(looseEnds()).toEqual([`the fault ${text} never happened`]);
    undo();
    expect(looseEnds()).toEqual([]);
  });

  it.each<ModuleFault>([
    { do: "error" },
    { do: "error", times: 2 },
    { do: "late-reply", delayMs: 1, times: "always" },
    { do: "restart", on: "AT+CSQ" },
    { do: "stray-line", line: "x", when: "before" },
    { do: "split-bytes", times: "always" },
  ])("are not those that happened once: %j", (fault) => {
    module.inject(fault);
    expect(looseEnds()).toHaveLength(1);
    host.ask("AT+CSQ");
    vi.advanceTimersByTime(1);
    expect(looseEnds()).toEqual([]);
  });

  it("show no secret of the command that they wait for", () => {
    module.failNext('AT+QSMTPCFG="account","robot","hush"');
    expect(looseEnds()).toEqual([
      'the fault error on AT+QSMTPCFG="account","robot","***" never happened',
    ]);
  });
});

describe("handlers that were never asked", () => {
  it("are told, unless they are taken away", () => {
    const stops = [
      module.onLine(/^AT\+QNTP/, () => reply()),
      module.onLine("AT+QNTP", () => reply()),
      module.on(getModel, () => replyLines(), { once: true }),
    ];
    expect(looseEnds()).toEqual([
      "the handler of /^AT\\+QNTP/ was never used",
      "the handler of AT+QNTP was never used",
      "the handler of getModel was never used",
    ]);
    for (const stop of stops) stop();
    expect(looseEnds()).toEqual([]);
  });

  it("are not those that were asked, whatever they gave", () => {
    module.onLine("AT+CSQ", () => undefined);
    module.on(getSignalQuality, () => undefined);
    module.on(getModel, () => replyLines("x"), { once: true });
    host.ask("AT+CSQ;+CGMM");
    expect(looseEnds()).toEqual([]);
  });

  it("are told of after the module was disposed of", () => {
    module.onLine("AT+QNTP", () => reply());
    module.dispose();
    expect(looseEnds()).toEqual(["the handler of AT+QNTP was never used"]);
  });
});
