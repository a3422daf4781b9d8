import { allOperations } from "@qsmtp/protocol/catalog";
import type { Connection, Transport } from "@qsmtp/transport";
import { checkedOptions } from "../checked-options.ts";
import { type Clock, globalClock } from "../clock/clock.ts";
import { CommandReader } from "../modem/command-reader.ts";
import { recorderOptions } from "../option-tables.gen.ts";
import { textOfBytes, utf8Text } from "./byte-text.ts";
import { HiddenNames } from "./hidden-bytes.ts";
import { type CutRecord, RecordCutter } from "./record-cutter.ts";
import { SecretFinder } from "./secret-finder.ts";
import { TranscriptError } from "./transcript-error.ts";
import {
  type ConnectionRecord,
  formatTranscriptLine,
  type Transcript,
  type TranscriptBytes,
  type TranscriptRecord,
  transcriptHeader,
} from "./transcript-format.ts";

/** How a session is recorded. */
export interface RecorderOptions {
  /** Where the times come from. Default: the global timers. */
  readonly clock?: Clock | undefined;
  /**
   * Gets the file line by line, header first, each with its line feed and as soon as it is known whole.
   */
  readonly onLine?: ((line: string) => void) | undefined;
  /** Gives each record as soon as it is known whole. */
  readonly onRecord?: ((record: TranscriptRecord) => void) | undefined;
  /**
   * Whether the contents of data phases are written: bodies of mails and files. Default `false`: their
   * length and a check.
   */
  readonly showData?: boolean | undefined;
  /**
   * Texts that are hidden wherever they stand in a line, however short they are, beside the secrets of
   * the commands: names of servers, addresses, numbers. Default none.
   */
  readonly hide?: readonly string[] | undefined;
  /** What is recorded, for people; it stands in the file. */
  readonly title?: string | undefined;
  /** When the recording begins, as ISO 8601 in UTC; it stands in the file. Default: it is not told. */
  readonly startedAt?: string | undefined;
  /**
   * Whether records are kept for {@link Recorder.finish}. Default `true`; `false` where `onLine` takes
   * them and the recording may last for months.
   */
  readonly keepRecords?: boolean | undefined;
  /**
   * Whether recording is refused. Default: whether the environment variable `QSMTP_LOCKDOWN` is set to
   * something else than `0` or `false`, as it should be in CI.
   */
  readonly lockdown?: boolean | undefined;
}

/** Records what passes between a host and a module. */
export interface Recorder {
  /**
   * Gives a transport that records every connection of this one: bytes both ways, DTR, and how it ends.
   * Nothing is changed on the way.
   */
  tap(transport: Transport): Transport;
  /** Notes bytes from the host; for taps of another kind. */
  sent(bytes: Uint8Array): void;
  /** Notes bytes from the module. */
  received(bytes: Uint8Array): void;
  /** Notes that the host has set DTR. */
  dtr(asserted: boolean): void;
  /** Notes that the connection was made or has ended. */
  connection(event: ConnectionRecord["connection"]): void;
  /** Gives all records until now; a line that has begun is cut off there. Recording goes on. */
  finish(): Transcript;
}

/**
 * Gives a recorder. What commands and answers carry of passwords, PINs and passphrases is hidden from
 * the first byte on, and never in the transcript.
 *
 * @throws SimulationOptionError `INVALID_OPTION` with every option that cannot work
 * @throws TranscriptError `RECORDING_LOCKED`
 */
export function createRecorder(options: RecorderOptions = {}): Recorder {
  const checked = checkedOptions(options, recorderOptions);
  if (checked.lockdown ?? isLockedDown()) {
    throw new TranscriptError(
      "RECORDING_LOCKED",
      'Nothing may be recorded here: QSMTP_LOCKDOWN or the option "lockdown" forbids it. Record where a module is, and keep the file.',
    );
  }
  return new LineRecorder(checked);
}

