import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { lamp } from "./lamp.ts";
import { Sandbox } from "./schema-folder.ts";

const expectedFolder = path.join(import.meta.dirname, "expected");
const runModule = path.resolve(import.meta.dirname, "../src/run.ts");

/** The files under `expected/`, which are read by people, not by a compiler. */
async function expectedFiles(): Promise<Record<string, string>> {
  const entries = await readdir(expectedFolder, { recursive: true, encoding: "utf8" });
  const files = entries.filter((file) => file.endsWith(".txt")).sort();
  const texts = files.map(async (file) => [
    file.replace(/\.txt$/, ""),
    await readFile(path.join(expectedFolder, file), "utf8"),
  ]);
  return Object.fromEntries(await Promise.all(texts));
}

describe("a small schema", () => {
  it("becomes these lines and no others", async () => {
    const sandbox = await Sandbox.with(lamp);
    await sandbox.run();
    expect(await sandbox.generated()).toEqual(await expectedFiles());
  });

  it("becomes the same bytes in another process, folder, time zone and language", async () => {
    const here = await Sandbox.with(lamp);
    const there = await Sandbox.with(lamp);
    await here.run();
    const program = `
      import { run } from ${JSON.stringify(runModule)};
      process.exitCode = await run([], ${JSON.stringify(there.root)}, console);`;
    await promisify(execFile)(
      process.execPath,
      ["--conditions=@qsmtp/source", "--input-type=module", "--eval", program],
      {
        cwd: there.root,
        env: {
          ...process.env,
          TZ: "Pacific/Kiritimati",
          LANG: "tr_TR.UTF-8",
          LC_ALL: "tr_TR.UTF-8",
        },
      },
    );
    expect(await there.generated()).toEqual(await here.generated());
  });

  it("does not depend on the order in which its files were written", async () => {
    const forwards = await Sandbox.with(lamp);
    const backwards = await Sandbox.with(Object.fromEntries(Object.entries(lamp).reverse()));
    await forwards.run();
    await backwards.run();
    expect(await backwards.generated()).toEqual(await forwards.generated());
  });

  it("has line feeds alone and ends each file with one", async () => {
    const sandbox = await Sandbox.with(lamp);
    await sandbox.run();
    for (const text of Object.values(await sandbox.generated())) {
      expect(text).toMatch(/[^\n]\n$/);
      expect(text).not.toContain("\r");
    }
  });
});
