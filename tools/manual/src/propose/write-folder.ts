import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { ProposedFile } from "./command-file.ts";

/** A folder that is in the way, or that cannot be written. */
export class DraftFolderError extends Error {
  override readonly name = "DraftFolderError";
  readonly code = "DRAFT_FOLDER";
}

/**
 * Writes a draft: the whole folder, or nothing of it.
 * @param isForced whether a folder that is there already is replaced
 * @throws DraftFolderError when it is there and not to be replaced
 */
export async function writeFolder(
  folder: string,
  files: readonly ProposedFile[],
  isForced: boolean,
): Promise<void> {
  if (!isForced && (await isTaken(folder))) {
    throw new DraftFolderError(
      `${folder} holds files already. Give another folder with --out, or --force to replace it.`,
    );
  }
  await mkdir(path.dirname(folder), { recursive: true });
  const beside = await mkdtemp(`${folder}.new-`);
  try {
    for (const { path: name, json } of files) {
      const target = path.join(beside, name);
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(target, `${JSON.stringify(json, null, 2)}\n`);
    }
    await replace(folder, beside);
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}

async function isTaken(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length > 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw new DraftFolderError(`${folder} cannot be written to: ${(error as Error).message}`);
  }
}

/** The older folder goes when the new one stands. */
async function replace(folder: string, beside: string): Promise<void> {
  const older = `${beside}.old`;
  const isMoved = await rename(folder, older).then(
    () => true,
    () => false,
  );
  try {
    await rename(beside, folder);
  } catch (error) {
    if (isMoved) await rename(older, folder);
    throw error;
  }
  await rm(older, { recursive: true, force: true });
}
