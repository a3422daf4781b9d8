import { parseFinalResult } from "@qsmtp/protocol";
import { checkedOptions } from "../checked-options.ts";
import { diffOptions } from "../option-tables.gen.ts";
import { answerShape } from "./answer-shape.ts";
import { describeLine, describeRecord } from "./describe-record.ts";
import { editScript } from "./edit-script.ts";
import { checkOf, piecesOf } from "./hidden-bytes.ts";
import { bytesIn, isDataRecord } from "./record-kinds.ts";
import type { Transcript, TranscriptBytes, TranscriptRecord } from "./transcript-format.ts";
import { UnsolicitedLines } from "./unsolicited-lines.ts";

/** How two transcripts are compared. */
export interface DiffOptions {
  /**
   * `exact`: every byte. `shape`: what the host sends, results and errors byte for byte, of the module's
   * other lines their prefix and the kinds of their fields; unsolicited lines stand at the end, because
   * their place is chance. Times count in neither. Default `exact`.
   */
  readonly compare?: "exact" | "shape" | undefined;
  /** Lines around a difference that {@link TranscriptDiff.text} shows. Default 2. @whole @minimum 0 */
  readonly contextLines?: number | undefined;
}

/** How two transcripts differ. */
export interface TranscriptDiff {
  /** Whether there is no difference. */
  readonly isSame: boolean;
  /** Each record that only one of them has, in order. */
  readonly differences: readonly TranscriptDifference[];
  /** For people: `-` what the first has, `+` what the second has, with lines around it; `""` if same. */
  readonly text: string;
}

/** A record that only one of two transcripts has at its place. */
export interface TranscriptDifference {
  /** Which has it: the first, or the second. */
  readonly in: "first" | "second";
  /** What it has there. */
  readonly record: TranscriptRecord;
  /** Its place among the records of that transcript, from 0. */
  readonly index: number;
}

/**
 * Compares what passed in two sessions.
 *
 * @throws SimulationOptionError `INVALID_OPTION`
 */
export function diffTranscripts(
  first: Transcript,
  second: Transcript,
  options: DiffOptions = {},
): TranscriptDiff {
  const { compare = "exact", contextLines = 2 } = checkedOptions(options, diffOptions);
  const byCheck = [first, second].some(hidesData);
  const sides = [first, second].map((side) => placed(side, compare));
  const [before = [], after = []] = sides;
  const keys = (side: readonly PlacedRecord[]) =>
    side.map(({ record }) => recordKey(record, compare, byCheck));
  const edits = editScript(keys(before), keys(after));
  const differences: TranscriptDifference[] = [];
  const lines: { readonly sign: string; readonly text: string }[] = [];
  for (const edit of edits) {
    const isFirst = edit.kind !== "added";
    const found = isFirst ? before[edit.before] : after[edit.after];
    if (found === undefined) continue;
    const { record, index } = found;
    const sign = edit.kind === "same" ? " " : isFirst ? "-" : "+";
    lines.push({ sign, text: describeRecord(record, { withTimes: false }) });
    if (edit.kind !== "same") {
      differences.push({ in: isFirst ? "first" : "second", record, index });
    }
  }
  const text = differences.length === 0 ? "" : withContext(lines, contextLines);
  return { isSame: differences.length === 0, differences, text };
}

interface PlacedRecord {
  readonly record: TranscriptRecord;
  readonly index: number;
}

/** The records in the order in which they are compared. */
function placed({ records }: Transcript, compare: "exact" | "shape"): PlacedRecord[] {
  const unsolicited = new UnsolicitedLines();
  const all = records.map((record, index) => {
    return { record, index, isLast: unsolicited.has(record) && compare === "shape" };
  });
  return [...all.filter(({ isLast }) => !isLast), ...all.filter(({ isLast }) => isLast)];
}

function withContext(
  lines: readonly { readonly sign: string; readonly text: string }[],
  contextLines: number,
): string {
  const shown = new Set<number>();
  lines.forEach(({ sign }, at) => {
    if (sign === " ") return;
    for (let near = at - contextLines; near <= at + contextLines; near++) shown.add(near);
  });
  let text = "";
  lines.forEach((line, at) => {
    if (!shown.has(at)) return;
    if (at > 0 && !shown.has(at - 1)) text += "  ...\n";
    text += `${line.sign} ${line.text}\n`;
  });
  return text;
}

function hidesData({ records }: Transcript): boolean {
  return records.some((record) => isDataRecord(record) && typeof bytesIn(record) !== "string");
}

/**
 * What two records have in common that count as the same.
 * @param byCheck whether contents are compared by length and check, because one side hides them
 */
export function recordKey(
  record: TranscriptRecord,
  compare: "exact" | "shape",
  byCheck: boolean,
): string {
  if ("dtr" in record || "connection" in record) {
    return describeRecord(record, { withTimes: false });
  }
  const [direction, bytes] =
    "sent" in record ? (["sent", record.sent] as const) : (["received", record.received] as const);
  const kind = record.data === true ? "data" : "line";
  const content =
    compare === "shape" && direction === "received"
      ? shapeKey(bytes, kind)
      : exactKey(bytes, byCheck && kind === "data");
  return `${direction} ${kind} ${content}`;
}

function exactKey(bytes: TranscriptBytes, byCheck: boolean): string {
  const keys = piecesOf(bytes).map((piece) => {
    if (typeof piece !== "string") return [piece.bytes, piece.check];
    return byCheck ? [piece.length, checkOf("data", piece)] : piece;
  });
  return JSON.stringify(keys);
}

function shapeKey(bytes: TranscriptBytes, kind: "data" | "line"): string {
  if (kind === "data") return "";
  const line = describeLine(bytes);
  return parseFinalResult(line) === undefined ? answerShape(line).join("\n") : line;
}
