import { readFile } from "node:fs/promises";
import path from "node:path";
import { decodeText } from "../reader/decode-text.ts";
import type { ReadManual } from "../reader/manual-model.ts";
import { readManual } from "../reader/read-manual.ts";
import { ManualUnreadableError } from "../reader/unreadable.ts";
import { SchemaState } from "../schema/schema-state.ts";
import { loadWords, type WordsRecord } from "../words/words-record.ts";
import { type ComparedManual, compareManual } from "./compare-manual.ts";
import { assertWhole, identifyManual } from "./identify-manual.ts";
import { isJudged, loadJudgements } from "./judgements.ts";
import type { ManualFinding } from "./manual-finding.ts";
import { loadPatches } from "./patches.ts";
import { followedRecord, loadTexts, makeRecord, sha256Of, type TextRecord } from "./text-record.ts";

/** A manual's file beside the schema on disk. */
export interface ManualCheck extends ComparedManual {
  readonly manual: string;
  readonly read: ReadManual;
  readonly state: SchemaState;
  readonly record: TextRecord;
  /** What is kept of this text, or else of the one that the schema follows. */
  readonly recorded: TextRecord | undefined;
  /** Whether the text is one that the schema followed once, and was compared with that. */
  readonly isLeftBehind: boolean;
  /** What is kept of its words. */
  readonly recordedWords: WordsRecord | undefined;
  /** Findings that a person has judged already; they are no findings any more. */
  readonly judged: readonly ManualFinding[];
}

/**
 * Compares a manual's text with the schema.
 * @param asked id in `manuals.json`; found out from the commands when undefined
 * @throws ManualUnreadableError when the file is no text of such a manual
 * @throws SchemaError, KeptFileError when the schema itself is at fault
 */
export async function checkManual(
  file: string,
  schemaRoot: string,
  asked?: string,
): Promise<ManualCheck> {
  const { bytes, read } = await openManual(file);
  const today = await SchemaState.load(schemaRoot);
  const known = await loadPatches(schemaRoot);
  const judgements = await loadJudgements(schemaRoot);
  const { texts } = await loadTexts(schemaRoot);
  const name = path.basename(file);
  const manual = identifyManual(read, today, name, asked);
  const followed = followedRecord(texts, manual);
  const sha256 = sha256Of(bytes);
  const recorded =
    texts.find((text) => text.manual === manual && text.sha256 === sha256) ?? followed;
  const isLeftBehind = recorded !== followed;
  const edition = recorded?.sha256 === sha256 ? recorded.edition : undefined;
  const state = edition === undefined ? today : today.asOf({ manual, edition });
  // A command that was renamed since had another name in the text of that edition.
  const patches = known.map((patch) => {
    const file = today.command(patch.command)?.file;
    const then = state.commands.find((one) => one.file === file)?.command.at;
    return then === undefined ? patch : { ...patch, command: then };
  });
  assertWhole(read, name, recorded?.chapters);
  // Only the words of the text that is followed are kept.
  const recordedWords = isLeftBehind ? undefined : await loadWords(schemaRoot, manual);
  const compared = compareManual(read, state, manual, patches, recordedWords);
  const record = makeRecord({ manual, ...(edition && { edition }) }, bytes, read, compared.stated);
  const { true: judged = [], false: findings = [] } = Object.groupBy(
    compared.findings,
    (finding) => `${isJudged(finding, manual, judgements)}` as const,
  );
  return {
    ...compared,
    findings,
    judged,
    manual,
    read,
    state,
    record,
    recorded,
    isLeftBehind,
    recordedWords,
  };
}

/** What would be kept of a text's words once a schema follows it: tables have their names by then. */
export async function wordsToKeep(
  { read, manual }: ManualCheck,
  state: SchemaState,
  schemaRoot: string,
): Promise<WordsRecord> {
  return compareManual(read, state, manual, await loadPatches(schemaRoot)).words;
}

/**
 * Reads a file as the text of a manual.
 * @throws ManualUnreadableError when it is none
 */
export async function openManual(
  file: string,
): Promise<{ readonly bytes: Uint8Array; readonly read: ReadManual }> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === "ENOENT" ? "does not exist" : `cannot be read (${error.code})`;
    throw new ManualUnreadableError(
      "MANUAL_NOT_FOUND",
      `${file} ${reason}; the text of a manual is expected, as written by pdftotext.`,
    );
  });
  return { bytes, read: readManual(decodeText(bytes, path.basename(file))) };
}
