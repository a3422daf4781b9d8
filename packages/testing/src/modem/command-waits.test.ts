import { inspect } from "node:util";
import { addRecipient, getModel, sendMail, setSmtpAccount } from "@qsmtp/protocol/commands";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { asRead } from "../as-read.fixture.ts";
import { SimulationExpectationError } from "../expectation-error.ts";
import { createSimulatedModule, type SimulatedModule } from "../simulated-module.ts";
import { TestHost } from "../test-host.fixture.ts";
import { reply } from "./answer.ts";

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

async function errorOf(promise: Promise<unknown>): Promise<SimulationExpectationError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof SimulationExpectationError ? error : expect.unreachable();
}

describe("waiting for a command", () => {
  it("gives its decoded arguments", async () => {
    const recipient = module.waitFor(addRecipient);
    host.ask("AT+CSQ");
    host.ask('AT+CSQ;+QSMTPDST=1,1,"a@example.org"');
    host.ask('AT+QSMTPDST=1,1,"b@example.org"');
    expect(await recipient).toMatchObject({ address: "a@example.org" });
  });

  it("is met by a command from then on, by all who wait, each once", async () => {
    host.ask("AT+CGMM");
    const both = [module.waitFor(getModel), module.waitFor(getModel)];
    const met = vi.fn();
    for (const one of both) void one.then(met);
    await vi.advanceTimersByTimeAsync(0);
    expect(met).not.toHaveBeenCalled();
    host.ask("AT+CGMM");
    host.ask("AT+CGMM");
    expect(await Promise.all(both)).toEqual([{}, {}]);
    expect(met).toHaveBeenCalledTimes(2);
  });

  it.each<[string, () => void]>([
    ["refused by a fault", () => module.failNext("AT+QSMTPPUT")],
    ["never answered", () => module.inject({ do: "restart", on: "AT+QSMTPPUT" })],
    ["answered by a handler", () => module.on(sendMail, () => reply())],
    ["answered by a handler of lines", () => module.onLine("AT+QSMTPPUT", () => reply())],
  ])("is met by a command that is %s", async (_name, prepare) => {
    prepare();
    const sent = module.waitFor(sendMail);
    host.ask("AT+QSMTPPUT=60");
    expect(await sent).toEqual({ timeoutSeconds: 60 });
  });

  it("is met when the module comes to the command, not when the line comes", async () => {
    module.inject({ do: "late-reply", delayMs: 500, on: "AT+CSQ" });
    const met = vi.fn();
    void module.waitFor(getModel).then(met);
    host.ask("AT+CSQ;+CGMM");
    await vi.advanceTimersByTimeAsync(499);
    expect(met).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(met).toHaveBeenCalledOnce();
  });

  it("goes on over a restart", async () => {
    const sent = module.waitFor(sendMail);
    module.restart();
    host.ask("AT+QSMTPPUT=60");
    expect(await sent).toEqual({ timeoutSeconds: 60 });
  });

  it("rejects at its time limit, with the conversation", async () => {
    const error = errorOf(module.waitFor(sendMail, { timeoutMs: 250 }));
    host.ask('AT+QSMTPCFG="account","robot","hush"');
    await vi.advanceTimersByTimeAsync(249);
    host.ask("AT+CSQ");
    await vi.advanceTimersByTimeAsync(1);
    const { code, message } = await error;
    expect(code).toBe("NOT_RECEIVED");
    expect(message).toMatch(/^sendMail \(AT\+QSMTPPUT\) did not come within 250 ms\.\n/);
    expect(message).toContain("    0.249 > AT+CSQ\n    0.249 < +CSQ: 20,99\n");
    expect(inspect(await error)).not.toContain("hush");
  });

  it("waits for 4 s unless told otherwise, and says so of a silent program", async () => {
    const waiting = module.waitFor(sendMail);
    const failed = vi.fn();
    waiting.catch(failed);
    await vi.advanceTimersByTimeAsync(3999);
    expect(failed).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(failed).toHaveBeenCalledOnce();
  });

  it("shows the last 200 lines of a long conversation", async () => {
    const error = errorOf(module.waitFor(sendMail));
    for (let nth = 0; nth < 200; nth++) host.ask("AT");
    await vi.advanceTimersByTimeAsync(4000);
    const { message } = await error;
    expect(message).toContain("The conversation:\n          - 202 earlier lines\n");
    expect(message.trimEnd().split("\n")).toHaveLength(2 + 1 + 200);
  });

  it("rejects when the module is disposed of, unless nobody waits any more", async () => {
    void module.waitFor(sendMail);
    const error = errorOf(module.waitFor(sendMail));
    module.dispose();
    expect((await error).code).toBe("DISPOSED");
  });

  it("prints no secret of the arguments, which is there by its name", async () => {
    const account = module.waitFor(setSmtpAccount);
    host.ask('AT+QSMTPCFG="account","robot","hush"');
    expect(inspect(await account, { depth: 9 })).toBe("{ username: 'robot' }");
    expect((await account).password).toBe("hush");
  });

  it("refuses a time limit that cannot be one", () => {
    expect(() => module.waitFor(sendMail, { timeoutMs: -1 })).toThrow(/timeoutMs/);
  });
});
