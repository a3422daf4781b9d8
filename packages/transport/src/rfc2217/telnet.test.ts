import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OptionNegotiation } from "./option-negotiation.ts";
import type { TelnetVerb } from "./telnet-codes.ts";
import { MAX_SUBNEGOTIATION_BYTES, TelnetDecoder, type TelnetEvent } from "./telnet-decoder.ts";
import { encodeNegotiation, encodeSubnegotiation, escapeData } from "./telnet-encoder.ts";

const byte = fc.oneof(fc.constantFrom(255, 240, 250, 251, 254, 0, 13), fc.nat(255));
const payload = fc
  .uint8Array({ maxLength: 40 })
  .chain((plain) =>
    fc.array(byte, { maxLength: 40 }).map((hard) => Uint8Array.from([...plain, ...hard])),
  );
const verb = fc.constantFrom<TelnetVerb>("will", "wont", "do", "dont");

const event: fc.Arbitrary<TelnetEvent> = fc.oneof(
  payload.map((bytes): TelnetEvent => ({ type: "data", bytes })),
  fc
    .record({ verb, option: fc.nat(255) })
    .map((said): TelnetEvent => ({ type: "negotiation", ...said })),
  fc
    .record({ option: fc.nat(254), payload })
    .map((said): TelnetEvent => ({ type: "subnegotiation", ...said })),
);

function encode(event: TelnetEvent): Uint8Array {
  switch (event.type) {
    case "data":
      return escapeData(event.bytes);
    case "negotiation":
      return encodeNegotiation(event.verb, event.option);
    case "subnegotiation":
      return encodeSubnegotiation(event.option, event.payload);
    case "command":
      return Uint8Array.of(255, event.code);
  }
}

/** The same events however data was cut: neighbouring data as one, empty data as none. */
function joined(events: readonly TelnetEvent[]): unknown[] {
  const result: TelnetEvent[] = [];
  for (const event of events) {
    const last = result.at(-1);
    if (event.type === "data" && event.bytes.length === 0) continue;
    if (event.type === "data" && last?.type === "data") {
      result[result.length - 1] = {
        type: "data",
        bytes: Uint8Array.from([...last.bytes, ...event.bytes]),
      };
    } else result.push(event);
  }
  return result;
}

function decodeIn(stream: Uint8Array, cuts: readonly number[]): unknown[] {
  const decoder = new TelnetDecoder();
  const places = [...cuts.map((cut) => cut % (stream.length + 1)), 0, stream.length].sort(
    (a, b) => a - b,
  );
  const events = places.flatMap((place, index) =>
    decoder.decode(stream.subarray(places[index - 1] ?? 0, place)),
  );
  return joined(events);
}

const concat = (parts: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => [...part]));

