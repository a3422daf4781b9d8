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

/**
 * Compares in memory; writes nothing. Paths are those from `root`; every file of the folders
 * `owned` that is neither among `files` nor somebody else's is extra.
 */
export async function compare(
  root: string,
  files: ReadonlyMap<string, string>,
  owned: readonly string[],
  others: readonly string[] = [],
): Promise<Drift> {
  const missing: string[] = [];
  const different: string[] = [];
  for (const [file, text] of files) {
    const target = path.join(root, file);
    if (!existsSync(target)) missing.push(file);
    else if ((await readFile(target, "utf8")) !== text) different.push(file);
  }
  const onDisk = await Promise.all(owned.map((folder) => filesBelow(root, folder)));
  const extra = onDisk.flat().filter((file) => !files.has(file) && !others.includes(file));
  return { missing, different, extra: extra.sort() };
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

async function filesBelow(root: string, folder: string): Promise<string[]> {
  if (!existsSync(path.join(root, folder))) return [];
  const entries = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .map((file) => file.split(path.sep).join("/"));
}
