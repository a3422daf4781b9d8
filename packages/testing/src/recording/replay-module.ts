import type { OperationDescriptor } from "@qsmtp/protocol";
import { allOperations } from "@qsmtp/protocol/catalog";
import {
  getErrorReporting,
  getSignalQuality,
  getSslCipherSuite,
  getSslIgnoreLocalTime,
  getSslNegotiateTime,
  getSslSecurityLevel,
  getSslVersion,
  setResultSuppression,
  setVerbose,
} from "@qsmtp/protocol/commands";
import type { FarEnd } from "@qsmtp/transport";
import { checkedOptions } from "../checked-options.ts";
import { type Clock, globalClock } from "../clock/clock.ts";
import { Timers } from "../clock/timers.ts";
import { CommandReader } from "../modem/command-reader.ts";
import { replayOptions } from "../option-tables.gen.ts";
import { bytesOfText, textOfBytes } from "./byte-text.ts";
import { describeRecord } from "./describe-record.ts";
import { type DtrChange, DtrChanges } from "./dtr-changes.ts";
import { HiddenNames } from "./hidden-bytes.ts";
import { type HiddenValues, KnownBytes } from "./known-bytes.ts";
import { LooseCommands } from "./loose-commands.ts";
import { matchBytes } from "./match-bytes.ts";
import { isDataRecord } from "./record-kinds.ts";
import { SecretFinder } from "./secret-finder.ts";
import { TranscriptError } from "./transcript-error.ts";
import type {
  DtrRecord,
  SentRecord,
  Transcript,
  TranscriptBytes,
  TranscriptRecord,
} from "./transcript-format.ts";

/** How a transcript is played to a client. */
export interface ReplayOptions {
  /** Where the time comes from. Default: the global timers. */
  readonly clock?: Clock | undefined;
  /**
   * `fast`: the module's side comes as soon as the client has said what came before it. `recorded`: it
   * takes as long as it took. Default `fast`.
   */
  readonly pace?: "fast" | "recorded" | undefined;
  /**
   * Commands that the client may give at other places, in other numbers, or not at all: reads. They are
   * answered as they were last. Default none; {@link clientQuestions} for a session of `@qsmtp/client`.
   */
  readonly loose?: readonly OperationDescriptor[] | undefined;
  /**
   * What the transcript hides and the module must say before the client has said it, by its name there.
   * Default: what the client sends.
   */
  readonly hidden?: HiddenValues | undefined;
}

/**
 * What `@qsmtp/client` asks to find out whose an answer is, and sets when no answer can be read. Which of
 * them it sends depends on its clock, so a session that was recorded in real time is replayed with them
 * loose.
 */
export const clientQuestions: readonly OperationDescriptor[] = [
  getErrorReporting,
  getSignalQuality,
  getSslVersion,
  getSslSecurityLevel,
  getSslIgnoreLocalTime,
  getSslNegotiateTime,
  getSslCipherSuite,
  setResultSuppression,
  setVerbose,
];

/** Where a client went another way than the recorded host. */
export interface ReplayDifference {
  /** What it should have sent, or set; `undefined` when the recording was at its end. */
  readonly expected: SentRecord | DtrRecord | undefined;
  /** What it sent, as a transcript would have it: secrets and data are hidden. `""` if it set DTR. */
  readonly came: TranscriptBytes;
  /** What it set DTR to; `undefined` if it sent something. */
  readonly dtr: boolean | undefined;
}

/** The module of a recorded session, which says to a client what it said then. */
export interface ReplayedModule {
  /**
   * Plugs it into a wire, and gives a function that unplugs it. A new wire takes the place of the old
   * one, and the session goes on there.
   */
  attach(farEnd: FarEnd): () => void;
  /**
   * The first difference; nothing is played after it, and the wire is broken so that the client need
   * not wait. `undefined` while there is none.
   */
  readonly difference: ReplayDifference | undefined;
  /** Records that were not played yet, loose commands not counted. */
  readonly remaining: number;
  /** Resolves when the last record was played, or something differed. */
  readonly finished: Promise<void>;
  /**
   * Returns if the client has done all that the recorded host did, and nothing else.
   * @throws TranscriptError `REPLAY_DIFFERS` with what was expected and what came
   */
  verify(): void;
  /** Ends all timers. */
  dispose(): void;
}

