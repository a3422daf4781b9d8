import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { playToSimulator } from "./simulator-run.ts";
import { loadTranscripts } from "./transcripts.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe("simulated module and", () => {
  const transcripts = loadTranscripts();

  it.each(transcripts.map((transcript) => [transcript.name, transcript] as const))(
    "%s: answers byte for byte",
    async (_, transcript) => {
      const played = await playToSimulator(transcript);
      const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
      expect(played.map(({ actual }) => text(actual))).toEqual(
        played.map(({ expected }) => text(expected)),
      );
    },
  );
});
