import { afterEach, expect, it, vi } from "vitest";
import { EventHub } from "../events/event-hub.ts";
import { createSimulatedLine } from "../simulated-line.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

/** Counts the events that are put together, whoever gets them. */
function countMade(): () => number {
  let made = 0;
  const { emit } = EventHub.prototype;
  vi.spyOn(EventHub.prototype, "emit").mockImplementation(function (this: EventHub, make) {
    emit.call(this, () => {
      made += 1;
      return make();
    });
  });
  return () => made;
}

async function talk(listen: boolean): Promise<number> {
  const made = countMade();
  const { module, transport, clock } = createSimulatedLine();
  if (listen) module.onEvent(() => {});
  const connection = await transport.open();
  await connection.write(new TextEncoder().encode('AT+CSQ;+QSMTPSUB=0,"Level"\rAT+NOSUCH\r'));
  module.restart();
  await clock.advance(1000);
  await connection.close();
  module.dispose();
  expect(clock.pending).toBe(0);
  return made();
}

it("makes no event where nobody listens", async () => {
  expect(await talk(false)).toBe(0);
  vi.restoreAllMocks();
  expect(await talk(true)).toBeGreaterThan(5);
});
