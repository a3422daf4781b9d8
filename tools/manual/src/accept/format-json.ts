import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";

const repository = path.resolve(import.meta.dirname, "../../../..");
const biome = createRequire(import.meta.url).resolve("@biomejs/biome/bin/biome");

/** Formats JSON as the repository's formatter does. @throws Error when the formatter fails */
export function formatJson(text: string): string {
  const done = spawnSync(
    process.execPath,
    [biome, "format", `--config-path=${repository}`, "--stdin-file-path=schema/edited.json"],
    { cwd: repository, input: text, encoding: "utf8" },
  );
  if (done.status !== 0 || done.stdout === "") {
    throw new Error(`the formatter refused a schema file: ${done.stderr}`);
  }
  return done.stdout;
}