/** Looked up without Node's own modules, so that a page can replay and record as well. */
function isLockedDown(): boolean {
  const { process } = globalThis as {
    readonly process?: { readonly env?: Readonly<Record<string, string | undefined>> };
  };
  const value = process?.env?.QSMTP_LOCKDOWN;
  return value !== undefined && !["", "0", "false"].includes(value);
}

class LineRecorder implements Recorder {
  readonly #options: RecorderOptions;
  readonly #clock: Clock;
  readonly #startMs: number;
  readonly #header: Transcript["header"];
  readonly #records: TranscriptRecord[] = [];
  readonly #cutter: RecordCutter;
  readonly #secrets: SecretFinder;
  readonly #names = new HiddenNames();

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#clock = options.clock ?? globalClock;
    this.#startMs = this.#clock.now();
    const { title, startedAt } = options;
    this.#header = transcriptHeader({
      ...(title === undefined ? {} : { title }),
      ...(startedAt === undefined ? {} : { startedAt }),
    });
    const reader = new CommandReader(allOperations);
    this.#cutter = new RecordCutter(reader, (record) => this.#note(record));
    const always = (options.hide ?? []).map(utf8Text);
    this.#secrets = new SecretFinder(allOperations, reader, always);
    options.onLine?.(formatTranscriptLine(this.#header));
  }

  tap(transport: Transport): Transport {
    return {
      open: async (options) => {
        const connection = await transport.open(options);
        this.connection("opened");
        return this.#tapped(connection);
      },
    };
  }

  sent(bytes: Uint8Array): void {
    this.#cutter.sent(textOfBytes(bytes), this.#now());
  }

  received(bytes: Uint8Array): void {
    this.#cutter.received(textOfBytes(bytes), this.#now());
  }

  dtr(asserted: boolean): void {
    this.#cutter.dtr(asserted);
    const atMs = this.#now();
    this.#cutter.event(() => this.#keep({ atMs, dtr: asserted }));
  }

  connection(event: ConnectionRecord["connection"]): void {
    this.#cutter.reset();
    this.#keep({ atMs: this.#now(), connection: event });
  }

  finish(): Transcript {
    this.#cutter.flush();
    return { header: this.#header, records: [...this.#records] };
  }

  #tapped(connection: Connection): Connection {
    // All listeners get the same array, so this tells whether another one has brought it already.
    let noted: Uint8Array | undefined;
    void connection.closed.then(({ kind }) => {
      this.connection(kind === "lost" ? "lost" : "closed");
    });
    return {
      capabilities: connection.capabilities,
      closed: connection.closed,
      onData: (listener) =>
        connection.onData((chunk) => {
          if (chunk !== noted) this.received(chunk);
          noted = chunk;
          listener(chunk);
        }),
      write: (bytes) => {
        this.sent(bytes);
        return connection.write(bytes);
      },
      setDtr: (asserted) => {
        this.dtr(asserted);
        return connection.setDtr(asserted);
      },
      close: () => connection.close(),
      [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
    };
  }

  #now(): number {
    return Math.round((this.#clock.now() - this.#startMs) * 1000) / 1000;
  }

  #note({ atMs, direction, text, kind }: CutRecord): void {
    const bytes = this.#bytesOf(text, direction, kind);
    const data = kind === "line" ? {} : ({ data: true } as const);
    this.#keep(
      direction === "sent" ? { atMs, sent: bytes, ...data } : { atMs, received: bytes, ...data },
    );
  }

  #bytesOf(
    text: string,
    direction: CutRecord["direction"],
    kind: CutRecord["kind"],
  ): TranscriptBytes {
    if (kind === "ack") return text;
    if (kind === "data") {
      return this.#options.showData === true ? text : [this.#names.of("data", text)];
    }
    const pieces = this.#secrets.hideIn(text, direction, (secret) =>
      this.#names.of("secret", secret),
    );
    const [only] = pieces;
    return pieces.length === 1 && typeof only === "string" ? only : pieces;
  }

  #keep(record: TranscriptRecord): void {
    if (this.#options.keepRecords !== false) this.#records.push(record);
    this.#options.onRecord?.(record);
    this.#options.onLine?.(formatTranscriptLine(record));
  }
}
