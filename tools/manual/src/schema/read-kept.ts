import { readFile } from "node:fs/promises";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";

/** What is kept of manuals beside the schema itself. */
export type KeptKind = "patch" | "texts" | "words" | "judgements";

const codes = {
  patch: "PATCH_INVALID",
  texts: "TEXTS_INVALID",
  words: "WORDS_INVALID",
  judgements: "JUDGEMENTS_INVALID",
} as const satisfies Record<KeptKind, string>;

/** A file that is kept beside the schema is not what it should be. */
export class KeptFileError extends Error {
  override readonly name = "KeptFileError";
  readonly code: (typeof codes)[KeptKind];

  constructor(kind: KeptKind, message: string) {
    super(message);
    this.code = codes[kind];
  }
}

/**
 * Reads a file that is kept beside the schema.
 * @param file path from the schema folder
 * @returns undefined when there is none
 * @throws KeptFileError when it does not match its meta-schema
 */
export async function readKept<Value>(
  schemaRoot: string,
  file: string,
  kind: KeptKind,
): Promise<Value | undefined> {
  const text = await readFile(path.join(schemaRoot, file), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
  const metaSchema = await readFile(path.join(schemaRoot, `${kind}.schema.json`), "utf8");
  const validate = ajv.compile<Value>(JSON.parse(metaSchema));
  const json: unknown = parse(text, file, kind);
  if (validate(json)) return json;
  const faults = ajv.errorsText(validate.errors, { dataVar: "", separator: "; " });
  throw new KeptFileError(kind, `schema/${file}: ${faults}. See schema/${kind}.schema.json.`);
}

function parse(text: string, file: string, kind: KeptKind): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new KeptFileError(kind, `schema/${file} is no JSON: ${reason}`);
  }
}
