import { emitReference } from "./docs/index.ts";
import { emit, emitWords } from "./emit/index.ts";
import { lintModel } from "./lint.ts";
import { type LoadedSchema, loadSchema } from "./load.ts";
import { wordLists } from "./meta/meta-schema.ts";
import { buildModel, type Model } from "./model.ts";
import { renderTexts } from "./texts/render-texts.ts";
import { validateFiles } from "./validate.ts";

/** What the schema becomes, by paths below the folders they belong to. */
export interface Generated {
  readonly model: Model;
  readonly files: Map<string, string>;
  /** The closed lists of words that descriptors use. */
  readonly words: string;
  /** Pages of the reference. */
  readonly pages: Map<string, string>;
}

/**
 * Turns a schema folder into the text of every generated file. Writes nothing.
 * @throws SchemaError when the schema is invalid
 */
export async function generate(schemaRoot: string): Promise<Generated> {
  return generateFrom(await loadSchema(schemaRoot));
}

/**
 * The same with a schema that was loaded.
 * @throws SchemaError when the schema is invalid
 */
export function generateFrom(schema: LoadedSchema): Generated {
  validateFiles(schema);
  const model = buildModel(schema);
  lintModel(model);
  const rendered = renderTexts(model);
  return {
    model,
    files: emit(rendered),
    words: emitWords(wordLists(schema.metaSchemas)),
    pages: emitReference(rendered),
  };
}
