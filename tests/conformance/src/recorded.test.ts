import {
  formatTranscript,
  parseTranscript,
  replayModule,
  type Transcript,
  type TranscriptRecord,
} from "@qsmtp/testing/transcript";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { loadCaptures } from "./real-exchanges.ts";
import { HostEnd } from "./simulator-run.ts";
import { hostBytes, loadTranscripts, moduleBytes, type Step, utf8 } from "./transcripts.ts";

type Conversation = ReturnType<typeof loadTranscripts>[number];

const byteText = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");

function transcriptOf(title: string, records: readonly TranscriptRecord[]): Transcript {
  return { header: { format: "qsmtp-transcript", version: 1, title }, records };
}

/** A conversation that was written by hand, as if it had been recorded. */
function asRecorded({ name, steps }: Conversation): Transcript {
  let atMs = 0;
  const records = steps.flatMap((step): TranscriptRecord[] => {
    if ("pauseMs" in step) atMs += step.pauseMs;
    const isData = "hostData" in step || "moduleData" in step;
    const data = isData ? ({ data: true } as const) : {};
    const [sent, received] = [hostBytes(step), moduleBytes(step)];
    if (sent !== undefined) return [{ atMs, sent: byteText(sent), ...data }];
    if (received !== undefined) return [{ atMs, received: byteText(received), ...data }];
    return "dtr" in step ? [{ atMs, dtr: step.dtr === "on" }] : [];
  });
  return transcriptOf(name, records);
}

/** The same bytes, whoever reads them. */
function read(transcript: Transcript): Transcript {
  const again = parseTranscript(formatTranscript(transcript));
  expect(again).toEqual(transcript);
  return again;
}

/** Says what the host says, and gives what comes back. */
async function play(transcript: Transcript, steps: readonly Step[]): Promise<Uint8Array[]> {
  const host = new HostEnd();
  const replayed = replayModule(transcript, { pace: "recorded" });
  let dtr = true;
  const came: Uint8Array[] = [];
  const farEnd = {
    ...host.farEnd,
    get lines() {
      return { dtr, rts: true };
    },
  };
  replayed.attach(farEnd);
  for (const step of steps) {
    const bytes = hostBytes(step);
    if (bytes !== undefined) host.send(bytes);
    if ("dtr" in step) {
      dtr = step.dtr === "on";
      host.setDtr(dtr);
    }
    await vi.advanceTimersByTimeAsync("pauseMs" in step ? step.pauseMs : 0);
    came.push(host.take());
  }
  replayed.verify();
  replayed.dispose();
  return came;
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe("as a recorded session", () => {
  const conversations = loadTranscripts();

  it.each(conversations.map((one) => [one.name, one] as const))(
    "%s is replayed byte for byte",
    async (_, conversation) => {
      const { steps } = conversation;
      const came = await play(read(asRecorded(conversation)), steps);
      const said = (all: readonly (Uint8Array | undefined)[]) =>
        all.map((bytes) => byteText(bytes ?? new Uint8Array())).join("");
      expect(said(came)).toBe(said(steps.map(moduleBytes)));
    },
  );

  const captures = loadCaptures();

  // Other people's captures may not be kept here; where they lie beside the repository, they are read.
  it.each(captures.map((capture) => [capture.id, capture] as const))(
    "%s of a real module is read and replayed",
    async (id, { command, rx }) => {
      const sent = command === null ? [] : [{ atMs: 0, sent: byteText(utf8(command)) }];
      const transcript = transcriptOf(id, [...sent, { atMs: 1, received: byteText(utf8(rx)) }]);
      const host = new HostEnd();
      const replayed = replayModule(read(transcript));
      replayed.attach(host.farEnd);
      if (command !== null) host.send(utf8(command));
      await vi.advanceTimersByTimeAsync(0);
      expect(new TextDecoder().decode(host.take())).toBe(rx);
      replayed.verify();
    },
  );
});
