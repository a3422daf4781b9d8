import { describe, expect, it } from "vitest";
import { bytesOfText, textOfBytes } from "./byte-text.ts";
import { checkOf } from "./hidden-bytes.ts";
import {
  formatTranscript,
  parseTranscript,
  type TranscriptRecord,
  transcriptHeader,
} from "./transcript-format.ts";

describe("the file of a transcript", () => {
  it("holds every byte as the character of its number", () => {
    const bytes = bytesOfText(textOfBytes(Uint8Array.from({ length: 256 }, (_, byte) => byte)));
    expect([...bytes]).toEqual(Array.from({ length: 256 }, (_, byte) => byte));
    expect(textOfBytes(new Uint8Array(10_000).fill(0xff))).toBe("\u00ff".repeat(10_000));
  });

  it("is written as it is published", () => {
    const records: TranscriptRecord[] = [
      { atMs: 0, connection: "opened" },
      { atMs: 0.5, sent: ['AT+CPIN="', { hidden: "secret 1", check: "7" }, '"\r'] },
      { atMs: 12.125, received: "\r\nOK\r\n" },
      { atMs: 13, sent: "\u00ff", data: true },
      { atMs: 14, dtr: false },
    ];
    const header = transcriptHeader({ title: "PIN", startedAt: "2026-12-01T08:00:00.000Z" });
    expect(formatTranscript({ header, records })).toBe(
      [
        '{"format":"qsmtp-transcript","version":1,"title":"PIN","startedAt":"2026-12-01T08:00:00.000Z"}',
        '{"atMs":0,"connection":"opened"}',
        String.raw`{"atMs":0.5,"sent":["AT+CPIN=\"",{"hidden":"secret 1","check":"7"},"\"\r"]}`,
        String.raw`{"atMs":12.125,"received":"\r\nOK\r\n"}`,
        String.raw`{"atMs":13,"sent":"\u00ff","data":true}`,
        '{"atMs":14,"dtr":false}',
        "",
      ].join("\n"),
    );
  });

  it("is read without its last line if that was cut off, and with CR LF", () => {
    const header = '{"format":"qsmtp-transcript","version":1}';
    expect(parseTranscript(`${header}\r\n{"atMs":1,"dtr":true}\r\n{"atMs":2,"se`).records).toEqual([
      { atMs: 1, dtr: true },
    ]);
    expect(parseTranscript(`${header}\n{"atMs":1,"dtr":true,"later":1}`).records).toHaveLength(1);
  });

  it.each([
    ["", "line 1: it is empty"],
    ["\n", "line 1: it is empty"],
    ['{"format":"qsmtp-trace","version":1}\n', 'line 1: its "format" is not "qsmtp-transcript"'],
    ['{"format":"qsmtp-transcript","version":2}\n', 'its "version" is 2, and this program reads 1'],
    ['{"format":"qsmtp-transcript","version":1}\n[]\n', "line 2: it is no JSON object"],
    ['{"format":"qsmtp-transcript","version":1}\n{"atMs":1}\n', "line 2: it has none of"],
    ['{"format":"qsmtp-transcript","version":1}\n{"atMs":-1,"dtr":true}\n', '"atMs" must be'],
    ['{"format":"qsmtp-transcript","version":1}\n{"atMs":1,"sent":"€"}\n', "above U+00FF"],
    ['{"format":"qsmtp-transcript","version":1}\n{"atMs":1,"sent":[{}]}\n', "hidden bytes need"],
    [
      '{"format":"qsmtp-transcript","version":1}\n{"atMs":1,"sent":5}\n',
      "bytes are a text or a list",
    ],
  ])("is refused with the place: %j", (file, problem) => {
    expect(() => parseTranscript(file)).toThrow(
      expect.objectContaining({
        code: "NOT_A_TRANSCRIPT",
        message: expect.stringContaining(problem),
      }),
    );
  });
});

describe("a check", () => {
  it("says too little of a PIN to find it", () => {
    const pins = Array.from({ length: 10_000 }, (_, pin) => String(pin).padStart(4, "0"));
    const counts = new Map<string, number>();
    for (const pin of pins) {
      const check = checkOf("secret", pin);
      counts.set(check, (counts.get(check) ?? 0) + 1);
    }
    expect(counts.size).toBe(16);
    for (const count of counts.values()) expect(count).toBeGreaterThan(400);
  });

  it("has 8 bits of a password, 16 of data, 4 of little data", () => {
    expect(checkOf("secret", "correct horse")).toMatch(/^[\da-f]{2}$/);
    expect(checkOf("data", "0123456789")).toMatch(/^[\da-f]{4}$/);
    expect(checkOf("data", "OK")).toMatch(/^[\da-f]$/);
  });
});
