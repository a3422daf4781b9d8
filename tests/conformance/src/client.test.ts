import { describe, expect, it } from "vitest";
import { expectedFromClient, runWithClient, withoutClient } from "./client-run.ts";
import { longestTurn, singleBytes, splitAt, whole } from "./codec-run.ts";
import { loadTranscripts } from "./transcripts.ts";

const transcripts = loadTranscripts().filter(
  (transcript) => withoutClient(transcript) === undefined,
);

describe.each(transcripts.map((transcript) => [transcript.name, transcript] as const))(
  "client and %s",
  (_, transcript) => {
    const expected = expectedFromClient(transcript);

    it("sends the host's bytes and gives each command its own reply", async () => {
      expect(await runWithClient(transcript, whole)).toEqual(expected);
    });

    it("gives the same for single bytes", async () => {
      expect(await runWithClient(transcript, singleBytes)).toEqual(expected);
    });

    it("gives the same for every split position", async () => {
      const wanted = JSON.stringify(expected);
      const different: number[] = [];
      for (let position = 1; position < longestTurn(transcript); position++) {
        const seen = await runWithClient(transcript, splitAt(position));
        if (JSON.stringify(seen) !== wanted) different.push(position);
      }
      expect(different).toEqual([]);
    });
  },
);

it("most transcripts have a client run", () => {
  expect(transcripts.length).toBeGreaterThan(30);
});
