import { readFile } from "node:fs/promises";
import path from "node:path";
import { type Manifest, publishedExports } from "../manifest.ts";
import { publishedFolders } from "../published-packages.ts";

/** One entry of a published package that has types. */
export interface ApiEntry {
  /** `@qsmtp/transport/tcp`. */
  readonly name: string;
  /** Folder of the package. */
  readonly folder: string;
  /** Declarations of the entry, as built. */
  readonly declarations: string;
  /** Its report, from the root of the repository, with `/`. */
  readonly report: string;
  /** Whether a tool wrote it from the schema: then its names and kinds say enough. */
  readonly generated: boolean;
}

/** Entries with types of every published package, in the order of the manifests. */
export async function apiEntries(root: string): Promise<ApiEntry[]> {
  const entries: ApiEntry[] = [];
  for (const name of await publishedFolders(root)) {
    const folder = path.join(root, "packages", name);
    const text = await readFile(path.join(folder, "package.json"), "utf8");
    const manifest = JSON.parse(text) as Manifest;
    for (const [subPath, target] of Object.entries(publishedExports(manifest))) {
      const types = typeof target === "string" ? undefined : target.types;
      if (types === undefined) continue;
      const short = subPath === "." ? "index" : subPath.slice(2).replaceAll("/", "-");
      entries.push({
        name: manifest.name + subPath.slice(1),
        folder,
        declarations: path.join(folder, types),
        report: `packages/${name}/etc/${short}.api.md`,
        generated: types.includes("/generated/"),
      });
    }
  }
  return entries;
}
