import { TranscriptError } from "./transcript-error.ts";

/** A recorded session between a host and a module. */
export interface Transcript {
  /** What it says of itself. */
  readonly header: TranscriptHeader;
  /** In the order in which they ended. */
  readonly records: readonly TranscriptRecord[];
}

/** What a transcript says of itself, in its first line. */
export interface TranscriptHeader {
  /** By which a file is known. */
  readonly format: "qsmtp-transcript";
  /** Version of the format. A reader refuses one that it does not know. */
  readonly version: 1;
  /** What was recorded, for people. */
  readonly title?: string;
  /** When the recording began, as ISO 8601 in UTC, where whoever recorded gave it. */
  readonly startedAt?: string;
}

/** Something that passed on the line, or happened to it. */
export type TranscriptRecord = SentRecord | ReceivedRecord | DtrRecord | ConnectionRecord;

/** The time of a record. */
interface TimedRecord {
  /** When it was whole: milliseconds since the recording began, to a thousandth. */
  readonly atMs: number;
}

/** Bytes from the host: one command line, or a block of data. */
export interface SentRecord extends TimedRecord {
  /** The bytes. */
  readonly sent: TranscriptBytes;
  /** Whether they belong to a data phase, and are no line. */
  readonly data?: true;
}

/** Bytes from the module: one line with the blank line before it, or a block of data. */
export interface ReceivedRecord extends TimedRecord {
  /** The bytes. */
  readonly received: TranscriptBytes;
  /** Whether they belong to a data phase, and are no line. */
  readonly data?: true;
}

/** The host has set its DTR line. */
export interface DtrRecord extends TimedRecord {
  /** Whether it is asserted (ON). */
  readonly dtr: boolean;
}

/**
 * The connection between host and module: it was made, ended in an orderly way, or lost.
 */
export interface ConnectionRecord extends TimedRecord {
  /** What became of it. */
  readonly connection: "opened" | "closed" | "lost";
}

/**
 * Bytes as a text in which each character is one byte (U+0000 to U+00FF); a list where some of them are
 * hidden.
 */
export type TranscriptBytes = string | readonly (string | HiddenBytes)[];

/** Bytes that the file does not hold. */
export interface HiddenBytes {
  /** Their name in this transcript, e.g. `secret 1`: equal names are equal bytes. */
  readonly hidden: string;
  /** How many they are. Of a secret it is not told. */
  readonly bytes?: number;
  /** A few bits of a hash, by which a replay finds other bytes out: see `checkOf`. */
  readonly check: string;
}

/** The header of a transcript of this version. */
export function transcriptHeader(
  about: Pick<TranscriptHeader, "title" | "startedAt"> = {},
): TranscriptHeader {
  const { title, startedAt } = about;
  return {
    format: "qsmtp-transcript",
    version: 1,
    ...(title === undefined ? {} : { title }),
    ...(startedAt === undefined ? {} : { startedAt }),
  };
}

/** A header or a record as one line of the file, in ASCII, with its line feed. */
export function formatTranscriptLine(line: TranscriptHeader | TranscriptRecord): string {
  // In ASCII no editor and no mail program changes a byte of it.
  const ascii = JSON.stringify(line).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `${ascii}\n`;
}

/** The whole file: the header and the records, one JSON object a line. */
export function formatTranscript({ header, records }: Transcript): string {
  return [header, ...records].map(formatTranscriptLine).join("");
}

/**
 * Reads a file. Keys that it does not know are left alone; a last line that was cut off while it was
 * being written is left out.
 *
 * @throws TranscriptError `NOT_A_TRANSCRIPT` with the line at which it stopped
 */
export function parseTranscript(text: string): Transcript {
  const lines = text.split("\n");
  const cutOff = lines.pop() ?? "";
  const given = lines.map(withoutCr);
  if (isJson(cutOff)) given.push(cutOff);
  const [first, ...others] = given.map((line, index) => parseLine(line, index + 1));
  if (first === undefined) throw notATranscript(1, "it is empty");
  const header = readHeader(first);
  const records = others.flatMap((value, index) =>
    value === undefined ? [] : [readRecord(value, index + 2)],
  );
  return { header, records };
}

function withoutCr(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

type JsonObject = Readonly<Record<string, unknown>>;

function parseLine(line: string, number: number): JsonObject | undefined {
  if (line.trim() === "") return undefined;
  try {
    const value: unknown = JSON.parse(line);
    if (isObject(value)) return value;
  } catch (error) {
    throw notATranscript(number, "it is no JSON", error);
  }
  throw notATranscript(number, "it is no JSON object");
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readHeader({ format, version, title, startedAt }: JsonObject): TranscriptHeader {
  if (format !== "qsmtp-transcript") {
    throw notATranscript(1, 'its "format" is not "qsmtp-transcript"');
  }
  if (version !== 1) {
    const found = JSON.stringify(version) ?? "missing";
    throw notATranscript(1, `its "version" is ${found}, and this program reads 1`);
  }
  return transcriptHeader({
    ...(typeof title === "string" ? { title } : {}),
    ...(typeof startedAt === "string" ? { startedAt } : {}),
  });
}

function readRecord(value: JsonObject, number: number): TranscriptRecord {
  const { atMs } = value;
  if (typeof atMs !== "number" || !Number.isFinite(atMs) || atMs < 0) {
    throw notATranscript(number, '"atMs" must be a number from 0');
  }
  const data = value.data === true ? ({ data: true } as const) : {};
  if ("sent" in value) return { atMs, sent: readBytes(value.sent, number), ...data };
  if ("received" in value) return { atMs, received: readBytes(value.received, number), ...data };
  const { dtr, connection } = value;
  if (typeof dtr === "boolean") return { atMs, dtr };
  if (connection === "opened" || connection === "closed" || connection === "lost") {
    return { atMs, connection };
  }
  throw notATranscript(number, 'it has none of "sent", "received", "dtr" and "connection"');
}

function readBytes(value: unknown, number: number): TranscriptBytes {
  if (typeof value === "string") return readText(value, number);
  if (!Array.isArray(value)) throw notATranscript(number, "bytes are a text or a list");
  return value.map((piece: unknown) => {
    if (typeof piece === "string") return readText(piece, number);
    if (!isObject(piece)) throw notATranscript(number, "bytes are a text or a list");
    const { hidden, bytes, check } = piece;
    if (typeof hidden !== "string" || typeof check !== "string") {
      throw notATranscript(number, 'hidden bytes need "hidden" and "check"');
    }
    return { hidden, ...(typeof bytes === "number" ? { bytes } : {}), check };
  });
}

function readText(text: string, number: number): string {
  if (/[^\0-\u00ff]/.test(text)) {
    throw notATranscript(number, "a character above U+00FF is no byte");
  }
  return text;
}

function notATranscript(line: number, problem: string, cause?: unknown): TranscriptError {
  return new TranscriptError(
    "NOT_A_TRANSCRIPT",
    `This is no transcript that can be read: line ${line}: ${problem}.`,
    cause === undefined ? undefined : { cause },
  );
}
