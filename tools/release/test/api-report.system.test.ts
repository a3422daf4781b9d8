import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { FinishedPackage } from "../src/api-report/finished-packages.ts";
import { run } from "../src/api-report/run.ts";
import { parseReport } from "../src/parse-report.ts";

const repository = path.resolve(import.meta.dirname, "../../..");

const files: Readonly<Record<string, string>> = {
  "packages/lamp/package.json": JSON.stringify({
    name: "@qsmtp/lamp",
    version: "1.0.0",
    type: "module",
    exports: {
      ".": {
        "@qsmtp/source": "./src/index.ts",
        types: "./dist/index.d.ts",
        default: "./dist/index.js",
      },
      "./commands": { types: "./dist/generated/commands.gen.d.ts", default: "./x.js" },
      "./lock.json": "./lock.json",
    },
  }),
  "packages/notes/package.json": JSON.stringify({ name: "@qsmtp/notes", private: true }),
  "packages/lamp/dist/index.d.ts": `/** A lamp. */
export declare class Lamp {
    #private;
    /** Lights it. */
    light(options?: Options): void;
}
interface Options {
    readonly level?: number | undefined;
}
export {};
`,
  "packages/lamp/dist/generated/commands.gen.d.ts": `export { LampColor, type LightInput, light } from "./lamp.gen.ts";
`,
  "packages/lamp/dist/generated/lamp.gen.d.ts": `/** Its color. */
export type LampColor = 0 | 1;
export declare const LampColor: {
    /** Stop. */
    readonly red: 0;
    readonly green: 1;
};
/** Arguments of {@link light}. */
export interface LightInput { readonly color: LampColor }
/** @throws never */
export declare function light(input: LightInput): void;
`,
};

async function sandbox(
  ...finished: FinishedPackage[]
): Promise<{ root: string; api: (...args: string[]) => Promise<Outcome> }> {
  const root = await mkdtemp(path.join(tmpdir(), "api-report-"));
  onTestFinished(() => rm(root, { recursive: true }));
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  }
  await symlink(path.join(repository, "node_modules"), path.join(root, "node_modules"), "dir");
  const api = async (...args: string[]): Promise<Outcome> => {
    const printed = { log: "", error: "" };
    const print = {
      log: (text: string) => {
        printed.log += text;
      },
      error: (text: string) => {
        printed.error += text;
      },
    };
    const exitCode = await run(args, root, print, finished);
    return { exitCode, ...printed };
  };
  return { root, api };
}

interface Outcome {
  readonly exitCode: number;
  readonly log: string;
  readonly error: string;
}

describe("API reports", () => {
  it("are written for every entry with types, and read back as declarations", async () => {
    const { root, api } = await sandbox();
    expect(await api()).toEqual({
      exitCode: 0,
      log: "wrote the API reports:\n  missing  packages/lamp/etc/index.api.md\n  missing  packages/lamp/etc/commands.api.md",
      error: "",
    });
    const index = await readFile(path.join(root, "packages/lamp/etc/index.api.md"), "utf8");
    expect([...parseReport(index).values()]).toEqual([
      expect.objectContaining({ name: "Lamp", exported: true, kind: "class" }),
      expect.objectContaining({ name: "Options", exported: false, kind: "interface" }),
    ]);
    expect(parseReport(index).get("Lamp")?.lines).toContain("    light(options?: Options): void;");
    const names = await readFile(path.join(root, "packages/lamp/etc/commands.api.md"), "utf8");
    expect(names).toContain(
      [
        "// (undocumented)",
        "export const LampColor",
        "    // (undocumented)",
        "    green",
        "// (undocumented)",
        "export function light",
        "export interface LightInput",
        "    // (undocumented)",
        "    color",
        "export type LampColor",
      ].join("\n"),
    );
    expect((await api("--check")).log).toBe("API reports are up to date (2 entries)");
  });

  it("are checked: what is missing, extra or different is named with the remedy, and stays", async () => {
    const { root, api } = await sandbox();
    await api();
    const etc = path.join(root, "packages/lamp/etc");
    await writeFile(path.join(etc, "index.api.md"), "by hand");
    await writeFile(path.join(etc, "gone.api.md"), "left over");
    await rm(path.join(etc, "commands.api.md"));
    const { exitCode, error } = await api("--check");
    expect(exitCode).toBe(1);
    expect(error).toContain("  different  packages/lamp/etc/index.api.md");
    expect(error).toContain("  missing  packages/lamp/etc/commands.api.md");
    expect(error).toContain("  extra  packages/lamp/etc/gone.api.md");
    expect(error).toContain("To mend it, run: pnpm --filter @qsmtp/release api");
    expect(await readFile(path.join(etc, "index.api.md"), "utf8")).toBe("by hand");
  });

  it("are checked for what a finished package shows and nobody can look up", async () => {
    const { api } = await sandbox({ folder: "lamp" });
    await api();
    const { exitCode, log, error } = await api("--check");
    expect({ exitCode, log }).toEqual({
      exitCode: 1,
      log: "API reports are up to date (2 entries)",
    });
    expect(error.split("\n").slice(1, -1)).toEqual([
      "  @qsmtp/lamp: Options is undocumented",
      "  @qsmtp/lamp: Options.level is undocumented",
      "  @qsmtp/lamp/commands: LampColor is undocumented",
      "  @qsmtp/lamp/commands: LampColor.green is undocumented",
      "  @qsmtp/lamp/commands: light is undocumented",
      "  @qsmtp/lamp/commands: LightInput.color is undocumented",
      "  @qsmtp/lamp: interface Options is shown and not exported",
    ]);
  });

  it("ask for a build first", async () => {
    const { root, api } = await sandbox();
    await rm(path.join(root, "packages/lamp/dist"), { recursive: true });
    expect(await api()).toEqual({
      exitCode: 2,
      log: "",
      error: "Not built: @qsmtp/lamp, @qsmtp/lamp/commands. Run: pnpm build",
    });
  });

  it("are not written from declarations that make no sense", async () => {
    const { root, api } = await sandbox();
    const broken = path.join(root, "packages/lamp/dist/index.d.ts");
    await writeFile(broken, "export declare const lamp: Bulb;\n");
    const { exitCode, error } = await api();
    expect(exitCode).toBe(2);
    expect(error).toMatch(/^The declarations of @qsmtp\/lamp cannot be read: .*"Bulb"/);
  });
});
