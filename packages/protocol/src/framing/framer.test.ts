import { describe, expect, it } from "vitest";
import { type FrameEvent, Framer } from "./framer.ts";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Changes the mode between two events of one chunk, as a conversation does. */
type Reaction = (line: string, framer: Framer) => void;

const noReaction: Reaction = () => {};

/** Joins neighbouring data events: where a chunk ends inside data is the one visible difference. */
function read(chunks: readonly Uint8Array[], react: Reaction = noReaction): string[] {
  const framer = new Framer();
  const seen: string[] = [];
  let data: number[] = [];
  for (const chunk of chunks) {
    framer.push(chunk);
    for (let event = framer.next(); event !== undefined; event = framer.next()) {
      if (event.type === "line") {
        seen.push(`line ${event.text}`);
        react(event.text, framer);
      } else if (event.type === "data") {
        data.push(...event.bytes);
        if (event.remaining > 0) continue;
        seen.push(`data ${data.join(" ")}`);
        data = [];
      } else {
        seen.push(event.type);
      }
    }
  }
  return seen;
}

/** Reads the bytes whole, byte by byte, and cut in two and in three at every position. */
function readEveryWay(bytes: Uint8Array, react: Reaction = noReaction): Set<string> {
  const ways = new Set<string>();
  const note = (chunks: readonly Uint8Array[]) => ways.add(JSON.stringify(read(chunks, react)));
  note([bytes]);
  note(Array.from(bytes, (byte) => Uint8Array.of(byte)));
  for (let first = 0; first <= bytes.length; first++) {
    note([bytes.slice(0, first), bytes.slice(first)]);
    for (let second = first + 1; second < bytes.length; second++) {
      note([bytes.slice(0, first), bytes.slice(first, second), bytes.slice(second)]);
    }
  }
  return ways;
}

function expectEveryWay(bytes: Uint8Array, events: string[], react?: Reaction): void {
  expect([...readEveryWay(bytes, react)].map((way) => JSON.parse(way))).toEqual([events]);
}

const awaitData: Reaction = (line, framer) => {
  const length = /^CONNECT (\d+)$/.exec(line)?.[1];
  if (length !== undefined) framer.expectData(Number(length));
};

describe("Framer on lines", () => {
  it("cuts echo, information and result wherever the chunks end", () => {
    expectEveryWay(encode("AT+CSQ\r\r\n+CSQ: 19,99\r\n\r\nOK\r\n"), [
      "line AT+CSQ",
      "line +CSQ: 19,99",
      "line OK",
    ]);
  });

  it("takes CR, LF, CR LF and LF CR alike and reports no empty lines", () => {
    expectEveryWay(encode("\r\r\n\na\rb\nc\r\nd\n\re\r\n\r\n"), [
      "line a",
      "line b",
      "line c",
      "line d",
      "line e",
    ]);
  });

  it("keeps the start of a line until its end comes", () => {
    expect(read([encode("\r\nO"), encode("K")])).toEqual([]);
    expect(read([encode("\r\nO"), encode("K"), encode("\r")])).toEqual(["line OK"]);
  });

  it("puts characters together that are split between chunks", () => {
    expectEveryWay(encode('\r\n+COPS: 0,0,"Телефон €𐍈"\r\n'), ['line +COPS: 0,0,"Телефон €𐍈"']);
  });

  it("replaces bytes that are no UTF-8 and keeps a byte order mark", () => {
    expectEveryWay(Uint8Array.of(0x41, 0xff, 0x42, 0x0d), ["line A\uFFFDB"]);
    expectEveryWay(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41, 0x0d), ["line \uFEFFA"]);
  });

  it("keeps blanks and control characters of a line", () => {
    expectEveryWay(encode(" \u0000\t a \u001b\r\n"), ["line  \u0000\t a \u001b"]);
  });

  it("ignores empty chunks", () => {
    expect(read([new Uint8Array(), encode("OK"), new Uint8Array(), encode("\r")])).toEqual([
      "line OK",
    ]);
  });

  it("gives the events of many chunks that were pushed before the first was pulled", () => {
    const framer = new Framer();
    const chunks = 100_000;
    for (let i = 0; i < chunks; i++) framer.push(encode(i % 4 === 3 ? "\r" : "x"));
    let lines = 0;
    while (framer.next() !== undefined) lines++;
    expect(lines).toBe(chunks / 4);
  });
});

