import path from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** A file that a page loads. */
export interface PageFile {
  readonly name: string;
  readonly contents: Uint8Array;
  readonly gzipBytes: number;
}

/** Bundles a few lines as a browser gets them: the file that is loaded first, and those on demand. */
export async function bundlePage(source: string): Promise<readonly PageFile[]> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: import.meta.dirname, loader: "ts" },
    bundle: true,
    minify: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    platform: "browser",
    charset: "utf8",
    conditions: ["@qsmtp/source"],
    absWorkingDir: path.resolve(import.meta.dirname, "../.."),
    outdir: "page",
    write: false,
  });
  return outputFiles.map(({ path: file, contents }) => ({
    name: path.basename(file),
    contents,
    gzipBytes: gzipSync(contents, { level: 9 }).length,
  }));
}
