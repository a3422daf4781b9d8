import { createHash } from "node:crypto";
import type { ReadManual } from "../reader/read-manual.ts";
import type { SchemaState } from "../schema/schema-state.ts";

/** What `manuals.json` keeps of a text that may not be kept itself. */
export interface TextRecord {
  /** How the text was made. */
  readonly extract: string;
  /** Of the file, to tell this text from another version. */
  readonly sha256: string;
  /** Lines that are not blank. */
  readonly lines: number;
  /** Numbers of the chapters and letters of the appendices, in their order. */
  readonly chapters: readonly string[];
  /** Facts that the rules can tell from it; may not fall. */
  readonly facts: number;
  /** Lines that no rule understands; may not grow. */
  readonly residue: number;
}

export function recordOf(state: SchemaState, manual: string): TextRecord | undefined {
  return (state.manuals.find(({ id }) => id === manual) as { text?: TextRecord } | undefined)?.text;
}

/** What would be kept of a text that was read. */
export function makeRecord(bytes: Uint8Array, manual: ReadManual, facts: number): TextRecord {
  return {
    extract: manual.layout === "layout" ? "pdftotext -layout" : "pdftotext",
    sha256: createHash("sha256").update(bytes).digest("hex"),
    lines: manual.lines,
    chapters: manual.sections.map(({ id }) => id).filter((id) => !id.includes(".")),
    facts,
    residue: manual.residue.length,
  };
}
