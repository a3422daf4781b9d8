import path from "node:path";
import { loadTexts, sha256Of } from "../src/check/text-record.ts";
import { SchemaState } from "../src/schema/schema-state.ts";

/** The schema as of the edition whose text it is: a test of one text holds when the next one comes. */
export async function schemaOfText(
  repository: string,
  manual: string,
  bytes: Uint8Array,
): Promise<SchemaState> {
  const root = path.join(repository, "schema");
  const today = await SchemaState.load(root);
  const { texts } = await loadTexts(root);
  const sha256 = sha256Of(bytes);
  const edition = texts.find((text) => text.manual === manual && text.sha256 === sha256)?.edition;
  return edition === undefined ? today : today.asOf({ manual, edition });
}
