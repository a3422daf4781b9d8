import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { ReadManual } from "../reader/read-manual.ts";

/** What `schema/texts.json` keeps of a text that may not be kept itself. */
export interface TextRecord {
  /** Id in `manuals.json`. */
  readonly manual: string;
  /** How the text was made from the PDF. */
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

/** The file of the records, as it is and as JSON. */
export interface TextsFile {
  readonly $schema: string;
  readonly texts: readonly TextRecord[];
}

export const textsFile = "texts.json";

/** `texts.json` is no list of texts. */
export class TextsError extends Error {
  override readonly name = "TextsError";
  readonly code = "TEXTS_INVALID";
}

/**
 * Reads what is kept of the texts; an empty list when no text was read yet.
 * @throws TextsError when the file does not match `texts.schema.json`
 */
export async function loadTexts(schemaRoot: string): Promise<TextsFile> {
  const text = await readFile(path.join(schemaRoot, textsFile), "utf8").catch(() => undefined);
  if (text === undefined) return { $schema: "./texts.schema.json", texts: [] };
  const ajv = new Ajv2020({ strict: true, allErrors: true });
  const metaSchema = await readFile(path.join(schemaRoot, "texts.schema.json"), "utf8");
  const validate = ajv.compile<TextsFile>(JSON.parse(metaSchema));
  const json: unknown = JSON.parse(text);
  if (validate(json)) return json;
  const faults = ajv.errorsText(validate.errors, { dataVar: "", separator: "; " });
  throw new TextsError(`schema/${textsFile}: ${faults}. See schema/texts.schema.json.`);
}

/** What would be kept of a text that was read. */
export function makeRecord(
  manual: string,
  bytes: Uint8Array,
  read: ReadManual,
  facts: number,
): TextRecord {
  return {
    manual,
    extract: read.layout === "layout" ? "pdftotext -layout" : "pdftotext",
    sha256: createHash("sha256").update(bytes).digest("hex"),
    lines: read.lines,
    chapters: read.sections.map(({ id }) => id).filter((id) => !id.includes(".")),
    facts,
    residue: read.residue.length,
  };
}

/** The records with one of them replaced or added. */
export function withRecord({ $schema, texts }: TextsFile, record: TextRecord): TextsFile {
  const others = texts.filter(({ manual }) => manual !== record.manual);
  return { $schema, texts: [...others, record].sort((a, b) => (a.manual < b.manual ? -1 : 1)) };
}
