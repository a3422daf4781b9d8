import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { canonicalJson } from "@qsmtp/codegen/fingerprint";
import { editJson } from "./edit-json.ts";
import { formatJson } from "./format-json.ts";

/** What was done to a schema file. */
export interface WrittenFile {
  /** Path from the schema folder. */
  readonly file: string;
  readonly how: "edited" | "added" | "deleted";
}

/** The files of a schema as JSON, by their paths from its folder. */
export type SchemaFiles = ReadonlyMap<string, unknown>;

/** Brings the files on disk from one state to another. Writes nothing before every text is made. */
export async function writeSchema(
  root: string,
  old: SchemaFiles,
  young: SchemaFiles,
): Promise<WrittenFile[]> {
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
