import { readFile } from "node:fs/promises";
import path from "node:path";
import { decodeText } from "../reader/decode-text.ts";
import { type ReadManual, readManual } from "../reader/read-manual.ts";
import { ManualUnreadableError } from "../reader/unreadable.ts";
import { SchemaState } from "../schema/schema-state.ts";
import { type ComparedManual, compareManual } from "./compare-manual.ts";
import { ratchetFindings } from "./finding-of.ts";
import { assertWhole, identifyManual } from "./identify-manual.ts";
import { loadPatches } from "./patches.ts";
import { loadTexts, makeRecord, type TextRecord } from "./text-record.ts";

/** A manual's file beside the schema on disk. */
export interface ManualCheck extends ComparedManual {
  readonly manual: string;
  readonly read: ReadManual;
  readonly state: SchemaState;
  readonly record: TextRecord;
  /** What is kept of the text that the schema follows; undefined when none was recorded. */
  readonly recorded: TextRecord | undefined;
}

/**
 * Compares a manual's text with the schema.
 * @param asked id in `manuals.json`; found out from the commands when undefined
 * @throws ManualUnreadableError when the file is no text of such a manual
 * @throws SchemaError, PatchError, TextsError when the schema itself is at fault
 */
export async function checkManual(
  file: string,
  schemaRoot: string,
  asked?: string,
): Promise<ManualCheck> {
  const { bytes, read } = await openManual(file);
  const state = await SchemaState.load(schemaRoot);
  const patches = await loadPatches(schemaRoot);
  const { texts } = await loadTexts(schemaRoot);
  const name = path.basename(file);
  const manual = identifyManual(read, state, name, asked);
  const recorded = texts.find((text) => text.manual === manual);
  assertWhole(read, name, recorded?.chapters);
  const compared = compareManual(read, state, manual, patches);
  const record = makeRecord(manual, bytes, read, compared.stated);
  const findings = [...compared.findings, ...ratchetFindings(record, recorded)];
  return { ...compared, findings, manual, read, state, record, recorded };
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
