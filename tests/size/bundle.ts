import path from "node:path";
import { gzipSync } from "node:zlib";
import { type BuildOptions, build } from "esbuild";

/** A file of a bundle. */
export interface Chunk {
  readonly name: string;
  readonly text: string;
  readonly gzipBytes: number;
}

/** Bundles a consumer's few lines into the file that is loaded first and those loaded on demand. */
export async function bundleInChunks(source: string): Promise<Chunk[]> {
  const result = await build({
    ...settings(source),
    // As it is: the default writes each ideograph as an escape of six bytes.
    charset: "utf8",
    splitting: true,
    outdir: "chunks",
  });
  return result.outputFiles.map(({ path: file, text, contents }) => ({
    name: path.basename(file),
    text,
    gzipBytes: gzipSync(contents, { level: 9 }).length,
  }));
}

/** Bundles a consumer's few lines as a browser would get them, and gives what is left of them. */
export async function bundle(source: string): Promise<{ text: string; gzipBytes: number }> {
  const result = await build(settings(source));
  const [file] = result.outputFiles;
  if (file === undefined) throw new Error("esbuild gave no file");
  return { text: file.text, gzipBytes: gzipSync(file.contents, { level: 9 }).length };
}

function settings(source: string): BuildOptions & { readonly write: false } {
  return {
    stdin: { contents: source, resolveDir: import.meta.dirname, loader: "ts" },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    conditions: ["@qsmtp/source"],
    absWorkingDir: path.resolve(import.meta.dirname, "../.."),
    write: false,
  };
}
