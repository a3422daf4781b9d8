import { afterEach, describe, expect, it, vi } from "vitest";
import { type FrameEvent, Framer } from "./framer.ts";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

function readAll(framer: Framer, chunks: Iterable<Uint8Array>): FrameEvent[] {
  const events: FrameEvent[] = [];
  for (const chunk of chunks) {
    framer.push(chunk);
    for (let event = framer.next(); event !== undefined; event = framer.next()) events.push(event);
  }
  return events;
}

function* inPieces(bytes: Uint8Array, size: number): Iterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("line limit of the framer", () => {
  it.each([1, 3, 1000])("passes a line of exactly the limit, in pieces of %i", (size) => {
    const framer = new Framer({ maxLineBytes: 16 });
    const events = readAll(framer, inPieces(encode(`${"x".repeat(16)}\r\nOK\r\n`), size));
    expect(events).toEqual([
      { type: "line", text: "x".repeat(16) },
      { type: "line", text: "OK" },
    ]);
  });

  it.each([1, 3, 1000])("reports a longer one once and goes on, in pieces of %i", (size) => {
    const framer = new Framer({ maxLineBytes: 16 });
    const events = readAll(framer, inPieces(encode(`${"x".repeat(50)}\r\nOK\r\n`), size));
    expect(events).toEqual([
      { type: "overflow", head: "x".repeat(16), limitBytes: 16 },
      { type: "line", text: "OK" },
    ]);
  });

  it("is 4096 bytes unless told, and shows the first 64 of what it dropped", () => {
    const line = "0123456789".repeat(410);
    expect(readAll(new Framer(), [encode(`${line.slice(0, 4096)}\r`)])).toEqual([
      { type: "line", text: line.slice(0, 4096) },
    ]);
    expect(readAll(new Framer(), [encode(`${line.slice(0, 4097)}\r`)])).toEqual([
      { type: "overflow", head: line.slice(0, 64), limitBytes: 4096 },
    ]);
  });

  it("counts bytes, not characters", () => {
    const events = readAll(new Framer({ maxLineBytes: 7 }), [encode("äöü\räöüß\r")]);
    expect(events.map((event) => event.type)).toEqual(["line", "overflow"]);
  });

  it("reports nothing for an endless line and keeps no more of it than the limit", () => {
    const copied = countCopiedBytes();
    const framer = new Framer({ maxLineBytes: 100 });
    for (let i = 0; i < 1000; i++) {
      framer.push(new Uint8Array(1000).fill(0x78));
      expect(framer.next()).toBeUndefined();
    }
    expect(copied()).toBeLessThanOrEqual(300);
    framer.push(encode("\rOK\r"));
    expect(framer.next()).toMatchObject({ type: "overflow", limitBytes: 100 });
    expect(framer.next()).toEqual({ type: "line", text: "OK" });
  });
});

describe("work of the framer", () => {
  const line = `+QSSLCFG: "ciphersuite",(0-5),(${"0X0035,".repeat(500)})`;
  const stream = encode(`\r\n${line}\r\n`.repeat(6));

  it.each([1, 2, 7, 64, 1024, stream.length])(
    "grows with the bytes alone, in pieces of %i",
    (size) => {
      const work = countWork();
      const chunks = [...inPieces(stream, size)].map(work.watch);
      expect(readAll(new Framer(), chunks)).toHaveLength(6);
      // Each byte is looked at, copied and decoded a few times, however it came.
      expect(work.looks()).toBeLessThanOrEqual(8 * stream.length);
      expect(work.copied()).toBeLessThanOrEqual(3 * stream.length);
      expect(work.decoded()).toBeLessThanOrEqual(2 * stream.length);
    },
  );
});

/** Bytes that typed arrays were told to copy since. */
function countCopiedBytes(): () => number {
  const set = vi.spyOn(Object.getPrototypeOf(Uint8Array.prototype), "set");
  return () =>
    set.mock.calls.reduce((sum, [source]) => sum + (source as ArrayLike<number>).length, 0);
}

/** Counts every look at a byte of a watched chunk, every byte copied and every byte decoded. */
function countWork() {
  const originals = new WeakMap<object, Uint8Array>();
  const count = { looks: 0, decoded: 0 };
  const decode = TextDecoder.prototype.decode;
  vi.spyOn(TextDecoder.prototype, "decode").mockImplementation(function (this: TextDecoder, input) {
    const bytes = originals.get(input ?? {}) ?? (input as Uint8Array);
    count.decoded += bytes.length;
    return decode.call(this, bytes);
  });
  return {
    looks: () => count.looks,
    decoded: () => count.decoded,
    copied: countCopiedBytes(),
    watch: (bytes: Uint8Array): Uint8Array => {
      const watched = new Proxy(bytes, {
        get(target, key) {
          if (typeof key === "string" && /^\d+$/.test(key)) count.looks++;
          const value: unknown = Reflect.get(target, key, target);
          return typeof value === "function" ? value.bind(target) : value;
        },
      });
      originals.set(watched, bytes);
      return watched;
    },
  };
}
