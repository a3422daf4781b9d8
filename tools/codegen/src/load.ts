import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { type Problem, SchemaError } from "./problem.ts";

/** Kinds of schema files; each has its meta-schema beside the data. */
export type FileKind = "command" | "error-table" | "manuals" | "families" | "quirk" | "facts";

export interface LoadedFile {
  /** Path from the root of the schema folder, with `/`. */
  readonly file: string;
  readonly kind: FileKind;
  readonly json: unknown;
}

export interface LoadedSchema {
  readonly files: readonly LoadedFile[];
  /** By kind of file; the vocabulary has no files, the others refer to it. */
  readonly metaSchemas: Readonly<Record<FileKind | "vocabulary", object>>;
}

/**
 * Reads every file of the schema folder, in code point order of their paths.
 * @throws SchemaError when a file is not JSON
 */
export async function loadSchema(root: string): Promise<LoadedSchema> {
  const problems: Problem[] = [];
  const read = async (file: string): Promise<unknown> => {
    try {
      return JSON.parse(await readFile(path.join(root, file), "utf8"));
    } catch (error) {
      const message = `cannot be read as JSON: ${error instanceof Error ? error.message : String(error)}`;
      problems.push({ file, pointer: "", message, remedy: "Correct the JSON syntax." });
      return undefined;
    }
  };
  const files: LoadedFile[] = [
    { file: "manuals.json", kind: "manuals", json: await read("manuals.json") },
    { file: "families.json", kind: "families", json: await read("families.json") },
  ];
  for (const [folder, kind] of [
    ["errors", "error-table"],
    ["commands", "command"],
    ["quirks", "quirk"],
    ["facts", "facts"],
  ] as const) {
    for (const file of await jsonFiles(root, folder)) {
      files.push({ file, kind, json: await read(file) });
    }
  }
  const metaSchemas = {
    command: (await read("command.schema.json")) as object,
    "error-table": (await read("error-table.schema.json")) as object,
    manuals: (await read("manuals.schema.json")) as object,
    families: (await read("families.schema.json")) as object,
    quirk: (await read("quirk.schema.json")) as object,
    facts: (await read("facts.schema.json")) as object,
    vocabulary: (await read("vocabulary.schema.json")) as object,
  };
  if (problems.length > 0) throw new SchemaError(problems);
  return { files, metaSchemas };
}

/** A schema without facts of a subject has no folder for them, and git keeps no empty ones. */
async function jsonFiles(root: string, folder: string): Promise<string[]> {
  if (folder === "facts" && !existsSync(path.join(root, folder))) return [];
  const entries = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".json"))
    .map((entry) =>
      path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"),
    )
    .sort((a, b) => (a < b ? -1 : 1));
}
