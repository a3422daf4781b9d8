import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";

/** How the files on disk differ from those the schema asks for. */
export interface Drift {
  readonly missing: readonly string[];
  readonly extra: readonly string[];
  readonly different: readonly string[];
}

export function isClean(drift: Drift): boolean {
  return drift.missing.length + drift.extra.length + drift.different.length === 0;
}

/** Compares in memory; writes nothing. */
export async function compare(root: string, files: ReadonlyMap<string, string>): Promise<Drift> {
  const onDisk = await generatedFiles(root);
  const missing: string[] = [];
  const different: string[] = [];
  for (const [file, text] of files) {
    if (!onDisk.has(file)) missing.push(file);
    else if ((await readFile(path.join(root, file), "utf8")) !== text) different.push(file);
  }
  return { missing, different, extra: [...onDisk].filter((file) => !files.has(file)).sort() };
}

/** Writes what is missing or different and deletes what no schema file asks for any more. */
export async function write(
  root: string,
  files: ReadonlyMap<string, string>,
  drift: Drift,
): Promise<void> {
  for (const file of [...drift.missing, ...drift.different]) {
    const target = path.join(root, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, files.get(file) ?? "");
  }
  for (const file of drift.extra) await rm(path.join(root, file));
}

async function generatedFiles(root: string): Promise<Set<string>> {
  if (!existsSync(root)) return new Set();
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return new Set(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"),
      ),
  );
}
