import {
  createRecorder,
  diffTranscripts,
  formatTranscript,
  parseTranscript,
  type Recorder,
  type Transcript,
  type TranscriptRecord,
} from "@qsmtp/testing/transcript";
import {
  array,
  assert,
  boolean,
  constantFrom,
  double,
  integer,
  oneof,
  property,
  record,
  string,
  tuple,
} from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { useVirtualTime } from "./virtual-time.ts";

useVirtualTime();

const header = { format: "qsmtp-transcript", version: 1 } as const;

const everyByte = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte));

const byteText = array(constantFrom(...everyByte)).map((bytes) => bytes.join(""));
const atMs = double({ min: 0, max: 1e12, noNaN: true }).map((ms) => Math.round(ms * 1000) / 1000);
const hidden = record({ hidden: string(), check: string() });
const bytes = oneof(byteText, array(oneof(byteText, hidden)));
const records = array(
  oneof(
    record({ atMs, sent: bytes }),
    record({ atMs, received: bytes }),
    record({ atMs, dtr: boolean() }),
    record({
      atMs,
      connection: constantFrom("opened" as const, "closed" as const, "lost" as const),
    }),
  ),
);

describe("the file of a transcript", () => {
  it("gives back whatever bytes and times it was made of, in ASCII, a line each", () => {
    assert(
      property(records, (given) => {
        const transcript: Transcript = { header: header, records: given };
        const file = formatTranscript(transcript);
        expect(parseTranscript(file)).toEqual(transcript);
        expect(file).toMatch(/^[ -~\n]*$/);
        expect(file.split("\n")).toHaveLength(given.length + 2);
      }),
    );
  });
});

function play(recorder: Recorder, sign: ">" | "<", text: string): void {
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  if (sign === ">") recorder.sent(bytes);
  else recorder.received(bytes);
}

/** All bytes of one side; nothing of them is hidden here. */
function bytesIn(records: readonly TranscriptRecord[], sign: ">" | "<"): string {
  return records
    .map((one) => {
      if ("sent" in one) return sign === ">" ? one.sent : "";
      return "received" in one && sign === "<" ? one.received : "";
    })
    .join("");
}

describe("a recorder", () => {
  const texts = array(
    tuple(
      constantFrom(">" as const, "<" as const),
      constantFrom(
        "AT\r",
        "\r\nOK\r\n",
        'AT+QFDWL="f"\r',
        "AT+QSMTPBODY=0,5\r",
        'AT+QFUPL="f",2000,5,1\r',
        "\r\nCONNECT\r\n",
        "\r\nCONNECT 7\r\n",
        "\r\n+QFDWL: 3,0000\r\n",
        "+++",
        "A",
        "abc",
        "x".repeat(1500),
        "\r",
        "\n",
        "> ",
        "A/",
        "\u001a",
        "\r\n+CME ERROR: 100\r\n",
      ),
      integer({ min: 0, max: 2000 }),
    ),
  );

  it("loses, doubles and moves no byte, whatever passes", () => {
    assert(
      property(texts, (chunks) => {
        const recorder = createRecorder({ showData: true });
        let nowMs = 0;
        for (const [sign, text, afterMs] of chunks) {
          vi.advanceTimersByTime(afterMs);
          nowMs += afterMs;
          play(recorder, sign, text);
        }
        const { records } = recorder.finish();
        const said = (sign: string) =>
          chunks.map(([side, text]) => (side === sign ? text : "")).join("");
        expect(bytesIn(records, ">")).toBe(said(">"));
        expect(bytesIn(records, "<")).toBe(said("<"));
        const times = records.map(({ atMs }) => atMs);
        expect(times).toEqual([...times].sort((one, other) => one - other));
        for (const atMs of times) expect(atMs).toBeLessThanOrEqual(nowMs);
      }),
    );
  });

  it("cuts a side that speaks alone the same way, however its bytes come", () => {
    const step = record({ text: string({ unit: constantFrom("A", "T", "\r", "\n", "+", " ") }) });
    assert(
      property(array(step), integer({ min: 1, max: 7 }), (steps, size) => {
        const text = steps.map((one) => one.text).join("");
        const pieces = text.match(new RegExp(`[\\s\\S]{1,${size}}`, "g")) ?? [];
        const [whole, cut] = [[text], pieces].map((chunks) => {
          const recorder = createRecorder();
          for (const chunk of chunks) play(recorder, "<", chunk);
          return recorder.finish().records;
        });
        expect(cut).toEqual(whole);
      }),
    );
  });
});

describe("what differs between two transcripts", () => {
  const linesOf = (words: readonly string[]): Transcript => ({
    header,
    records: words.map((sent) => ({ atMs: 0, sent })),
  });
  const words = array(constantFrom("a", "b", "c"), { maxLength: 12 });

  it("leads from one to the other, and is as little as can be", () => {
    assert(
      property(words, words, (before, after) => {
        const { differences } = diffTranscripts(linesOf(before), linesOf(after));
        const gone = differences.filter((one) => one.in === "first").map(({ index }) => index);
        const come = differences.filter((one) => one.in === "second").map(({ index }) => index);
        const kept = before.filter((_, index) => !gone.includes(index));
        expect(after.filter((_, index) => !come.includes(index))).toEqual(kept);
        expect(kept).toHaveLength(longestCommon(before, after));
      }),
    );
  });
});

function longestCommon(before: readonly string[], after: readonly string[]): number {
  const lengths = before.map(() => after.map(() => 0));
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0;
  before.forEach((one, i) => {
    after.forEach((other, j) => {
      const row = lengths[i] ?? [];
      row[j] = one === other ? at(i - 1, j - 1) + 1 : Math.max(at(i - 1, j), at(i, j - 1));
    });
  });
  return at(before.length - 1, after.length - 1);
}
