import { afterEach, describe, expect, it } from "vitest";
import { Timers } from "../clock/timers.ts";
import { createVirtualClock, type VirtualClock } from "../clock/virtual-clock.ts";
import { createSimulatedLine } from "../simulated-line.ts";
import { createSimulatedModule, type SimulatedModule } from "../simulated-module.ts";
import { TestHost } from "../test-host.fixture.ts";
import { LinePacer } from "./line-pacer.ts";

const speeds = [300, 9600, 115_200, 921_600, 3_000_000] as const;
const byteMsAt = (baudRate: number): number => 10_000 / baudRate;

/** When so many bytes had come. */
interface Arrival {
  readonly atMs: number;
  readonly bytes: number;
}

function createPacer(clock: VirtualClock, baudRate: number) {
  const arrivals: Arrival[] = [];
  let bytes = 0;
  const pacer = new LinePacer(new Timers(clock), baudRate, (chunk) => {
    bytes += chunk.length;
    arrivals.push({ atMs: clock.now(), bytes });
  });
  return { pacer, arrivals };
}

/** Whether each byte has come in its time behind `fromMs`, or at most a millisecond with its group. */
function expectExact(arrivals: readonly Arrival[], baudRate: number, fromMs: number): void {
  let before = 0;
  for (const { atMs, bytes } of arrivals) {
    expect(atMs - fromMs).toBeCloseTo(bytes * byteMsAt(baudRate), 6);
    const groupMs = (bytes - before) * byteMsAt(baudRate);
    expect(bytes - before === 1 || groupMs <= 1 + 1e-9).toBe(true);
    before = bytes;
  }
}

describe.each(speeds)("a line at %i baud", (baudRate) => {
  const byteMs = byteMsAt(baudRate);

  it("takes ten bits a byte over 10,000 bytes, without drift", async () => {
    const clock = createVirtualClock({ manual: true });
    const { pacer, arrivals } = createPacer(clock, baudRate);
    await clock.advance(0.3);
    pacer.push(new Uint8Array(10_000));
    await clock.advance(10_000 * byteMs + 1);
    expect(arrivals.at(-1)?.bytes).toBe(10_000);
    expectExact(arrivals, baudRate, 0.3);
    expect(clock.pending).toBe(0);
  });

  it("takes the same for 10,000 bytes that come one by one, whatever is between them", async () => {
    const clock = createVirtualClock({ manual: true });
    const { pacer, arrivals } = createPacer(clock, baudRate);
    const throughAtMs: number[] = [];
    for (let nth = 1; nth <= 10_000; nth++) {
      pacer.push(new Uint8Array(1));
      if (nth % 2500 === 0) pacer.whenThrough(() => throughAtMs.push(clock.now()));
    }
    await clock.advance(10_000 * byteMs + 1);
    expect(arrivals.at(-1)?.atMs).toBeCloseTo(10_000 * byteMs, 6);
    expect(throughAtMs).toHaveLength(4);
    for (const [at, atMs] of throughAtMs.entries()) {
      // What waits for a byte is called with the group that brings it.
      expect(atMs).toBeGreaterThanOrEqual((at + 1) * 2500 * byteMs - 1e-6);
      expect(atMs).toBeLessThanOrEqual((at + 1) * 2500 * byteMs + 1);
    }
  });

  it("adds nothing up where each byte is the answer to the one before", async () => {
    const clock = createVirtualClock({ manual: true });
    let left = 1000;
    const timers = new Timers(clock);
    let endMs = Number.NaN;
    const there = new LinePacer(timers, baudRate, (bytes) => back.push(bytes));
    const back = new LinePacer(timers, baudRate, (bytes) => {
      left -= 1;
      if (left > 0) there.push(bytes);
      else endMs = clock.now();
    });
    there.push(Uint8Array.of(1));
    await clock.advance(2000 * byteMs + 1);
    expect(endMs).toBeCloseTo(2000 * byteMs, 6);
  });

  it("goes both ways at once, beside another line", async () => {
    const clock = createVirtualClock({ manual: true });
    const lines = [
      { ...createPacer(clock, baudRate), baudRate, fromMs: 0, bytes: 1000 },
      { ...createPacer(clock, baudRate), baudRate, fromMs: 0.7, bytes: 700 },
      { ...createPacer(clock, 19_200), baudRate: 19_200, fromMs: 0.9, bytes: 500 },
      { ...createPacer(clock, 57_600), baudRate: 57_600, fromMs: 2, bytes: 900 },
    ];
    for (const { pacer, fromMs, bytes } of lines)
      clock.setTimeout(() => pacer.push(new Uint8Array(bytes)), fromMs);
    await clock.advance(1000 * byteMs + 1000);
    for (const line of lines) {
      expect(line.arrivals.at(-1)?.bytes).toBe(line.bytes);
      expectExact(line.arrivals, line.baudRate, line.fromMs);
    }
  });
});

