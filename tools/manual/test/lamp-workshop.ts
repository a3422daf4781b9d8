import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished, vi } from "vitest";
import { run } from "../src/run.ts";

// Each run reads a schema, and some start the formatter: slow where other tests run beside it.
vi.setConfig({ testTimeout: 60_000 });

const repository = path.resolve(import.meta.dirname, "../../..");

/** How the small manual of the tests was extracted: our own words, printed and read by pdftotext. */
export type LampText = "plain" | "layout";

export function readLamp(layout: LampText): Promise<string> {
  return readFile(path.join(import.meta.dirname, `manuals/lamp.${layout}.txt`), "utf8");
}

/** One change of a text; the old words must stand in it exactly once. */
export type Edit = readonly [old: string, young: string];

export function editText(text: string, edits: readonly Edit[]): string {
  return edits.reduce((edited, [old, young]) => {
    const count = edited.split(old).length - 1;
    if (count !== 1) throw new Error(`"${old}" stands ${count} times in the text`);
    return edited.replace(old, () => young);
  }, text);
}

export interface Outcome {
  readonly exitCode: number;
  readonly log: string;
  readonly error: string;
}

/** A repository of its own with the schema of the lamps; gone when the test is. */
export class Workshop {
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
  }

  static async open(): Promise<Workshop> {
    const root = await mkdtemp(path.join(tmpdir(), "manual-"));
    onTestFinished(() => rm(root, { recursive: true }));
    const workshop = new Workshop(root);
    await cp(path.join(import.meta.dirname, "schema"), workshop.schema, { recursive: true });
    await mkdir(path.join(workshop.schema, "quirks"));
    for (const file of await readdir(path.join(repository, "schema"))) {
      if (!file.endsWith(".schema.json")) continue;
      await cp(path.join(repository, "schema", file), path.join(workshop.schema, file));
    }
    return workshop;
  }

  get schema(): string {
    return path.join(this.root, "schema");
  }

  /** Writes a file beside the schema. */
  async write(file: string, content: string | Uint8Array): Promise<void> {
    await writeFile(path.join(this.root, file), content);
  }

  /** Copies the schema as it is now, to be compared later. */
  async keepSchema(name: string): Promise<string> {
    const copy = path.join(this.root, name);
    await cp(this.schema, copy, { recursive: true });
    return copy;
  }

  read(file: string): Promise<string> {
    return readFile(path.join(this.schema, file), "utf8");
  }

  async readJson<Value>(file: string): Promise<Value> {
    return JSON.parse(await this.read(file)) as Value;
  }

  /** Runs the command line; what it printed and how it ended. */
  async run(...args: string[]): Promise<Outcome> {
    return this.runWith(undefined, ...args);
  }

  async runWith(
    ask: ((question: string) => Promise<string>) | undefined,
    ...args: string[]
  ): Promise<Outcome> {
    const printed = { log: "", error: "" };
    const exitCode = await run(args, {
      root: this.root,
      cwd: this.root,
      log: (text) => {
        printed.log += `${text}\n`;
      },
      error: (text) => {
        printed.error += `${text}\n`;
      },
      ask,
    });
    return { exitCode, ...printed };
  }

  /** Every file and its text, to see that nothing was written. */
  async snapshot(): Promise<Record<string, string>> {
    const entries = await readdir(this.root, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    const texts = await Promise.all(
      files.map(async ({ parentPath, name }) => {
        const file = path.join(parentPath, name);
        return [path.relative(this.root, file), await readFile(file, "latin1")] as const;
      }),
    );
    return Object.fromEntries(texts.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
