import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { canonicalJson } from "@qsmtp/codegen/fingerprint";
import type { SchemaState } from "../schema/schema-state.ts";
import { editJson } from "./edit-json.ts";
import { formatJson } from "./format-json.ts";

/** What was done to a schema file. */
export interface WrittenFile {
  /** Path from the schema folder. */
  readonly file: string;
  readonly how: "edited" | "added" | "deleted";
}

/** Brings the files on disk from one state to another. Writes nothing before every text is made. */
export async function writeSchema(
  root: string,
  before: SchemaState,
  after: SchemaState,
): Promise<WrittenFile[]> {
  const old = new Map(before.files.map(({ file, json }) => [file, json]));
  const young = new Map(after.files.map(({ file, json }) => [file, json]));
  const texts = new Map<string, string>();
  const written: WrittenFile[] = [];
  for (const [file, json] of young) {
    if (canonicalJson(old.get(file)) === canonicalJson(json)) continue;
    if (old.has(file)) {
      const text = await readFile(path.join(root, file), "utf8");
      texts.set(file, formatJson(editJson(text, json)));
      written.push({ file, how: "edited" });
    } else {
      texts.set(file, formatJson(JSON.stringify(json)));
      written.push({ file, how: "added" });
    }
  }
  for (const file of old.keys()) {
    if (!young.has(file)) written.push({ file, how: "deleted" });
  }
  for (const { file, how } of written) {
    const target = path.join(root, file);
    await mkdir(path.dirname(target), { recursive: true });
    if (how === "deleted") await rm(target);
    else await writeFile(target, texts.get(file) ?? "");
  }
  return written;
}
