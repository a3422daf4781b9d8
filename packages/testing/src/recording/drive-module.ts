import { escapeSequence } from "@qsmtp/protocol/facts";
import type { Connection, Transport } from "@qsmtp/transport";
import { checkedOptions } from "../checked-options.ts";
import { type Clock, globalClock } from "../clock/clock.ts";
import { driveOptions } from "../option-tables.gen.ts";
import { bytesOfText } from "./byte-text.ts";
import { diffTranscripts, recordKey, type TranscriptDiff } from "./diff-transcripts.ts";
import { type HiddenValues, KnownBytes } from "./known-bytes.ts";
import { isFinalRecord } from "./record-kinds.ts";
import { RecordWaits } from "./record-waits.ts";
import { createRecorder, type Recorder } from "./recorder.ts";
import type { ReceivedRecord, Transcript, TranscriptRecord } from "./transcript-format.ts";
import { UnsolicitedLines } from "./unsolicited-lines.ts";

/** How the host's side of a transcript is played to a module. */
export interface DriveOptions {
  /** Where the time comes from. Default: the global timers. */
  readonly clock?: Clock | undefined;
  /**
   * `fast`: a command goes out as soon as what came before it has been answered. `recorded`: not before
   * as much time has passed as then. Default `fast`. Silence around `+++` is kept in both.
   */
  readonly pace?: "fast" | "recorded" | undefined;
  /** How answers are compared, see `DiffOptions`. Default `shape`. */
  readonly compare?: "exact" | "shape" | undefined;
  /** How much longer than in the recording a line of the module may take. Default 5000. */
  readonly patienceMs?: number | undefined;
  /** What the transcript hides and the host must say, by its name there. */
  readonly hidden?: HiddenValues | undefined;
  /** Ends it; what has passed until then is compared. */
  readonly signal?: AbortSignal | undefined;
  /** Called before each record with its place and the number of all. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** What a module did when the recorded host spoke to it. */
export interface DriveReport {
  /** What passed this time. */
  readonly transcript: Transcript;
  /** The recorded session (`-`) beside this one (`+`). */
  readonly diff: TranscriptDiff;
}

/**
 * Plays the host's side of a recorded session to a module, real or simulated, and compares what it
 * answers. It sends mails, deletes files and sets what the recorded host did: for a real module use a
 * session that may be repeated.
 *
 * @throws SimulationOptionError `INVALID_OPTION`
 * @throws TranscriptError `HIDDEN_BYTES` for what is needed and was not given
 * @throws TransportError when the module cannot be reached or is lost while something is sent
 */
export async function driveModule(
  transcript: Transcript,
  transport: Transport,
  options: DriveOptions = {},
): Promise<DriveReport> {
  const checked = checkedOptions(options, driveOptions);
  const known = new KnownBytes(transcript, checked.hidden ?? {});
  // Told before anything is sent.
  for (const record of transcript.records) if ("sent" in record) known.reveal(record.sent);
  const clock = checked.clock ?? globalClock;
  const waits = new RecordWaits(clock, checked.signal);
  // Contents are shown to nobody here, and checks are enough to compare them.
  const recorder = createRecorder({ clock, onRecord: waits.note, lockdown: false });
  const drive = new Drive(transport, recorder, waits, known, checked);
  try {
    await drive.run(transcript.records);
  } finally {
    await drive.close();
  }
  const actual = recorder.finish();
  const compare = checked.compare ?? "shape";
  return { transcript: actual, diff: diffTranscripts(transcript, actual, { compare }) };
}

class Drive {
  readonly #transport: Transport;
  readonly #recorder: Recorder;
  readonly #waits: RecordWaits;
  readonly #known: KnownBytes;
  readonly #options: DriveOptions;
  readonly #unsolicited = new UnsolicitedLines();
  #connection: Connection | undefined;
  /** Whether the module has gone another way since the last command: what follows is not waited for. */
  #isAstray = false;

  constructor(
    transport: Transport,
    recorder: Recorder,
    waits: RecordWaits,
    known: KnownBytes,
    options: DriveOptions,
  ) {
    this.#transport = transport;
    this.#recorder = recorder;
    this.#waits = waits;
    this.#known = known;
    this.#options = options;
  }

  async run(records: readonly TranscriptRecord[]): Promise<void> {
    const [first] = records;
    if (first !== undefined && !("connection" in first)) await this.#open();
    for (const [index, record] of records.entries()) {
      if (this.#options.signal?.aborted) return;
      this.#options.onProgress?.(index, records.length);
      const sinceMs = record.atMs - (records[index - 1]?.atMs ?? record.atMs);
      await this.#play(record, sinceMs);
    }
  }

  async close(): Promise<void> {
    await this.#connection?.close();
    await this.#connection?.closed;
  }

  async #play(record: TranscriptRecord, sinceMs: number): Promise<void> {
    if ("received" in record) {
      const isUnsolicited = this.#unsolicited.has(record);
      if (!this.#isAstray) await this.#await(record, isUnsolicited, sinceMs);
      return;
    }
    if ("connection" in record) {
      if (record.connection === "opened") await this.#open();
      else await this.close();
      // As in the recording: one that has neither begin nor end has none here.
      this.#recorder.connection(record.connection);
      return;
    }
    if ("dtr" in record) {
      await this.#waits.pause(this.#options.pace === "recorded" ? sinceMs : 0);
      if (!this.#connection?.capabilities.controlLines) return;
      this.#recorder.dtr(record.dtr);
      await this.#connection.setDtr(record.dtr);
      return;
    }
    this.#unsolicited.has(record);
    const text = this.#known.reveal(record.sent);
    const isEscape = text === escapeSequence;
    await this.#waits.pause(this.#options.pace === "recorded" || isEscape ? sinceMs : 0);
    this.#isAstray = false;
    this.#waits.begin();
    const bytes = bytesOfText(text);
    this.#recorder.sent(bytes);
    await this.#connection?.write(bytes);
  }

  async #open(): Promise<void> {
    const { signal } = this.#options;
    await this.close();
    this.#isAstray = false;
    this.#connection = await this.#transport.open({ signal });
    this.#connection.onData((chunk) => this.#recorder.received(chunk));
  }

  async #await(record: ReceivedRecord, isUnsolicited: boolean, sinceMs: number): Promise<void> {
    const compare = this.#options.compare ?? "shape";
    const key = recordKey(record, compare, true);
    const outcome = await this.#waits.next(
      (came) => recordKey(came, compare, true) === key,
      (came) => !isUnsolicited && isFinalRecord(came),
      sinceMs + (this.#options.patienceMs ?? 5000),
    );
    // One line may be missing; a command with another result has gone another way.
    const isOver =
      outcome === "ended" ? isFinalRecord(record) : outcome === "late" && !isUnsolicited;
    if (isOver) this.#isAstray = true;
  }
}
