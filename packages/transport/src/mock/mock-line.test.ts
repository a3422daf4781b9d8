import { afterEach, describe, expect, it, vi } from "vitest";
import { describeLineContract, record } from "../line.contract.ts";
import { serialTransport } from "../serial/serial-transport.ts";
import { createMockLine } from "./mock-line.ts";

describeLineContract("mock line", createMockLine);

describe("mock line", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("keeps RTS off through changes of DTR when it was opened so", async () => {
    const { path, binding, farEnd } = createMockLine();
    const connection = await serialTransport({ path, binding, rtsOnOpen: false }).open();
    await connection.setDtr(false);
    await connection.setDtr(true);
    expect(farEnd.lines).toEqual({ dtr: true, rts: false });
    await connection.close();
  });

  it("opens with DTR off when asked to, after the pulse that Linux gives", async () => {
    const { path, binding, farEnd } = createMockLine();
    const seen = record(farEnd);
    const connection = await serialTransport({ path, binding, dtrOnOpen: false }).open();
    expect(seen).toEqual([
      { dtr: true, rts: true },
      { dtr: false, rts: true },
    ]);
    await connection.close();
  });

  it("keeps DTR at close when asked to, where the system lets it", async () => {
    const { path, binding, farEnd } = createMockLine();
    const connection = await serialTransport({ path, binding, dropDtrOnClose: false }).open();
    await connection.close();
    expect(farEnd.lines?.dtr).toBe(process.platform !== "win32");
  });

  it("forgets them also when nobody waits for them to be sent", async () => {
    vi.useFakeTimers();
    const { path, binding, farEnd } = createMockLine({ transmitDelayMs: 1000 });
    const seen = record(farEnd);
    const port = await binding.open({ path, baudRate: 115_200 });
    await port.write(Buffer.from("lost"));
    await port.close();
    expect(vi.getTimerCount()).toBe(0);
    expect(seen).not.toContain("lost");
  });
});
