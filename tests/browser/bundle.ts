import path from "node:path";
import { gzipSync } from "node:zlib";
import { build, type Metafile } from "esbuild";

const root = path.resolve(import.meta.dirname, "../..");

/** A file that a page loads. */
export interface PageFile {
  readonly name: string;
  readonly contents: Uint8Array;
  readonly gzipBytes: number;
  /** Whether the page waits for it before anything runs; other files are loaded on demand. */
  readonly isAtStart: boolean;
}

/** Bundles a few lines as a browser gets them: the files that are loaded first, and those on demand. */
export async function bundlePage(source: string): Promise<readonly PageFile[]> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: source, resolveDir: import.meta.dirname, loader: "ts" },
    bundle: true,
    minify: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    platform: "browser",
    charset: "utf8",
    conditions: ["@qsmtp/source"],
    absWorkingDir: root,
    outdir: "page",
    write: false,
    metafile: true,
  });
  const first = startOf(metafile.outputs);
  return outputFiles.map(({ path: file, contents }) => ({
    name: path.basename(file),
    contents,
    gzipBytes: gzipSync(contents, { level: 9 }).length,
    isAtStart: first.has(path.relative(root, file)),
  }));
}

/** The file of the page's own lines, and what it and those import that it imports. */
function startOf(outputs: Metafile["outputs"]): ReadonlySet<string> {
  const found = new Set<string>();
  const take = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    for (const { path: imported, kind } of outputs[file]?.imports ?? []) {
      if (kind === "import-statement") take(imported);
    }
  };
  take("page/stdin.js");
  return found;
}
