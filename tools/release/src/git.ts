import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** Reads a repository; changes nothing in it. */
export class Git {
  readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  /** Text of a file at a revision, or nothing when it was not there. */
  async fileAt(revision: string, file: string): Promise<string | undefined> {
    return this.#try("show", `${revision}:${file}`);
  }

  /** Names below a folder at a revision, folders included; none when it was not there. */
  async namesAt(revision: string, folder: string): Promise<string[]> {
    const text = await this.#try("ls-tree", "--name-only", `${revision}:${folder}`);
    return text === undefined ? [] : text.split("\n").filter((name) => name !== "");
  }

  /** Full id of a commit, or nothing when there is no such revision. */
  async commit(revision: string): Promise<string | undefined> {
    return this.#line("rev-parse", "--verify", "--quiet", `${revision}^{commit}`);
  }

  /** The nearest tag before HEAD that fits a pattern. */
  async lastTag(pattern: string): Promise<string | undefined> {
    return this.#line("describe", "--tags", "--abbrev=0", "--match", pattern);
  }

  /** The last commit that put in or took out a line of this form in a file. */
  async lastChange(pattern: string, file: string): Promise<string | undefined> {
    return this.#line("log", "-1", "--format=%H", `-G${pattern}`, "--", file);
  }

  /** Whether a commit is another one, or stands before it. */
  async isAncestor(commit: string, other: string): Promise<boolean> {
    return (await this.#try("merge-base", "--is-ancestor", commit, other)) !== undefined;
  }

  /** Whether files differ from HEAD, or are not in it. */
  async isDirty(): Promise<boolean> {
    return (await this.#line("status", "--porcelain")) !== undefined;
  }

  async mergeBase(branch: string): Promise<string | undefined> {
    return this.#line("merge-base", "HEAD", branch);
  }

  async #line(...args: string[]): Promise<string | undefined> {
    const text = await this.#try(...args);
    return text === undefined || text.trim() === "" ? undefined : text.trim();
  }

  async #try(...args: string[]): Promise<string | undefined> {
    try {
      const limits = { cwd: this.root, maxBuffer: 64 * 1024 * 1024 };
      return (await execute("git", args, limits)).stdout;
    } catch {
      return undefined;
    }
  }
}
