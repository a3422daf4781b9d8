import { cases } from "@qsmtp/cases";
import { decodeUrc, Framer, isDecodeError, parseFinalResult, ReplyDecoder } from "@qsmtp/protocol";
import { allOperations, allUrcs } from "@qsmtp/protocol/catalog";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Random } from "./random.ts";
import { loadStreams } from "./streams.ts";

const megabytes = cases(100);
const totalBytes = megabytes * 1024 * 1024;
const chunkBytes = 64 * 1024;
const maxLineBytes = 4096;

const stackTraceLimit = Error.stackTraceLimit;

/** Half a million replies are refused, and a stack for each would take most of the time. */
beforeEach(() => {
  Error.stackTraceLimit = 0;
});

afterEach(() => {
  Error.stackTraceLimit = stackTraceLimit;
});

/**
 * Half of it is transcripts with a byte wrong here and there, which reach deep into the decoders; half
 * is noise, which reaches the limits.
 */
it(`${megabytes} MB of mutated and random bytes cause no error but our own`, () => {
  const random = new Random(5321);
  const traffic = Uint8Array.from(Buffer.concat(loadStreams().map(({ bytes }) => bytes)));
  const framer = new Framer({ maxLineBytes });
  const counts = { line: 0, data: 0, ack: 0, overflow: 0, decoded: 0, refused: 0 };
  let longest = 0;
  let decoder = new ReplyDecoder(pick(random));
  for (let sent = 0; sent < totalBytes; sent += chunkBytes) {
    framer.push(sent % (2 * chunkBytes) === 0 ? mutated(traffic, random) : noise(random));
    for (let event = framer.next(); event !== undefined; event = framer.next()) {
      counts[event.type]++;
      if (event.type !== "line") continue;
      longest = Math.max(longest, event.text.length);
      const result = parseFinalResult(event.text);
      if (result?.kind === "connect") {
        framer.expectData(random.below(256));
        if (random.below(2) === 0) framer.expectAcks(0x41);
      } else if (result !== undefined) {
        framer.stopAcks();
        try {
          decoder.finish();
          counts.decoded++;
        } catch (error) {
          if (!isDecodeError(error)) throw error;
          counts.refused++;
        }
        decoder = new ReplyDecoder(pick(random));
      } else if (!decoder.take(event.text).taken) {
        decodeUrc(allUrcs, event.text);
      }
    }
  }
  expect(longest).toBeLessThanOrEqual(maxLineBytes);
  expect(counts.line).toBeGreaterThan(10_000 * megabytes);
  expect(counts.data).toBeGreaterThan(100 * megabytes);
  expect(counts.ack).toBeGreaterThan(megabytes);
  expect(counts.decoded).toBeGreaterThan(100 * megabytes);
  expect(counts.refused).toBeGreaterThan(100 * megabytes);
});

it("a line without an end costs one event and one limit of memory", () => {
  const framer = new Framer({ maxLineBytes });
  const events: string[] = [];
  for (let sent = 0; sent < 1024 * 1024; sent += 64) {
    framer.push(new Uint8Array(64).fill(0x41));
    for (let event = framer.next(); event !== undefined; event = framer.next())
      events.push(event.type);
  }
  framer.push(Uint8Array.of(0x0d));
  for (let event = framer.next(); event !== undefined; event = framer.next())
    events.push(event.type);
  expect(events).toEqual(["overflow"]);
});

function pick(random: Random): (typeof allOperations)[number] {
  const operation = allOperations[random.below(allOperations.length)];
  if (operation === undefined) throw new Error("the catalog is empty");
  return operation;
}

/** A window of the traffic with one byte in about two hundred changed. */
function mutated(traffic: Uint8Array, random: Random): Uint8Array {
  const chunk = new Uint8Array(chunkBytes);
  const start = random.below(traffic.length);
  for (let at = 0; at < chunkBytes; at++) chunk[at] = traffic[(start + at) % traffic.length] ?? 0;
  for (let change = 0; change < chunkBytes / 200; change++) {
    chunk[random.below(chunkBytes)] = random.below(256);
  }
  return chunk;
}

function noise(random: Random): Uint8Array {
  const words = new Uint32Array(chunkBytes / 4);
  for (let at = 0; at < words.length; at++) words[at] = random.below(0xffff_ffff);
  return new Uint8Array(words.buffer);
}
