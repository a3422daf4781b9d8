import type { TraceEvent } from "@qsmtp/client";
import { FakeModule, VirtualClock } from "@qsmtp/fake-module";
import { getSignalQuality, readFile, uploadFile } from "@qsmtp/protocol/commands";
import { describe, expect, test } from "vitest";
import { allOf, begin, message, note, openOn, quiet, send } from "./scenario.ts";
import { bytesOf, counted, type Traffic } from "./tapped.ts";

/** The same numbers for the same seed. */
function dice(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761 + 1;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return ((state ^ (state >>> 13)) >>> 0) % below;
  };
}

const faults: Readonly<
  Record<string, (fake: FakeModule, roll: (below: number) => number) => void>
> = {
  none: () => undefined,
  "bytes one by one": ({ wire }) => {
    wire.splitToHost = true;
  },
  "a lost byte": ({ wire }, roll) => {
    let left = 300 + roll(2000);
    wire.toHost = (text) => {
      const at = left;
      left -= text.length;
      return at >= 0 && at < text.length ? text.slice(0, at) + text.slice(at + 1) : text;
    };
  },
  "line ends of all kinds": ({ wire }, roll) => {
    wire.toHost = (text) => text.replaceAll("\r\n", ["\r\n", "\n", "\r", "\r\r\n"][roll(4)] ?? "");
  },
  echo: (fake) => {
    fake.alwaysEchoes = true;
  },
  "an overlong line": (fake, roll) => {
    fake.on("AT+QSMTP", { skip: roll(8), before: `\r\n${"x".repeat(5000 + roll(5000))}\r\n` });
  },
  "a line without an end": (fake, roll) => {
    fake.on("AT+QSMTP", { skip: roll(8), after: "+QIND: " });
  },
  "a restart": (fake, roll) => {
    fake.on("AT+QSMTP", { skip: roll(8), restart: "before", after: "\r\nRDY\r\n" });
  },
  "no answer": (fake, roll) => {
    fake.on("AT+QSMTP", { skip: roll(8), answer: "" });
  },
  "data mode that ends early": (fake, roll) => {
    fake.on("AT+QFUPL", { leaveDataAt: 1 + roll(200) });
  },
  "a CONNECT that is too late": (fake, roll) => {
    fake.on("AT+QFUPL", { skip: roll(3), lateMs: 70_000 });
  },
  "noise and messages": (fake, roll) => {
    fake.on("AT+QSMTP", {
      skip: roll(8),
      before: '\r\n\xff\x80\x00\xfe\r\n+CMT: "+49",,"x"\r\nOK\r\n',
      times: 2,
    });
  },
  unplugged: (fake, roll) => {
    fake.later(1000 + roll(4000), () => fake.wire.unplug());
  },
};

describe.each(Object.entries(faults))("with %s", (_name, fault) => {
  test.each([1, 2, 3, 4])("every byte is in the trace, seed %i", async (seed) => {
    const roll = dice(seed);
    const clock = new VirtualClock();
    const fake = new FakeModule(clock, { controlLines: roll(2) === 0 });
    const traffic: Traffic = { sent: 0, received: 0 };
    const transport = counted(fake.transport, traffic);
    const trace: TraceEvent[] = [];
    const bench = { clock, timers: clock.forHost(), fake: Object.assign(fake, { transport }) };
    const session = await openOn(bench, { onTrace: (event) => trace.push(event) });
    fault(fake, roll);
    await send(session, roll(2) === 0 ? message : note, { timeoutMs: 120_000 });
    const options = { timeoutMs: 20_000 };
    await allOf(clock, [
      quiet(session.host.execute(getSignalQuality(), options)),
      quiet(
        session.host.execute(
          uploadFile({ fileName: "RAM:x", sizeBytes: 3000, timeoutSeconds: 20, ackMode: true }),
          { ...options, payload: new Uint8Array(3000).fill(0x0d) },
        ),
      ),
    ]);
    await clock.runUntil(quiet(session.host.close()));
    expect(bytesOf(trace)).toEqual(traffic);
    expect(traffic.sent).toBeGreaterThan(300);
    expect(traffic.received).toBeGreaterThan(300);
  });
});

test("data from the module, acknowledgements and what has no end are told as what they are", async () => {
  const clock = new VirtualClock();
  const fake = new FakeModule(clock);
  const traffic: Traffic = { sent: 0, received: 0 };
  const transport = counted(fake.transport, traffic);
  const trace: TraceEvent[] = [];
  const bench = { clock, timers: clock.forHost(), fake: Object.assign(fake, { transport }) };
  const session = await openOn(bench, { onTrace: (event) => trace.push(event) });
  const upload = uploadFile({
    fileName: "RAM:x",
    sizeBytes: 3000,
    timeoutSeconds: 20,
    ackMode: true,
  });
  await clock.runUntil(session.host.execute(upload, { payload: new Uint8Array(3000).fill(0x41) }));
  fake.on("AT+QFREAD", { answer: `\r\nCONNECT 5\r\nab\r\nc\r\nOK\r\n` });
  await clock.runUntil(session.host.execute(readFile({ handle: 1, lengthBytes: 5 })));
  fake.print("\r\n+HALF: 1");
  await clock.advance(100);
  await clock.runUntil(session.host.close());
  const kinds = (kind: TraceEvent["kind"]) => trace.filter((event) => event.kind === kind);
  expect(kinds("ack").map(({ bytes }) => bytes)).toEqual([1, 1]);
  const read = kinds("data").filter(({ direction }) => direction === "received");
  expect(read.map(({ text, bytes }) => [text, bytes])).toEqual([["<5 bytes of data>", 5]]);
  const sent = kinds("data").filter(({ direction }) => direction === "sent");
  expect(sent.map(({ text, bytes }) => [text, bytes])).toEqual([
    ["<1024 bytes of data>", 1024],
    ["<1024 bytes of data>", 1024],
    ["<952 bytes of data>", 952],
  ]);
  expect(kinds("partial").map(({ bytes }) => bytes)).toEqual(["\r\n+HALF: 1".length]);
  const ok = trace.find(({ text }) => text === "OK");
  expect(ok).toMatchObject({ direction: "received", kind: "line", meaning: "final", bytes: 6 });
  expect(bytesOf(trace)).toEqual(traffic);
});

test("changes of DTR are told with their time, and a module in data mode is left by them", async () => {
  const clock = new VirtualClock();
  const fake = new FakeModule(clock, { controlLines: true });
  fake.leaveInDataMode({ lengthBytes: 1e6, done: () => "\r\nOK\r\n" });
  const changes: [boolean, number][] = [];
  const told = fake.wire.dtrChanged;
  fake.wire.dtrChanged = (asserted) => {
    changes.push([asserted, clock.now()]);
    told(asserted);
  };
  const trace: TraceEvent[] = [];
  const bench = { clock, timers: clock.forHost(), fake };
  await clock.runUntil(begin(bench, { onTrace: (event) => trace.push(event) }));
  const lines = trace.filter(({ kind }) => kind === "control-line");
  expect(changes.length).toBeGreaterThan(0);
  expect(lines.map(({ text, atMs }) => [text, atMs])).toEqual(
    changes.map(([asserted, atMs]) => [asserted ? "<DTR on>" : "<DTR off>", atMs]),
  );
});
