import { execFileSync } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";

const releaseTool = path.resolve(import.meta.dirname, "../../release/src/run.ts");

/** What tools/release offers; it is run as a program of its own, since nothing here depends on it. */
interface ReleaseTool {
  run(
    args: readonly string[],
    root: string,
    print: Record<"log" | "error", (text: string) => void>,
  ): Promise<number>;
}

/** Makes the folder a repository with one published package, all of it committed. */
export async function commitAsReleased(root: string): Promise<void> {
  const manifest = { name: "@qsmtp/protocol", version: "1.0.0" };
  await mkdir(path.join(root, "packages/protocol"), { recursive: true });
  await mkdir(path.join(root, ".changeset"));
  await writeFile(path.join(root, "packages/protocol/package.json"), JSON.stringify(manifest));
  await writeFile(path.join(root, ".changeset/config.json"), '{ "baseBranch": "main" }');
  // Git keeps no empty folders.
  await writeFile(path.join(root, "schema/quirks/none.txt"), "");
  const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org"];
  const git = (...args: string[]) => execFileSync("git", [...identity, ...args], { cwd: root });
  git("init", "-q", "-b", "main");
  git("add", "--all");
  git("commit", "-q", "-m", "Released");
}

/** Writes the changesets for what changed since then. @returns the text of each */
export async function prepareRelease(root: string, manual: string): Promise<string[]> {
  const { run } = (await import(pathToFileURL(releaseTool).href)) as ReleaseTool;
  const errors: string[] = [];
  const print = { log: () => {}, error: (text: string) => errors.push(text) };
  const exitCode = await run(["--since", "HEAD", "--manual", manual], root, print);
  if (exitCode !== 0) throw new Error(`release:prepare failed: ${errors.join("\n")}`);
  const folder = path.join(root, ".changeset");
  const files = (await readdir(folder)).filter((file) => file.endsWith(".md"));
  return Promise.all(files.map((file) => readFile(path.join(folder, file), "utf8")));
}
