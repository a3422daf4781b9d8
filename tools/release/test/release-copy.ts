import { execFile } from "node:child_process";
import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import type { Manifest } from "../src/manifest.ts";
import { publishedFolders } from "../src/published-packages.ts";

const execute = promisify(execFile);

/** Where this repository lies. */
export const repository: string = path.resolve(import.meta.dirname, "../../..");

export async function readManifest(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(path.join(folder, "package.json"), "utf8")) as Manifest;
}

/** Builds the published packages, each after those that it depends on. @returns their folders */
export async function buildPackages(): Promise<string[]> {
  const folders = await publishedFolders(repository);
  const manifests = await Promise.all(
    folders.map((folder) => readManifest(path.join(repository, "packages", folder))),
  );
  const names = new Map(manifests.map(({ name }, index) => [name, folders[index] ?? ""]));
  const built = new Set<string>();
  const build = async (folder: string): Promise<void> => {
    if (built.has(folder)) return;
    built.add(folder);
    const { dependencies = {} } = manifests[folders.indexOf(folder)] ?? {};
    for (const dependency of Object.keys(dependencies)) {
      const other = names.get(dependency);
      if (other !== undefined) await build(other);
    }
    await execute("tsc", ["-p", "tsconfig.build.json"], {
      cwd: path.join(repository, "packages", folder),
    });
  };
  for (const folder of folders) await build(folder);
  return folders;
}

/** Copies what a release needs: the packages as built, and the pending changesets. */
export async function copyForRelease(folders: readonly string[], target: string): Promise<void> {
  await mkdir(path.join(target, "packages"), { recursive: true });
  await cp(path.join(repository, ".changeset"), path.join(target, ".changeset"), {
    recursive: true,
  });
  await writeFile(path.join(target, "pnpm-workspace.yaml"), "packages:\n  - packages/*\n");
  await writeFile(
    path.join(target, "package.json"),
    JSON.stringify({ name: "release", private: true, devEngines: {} }),
  );
  for (const folder of folders) {
    await cp(path.join(repository, "packages", folder), path.join(target, "packages", folder), {
      recursive: true,
      filter: (file) => !/[\\/](node_modules|\.turbo)$/.test(file),
    });
  }
  await symlink(path.join(repository, "node_modules"), path.join(target, "node_modules"), "dir");
}
