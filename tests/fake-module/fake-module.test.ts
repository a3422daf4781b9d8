import type { Connection } from "@qsmtp/transport";
import { describe, expect, test } from "vitest";
import { fromBytes, toBytes } from "./src/bytes.ts";
import { FakeModule, type FakeOptions } from "./src/fake-module.ts";
import { VirtualClock } from "./src/virtual-clock.ts";

interface Port {
  readonly clock: VirtualClock;
  readonly fake: FakeModule;
  /** Writes without waiting for anything. */
  write(text: string): void;
  /** What came, with its time. */
  readonly came: { readonly atMs: number; readonly text: string }[];
  text(): string;
}

/** The fake as a terminal sees it; who judges must be judged first. */
async function terminal(options: FakeOptions = {}): Promise<Port> {
  const clock = new VirtualClock();
  const fake = new FakeModule(clock, options);
  const connection: Connection = await fake.transport.open();
  const came: { atMs: number; text: string }[] = [];
  connection.onData((chunk) => came.push({ atMs: clock.now(), text: fromBytes(chunk) }));
  return {
    clock,
    fake,
    came,
    write: (text) => void connection.write(toBytes(text)),
    text: () => came.map(({ text }) => text).join(""),
  };
}

test("echoes until it is told not to, and the telling line too", async () => {
  const { clock, write, text } = await terminal();
  write("ATE0\r");
  await clock.advance(20);
  write("AT\r");
  await clock.advance(20);
  expect(text()).toBe("ATE0\r\r\nOK\r\n\r\nOK\r\n");
});

describe("input while it works", () => {
  const three = "AT+CSQ\rAT+CPIN?\rAT+CMEE?\r";

  test("is kept, and answered line by line with time between", async () => {
    const { clock, fake, write, came } = await terminal();
    fake.echo = false;
    fake.on("AT+CSQ", { lateMs: 1000 });
    write(three);
    await clock.advance(2000);
    expect(came.map(({ text }) => text.trim().split("\r")[0])).toEqual([
      "+CSQ: 22,99",
      "+CPIN: READY",
      "+CMEE: 1",
    ]);
    const [first = 0, second = 0, third = 0] = came.map(({ atMs }) => atMs);
    expect(first).toBeGreaterThan(1000);
    expect(second - first).toBeGreaterThan(3);
    expect(third - second).toBeGreaterThan(3);
  });

  test("is lost where it was built so", async () => {
    const { clock, fake, write, text } = await terminal({ whileBusy: "drop" });
    fake.echo = false;
    fake.on("AT+CSQ", { lateMs: 1000 });
    write(three);
    await clock.advance(2000);
    expect(text()).toBe("\r\n+CSQ: 22,99\r\n\r\nOK\r\n");
  });
});

test("bytes take their time", async () => {
  const { clock, fake, write, came } = await terminal({ baud: 9600 });
  fake.echo = false;
  write("AT\r");
  await clock.advance(100);
  // Three bytes there, 4 ms of work, six bytes back, at about a millisecond each.
  expect(came[0]?.atMs).toBeCloseTo((9 * 10_000) / 9600 + 4, 3);
});

describe("a data phase", () => {
  async function uploading(size: number, options = ",20,1"): Promise<Port> {
    const port = await terminal();
    port.fake.echo = false;
    port.write(`AT+QFUPL="RAM:a.bin",${size}${options}\r`);
    await port.clock.advance(20);
    return port;
  }

  test("takes so many bytes, acknowledges them and tells their sum", async () => {
    const { clock, fake, write, text } = await uploading(2048);
    write("x".repeat(2048));
    await clock.advance(400);
    expect(text()).toBe("\r\nCONNECT\r\nAA\r\n+QFUPL: 2048,0\r\n\r\nOK\r\n");
    expect(fake.files.stored.get("RAM:a.bin")).toBe("x".repeat(2048));
  });

  test("leaves what is beyond its end to be read as a command", async () => {
    const { clock, fake, write } = await uploading(3, "");
    fake.files.stored.set("UFS:keep.bin", "k");
    write('abcAT+QFDEL="UFS:keep.bin"\r');
    await clock.advance(400);
    expect(fake.files.names).toEqual(["RAM:a.bin"]);
  });

  test("ends when nothing comes, or by +++ between two silences", async () => {
    const idle = await uploading(10, ",5,0");
    idle.write("abc");
    await idle.clock.advance(5100);
    expect(idle.text()).toContain("+QFUPL: 3,");
    const escaped = await uploading(10, ",20,0");
    escaped.write("ab+++");
    await escaped.clock.advance(1500);
    escaped.write("+++");
    await escaped.clock.advance(1500);
    expect(escaped.fake.files.stored.get("RAM:a.bin")).toBe("ab+++");
    expect(escaped.text()).toMatch(/OK\r\n$/);
  });
});

test("refuses all of SMTP while it sends, and tells the result by itself", async () => {
  const { clock, fake, write, text } = await terminal();
  fake.echo = false;
  fake.network.active.add(1);
  for (const line of ['CFG="smtpserver","h",25', 'DST=1,1,"a@example.org"', "PUT=60", "CLR"]) {
    write(`AT+QSMTP${line}\r`);
    await clock.advance(20);
  }
  expect(text()).toMatch(/\+CME ERROR: 652\r\n$/);
  await clock.advance(900);
  expect(text()).toMatch(/\+QSMTPPUT: 0,0\r\n$/);
  expect(fake.mail.delivered).toMatchObject([{ server: "h", recipients: [{ type: 1 }] }]);
});

test("forgets in a restart what is volatile, and nothing else", async () => {
  const { clock, fake, write, text } = await terminal();
  write('ATE0\rAT+QSMTPCFG="ssltype",2\rAT+QSSLCFG="seclevel",1,2\rAT+QSMTPSUB=0,"s"\r');
  await clock.advance(100);
  fake.files.stored.set("RAM:a.bin", "a").set("UFS:b.bin", "b");
  fake.restart();
  const before = text().length;
  write('AT+QSMTPCFG="ssltype"\rAT+QSSLCFG="seclevel",1\rAT+QSMTPSUB?\r');
  await clock.advance(100);
  const after = text().slice(before);
  expect(after).toContain('AT+QSMTPSUB?\r\r\n+QSMTPSUB: 0,""');
  expect(after).toContain('"ssltype",0');
  expect(after).toContain('"seclevel",1,0');
  expect(fake.files.names).toEqual(["UFS:b.bin"]);
});

test("takes no bytes while it is stalled, and goes on where it stopped", async () => {
  const { clock, fake, write, text } = await terminal();
  fake.echo = false;
  fake.wire.stall();
  write("AT\r");
  await clock.advance(1000);
  expect(text()).toBe("");
  fake.wire.resume();
  await clock.advance(1000);
  expect(text()).toBe("\r\nOK\r\n");
});