describe("Framer on data", () => {
  it("hands over binary data that came in one chunk with CONNECT", () => {
    const bytes = Uint8Array.of(0, 10, 13, 255, 65, 0xc3, 0x28, 13, 10, 79, 75);
    const stream = Uint8Array.of(
      ...encode("\r\nCONNECT 11\r\n"),
      ...bytes,
      ...encode("\r\nOK\r\n"),
    );
    expectEveryWay(
      stream,
      ["line CONNECT 11", `data ${[...bytes].join(" ")}`, "line OK"],
      awaitData,
    );
  });

  it("takes the line feed behind CONNECT as its line end and all that follow as data", () => {
    expectEveryWay(
      encode("\r\nCONNECT 3\r\n\n\r\n\r\nOK\r\n"),
      ["line CONNECT 3", "data 10 13 10", "line OK"],
      awaitData,
    );
  });

  it("takes a first line feed as data when that of CONNECT has come before", () => {
    const framer = new Framer();
    framer.push(encode("CONNECT 2\r\n"));
    expect(framer.next()).toEqual({ type: "line", text: "CONNECT 2" });
    expect(framer.next()).toBeUndefined();
    framer.expectData(2);
    framer.push(encode("\nA"));
    expect(framer.next()).toEqual({ type: "data", bytes: encode("\nA"), remaining: 0 });
  });

  it("takes a first byte that is no line feed as data although CONNECT ended in CR alone", () => {
    expectEveryWay(
      encode("CONNECT 2\rAB\r\nOK\r\n"),
      ["line CONNECT 2", "data 65 66", "line OK"],
      awaitData,
    );
  });

  it("does not read results inside data", () => {
    const data = "\r\nOK\r\n+CME ERROR: 5\r\n";
    expectEveryWay(
      encode(`\r\nCONNECT ${data.length}\r\n${data}\r\nOK\r\n`),
      ["line CONNECT 21", `data ${[...encode(data)].join(" ")}`, "line OK"],
      awaitData,
    );
  });

  it("returns to lines at once when no byte is announced", () => {
    expectEveryWay(encode("\r\nCONNECT 0\r\n\r\nOK\r\n"), ["line CONNECT 0", "line OK"], awaitData);
  });

  it("tells with each part how many bytes are still to come", () => {
    const framer = new Framer();
    framer.expectData(5);
    const parts: FrameEvent[] = [];
    for (const chunk of ["ab", "cde\r\nOK\r\n"]) {
      framer.push(encode(chunk));
      for (let event = framer.next(); event !== undefined; event = framer.next()) parts.push(event);
    }
    expect(parts).toEqual([
      { type: "data", bytes: encode("ab"), remaining: 3 },
      { type: "data", bytes: encode("cde"), remaining: 0 },
      { type: "line", text: "OK" },
    ]);
  });

  it("gives data of its own, which later use of the chunk does not change", () => {
    const framer = new Framer();
    const chunk = encode("ab");
    framer.expectData(2);
    framer.push(chunk);
    const event = framer.next();
    chunk.fill(0);
    expect(event).toEqual({ type: "data", bytes: encode("ab"), remaining: 0 });
  });
});

describe("Framer on acknowledgements", () => {
  const awaitAcks: Reaction = (line, framer) => {
    if (line === "CONNECT") framer.expectAcks(0x41);
    if (line.startsWith("+QFUPL")) framer.stopAcks();
  };

  it("tells them from lines, glued together and before a result", () => {
    expectEveryWay(
      encode("\r\nCONNECT\r\nAAA\r\n+QFUPL: 3072,A\r\n\r\nAOK\r\n"),
      ["line CONNECT", "ack", "ack", "ack", "line +QFUPL: 3072,A", "line AOK"],
      awaitAcks,
    );
  });

  it("does not take the byte for one inside a line", () => {
    expectEveryWay(
      encode("\r\nCONNECT\r\nA\r\n+CREG: A\r\nA"),
      ["line CONNECT", "ack", "line +CREG: A", "ack"],
      awaitAcks,
    );
  });

  it("takes the byte as text when none is expected", () => {
    expectEveryWay(encode("A\r\nOK\r\n"), ["line A", "line OK"]);
  });
});

describe("Framer.reset", () => {
  it("forgets the line begun, bytes not pulled, data and acknowledgements awaited", () => {
    const framer = new Framer();
    framer.push(encode("+CSQ: 1"));
    framer.next();
    framer.expectData(10);
    framer.expectAcks(0x4f);
    framer.push(encode("9,99\r\n"));
    framer.push(encode("more\r\n"));
    framer.reset();
    framer.push(encode("OK\r\n"));
    expect(framer.next()).toEqual({ type: "line", text: "OK" });
    expect(framer.next()).toBeUndefined();
  });
});

describe("bytes taken", () => {
  const stream = encode("\r\n+CSQ: 20,99\r\n\r\nCONNECT 3\r\na\rb\r\nOK\r\n>");

  it.each([1, 2, 3, 7, stream.length])("are all of a chunk in the end, in pieces of %i", (size) => {
    const framer = new Framer();
    for (let at = 0; at < stream.length; at += size) {
      const chunk = stream.slice(at, at + size);
      framer.push(chunk);
      expect(framer.restBytes).toBe(chunk.length);
      for (let event = framer.next(); event !== undefined; event = framer.next()) {
        expect(framer.restBytes).toBeLessThan(chunk.length);
        if (event.type === "line") awaitData(event.text, framer);
      }
      expect(framer.restBytes).toBe(0);
    }
  });

  it("are those of each line with its whole line end, where that is there", () => {
    const framer = new Framer();
    const chunk = encode("\r\nOK\r\nRDY\n\rAT\r\r\n1\r");
    framer.push(chunk);
    const ends: [string, number][] = [];
    for (let event = framer.next(); event !== undefined; event = framer.next()) {
      if (event.type === "line") ends.push([event.text, chunk.length - framer.restBytes]);
    }
    expect(ends).toEqual([
      ["OK", 6],
      ["RDY", 10],
      ["AT", 14],
      ["1", 18],
    ]);
  });
});