/**
 * Gives the module's side of a recorded session for a client to speak to: the client must send what the
 * recorded host sent, however it is cut into writes. Where the wire has DTR, the client must set it as
 * the recorded host did and when it did; how the port is opened and closed does not count.
 *
 * @throws SimulationOptionError `INVALID_OPTION`
 * @throws TranscriptError `HIDDEN_BYTES` for a value of `hidden` that is not what was hidden
 */
export function replayModule(transcript: Transcript, options: ReplayOptions = {}): ReplayedModule {
  return new ModuleReplay(transcript, checkedOptions(options, replayOptions));
}

class ModuleReplay implements ReplayedModule {
  readonly finished: Promise<void>;
  readonly #records: readonly TranscriptRecord[];
  readonly #loose: LooseCommands;
  readonly #known: KnownBytes;
  readonly #timers: Timers;
  readonly #isTimed: boolean;
  #finish: () => void = () => {};
  #farEnd: FarEnd | undefined;
  #detach: () => void = () => {};
  #next = 0;
  #came = "";
  readonly #dtr = new DtrChanges();
  #isPlaying = false;
  /** Whether a timer called, and not the host. */
  #isOwnTurn = false;
  #difference: ReplayDifference | undefined;
  #error: TranscriptError | undefined;

  constructor(transcript: Transcript, options: ReplayOptions) {
    this.#loose = new LooseCommands(transcript.records, options.loose ?? []);
    this.#records = this.#loose.others;
    this.#known = new KnownBytes(transcript, options.hidden ?? {});
    this.#timers = new Timers(options.clock ?? globalClock);
    this.#isTimed = options.pace === "recorded";
    this.finished = new Promise((resolve) => {
      this.#finish = resolve;
    });
  }

  get difference(): ReplayDifference | undefined {
    return this.#difference;
  }

  get remaining(): number {
    return this.#records.length - this.#next;
  }