describe("a module at a baud rate", () => {
  const modules: SimulatedModule[] = [];

  afterEach(() => {
    for (const module of modules.splice(0)) module.dispose();
  });

  function start(clock: VirtualClock, baudRate: number) {
    const module = createSimulatedModule({ clock, baudRate, connectDelayMs: 0 });
    modules.push(module);
    const host = new TestHost();
    module.attach(host.farEnd);
    const arrivals: (Arrival & { readonly text: string })[] = [];
    let bytes = 0;
    host.onOutput((text) => {
      bytes += text.length;
      arrivals.push({ atMs: clock.now(), bytes, text });
    });
    return { module, host, arrivals, output: () => arrivals.map(({ text }) => text).join("") };
  }

  it("echoes while the line still comes, and answers behind the echo", async () => {
    const clock = createVirtualClock({ manual: true });
    const { host, arrivals, output } = start(clock, 9600);
    host.type("AT\r");
    await clock.advance(100);
    expect(output()).toBe("AT\r\r\nOK\r\n");
    // The first echo begins when the first byte is there.
    expectExact(arrivals, 9600, byteMsAt(9600));
  });

  it("takes a file and gives it in the time of its bytes, two modules at once", async () => {
    const clock = createVirtualClock({ manual: true });
    const content = "0123456789".repeat(1000);
    const both = [9600, 115_200].map((baudRate) => ({ ...start(clock, baudRate), baudRate }));
    for (const { host, module } of both) {
      module.profile.echo = false;
      host.type('AT+QFUPL="a.txt",10000,600\r');
    }
    await clock.advance(100);
    for (const { host, output } of both) {
      expect(output()).toBe("\r\nCONNECT\r\n");
      host.type(content);
    }
    const uploadFromMs = clock.now();
    await clock.advance(12_000);
    for (const { arrivals, baudRate, output } of both) {
      const answer = /\r\n\+QFUPL: 10000,[0-9a-f]+\r\n\r\nOK\r\n$/.exec(output())?.[0] ?? "";
      const wholeMs = (arrivals.at(-1)?.atMs ?? 0) - uploadFromMs;
      // An acknowledgement follows each kilobyte, and the last one the end.
      const bytes = content.length + answer.length;
      expect(wholeMs).toBeGreaterThanOrEqual(bytes * byteMsAt(baudRate) - 1e-6);
      expect(wholeMs).toBeLessThanOrEqual((bytes + 1) * byteMsAt(baudRate) + 1e-6);
    }
    const downloadFromMs = clock.now();
    for (const { host } of both) host.type('AT+QFDWL="a.txt"\r');
    const before = both.map(({ arrivals }) => arrivals.at(-1)?.bytes ?? 0);
    await clock.advance(12_000);
    for (const [at, { arrivals, baudRate }] of both.entries()) {
      const bytes = (arrivals.at(-1)?.bytes ?? 0) - (before[at] ?? 0);
      expect(bytes).toBeGreaterThan(content.length);
      const command = 'AT+QFDWL="a.txt"\r'.length;
      const wholeMs = (arrivals.at(-1)?.atMs ?? 0) - downloadFromMs;
      expect(wholeMs).toBeCloseTo((command + bytes) * byteMsAt(baudRate), 6);
    }
  });
});

describe("a write of the host at a baud rate", () => {
  const bytes = new TextEncoder().encode(`AT+QSMTPSUB=0,"${"x".repeat(100)}"\r`);
  const wholeMs = bytes.length * byteMsAt(9600);

  it("resolves when its last byte has arrived", async () => {
    const { clock, module, transport } = createSimulatedLine({ baudRate: 9600 });
    const connection = await transport.open();
    await connection.write(bytes);
    expect(clock.now()).toBeCloseTo(wholeMs, 6);
    expect(module.received).toHaveLength(1);
    await connection.write(bytes);
    expect(clock.now()).toBeCloseTo(2 * wholeMs, 6);
    await connection.close();
    module.dispose();
  });

  it("waits for the delay of the port as well", async () => {
    const line = createSimulatedLine({ baudRate: 9600, transmitDelayMs: 50 });
    const connection = await line.transport.open();
    await connection.write(bytes);
    expect(line.clock.now()).toBeCloseTo(50 + wholeMs, 6);
    await connection.close();
    line.module.dispose();
  });

  it("resolves when the module restarts, and is rejected when the line breaks", async () => {
    const { clock, module, transport, farEnd } = createSimulatedLine({ baudRate: 9600 });
    const connection = await transport.open();
    clock.setTimeout(() => module.restart(), 10);
    await connection.write(bytes);
    expect(clock.now()).toBe(10);
    expect(module.received).toEqual([]);
    clock.setTimeout(() => farEnd.unplug(), 10);
    const broken = await connection.write(bytes).catch((error: unknown) => error);
    expect(broken).toMatchObject({ name: "TransportError" });
    expect(clock.now()).toBe(20);
    module.dispose();
    expect(clock.pending).toBe(0);
  });

  it("resolves at once without one", async () => {
    const { clock, module, transport } = createSimulatedLine();
    const connection = await transport.open();
    await connection.write(bytes);
    expect(clock.now()).toBe(0);
    await connection.close();
    module.dispose();
  });
});
