import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { PackedPackage } from "./packer.ts";
import { runProgram } from "./run-program.ts";

/** The package managers that install the packages. */
export type Manager = "npm" | "pnpm";

/** The Node versions that the packages are for, the oldest one exactly. */
export const nodes = ["20", "22", "24", "26"] as const;
export type NodeVersion = (typeof nodes)[number];

/** A project outside of the workspace with the packed packages and nothing else of ours. */
export class Project {
  readonly folder: string;
  readonly #pnpm: string;

  constructor(folder: string, pnpm: string) {
    this.folder = folder;
    this.#pnpm = pnpm;
  }

  /** @param others packages of others, with their ranges, as the READMEs name them */
  async install(
    manager: Manager,
    packed: readonly PackedPackage[],
    others: Readonly<Record<string, string>>,
  ): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const ours = Object.fromEntries(packed.map(({ name, tarball }) => [name, `file:${tarball}`]));
    await this.write("package.json", {
      name: "alarm-logger",
      version: "1.0.0",
      private: true,
      type: "module",
      dependencies: { ...ours, ...others },
    });
    const install = ["install", "--ignore-scripts", "--prefer-offline"];
    if (manager === "npm") {
      await runProgram("npm", [...install, "--no-audit", "--no-fund"], this.folder);
    } else {
      // What our packages ask of each other is not in any registry.
      await this.write("pnpm-workspace.yaml", { packages: ["."], overrides: ours });
      await runProgram(this.#pnpm, install, this.folder);
    }
  }

  /** Text as it is, all else as JSON. */
  async write(file: string, content: unknown): Promise<void> {
    const text = typeof content === "string" ? content : JSON.stringify(content, null, 2);
    await writeFile(path.join(this.folder, file), text);
  }

  /** Runs a script, or a file of an installed package, on a version of Node. @returns what it printed */
  node(version: NodeVersion, args: readonly string[]): Promise<string> {
    return runProgram(path.join(nodeFolder(version), "node"), args, this.folder, { NO_COLOR: "1" });
  }

  /** Runs a command that a package brings, by its name. @returns what it printed */
  command(version: NodeVersion, name: string, args: readonly string[]): Promise<string> {
    const search = [nodeFolder(version), process.env.PATH].join(path.delimiter);
    const program = path.join(this.folder, "node_modules/.bin", name);
    return runProgram(program, args, this.folder, { PATH: search });
  }
}

function nodeFolder(version: NodeVersion): string {
  return path.resolve(import.meta.dirname, `../node_modules/node-${version}/bin`);
}
