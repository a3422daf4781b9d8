import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { expectedReading } from "./capture-expectation.ts";
import { readCapture } from "./capture-reading.ts";
import { singleBytes, splitAt, whole } from "./codec-run.ts";
import { capturesFile, loadCaptures } from "./real-exchanges.ts";
import { utf8 } from "./transcripts.ts";

const captures = loadCaptures();

function judge(): void {
  it.each(captures.map((capture) => [capture.id, capture] as const))("%s", (_, capture) => {
    const { lines, unknown, ...reading } = readCapture(capture, whole);
    const { unknown: expectedUnknown, ...expected } = expectedReading(capture);
    expect(reading).toEqual(expected);
    if (expectedUnknown !== "any") expect(unknown).toEqual(expectedUnknown);
    expect(lines.length).toBeGreaterThan(0);
  });

  it.each(captures.map((capture) => [capture.id, capture] as const))(
    "%s: the same for single bytes and every split position",
    (_, capture) => {
      const wanted = JSON.stringify(readCapture(capture, whole));
      expect(JSON.stringify(readCapture(capture, singleBytes))).toBe(wanted);
      const different: number[] = [];
      for (let position = 1; position < utf8(capture.rx).length; position++) {
        const reading = readCapture(capture, splitAt(position));
        if (JSON.stringify(reading) !== wanted) different.push(position);
      }
      expect(different).toEqual([]);
    },
  );
}

describe("captures of real modules", () => {
  if (captures.length === 0) {
    console.log(`No real module is judged: there is no ${capturesFile}`);
    it("are not here, so no real module is judged", () => {
      expect(existsSync(capturesFile)).toBe(false);
    });
  } else {
    describe("and codec:", judge);
  }
});
