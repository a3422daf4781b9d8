import type { Connection } from "@qsmtp/transport";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
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

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  line = createSimulatedLine({ maxReadSize: 7 });
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

describe("module at a mock serial line", () => {
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
