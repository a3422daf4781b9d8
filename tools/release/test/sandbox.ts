import { execFileSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { run } from "../src/run.ts";
import { report } from "./report.ts";

const repository = path.resolve(import.meta.dirname, "../../..");
const source = [{ id: "lamp-manual", section: "2.1" }];

const files: Readonly<Record<string, unknown>> = {
  ".changeset/config.json": { access: "public", baseBranch: "main" },
  ".changeset/first-lamp.md": '---\n"@qsmtp/protocol": minor\n---\n\nThe first lamp.\n',
  "packages/protocol/package.json": {
    name: "@qsmtp/protocol",
    version: "1.0.0",
    exports: { ".": { types: "./index.d.ts", default: "./index.js" } },
  },
  "packages/client/package.json": { name: "@qsmtp/client", version: "0.3.0" },
  "packages/client/etc/index.api.md": report("export function light(): void;"),
  "packages/notes/package.json": { name: "@qsmtp/notes", private: true },
  "schema/manuals.json": {
    $schema: "./manuals.schema.json",
    sources: [
      { id: "lamp-manual", kind: "manual", title: "Lamp Manual", version: "1", families: ["LA"] },
    ],
  },
  "schema/families.json": {
    $schema: "./families.schema.json",
    families: [{ id: "LA", title: "Lamps", relation: "described", models: [{ id: "L1" }], source }],
  },
  "schema/quirks/none.txt": "",
  "schema/errors/lamp.json": {
    $schema: "../error-table.schema.json",
    id: "lamp",
    title: "Errors of lamps",
    wire: "<err>",
    codes: [{ code: 5, name: "noPower", meaning: "There is no power", source }],
    source,
  },
  "schema/commands/base/lamp.json": {
    $schema: "../../command.schema.json",
    at: "+LAMP",
    title: "Lamp of the gate",
    group: "base",
    stability: "stable",
    params: {
      number: { wire: "n", type: "integer", description: "Which lamp.", ranges: [[1, 4]] },
    },
    operations: [
      {
        name: "lightLamp",
        form: "write",
        summary: "Lights one lamp.",
        args: [{ const: "on" }, { param: "number" }],
        maxResponseMs: 300,
        examples: [{ input: { number: 2 }, sent: 'AT+LAMP="on",2', received: ["OK"] }],
      },
    ],
    source,
  },
};

/** A repository of its own with a lamp, two published packages and one commit; gone with the test. */
export class Sandbox {
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
  }

  static async make(): Promise<Sandbox> {
    const root = await mkdtemp(path.join(tmpdir(), "release-"));
    onTestFinished(() => rm(root, { recursive: true }));
    const sandbox = new Sandbox(root);
    for (const [file, content] of Object.entries(files)) await sandbox.write(file, content);
    const schema = await readdir(path.join(repository, "schema"));
    for (const file of schema.filter((name) => name.endsWith(".schema.json")))
      await cp(path.join(repository, "schema", file), path.join(root, "schema", file));
    sandbox.git("init", "-q", "-b", "main");
    sandbox.commit();
    return sandbox;
  }

  git(...args: string[]): string {
    const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org"];
    return execFileSync("git", [...identity, ...args], {
      cwd: this.root,
      encoding: "utf8",
      stdio: "pipe",
    });
  }

  commit(): void {
    this.git("add", ".");
    this.git("commit", "-qm", "state");
  }

  async write(file: string, content: unknown): Promise<void> {
    const target = path.join(this.root, file);
    await mkdir(path.dirname(target), { recursive: true });
    const text = typeof content === "string" ? content : `${JSON.stringify(content, null, 2)}\n`;
    await writeFile(target, text);
  }

  async edit(file: string, from: string | RegExp, to: string): Promise<void> {
    const target = path.join(this.root, file);
    const text = await readFile(target, "utf8");
    const edited = text.replace(from, to);
    if (edited === text) throw new Error(`${file} does not hold ${from}`);
    await writeFile(target, edited);
  }

  /** Lamps have other numbers. */
  async setNumbers(from: number, to: number): Promise<void> {
    const range = /"ranges": \[\s*\[[^\]]*\]\s*\]/;
    await this.edit("schema/commands/base/lamp.json", range, `"ranges": [[${from}, ${to}]]`);
  }

  async prepare(...args: string[]): Promise<{ exitCode: number; log: string; error: string }> {
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

  /** Text of every changeset that the tool wrote. */
  async written(): Promise<Record<string, string>> {
    const folder = path.join(this.root, ".changeset");
    const names = (await readdir(folder)).filter((name) => name.startsWith("gen-")).sort();
    const texts = names.map(async (name) => [
      name,
      await readFile(path.join(folder, name), "utf8"),
    ]);
    return Object.fromEntries(await Promise.all(texts)) as Record<string, string>;
  }
}
