import { cases } from "@qsmtp/cases";
import { describe, expect, it } from "vitest";
import { Random } from "./random.ts";
import { readStream } from "./read-stream.ts";
import { loadStreams } from "./streams.ts";

const streams = loadStreams();
const randomSplits = cases(1_000_000);
const mostCuts = 8;

describe("the same bytes give the same events", () => {
  it("for every single split position of every transcript", () => {
    let positions = 0;
    for (const stream of streams) {
      const whole = readStream(stream, []);
      for (let position = 1; position < stream.bytes.length; position++) {
        positions++;
        if (readStream(stream, [position]) !== whole) {
          expect.fail(`${stream.name} reads differently when it is split at ${position}`);
        }
      }
    }
    expect(positions).toBeGreaterThan(5000);
  });

  it(`for ${randomSplits} random splits over all transcripts`, () => {
    const random = new Random(20_261_122);
    const wholes = streams.map((stream) => readStream(stream, []));
    let splits = 0;
    while (splits < randomSplits) {
      const index = random.below(streams.length);
      const stream = streams[index];
      if (stream === undefined) continue;
      const cuts = Array.from({ length: 1 + random.below(mostCuts) }, () =>
        random.below(stream.bytes.length),
      ).sort((a, b) => a - b);
      splits += cuts.length;
      if (readStream(stream, cuts) !== wholes[index]) {
        expect.fail(`${stream.name} reads differently when it is split at ${cuts.join(", ")}`);
      }
    }
    expect(splits).toBeGreaterThanOrEqual(randomSplits);
  });
});
