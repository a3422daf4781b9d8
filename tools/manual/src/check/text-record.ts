import { createHash } from "node:crypto";
import type { ReadManual } from "../reader/manual-model.ts";
import { readKept } from "../schema/read-kept.ts";

/** What `schema/texts.json` keeps of a text that may not be kept itself. */
export interface TextRecord {
  /** Id in `manuals.json`. */
  readonly manual: string;
  /** Its edition among those of the manual; absent where the manual lists none. */
  readonly edition?: string;
  /** How the text was made from the PDF. */
  readonly extract: string;
  /** Of the file, to tell this text from another version. */
  readonly sha256: string;
  /** Lines that are not blank. */
  readonly lines: number;
  /** Numbers of the chapters and letters of the appendices, in their order. */
  readonly chapters: readonly string[];
  /** How many facts the rules told from it. */
  readonly facts: number;
  /** How many lines no rule understood. */
  readonly residue: number;
}

/** The file of the records, as it is and as JSON. */
export interface TextsFile {
  readonly $schema: string;
  readonly texts: readonly TextRecord[];
}

export const textsFile = "texts.json";

/**
 * Reads what is kept of the texts; an empty list when no text was read yet.
 * @throws KeptFileError when the file does not match `texts.schema.json`
 */
export async function loadTexts(schemaRoot: string): Promise<TextsFile> {
  const kept = await readKept<TextsFile>(schemaRoot, textsFile, "texts");
  return kept ?? { $schema: "./texts.schema.json", texts: [] };
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** What would be kept of a text that was read. */
export function makeRecord(
  { manual, edition }: Pick<TextRecord, "manual" | "edition">,
  bytes: Uint8Array,
  read: ReadManual,
  facts: number,
): TextRecord {
  return {
    manual,
    ...(edition === undefined ? {} : { edition }),
    extract: read.layout === "layout" ? "pdftotext -layout" : "pdftotext",
    sha256: sha256Of(bytes),
    lines: read.lines,
    chapters: read.sections.map(({ id }) => id).filter((id) => !id.includes(".")),
    facts,
    residue: read.residue.length,
  };
}

/** The records with one of them replaced or added, the newest of a manual last. */
export function withRecord({ $schema, texts }: TextsFile, record: TextRecord): TextsFile {
  const others = texts.filter(
    ({ manual, edition, sha256 }) =>
      manual !== record.manual || (edition !== undefined && sha256 !== record.sha256),
  );
  const sorted = [...others, record].sort((a, b) =>
    a.manual === b.manual ? 0 : a.manual < b.manual ? -1 : 1,
  );
  return { $schema, texts: sorted };
}

/** What is kept of the text that the schema follows. */
export function followedRecord(
  texts: readonly TextRecord[],
  manual: string,
): TextRecord | undefined {
  return texts.findLast((text) => text.manual === manual);
}
