import type { Connection, Transport } from "@qsmtp/transport";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { bytesOfText, textOfBytes } from "./byte-text.ts";
import { type DriveOptions, type DriveReport, driveModule } from "./drive-module.ts";
import { type TranscriptRecord, transcriptHeader } from "./transcript-format.ts";

/** A module that answers lines, after some ms each. */
class AnsweringModule implements Transport {
  readonly heard: { readonly atMs: number; readonly text: string }[] = [];
  readonly #answers: Readonly<
    Record<string, readonly (readonly [afterMs: number, text: string])[]>
  >;

  constructor(answers: AnsweringModule["answers"]) {
    this.#answers = answers;
  }

  get answers() {
    return this.#answers;
  }

  async open(): Promise<Connection> {
    let listener: (chunk: Uint8Array) => void = () => {};
    let end: () => void = () => {};
    const closed = new Promise<{ readonly kind: "local" }>((resolve) => {
      end = () => resolve({ kind: "local" });
    });
    const close = async (): Promise<void> => end();
    const note = (text: string): void => {
      this.heard.push({ atMs: performance.now() - startMs, text });
      for (const [afterMs, answer] of this.#answers[text] ?? []) {
        setTimeout(() => listener(bytesOfText(answer)), afterMs);
      }
    };
    return {
      capabilities: { controlLines: true, drain: true },
      closed,
      close,
      [Symbol.asyncDispose]: close,
      onData: (given) => {
        listener = given;
        return () => {};
      },
      write: async (bytes) => note(textOfBytes(bytes)),
      setDtr: async (asserted) => note(`DTR ${asserted}`),
    };
  }
}

let startMs: number;

beforeEach(() => {
  vi.useFakeTimers();
  startMs = performance.now();
});

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

async function drive(
  module: AnsweringModule,
  records: readonly TranscriptRecord[],
  options: DriveOptions = {},
): Promise<DriveReport> {
  const driven = driveModule({ header: transcriptHeader(), records }, module, options);
  driven.catch(() => {});
  for (let steps = 0; steps < 200; steps++) await vi.advanceTimersByTimeAsync(100);
  return driven;
}

const ok = "\r\nOK\r\n";
const session: TranscriptRecord[] = [
  { atMs: 0, sent: "AT+CSQ\r" },
  { atMs: 20, received: "AT+CSQ\r" },
  { atMs: 30, received: "\r\n+CSQ: 20,99\r\n" },
  { atMs: 30, received: ok },
  { atMs: 3000, received: "\r\nRING\r\n" },
  { atMs: 4000, sent: "ATI\r" },
  { atMs: 4010, received: "\r\nQuectel\r\n" },
  { atMs: 4010, received: ok },
];
const alike = {
  "AT+CSQ\r": [
    [100, "AT+CSQ\r"],
    [200, "\r\n+CSQ: 7,99\r\n\r\n"],
    [300, "OK\r\n"],
    [900, "\r\nRING\r\n"],
  ],
  "ATI\r": [[1, `\r\nQuectel\r\n${ok}`]],
} as const;

describe("driving a module", () => {
  it("gives the next command when the answers of the recording have come", async () => {
    const module = new AnsweringModule(alike);
    const { diff, transcript } = await drive(module, session);
    expect(diff).toMatchObject({ isSame: true, text: "" });
    expect(module.heard).toEqual([
      { atMs: 0, text: "AT+CSQ\r" },
      { atMs: 900, text: "ATI\r" },
    ]);
    expect(transcript.records).toHaveLength(session.length);
  });

  it("takes its time at the recorded pace, and compares exactly if told so", async () => {
    const module = new AnsweringModule(alike);
    const { diff } = await drive(module, session, { pace: "recorded", compare: "exact" });
    expect(module.heard[1]).toEqual({ atMs: 1900, text: "ATI\r" });
    expect(diff.text).toContain("- < +CSQ: 20,99\n+ < +CSQ: 7,99\n");
  });

  it("goes on behind another result, without waiting for what belonged to the recorded one", async () => {
    const module = new AnsweringModule({
      "AT+CSQ\r": [[10, "\r\n+CME ERROR: 3\r\n"]],
      "ATI\r": alike["ATI\r"],
    });
    const { diff } = await drive(module, session);
    expect(module.heard[1]).toEqual({ atMs: 10, text: "ATI\r" });
    expect(diff.text).toBe(
      [
        "  > AT+CSQ",
        "- < AT+CSQ",
        "- < +CSQ: 20,99",
        "- < OK",
        "+ < +CME ERROR: 3",
        "  > ATI",
        "  < Quectel",
        "  < OK",
        "- < RING",
        "",
      ].join("\n"),
    );
  });

  it("waits for the rest where only a line is missing", async () => {
    const module = new AnsweringModule({
      ...alike,
      "AT+CSQ\r": alike["AT+CSQ\r"].slice(1),
    });
    const { diff } = await drive(module, session);
    expect(module.heard[1]).toEqual({ atMs: 900, text: "ATI\r" });
    expect(diff.text).toContain("- < AT+CSQ\n");
    expect(diff.differences).toHaveLength(1);
  });

  it("gives up what does not come within its patience, once a command", async () => {
    const module = new AnsweringModule({ "ATI\r": alike["ATI\r"] });
    await drive(module, session, { patienceMs: 2000 });
    expect(module.heard[1]).toEqual({ atMs: 2020, text: "ATI\r" });
  });

  it("keeps the silence around the escape, and sets DTR", async () => {
    const module = new AnsweringModule({});
    await drive(module, [
      { atMs: 0, sent: "x", data: true },
      { atMs: 1500, sent: "+++" },
      { atMs: 1600, dtr: false },
    ]);
    expect(module.heard).toEqual([
      { atMs: 0, text: "x" },
      { atMs: 1500, text: "+++" },
      { atMs: 1500, text: "DTR false" },
    ]);
  });

  it("ends when it is told to, with what has passed until then", async () => {
    const controller = new AbortController();
    const module = new AnsweringModule({ "AT+CSQ\r": [[10, "AT+CSQ\r"]] });
    setTimeout(() => controller.abort(), 500);
    const onProgress = vi.fn();
    const { transcript } = await drive(module, session, { signal: controller.signal, onProgress });
    expect(transcript.records).toHaveLength(2);
    expect(onProgress.mock.calls).toEqual([
      [0, 8],
      [1, 8],
      [2, 8],
    ]);
  });

  it("sends nothing when it would need what it does not know", async () => {
    const module = new AnsweringModule({});
    const secret = { hidden: "secret 1", check: "00" };
    await expect(
      drive(module, [...session, { atMs: 5000, sent: ["AT", secret, "\r"] }]),
    ).rejects.toMatchObject({ code: "HIDDEN_BYTES" });
    expect(module.heard).toEqual([]);
  });
});
