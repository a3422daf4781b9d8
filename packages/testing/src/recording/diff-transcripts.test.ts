import { describe, expect, it } from "vitest";
import { diffTranscripts } from "./diff-transcripts.ts";
import { checkOf } from "./hidden-bytes.ts";
import { type Transcript, type TranscriptRecord, transcriptHeader } from "./transcript-format.ts";

const transcriptOf = (...records: TranscriptRecord[]): Transcript => ({
  header: transcriptHeader(),
  records,
});

const ok: TranscriptRecord = { atMs: 2, received: "\r\nOK\r\n" };

describe("two transcripts", () => {
  it("are the same whatever their times", () => {
    const one = transcriptOf({ atMs: 0, sent: "AT\r" }, ok);
    const other = transcriptOf({ atMs: 7, sent: "AT\r" }, { ...ok, atMs: 9 });
    expect(diffTranscripts(one, other)).toEqual({ isSame: true, differences: [], text: "" });
  });

  it("differ in what only one has, shown with what is around it", () => {
    const before: TranscriptRecord[] = Array.from({ length: 6 }, (_, at) => ({
      atMs: at,
      sent: `ATS${at}?\r`,
    }));
    const one = transcriptOf(...before, { atMs: 9, received: "\r\n+CSQ: 20,99\r\n" }, ok);
    const other = transcriptOf(...before, { atMs: 9, received: "\r\n+CME ERROR: 3\r\n" });
    const diff = diffTranscripts(one, other, { contextLines: 1 });
    expect(diff.text).toBe("  ...\n  > ATS5?\n- < +CSQ: 20,99\n- < OK\n+ < +CME ERROR: 3\n");
    expect(diff.differences).toEqual([
      { in: "first", index: 6, record: one.records[6] },
      { in: "first", index: 7, record: one.records[7] },
      { in: "second", index: 6, record: other.records[6] },
    ]);
  });

  it("compare by shape what a module measures, and exactly what the host says and results", () => {
    const of = (rssi: number, result: string, sent = "AT+CSQ\r") =>
      transcriptOf(
        { atMs: 0, sent },
        { atMs: 1, received: `\r\n+CSQ: ${rssi},99\r\n` },
        {
          atMs: 1,
          received: `\r\n${result}\r\n`,
        },
      );
    const shape = { compare: "shape" } as const;
    expect(diffTranscripts(of(20, "OK"), of(7, "OK"), shape).isSame).toBe(true);
    expect(diffTranscripts(of(20, "OK"), of(7, "OK")).isSame).toBe(false);
    expect(diffTranscripts(of(20, "OK"), of(20, "ERROR"), shape).isSame).toBe(false);
    const errors = ["+CME ERROR: 3", "+CME ERROR: 4"] as const;
    expect(diffTranscripts(of(20, errors[0]), of(20, errors[1]), shape).isSame).toBe(false);
    expect(diffTranscripts(of(20, "OK"), of(20, "OK", "AT+CSQ;\r"), shape).isSame).toBe(false);
  });

  it("compare by shape wherever an unsolicited line came, and exactly where it did", () => {
    const order: TranscriptRecord = { atMs: 0, sent: "AT+QSMTPPUT=60\r" };
    const outcome: TranscriptRecord = { atMs: 5, received: "\r\n+QSMTPPUT: 0,0\r\n" };
    const ask: TranscriptRecord = { atMs: 9, sent: "AT+CEREG?\r" };
    const answer: TranscriptRecord = { atMs: 9, received: "\r\n+CEREG: 0,1\r\n" };
    const early = transcriptOf(order, ok, outcome, ask, answer, ok);
    const late = transcriptOf(order, ok, ask, answer, outcome, ok);
    const never = transcriptOf(order, ok, ask, answer, ok);
    const asked = transcriptOf(order, ok, ask, ok, answer);
    const shape = { compare: "shape" } as const;
    expect(diffTranscripts(early, late, shape).isSame).toBe(true);
    expect(diffTranscripts(early, late).isSame).toBe(false);
    expect(diffTranscripts(early, never, shape).text).toContain("- < +QSMTPPUT: 0,0\n");
    expect(diffTranscripts(never, asked, shape).isSame).toBe(false);
  });

  it.each([
    ["a longer text", "another text."],
    ["x", "y"],
  ])("compare contents by their check where one of them hides %j", (text, otherText) => {
    const hidden = { hidden: "data 1", bytes: text.length, check: checkOf("data", text) };
    const ack: TranscriptRecord = { atMs: 1, received: "A", data: true };
    const one = transcriptOf({ atMs: 0, sent: [hidden], data: true }, ack);
    const same = transcriptOf({ atMs: 0, sent: text, data: true }, ack);
    const other = transcriptOf({ atMs: 0, sent: otherText, data: true }, ack);
    expect(diffTranscripts(one, same).isSame).toBe(true);
    expect(diffTranscripts(one, other).isSame).toBe(false);
    expect(diffTranscripts(same, other).isSame).toBe(false);
    const refused = transcriptOf(
      { atMs: 0, sent: [hidden], data: true },
      { ...ack, received: "B" },
    );
    expect(diffTranscripts(one, refused).isSame).toBe(false);
  });
});
