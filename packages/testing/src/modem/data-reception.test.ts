import { expect, test } from "vitest";
import { Timers } from "../clock/timers.ts";
import { createVirtualClock } from "../clock/virtual-clock.ts";
import type { ReceivedData } from "./answer.ts";
import { DataReception } from "./data-reception.ts";

function receiveBytes(lengthBytes: number): { reception: DataReception; ended: ReceivedData[] } {
  const ended: ReceivedData[] = [];
  const reception = new DataReception({
    timers: new Timers(createVirtualClock()),
    lengthBytes,
    timeLimitMs: undefined,
    timeIsIdle: false,
    escapeGuardMs: 1000,
    ackEveryBytes: undefined,
    ackLastBlock: false,
    onAck: () => {},
    onEnd: (data) => ended.push(data),
  });
  return { reception, ended };
}

const content = (lengthBytes: number): Uint8Array =>
  Uint8Array.from({ length: lengthBytes }, (_, at) => (at * 31 + (at >> 8)) % 256);

test.each([1, 1024, 16_384, 16_385, 100_000])("%i bytes come as they were sent", (lengthBytes) => {
  const { reception, ended } = receiveBytes(lengthBytes);
  const sent = content(lengthBytes);
  // A wire may use the memory of a chunk again as soon as it has handed it over.
  const wire = new Uint8Array(777);
  let taken = 0;
  while (ended.length === 0) {
    const chunk = wire.subarray(0, Math.min(wire.length, lengthBytes - taken));
    chunk.set(sent.subarray(taken, taken + chunk.length));
    taken += reception.accept(chunk, 0);
    wire.fill(0);
  }
  expect(ended).toEqual([{ bytes: sent, end: "length" }]);
});

test("data that end early are those that came, and bytes behind the end are none of them", () => {
  const early = receiveBytes(50_000);
  early.reception.accept(content(20_000), 0);
  early.reception.dropDtr();
  expect(early.ended).toEqual([{ bytes: content(20_000), end: "dtr" }]);
  const exact = receiveBytes(10);
  expect(exact.reception.accept(content(30), 0)).toBe(10);
  expect(exact.ended).toEqual([{ bytes: content(10), end: "length" }]);
  const none = receiveBytes(10);
  none.reception.dropDtr();
  expect(none.ended).toEqual([{ bytes: new Uint8Array(0), end: "dtr" }]);
});
