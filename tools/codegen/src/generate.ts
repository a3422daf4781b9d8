import { emitReference } from "./docs/index.ts";
import { emit } from "./emit/index.ts";
import { lintModel } from "./lint.ts";
import { loadSchema } from "./load.ts";
import { buildModel, type Model } from "./model.ts";
import { validateFiles } from "./validate.ts";

/**
 * Turns a schema folder into the text of every generated file and of every page of the reference,
 * by their paths below the folders they belong to. Writes nothing.
 * @throws SchemaError when the schema is invalid
 */
export async function generate(
  schemaRoot: string,
): Promise<{ model: Model; files: Map<string, string>; pages: Map<string, string> }> {
  const schema = await loadSchema(schemaRoot);
  validateFiles(schema);
  const model = buildModel(schema);
  lintModel(model);
  return { model, files: emit(model), pages: emitReference(model) };
}
