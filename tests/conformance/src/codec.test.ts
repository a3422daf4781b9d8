import { DecodeError, decodeCommandLine, encodeCommandLine } from "@qsmtp/protocol";
import { describe, expect, it } from "vitest";
import { operationNamed, operationsAsOf } from "./as-of.ts";
import { longestTurn, readWithCodec, singleBytes, splitAt, whole } from "./codec-run.ts";
import { writeWithCodec } from "./codec-writer.ts";
import { expectedObservations, inputOf } from "./expectation.ts";
import { type HostStep, loadTranscripts, type Transcript, turnsOf } from "./transcripts.ts";

const transcripts = loadTranscripts();

describe.each(transcripts.map((transcript) => [transcript.name, transcript] as const))(
  "codec and %s",
  (_, transcript) => {
    const expected = turnsOf(transcript).flatMap((turn) =>
      turn.kind === "module" ? [expectedObservations(turn)] : [],
    );

    it("reads what the module's bytes mean", () => {
      expect(readWithCodec(transcript, whole)).toEqual(expected);
    });

    it("reads the same from single bytes", () => {
      expect(readWithCodec(transcript, singleBytes)).toEqual(expected);
    });

    it("reads the same for every split position", () => {
      const wanted = JSON.stringify(expected);
      const different: number[] = [];
      for (let position = 1; position < longestTurn(transcript); position++) {
        const seen = readWithCodec(transcript, splitAt(position));
        if (JSON.stringify(seen) !== wanted) different.push(position);
      }
      expect(different).toEqual([]);
    });

    it("writes the module's bytes from their meaning", () => {
      const steps = writeWithCodec(transcript);
      expect(steps.map(({ actual }) => text(actual))).toEqual(
        steps.map(({ expected: wanted }) => text(wanted)),
      );
    });

    it("reads and writes the host's command lines", () => {
      const { editions } = transcript;
      const operations = operationsAsOf(editions);
      for (const { host, asks } of hostSteps(transcript)) {
        if (asks === "escape") continue;
        if ("refused" in asks) {
          const refused = expect.objectContaining({ code: asks.refused });
          expect(() => decodeCommandLine(operations, host)).toThrow(refused);
          expect(() => decodeCommandLine(operations, host)).toThrow(DecodeError);
          continue;
        }
        const operation = operationNamed(editions, asks.operation);
        const input = inputOf(operation, asks.input);
        expect(encodeCommandLine(operation, input)).toBe((asks.written ?? host).slice(0, -1));
        const decoded = decodeCommandLine(operations, host);
        expect([decoded.operation.name, decoded.input]).toEqual([asks.operation, input]);
      }
    });
  },
);

function hostSteps(transcript: Transcript): HostStep[] {
  return transcript.steps.filter((step): step is HostStep => "host" in step);
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
