import type { Connection } from "@qsmtp/transport";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { globalClock } from "./clock/clock.ts";
import { createVirtualClock } from "./clock/virtual-clock.ts";
import { createMockSerialLine } from "./serial/mock-serial-line.ts";
import { createSimulatedLine, type SimulatedLine } from "./simulated-line.ts";

const ok = "\r\nOK\r\n";

let line: SimulatedLine;
let connection: Connection;
let output: string;
let onOutput: () => void = () => {};

const write = (text: string): Promise<void> => connection.write(new TextEncoder().encode(text));

async function open(): Promise<void> {
  connection = await line.transport.open();
  connection.onData((chunk) => {
    output += new TextDecoder().decode(chunk);
    onOutput();
  });
}

/** Waits for what the module says, and forgets it. */
async function expectOutput(text: string): Promise<void> {
  while (output.length < text.length) {
    await new Promise<void>((resolve) => {
      onOutput = resolve;
    });
  }
  expect(output).toBe(text);
  output = "";
}

async function ask(command: string, answer: string): Promise<void> {
  await write(`${command}\r`);
  await expectOutput(answer);
}

const lines: readonly (readonly [name: string, create: () => SimulatedLine])[] = [
  [
    "a line in memory",
    () => createSimulatedLine({ maxReadSize: 7, connectDelayMs: 0, clock: globalClock }),
  ],
  ["a mock serial line", () => createMockSerialLine({ maxReadSize: 7, connectDelayMs: 0 })],
];

describe.each(lines)("module at %s", (_name, create) => {
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    line = create();
    output = "";
    await open();
    await ask("ATE0", "ATE0\r\r\nOK\r\n");
  });

  afterEach(async () => {
    await connection.close();
    line.module.dispose();
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  it("takes a mail", async () => {
    await ask('AT+QIACT=1;+QSMTPCFG="smtpserver","mail.example.org",25', ok);
    await ask('AT+QSMTPDST=1,1,"ops@example.org"', ok);
    await ask('AT+QSMTPSUB=0,"Stopped"', ok);
    await ask("AT+QSMTPBODY=0,5", "\r\nCONNECT\r\n");
    await write("Hello");
    await expectOutput(`\r\n+QSMTPBODY: 5\r\n${ok}`);
    await ask("AT+QSMTPPUT=60", `${ok}\r\n+QSMTPPUT: 0,0\r\n`);
    expect(line.module.mailbox.last).toMatchObject({ subject: "Stopped", body: "Hello" });
  });

  it("leaves data mode at +++ between silences", async () => {
    await ask("AT+QSMTPBODY=0,100", "\r\nCONNECT\r\n");
    await write("Hello");
    vi.advanceTimersByTime(1000);
    await write("+++");
    vi.advanceTimersByTime(1000);
    await expectOutput(`\r\n+QSMTPBODY: 5\r\n${ok}`);
  });

  it("leaves data mode when DTR goes OFF", async () => {
    await ask("AT&D1", ok);
    await ask("AT+QSMTPBODY=0,100", "\r\nCONNECT\r\n");
    await write("Hello");
    await connection.setDtr(false);
    await expectOutput(`\r\n+QSMTPBODY: 5\r\n${ok}`);
    await connection.setDtr(true);
    await ask("AT", ok);
  });

  it("keeps its state when the port is closed and opened again", async () => {
    await ask('AT+QSMTPDST=1,1,"ops@example.org"', ok);
    await connection.close();
    await open();
    await ask("AT+QSMTPDST?", `\r\n+QSMTPDST: 1,"ops@example.org"\r\n${ok}`);
  });

  it("can be unplugged", async () => {
    line.farEnd.unplug();
    expect((await connection.closed).kind).toBe("lost");
    await open();
    await ask("AT", ok);
  });
});

describe("time of a simulated line", () => {
  const text = (value: string): Uint8Array => new TextEncoder().encode(value);

  /** Resolves when the host has got `end`, and gives all that came before it. */
  function until(connection: Connection, end: string): Promise<string> {
    return new Promise((resolve) => {
      let got = "";
      const stop = connection.onData((chunk) => {
        got += new TextDecoder().decode(chunk);
        if (!got.endsWith(end)) return;
        stop();
        resolve(got);
      });
    });
  }

  it("is virtual: a module that takes 299 s answers at once, 299 s later", async () => {
    const { module, transport, clock } = createSimulatedLine({ responseDelayMs: 299_000 });
    const connection = await transport.open();
    const answer = until(connection, "OK\r\n");
    await connection.write(text("AT+GSN\r"));
    expect(await answer).toContain("OK");
    expect(clock.now()).toBe(299_000);
    await connection.close();
    module.dispose();
    expect(clock.pending).toBe(0);
  });

  it("is one for two modules that share a clock, and their answers come in its order", async () => {
    const clock = createVirtualClock();
    const slow = createSimulatedLine({ clock, responseDelayMs: 500 });
    const fast = createSimulatedLine({ clock, responseDelayMs: 20 });
    const order: string[] = [];
    const ask = async (name: string, line: SimulatedLine): Promise<void> => {
      const connection = await line.transport.open();
      for (let command = 0; command < 3; command++) {
        const answer = until(connection, "OK\r\n");
        await connection.write(text("AT\r"));
        await answer;
        order.push(`${name} at ${clock.now()}`);
      }
      await connection.close();
      line.module.dispose();
    };
    await Promise.all([ask("slow", slow), ask("fast", fast)]);
    expect(order).toEqual([
      ...["fast at 20", "fast at 40", "fast at 60"],
      ...["slow at 500", "slow at 1000", "slow at 1500"],
    ]);
  });

  it.each([
    ["in memory", createSimulatedLine],
    ["over a mock port", createMockSerialLine],
  ])("is that of the transmission delay too, %s", async (_name, createLine) => {
    const clock = createVirtualClock({ manual: true });
    const { module, transport } = createLine({ transmitDelayMs: 70_000, clock });
    const connection = await transport.open();
    const written = connection.write(text("AT\r"));
    await clock.runUntil(written);
    expect(clock.now()).toBe(70_000);
    await connection.close();
    module.dispose();
    expect(clock.pending).toBe(0);
  });
});
