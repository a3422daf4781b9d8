import { execFile } from "node:child_process";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import type { Manifest } from "../src/manifest.ts";
import { publishedFolders } from "../src/published-packages.ts";
import type { Registry } from "./throw-away-registry.ts";

const execute = promisify(execFile);

/** Where this repository lies. */
export const repository: string = path.resolve(import.meta.dirname, "../../..");

/** How a command ended, and all that it printed. */
export interface Outcome {
  readonly exitCode: number;
  readonly output: string;
}

/**
 * Runs a program.
 * @throws Error with all that it printed, when it ends with another code than the expected one
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: {
    readonly cwd: string;
    readonly env?: NodeJS.ProcessEnv;
    readonly exitCode?: number | undefined;
  },
): Promise<Outcome> {
  const { cwd, env = {}, exitCode: expected = 0 } = options;
  const settings = { cwd, env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 };
  let outcome: Outcome;
  try {
    const { stdout, stderr } = await execute(program, [...args], settings);
    outcome = { exitCode: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout = "", stderr = "" } = error as { [key: string]: string | undefined };
    outcome = { exitCode: Number(code), output: stdout + stderr };
  }
  if (outcome.exitCode === expected) return outcome;
  const call = [program, ...args].join(" ");
  throw new Error(
    `${call} ended with ${outcome.exitCode}, not ${expected}, and printed:\n${outcome.output}`,
  );
}

/**
 * The repository as it lies here, with what is not committed yet, in a folder of its own: installed,
 * and committed as the state from which a release starts.
 */
export class RepositoryCopy {
  readonly root: string;
  /** Looked up once: asking npx for each of its calls takes longer than the calls. */
  readonly #pnpm: string;

  private constructor(root: string, pnpm: string) {
    this.root = root;
    this.#pnpm = pnpm;
  }

  static async make(root: string): Promise<RepositoryCopy> {
    const find = ["-y", "-p", "pnpm@12", "-c", "command -v pnpm"];
    const found = await runProgram("npx", find, { cwd: repository });
    const copy = new RepositoryCopy(root, found.output.trim());
    const list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"];
    const { stdout } = await execute("git", list, {
      cwd: repository,
      maxBuffer: 64 * 1024 * 1024,
    });
    for (const file of stdout.split("\0").filter((name) => name !== "")) {
      const target = path.join(root, file);
      await mkdir(path.dirname(target), { recursive: true });
      await cp(path.join(repository, file), target).catch((error: NodeJS.ErrnoException) => {
        // Deleted here, and not committed yet.
        if (error.code !== "ENOENT") throw error;
      });
    }
    await copy.pnpm(["install", "--frozen-lockfile", "--prefer-offline"]);
    await copy.git("init", "-q", "-b", "main");
    await copy.commit("The repository");
    return copy;
  }

  /** Runs pnpm in the copy. */
  async pnpm(args: readonly string[], exitCode?: number, env?: NodeJS.ProcessEnv): Promise<string> {
    // Turbo looks for pnpm by its name.
    const search = [path.dirname(this.#pnpm), process.env.PATH].join(path.delimiter);
    const settings = { TURBO_TELEMETRY_DISABLED: "1", PATH: search, ...env };
    const call = { cwd: this.root, exitCode, env: settings };
    return (await runProgram(this.#pnpm, args, call)).output;
  }

  async git(...args: string[]): Promise<string> {
    const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org"];
    return (await runProgram("git", [...identity, ...args], { cwd: this.root })).output;
  }

  async commit(message: string): Promise<void> {
    await this.git("add", "--all");
    await this.git("commit", "-q", "-m", message);
  }

  /** Uses up the changesets, publishes what they raise, and tags it. */
  async release(registry: Registry): Promise<void> {
    await this.pnpm(["changeset", "version"]);
    await this.commit("Versions");
    await this.pnpm(
      ["-r", "publish", "--no-git-checks", "--registry", registry.url],
      0,
      registry.env,
    );
    await this.pnpm(["changeset", "git-tag"]);
  }

  read(file: string): Promise<string> {
    return readFile(path.join(this.root, file), "utf8");
  }

  /** Changes a file. @throws Error when it does not hold what is to be replaced */
  async edit(file: string, from: string | RegExp, to: string): Promise<void> {
    const text = await this.read(file);
    const edited = text.replace(from, to);
    if (edited === text) throw new Error(`${file} does not hold ${from}`);
    await writeFile(path.join(this.root, file), edited);
  }

  async manifest(folder: string): Promise<Manifest> {
    return JSON.parse(await this.read(`packages/${folder}/package.json`)) as Manifest;
  }

  folders(): Promise<string[]> {
    return publishedFolders(this.root);
  }
}