describe("telnet codec", () => {
  it("reads what it writes, however it is cut", () => {
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 12 }),
        fc.array(fc.nat(), { maxLength: 12 }),
        (events, cuts) => {
          expect(decodeIn(concat(events.map(encode)), cuts)).toEqual(joined(events));
        },
      ),
    );
  });

  it("reads the same from any bytes, at every single cut and byte by byte", () => {
    fc.assert(
      fc.property(
        fc.array(byte, { maxLength: 60 }).map((bytes) => Uint8Array.from(bytes)),
        (stream) => {
          const whole = decodeIn(stream, []);
          for (let cut = 1; cut < stream.length; cut += 1)
            expect(decodeIn(stream, [cut])).toEqual(whole);
          expect(decodeIn(stream, [...stream.keys()])).toEqual(whole);
        },
      ),
    );
  });

  it.each<[name: string, stream: number[], events: readonly unknown[]]>([
    ["a doubled 255", [1, 255, 255, 2], [{ type: "data", bytes: Uint8Array.of(1, 255, 2) }]],
    ["a request", [255, 253, 44], [{ type: "negotiation", verb: "do", option: 44 }]],
    [
      "a subnegotiation with 255 in it",
      [255, 250, 44, 101, 0, 255, 255, 1, 255, 240],
      [{ type: "subnegotiation", option: 44, payload: Uint8Array.of(101, 0, 255, 1) }],
    ],
    [
      "an empty subnegotiation",
      [255, 250, 44, 255, 240],
      [{ type: "subnegotiation", option: 44, payload: new Uint8Array() }],
    ],
    [
      "a command between data",
      [1, 255, 241, 2],
      [
        { type: "data", bytes: Uint8Array.of(1) },
        { type: "command", code: 241 },
        { type: "data", bytes: Uint8Array.of(2) },
      ],
    ],
    [
      "a subnegotiation without its end",
      [255, 250, 44, 1, 255, 251, 0, 65],
      [
        { type: "negotiation", verb: "will", option: 0 },
        { type: "data", bytes: Uint8Array.of(65) },
      ],
    ],
    [
      "an end without a beginning",
      [255, 240, 65],
      [
        { type: "command", code: 240 },
        { type: "data", bytes: Uint8Array.of(65) },
      ],
    ],
  ])("reads %s", (_, stream, events) => {
    expect(decodeIn(Uint8Array.from(stream), [])).toEqual(events);
  });

  it("keeps nothing of an endless subnegotiation", () => {
    const long = new Uint8Array(MAX_SUBNEGOTIATION_BYTES + 1);
    const stream = concat([encodeSubnegotiation(44, long), escapeData(Uint8Array.of(65))]);
    expect(decodeIn(stream, [])).toEqual([{ type: "data", bytes: Uint8Array.of(65) }]);
    const longest = new Uint8Array(MAX_SUBNEGOTIATION_BYTES);
    expect(decodeIn(encodeSubnegotiation(44, longest), [])).toHaveLength(1);
  });

  it("gives data that owns its memory", () => {
    const chunk = Uint8Array.of(65, 66);
    const [event] = new TelnetDecoder().decode(chunk);
    chunk.fill(0);
    expect(event).toEqual({ type: "data", bytes: Uint8Array.of(65, 66) });
  });
});

describe("option negotiation", () => {
  it("says each thing at most once, whatever is said to it", () => {
    const said = fc.array(fc.record({ verb, option: fc.constantFrom(0, 1, 3, 31, 44) }));
    fc.assert(
      fc.property(said, (words) => {
        const sent: string[] = [];
        const options = new OptionNegotiation((bytes) => sent.push(bytes.join(" ")));
        options.want("ours", 44);
        options.want("theirs", 0);
        for (const { verb, option } of words) options.receive(verb, option);
        expect(new Set(sent).size).toBe(sent.length);
      }),
    );
  });

  it("comes to rest with a copy of itself", () => {
    const sent: [from: number, bytes: Uint8Array][] = [];
    const both = [0, 1].map((side) => new OptionNegotiation((bytes) => sent.push([side, bytes])));
    for (const side of both) {
      for (const option of [44, 0]) {
        side.want("ours", option);
        side.want("theirs", option);
      }
    }
    both[0]?.want("ours", 31);
    let rounds = 0;
    for (let next = sent.shift(); next !== undefined; next = sent.shift()) {
      const [from, bytes] = next;
      const [event] = new TelnetDecoder().decode(bytes);
      if (event?.type === "negotiation") both[1 - from]?.receive(event.verb, event.option);
      rounds += 1;
      expect(rounds).toBeLessThan(100);
    }
    for (const side of both) {
      for (const option of [44, 0]) {
        expect([side.state("ours", option), side.state("theirs", option)]).toEqual([
          "agreed",
          "agreed",
        ]);
      }
    }
    expect(both[0]?.state("ours", 31)).toBe("refused");
    expect(both[1]?.state("theirs", 31)).toBeUndefined();
  });

  it("gives way when an option is taken back", () => {
    const sent: number[][] = [];
    const options = new OptionNegotiation((bytes) => sent.push([...bytes]));
    options.want("theirs", 0);
    options.receive("will", 0);
    expect(options.state("theirs", 0)).toBe("agreed");
    options.receive("wont", 0);
    expect(options.state("theirs", 0)).toBe("refused");
    expect(sent).toEqual([
      [255, 253, 0],
      [255, 254, 0],
    ]);
  });
});
