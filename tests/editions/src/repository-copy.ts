import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** Root of the repository. */
export const repository: string = path.resolve(import.meta.dirname, "../../..");

/**
 * Copies the repository as it is now, with what is not committed, into a folder of its own. Packages
 * of the workspace are found in the copy, all others where they are installed.
 * @returns the folder, to be removed by the caller
 */
export async function copyRepository(): Promise<string> {
  const outer = await mkdtemp(path.join(tmpdir(), "qsmtp-edition-"));
  const root = path.join(outer, "main");
  const listed = await execute(
    "git",
    ["ls-files", "--cached", "--others", "--exclude-standard", "-z"],
    { cwd: repository, maxBuffer: 1 << 26 },
  );
  const files = listed.stdout.split("\0").filter((file) => file !== "");
  for (const file of files) {
    const from = path.join(repository, file);
    // A file that was deleted and not committed is listed still.
    if (!existsSync(from)) continue;
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await cp(from, path.join(root, file));
  }
  await linkModules(root, files);
  const shared = path.resolve(repository, "../shared");
  if (existsSync(shared)) await symlink(shared, path.join(outer, "shared"), "dir");
  return root;
}

export async function removeCopy(root: string): Promise<void> {
  await rm(path.dirname(root), { recursive: true, force: true });
}

/** Links that lead to other packages of the workspace are relative: copied, they lead to copies. */
async function linkModules(root: string, files: readonly string[]): Promise<void> {
  const store = path.join("node_modules", ".pnpm");
  await mkdir(path.join(root, "node_modules"));
  await symlink(path.join(repository, store), path.join(root, store), "dir");
  const names = (await readdir(path.join(repository, "node_modules"))).filter(
    (name) => name !== ".pnpm" && !name.startsWith(".vite"),
  );
  const packages = files
    .filter((file) => file.endsWith("/package.json"))
    .map((file) => path.join(path.dirname(file), "node_modules"));
  const folders = [...names.map((name) => path.join("node_modules", name)), ...packages];
  for (const folder of folders) {
    const from = path.join(repository, folder);
    if (!existsSync(from)) continue;
    await cp(from, path.join(root, folder), { recursive: true, verbatimSymlinks: true });
  }
}