  attach(farEnd: FarEnd): () => void {
    this.#detach();
    this.#farEnd = farEnd;
    this.#dtr.begin(farEnd.lines);
    const stopData = farEnd.onData((chunk) => {
      this.#dtr.noteBytes();
      this.#came += textOfBytes(chunk);
      this.#goOn();
    });
    const stopLines = farEnd.onControlLines((lines) => {
      this.#dtr.note(lines, this.#came.length);
      this.#goOn();
    });
    const detach = (): void => {
      stopData();
      stopLines();
      if (this.#farEnd === farEnd) this.#farEnd = undefined;
    };
    this.#detach = detach;
    this.#goOn();
    return detach;
  }

  verify(): void {
    if (this.#error !== undefined) throw this.#error;
    if (this.#difference !== undefined) throw differs(this.#difference, this.#next);
    const next = this.#records.slice(this.#next).find((record) => !("connection" in record));
    if (next === undefined) {
      // What has no line end yet may have been meant to go on, and is more than was recorded.
      if (this.#came === "") return;
      const came = this.#shown(this.#came, false);
      throw differs({ expected: undefined, came, dtr: undefined }, this.#next);
    }
    throw new TranscriptError(
      "REPLAY_DIFFERS",
      `The session ended before the recorded one did: ${this.remaining} records were not played. The next is\n  ${describeRecord(next)}`,
    );
  }

  dispose(): void {
    this.#timers.clear();
    this.#detach();
  }

  #goOn(): void {
    try {
      while (!this.#isPlaying && !this.#isEnded && this.#step());
    } catch (error) {
      if (!(error instanceof TranscriptError)) throw error;
      // Nobody could catch it here; `verify` throws it.
      this.#error = error;
      this.#end();
    }
  }

  get #isEnded(): boolean {
    return this.#difference !== undefined || this.#error !== undefined;
  }

  #end(): void {
    this.#finish();
    this.#farEnd?.unplug();
  }

  /** As a transcript would have it. */
  #shown(text: string, isData: boolean): TranscriptBytes {
    const names = new HiddenNames();
    // Not a name of the transcript, which may have the same.
    if (isData) return [{ ...names.of("data", text), hidden: "other data" }];
    const finder = new SecretFinder(allOperations, new CommandReader(allOperations), []);
    return finder.hideIn(text, "sent", (secret) => names.of("secret", secret));
  }

  /** @returns whether something was done, so that there may be more to do */
  #step(): boolean {
    const record = this.#records[this.#next];
    if (record === undefined) {
      this.#finish();
      return this.#takeMore();
    }
    if ("sent" in record) return this.#take(record);
    if ("received" in record) {
      const before = this.#records[this.#next - 1]?.atMs ?? 0;
      return this.#play(this.#known.reveal(record.received), record.atMs - before, 1);
    }
    if ("dtr" in record) return this.#takeDtr(record);
    this.#next++;
    if (record.connection === "lost") this.#farEnd?.unplug();
    return true;
  }

  #take(record: SentRecord): boolean {
    const { first } = this.#dtr;
    if (first?.behindBytes === 0) return this.#differsInDtr(record, first);
    if (this.#came === "") return false;
    const match = matchBytes(record.sent, this.#came, this.#known);
    if (match.kind === "differs") return this.#takeOther(record);
    // A recorder notes DTR before a line that has not ended yet.
    if (first !== undefined && (match.kind === "begun" || first.behindBytes < match.length)) {
      return this.#differsInDtr(record, first);
    }
    if (match.kind === "begun") return false;
    for (const [name, text] of match.learned) this.#known.learn(name, text);
    this.#takeBytes(match.length);
    this.#next++;
    return true;
  }

  #takeDtr(record: DtrRecord): boolean {
    const { first } = this.#dtr;
    const lines = this.#farEnd?.lines;
    if (first?.dtr === record.dtr) {
      const isBehindLine = /[\r\n]/.test(this.#came.slice(0, first.behindBytes));
      if (isBehindLine) return this.#takeOther(record);
      this.#dtr.take();
    } else if (first === undefined && lines !== undefined && lines.dtr !== record.dtr) {
      // It is not set yet.
      return this.#takeOther(record);
    }
    // The recorded host may have set it to what it was already.
    this.#next++;
    return true;
  }

  /** What comes behind the last record. */
  #takeMore(): boolean {
    if (this.#came !== "" && this.#takeOther(undefined)) return true;
    const { first } = this.#dtr;
    if (first === undefined || this.#isEnded || this.#isPlaying) return false;
    return this.#differsInDtr(undefined, first);
  }

  #takeOther(expected: SentRecord | DtrRecord | undefined): boolean {
    const isData = isDataRecord(expected);
    const [sent = "", line = ""] = /^([^\r\n]*)[\r\n]+/.exec(this.#came) ?? [];
    if (sent === "" && !isData && this.#came.length < longestLineBytes) return false;
    const answer = this.#loose.answerTo(line, this.#next, ({ received }) =>
      this.#known.reveal(received),
    );
    if (answer === undefined) {
      const came = this.#shown(sent === "" || isData ? this.#came : sent, isData);
      this.#difference = { expected, came, dtr: undefined };
      this.#end();
      return false;
    }
    this.#takeBytes(sent.length);
    return this.#play(answer, 0, 0);
  }

  #differsInDtr(expected: ReplayDifference["expected"], { dtr }: DtrChange): false {
    this.#difference = { expected, came: "", dtr };
    this.#end();
    return false;
  }

  #takeBytes(bytes: number): void {
    this.#came = this.#came.slice(bytes);
    this.#dtr.takeBytes(bytes);
  }

  /**
   * Never from within the host's own write, as no module does.
   * @returns whether it was done
   */
  #play(text: string, afterMs: number, records: number): boolean {
    const delayMs = this.#isTimed ? Math.max(0, afterMs) : 0;
    const write = (): void => {
      this.#next += records;
      this.#farEnd?.write(bytesOfText(text));
    };
    if (delayMs === 0 && this.#isOwnTurn) {
      write();
      return true;
    }
    this.#isPlaying = true;
    this.#timers.after(delayMs, () => {
      this.#isPlaying = false;
      this.#isOwnTurn = true;
      write();
      this.#goOn();
      this.#isOwnTurn = false;
    });
    return false;
  }
}

/** Without a line end by then it is none that anybody waits for. */
const longestLineBytes = 4096;

function differs({ expected, came, dtr }: ReplayDifference, place: number): TranscriptError {
  const data = isDataRecord(expected) ? ({ data: true } as const) : {};
  const done = dtr === undefined ? { atMs: 0, sent: came, ...data } : { atMs: 0, dtr };
  const due =
    expected === undefined
      ? "- the recorded session is at its end"
      : describeRecord(expected, { withTimes: false });
  return new TranscriptError(
    "REPLAY_DIFFERS",
    `The client went another way than the recorded session, at record ${place}.\nexpected ${due}\ncame     ${describeRecord(done, { withTimes: false })}`,
  );
}
