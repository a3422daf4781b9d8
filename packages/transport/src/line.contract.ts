import { afterEach, describe, expect, it, vi } from "vitest";
import { describeConnectionContract } from "./connection.contract.ts";
import type { Transport } from "./connection.ts";
import type { ControlLines, FarEnd } from "./far-end.ts";
import type { LineClock } from "./line-clock.ts";

interface Line {
  readonly transport: Transport;
  readonly farEnd: FarEnd;
  setReadSize(maxReadSize: number): void;
}

interface LineOptions {
  readonly maxReadSize?: number;
  readonly controlLines?: boolean;
  readonly transmitDelayMs?: number;
  readonly clock?: LineClock;
}

/** Everything a module sees, in order: bytes as text, line states as objects. */
export function record(farEnd: FarEnd): (string | ControlLines)[] {
  const seen: (string | ControlLines)[] = [];
  farEnd.onData((chunk) => seen.push(new TextDecoder().decode(chunk)));
  farEnd.onControlLines((lines) => seen.push(lines));
  return seen;
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

/** Registers the tests that every line with both ends in one process must pass. */
export function describeLineContract(
  name: string,
  createLine: (options?: LineOptions) => Line,
): void {
  const kinds: readonly (readonly [name: string, options: LineOptions])[] = [
    [name, {}],
    [`${name}, byte by byte`, { maxReadSize: 1 }],
    [`${name} without control lines`, { controlLines: false }],
  ];
  for (const [kind, options] of kinds) {
    describeConnectionContract(kind, {
      capabilities: { controlLines: options.controlLines ?? true, drain: true },
      createRig: async () => {
        const line = createLine(options);
        return {
          transport: line.transport,
          connect: async () => ({ connection: await line.transport.open(), peer: line.farEnd }),
          dispose: async () => {},
        };
      },
    });
  }

  describe(`line contract: ${name}`, () => {
    afterEach(() => {
      vi.useRealTimers();
    });

    it("shows the far end every change of DTR, and RTS untouched by it", async () => {
      const { transport, farEnd } = createLine();
      expect(farEnd.lines).toEqual({ dtr: false, rts: false });
      const seen = record(farEnd);
      const connection = await transport.open();
      await connection.setDtr(false);
      await connection.setDtr(false);
      await connection.setDtr(true);
      expect(farEnd.lines).toEqual({ dtr: true, rts: true });
      await connection.close();
      expect(seen).toEqual([
        { dtr: true, rts: true },
        { dtr: false, rts: true },
        { dtr: true, rts: true },
        { dtr: false, rts: false },
      ]);
    });

    it("has the time of its transmission from the clock that it is given", async () => {
      const timers: (() => void)[] = [];
      const delays: number[] = [];
      const clock: LineClock = {
        setTimeout: (run, delayMs) => {
          delays.push(delayMs);
          return timers.push(run);
        },
        clearTimeout: () => {},
      };
      const { transport, farEnd } = createLine({ transmitDelayMs: 250, clock });
      const seen = record(farEnd);
      const connection = await transport.open();
      const written = connection.write(text("AT"));
      await vi.waitFor(() => expect(delays).toEqual([250]), { timeout: 60_000 });
      expect(seen).toEqual([{ dtr: true, rts: true }]);
      for (const run of timers) run();
      await written;
      expect(seen.at(-1)).toBe("AT");
      await connection.close();
    });

    it("takes back at its clock what is not sent when it is closed", async () => {
      const waiting = new Set<object>();
      const clock: LineClock = {
        setTimeout: () => {
          const timer = {};
          waiting.add(timer);
          return timer;
        },
        clearTimeout: (timer) => waiting.delete(timer as object),
      };
      const { transport } = createLine({ transmitDelayMs: 250, clock });
      const connection = await transport.open();
      const written = connection.write(text("AT"));
      const refused = expect(written).rejects.toMatchObject({ code: "CLOSED" });
      await vi.waitFor(() => expect(waiting.size).toBe(1), { timeout: 60_000 });
      await connection.close();
      await refused;
      expect(waiting.size).toBe(0);
    });

    it("changes a line only when all earlier bytes have left the port", async () => {
      vi.useFakeTimers();
      const { transport, farEnd } = createLine({ transmitDelayMs: 1000 });
      const connection = await transport.open();
      const seen = record(farEnd);
      const done = Promise.all([
        connection.write(text("before")),
        connection.setDtr(false),
        connection.write(text("after")),
      ]);
      await vi.advanceTimersByTimeAsync(999);
      expect(seen).toEqual([]);
      await vi.advanceTimersByTimeAsync(1);
      expect(seen).toEqual(["before", { dtr: false, rts: true }]);
      await vi.advanceTimersByTimeAsync(1000);
      await done;
      expect(seen).toEqual(["before", { dtr: false, rts: true }, "after"]);
      await connection.close();
    });

    it("resolves a write only when its bytes have left the port", async () => {
      vi.useFakeTimers();
      const { transport } = createLine({ transmitDelayMs: 1000 });
      const connection = await transport.open();
      const written = vi.fn();
      void connection.write(text("slow")).then(written);
      await vi.advanceTimersByTimeAsync(999);
      expect(written).not.toHaveBeenCalled();
      await vi.advanceTimersByTimeAsync(1);
      expect(written).toHaveBeenCalledOnce();
      await connection.close();
    });

    it.each(["close", "unplug"])("forgets bytes still in the port at %s", async (end) => {
      vi.useFakeTimers();
      const { transport, farEnd } = createLine({ transmitDelayMs: 1000 });
      const seen = record(farEnd);
      const connection = await transport.open();
      const write = expect(connection.write(text("lost"))).rejects.toMatchObject({
        code: end === "close" ? "CLOSED" : "CONNECTION_LOST",
      });
      await vi.advanceTimersByTimeAsync(500);
      if (end === "unplug") farEnd.unplug();
      else await connection.close();
      await connection.closed;
      await write;
      expect(vi.getTimerCount()).toBe(0);
      expect(seen).not.toContain("lost");
    });

    it("loses what the far end says while the port is being closed", async () => {
      const { transport, farEnd } = createLine();
      const connection = await transport.open();
      const closing = connection.close();
      farEnd.write(text("NO CARRIER"));
      await closing;
      const next = await transport.open();
      const chunks: string[] = [];
      next.onData((chunk) => chunks.push(new TextDecoder().decode(chunk)));
      farEnd.write(text("RDY"));
      await vi.waitFor(() => expect(chunks).toEqual(["RDY"]), { timeout: 60_000 });
      await next.close();
    });

    it("delivers at most the read size in one chunk, and can change it while open", async () => {
      const line = createLine({ maxReadSize: 1 });
      const connection = await line.transport.open();
      const chunks: string[] = [];
      connection.onData((chunk) => chunks.push(new TextDecoder().decode(chunk)));
      line.farEnd.write(text("ab"));
      await vi.waitFor(() => expect(chunks).toEqual(["a", "b"]), { timeout: 60_000 });
      line.setReadSize(3);
      line.farEnd.write(text("cdefg"));
      await vi.waitFor(() => expect(chunks.join("")).toBe("abcdefg"), { timeout: 60_000 });
      expect(chunks.at(-1)).toBe("fg");
      await connection.close();
    });

    it("is locked while it is open", async () => {
      const { transport } = createLine();
      const connection = await transport.open();
      await expect(transport.open()).rejects.toMatchObject({ code: "PORT_BUSY" });
      await connection.close();
      await (await transport.open()).close();
    });

    it("can be opened again after it was unplugged, with nothing left from before", async () => {
      const { transport, farEnd } = createLine();
      const first = await transport.open();
      farEnd.unplug();
      farEnd.write(text("into the void"));
      expect(farEnd.lines).toEqual({ dtr: false, rts: false });
      expect(await first.closed).toMatchObject({
        kind: "lost",
        error: { code: "CONNECTION_LOST" },
      });
      const second = await transport.open();
      const arrived = new Promise<Uint8Array>((resolve) => second.onData(resolve));
      farEnd.write(text("OK"));
      expect(await arrived).toEqual(text("OK"));
      await second.close();
    });

    it("is separate from every other line", async () => {
      const [one, other] = [createLine(), createLine()];
      const connections = await Promise.all([one.transport.open(), other.transport.open()]);
      const seen = record(other.farEnd);
      await connections[0].write(text("for one only"));
      expect(seen).toEqual([]);
      await Promise.all(connections.map((connection) => connection.close()));
    });

    it("loses what the far end says while the host does not listen at all", async () => {
      const { transport, farEnd } = createLine();
      farEnd.write(text("RDY"));
      const connection = await transport.open();
      const chunks: string[] = [];
      connection.onData((chunk) => chunks.push(new TextDecoder().decode(chunk)));
      farEnd.write(text("OK"));
      await vi.waitFor(() => expect(chunks).toEqual(["OK"]), { timeout: 60_000 });
      await connection.close();
    });

    it.each([{ maxReadSize: 0 }, { maxReadSize: 1.5 }, { transmitDelayMs: -1 }])(
      "rejects the options %o",
      (options) => {
        expect(() => createLine(options)).toThrow(
          expect.objectContaining({ code: "INVALID_OPTION" }),
        );
      },
    );
  });
}
