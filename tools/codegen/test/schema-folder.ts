import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { run } from "../src/run.ts";

const repository = path.resolve(import.meta.dirname, "../../..");

/** Schema files by their path below `schema/`: JSON values, or text where it must not be JSON. */
export type SchemaFiles = Readonly<Record<string, unknown>>;

export const generatedFolder = "packages/protocol/src/generated";

const manuals = {
  $schema: "./manuals.schema.json",
  sources: [{ id: "lamp-manual", kind: "manual", title: "Lamp Manual", families: ["LAMP"] }],
};

const families = {
  $schema: "./families.schema.json",
  families: [
    {
      id: "LAMP",
      title: "Lamps",
      relation: "described",
      models: [{ id: "LAMP1" }, { id: "LAMP2", reportedAs: ["LAMP2X"] }],
      source: [{ id: "lamp-manual", section: "1" }],
    },
  ],
};

const kinds = ["command", "error-table", "manuals", "families", "quirk", "facts"];

/** A command file with all that must stand in one. */
export function commandFile(rest: object): object {
  return {
    $schema: "../../command.schema.json",
    at: "+LAMP",
    title: "Lamp of the gate",
    group: "base",
    stability: "beta",
    operations: [],
    source: [{ id: "lamp-manual", section: "2.1" }],
    ...rest,
  };
}

/** A repository of its own in a temporary folder; gone when the test is. */
export class Sandbox {
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
  }

  static async with(files: SchemaFiles): Promise<Sandbox> {
    const root = await mkdtemp(path.join(tmpdir(), "codegen-"));
    onTestFinished(() => rm(root, { recursive: true }));
    const sandbox = new Sandbox(root);
    for (const kind of [...kinds, "vocabulary"]) {
      const file = `schema/${kind}.schema.json`;
      await cp(path.join(repository, file), path.join(root, file));
    }
    for (const folder of ["commands", "errors", "quirks"]) {
      await mkdir(path.join(root, "schema", folder), { recursive: true });
    }
    await sandbox.write({ "manuals.json": manuals, "families.json": families, ...files });
    return sandbox;
  }

  /** Adds or replaces schema files. */
  async write(files: SchemaFiles): Promise<void> {
    for (const [file, content] of Object.entries(files)) {
      const target = path.join(this.root, "schema", file);
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(target, typeof content === "string" ? content : JSON.stringify(content));
    }
  }

  /** Runs the command line; what it printed and how it ended. */
  async run(...args: string[]): Promise<{ exitCode: number; log: string; error: string }> {
    const printed = { log: "", error: "" };
    const exitCode = await run(args, this.root, {
      log: (text) => {
        printed.log += text;
      },
      error: (text) => {
        printed.error += text;
      },
    });
    return { exitCode, ...printed };
  }

  path(generated: string): string {
    return path.join(this.root, generatedFolder, generated);
  }

  /** Every generated file on disk with its text. */
  async generated(): Promise<Record<string, string>> {
    const folder = path.join(this.root, generatedFolder);
    const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    const files = names.filter((entry) => entry.isFile());
    const texts = await Promise.all(
      files.map(async (entry) => {
        const file = path.join(entry.parentPath, entry.name);
        return [path.relative(folder, file), await readFile(file, "utf8")] as const;
      }),
    );
    return Object.fromEntries(texts.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
