import path from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** Bundles a consumer's few lines as a browser would get them, and gives what is left of them. */
export async function bundle(source: string): Promise<{ text: string; gzipBytes: number }> {
  const result = await build({
    stdin: { contents: source, resolveDir: import.meta.dirname, loader: "ts" },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    conditions: ["@qsmtp/source"],
    absWorkingDir: path.resolve(import.meta.dirname, "../.."),
    write: false,
  });
  const [file] = result.outputFiles;
  if (file === undefined) throw new Error("esbuild gave no file");
  return { text: file.text, gzipBytes: gzipSync(file.contents, { level: 9 }).length };
}
