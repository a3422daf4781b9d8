import { getModel } from "@qsmtp/protocol/commands";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { asRead } from "../as-read.fixture.ts";
import { createSimulatedModule, type SimulatedModule } from "../simulated-module.ts";
import { TestHost } from "../test-host.fixture.ts";
import {
  delayed,
  fail,
  receive,
  reply,
  replyLines,
  replyThen,
  silence,
  transmit,
} from "./answer.ts";

const ok = "\r\nOK\r\n";
const error = "\r\nERROR\r\n";

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

const ntp = 'AT+QNTP=1,"pool.ntp.org"';

describe("a handler of lines", () => {
  it("answers a command outside the schema, and gets it as it stands", () => {
    expect(host.ask(ntp)).toBe(error);
    const answer = vi.fn(() => replyThen(() => module.urc('+QNTP: 0,"26/11/30,22:00:00+00"')));
    module.onLine(/^AT\+QNTP/, answer);
    expect(host.ask(ntp)).toBe(`${ok}\r\n+QNTP: 0,"26/11/30,22:00:00+00"\r\n`);
    expect(answer).toHaveBeenCalledWith(ntp);
    expect(host.ask("AT+QNTQ=1")).toBe(error);
  });

  it.each(["at+qntp", /qntp/i, /QNTP/g, /AT\+QNTP/y])("matches %s each time", (match) => {
    module.onLine(match, () => replyLines("+QNTP: 0"));
    for (let nth = 0; nth < 3; nth++) expect(host.ask(ntp)).toBe(`\r\n+QNTP: 0\r\n${ok}`);
  });

  it("answers one command of a line", () => {
    module.onLine("AT+QNTP", () => replyLines("+QNTP: 0"));
    expect(host.ask("AT+CSQ;+QNTP=1;+CFUN?")).toBe(
      `\r\n+CSQ: 20,99\r\n\r\n+QNTP: 0\r\n\r\n+CFUN: 1\r\n${ok}`,
    );
  });

  it("answers what is no command line", () => {
    module.onLine(/^hello/, () => replyLines("hello yourself"));
    expect(host.ask("hello")).toBe(`\r\nhello yourself\r\n${ok}`);
  });

  it("goes before the schema, the newest first, until it is taken away", () => {
    const first = module.onLine("AT+CGMM", () => replyLines("first"));
    const second = module.onLine("AT+CGMM", () => replyLines("second"));
    module.on(getModel, () => reply({ model: "typed" }));
    expect(host.ask("AT+CGMM")).toBe(`\r\nsecond\r\n${ok}`);
    second();
    expect(host.ask("AT+CGMM")).toBe(`\r\nfirst\r\n${ok}`);
    first();
    expect(host.ask("AT+CGMM")).toBe(`\r\ntyped\r\n${ok}`);
  });

  it("leaves a command to the module by giving nothing", () => {
    const answer = vi.fn(() => undefined);
    module.onLine("AT+CSQ", answer, { once: true });
    module.inject({ do: "error", on: "AT+CSQ", nth: 3 });
    expect(host.ask("AT+CSQ")).toContain("+CSQ: 20,99");
    expect(host.ask("AT+CSQ")).toContain("+CSQ: 20,99");
    expect(host.ask("AT+CSQ")).toBe(error);
    expect(answer).toHaveBeenCalledTimes(2);
  });

  it("answers once when told so", () => {
    module.onLine("AT+QNTP", () => fail(3), { once: true });
    expect(host.ask(ntp)).toBe("\r\n+CME ERROR: 3\r\n");
    expect(host.ask(ntp)).toBe(error);
  });

  it("may wait, take data, send data, and hang", async () => {
    module.onLine("AT+QNTP=1", () => delayed(500, () => reply()));
    expect(host.ask(ntp)).toBe("");
    vi.advanceTimersByTime(500);
    expect(host.take()).toBe(ok);

    module.onLine("AT+QISEND", () =>
      receive(5, 1000, ({ bytes }) => replyLines(new TextDecoder().decode(bytes))),
    );
    expect(host.ask("AT+QISEND=0,5")).toBe("\r\nCONNECT\r\n");
    host.type("hello");
    expect(host.take()).toBe(`\r\nhello\r\n${ok}`);

    module.onLine("AT+QIRD", () => transmit(new TextEncoder().encode("abc"), () => reply()));
    expect(host.ask("AT+QIRD=0")).toBe(`\r\nCONNECT\r\nabc${ok}`);

    module.onLine("AT+QPING", async () => replyLines("+QPING: 0"));
    host.type("AT+QPING=1\r");
    await vi.advanceTimersByTimeAsync(0);
    expect(host.take()).toBe(`\r\n+QPING: 0\r\n${ok}`);

    module.onLine("AT+QHANG", () => silence());
    expect(host.ask("AT+QHANG")).toBe("");
  });

  it("is met by the faults of the command", () => {
    module.onLine("AT+QNTP", () => reply());
    module.failNext("AT+QNTP", 30);
    expect(host.ask(ntp)).toBe("\r\n+CME ERROR: 30\r\n");
    expect(host.ask(ntp)).toBe(ok);
  });

  it("refuses unknown options", () => {
    const options = { onec: true } as object;
    expect(() => module.onLine("AT", () => reply(), options)).toThrow(/once/);
    expect(() => module.on(getModel, () => fail(), options)).toThrow(/once/);
  });
});

describe("a handler of an operation", () => {
  it("answers once when told so", () => {
    module.on(getModel, () => reply({ model: "EG91" }), { once: true });
    expect(host.ask("AT+CGMM")).toBe(`\r\nEG91\r\n${ok}`);
    expect(host.ask("AT+CGMM")).toBe(`\r\nEC25\r\n${ok}`);
  });

  it("stays when it gave nothing", () => {
    const answer = vi.fn(() => undefined);
    module.on(getModel, answer, { once: true });
    host.ask("AT+CGMM");
    host.ask("AT+CGMM");
    expect(answer).toHaveBeenCalledTimes(2);
  });
});
