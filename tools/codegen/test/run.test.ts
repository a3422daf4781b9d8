import { mkdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { lamp } from "./lamp.ts";
import { generatedFolder, Sandbox } from "./schema-folder.ts";

describe("codegen", () => {
  it("writes all files, then nothing", async () => {
    const sandbox = await Sandbox.with(lamp);
    const first = await sandbox.run();
    const size = /^wrote (\d+), deleted 0 (\(1 command files, 4 operations, \1 generated files\))$/;
    expect([first.exitCode, first.error]).toEqual([0, ""]);
    expect(first.log).toMatch(size);
    expect(await sandbox.run()).toEqual({
      exitCode: 0,
      log: `generated files are up to date ${size.exec(first.log)?.[2]}`,
      error: "",
    });
  });

  it("writes only what changed", async () => {
    const sandbox = await Sandbox.with(lamp);
    await sandbox.run();
    const long = new Date("2001-01-01T00:00:00Z");
    for (const file of Object.keys(await sandbox.generated())) {
      await utimes(sandbox.path(file), long, long);
    }
    await writeFile(sandbox.path("base/lamp.gen.ts"), "edited by hand");
    await sandbox.run();
    expect(await readFile(sandbox.path("base/lamp.gen.ts"), "utf8")).toContain("LampColor");
    for (const file of Object.keys(await sandbox.generated())) {
      if (file === "base/lamp.gen.ts") continue;
      expect((await stat(sandbox.path(file))).mtime).toEqual(long);
    }
  });

  it("deletes files that no schema file asks for any more", async () => {
    const sandbox = await Sandbox.with(lamp);
    await sandbox.run();
    await mkdir(sandbox.path("old"), { recursive: true });
    await writeFile(sandbox.path("old/siren.gen.ts"), "");
    await rm(path.join(sandbox.root, "schema/errors/lamp.json"));
    await rm(path.join(sandbox.root, "schema/facts/light.json"));
    await sandbox.write({ "commands/base/lamp.json": withoutErrors() });
    expect((await sandbox.run()).log).toMatch(/deleted 2 /);
    const left = Object.keys(await sandbox.generated());
    expect(left).toContain("base/lamp.gen.ts");
    expect(left).not.toContain("errors/lamp.gen.ts");
    expect(left).not.toContain("old/siren.gen.ts");
  });
});

describe("codegen --check", () => {
  it("names every text of the schema that a person has yet to write, and generates all the same", async () => {
    const sandbox = await Sandbox.with(lamp);
    const file = "schema/commands/base/lamp.json";
    const command = JSON.parse(await readFile(path.join(sandbox.root, file), "utf8"));
    command.title = "Not described yet";
    command.operations[1].summary = "Not described yet.";
    await sandbox.write({ "commands/base/lamp.json": command });
    expect((await sandbox.run()).exitCode).toBe(0);
    const result = await sandbox.run("--check");
    expect(result.exitCode).toBe(1);
    expect(result.error).toContain("commands/base/lamp.json#/title\n");
    expect(result.error).toContain("commands/base/lamp.json#/operations/1/summary\n");
    expect(result.error).toContain("Write what is meant");
  });

  it("is content with files that are up to date", async () => {
    const sandbox = await Sandbox.with(lamp);
    await sandbox.run();
    const result = await sandbox.run("--check");
    expect([result.exitCode, result.error]).toEqual([0, ""]);
  });

  it("names what is missing, extra or different, and the remedy, and writes nothing", async () => {
    const sandbox = await Sandbox.with(lamp);
    await sandbox.run();
    await rm(sandbox.path("catalog.gen.ts"));
    await writeFile(sandbox.path("errors/siren.gen.ts"), "left over");
    await writeFile(sandbox.path("base/lamp.gen.ts"), "edited by hand");
    const before = await sandbox.generated();
    expect(await sandbox.run("--check")).toEqual({
      exitCode: 1,
      log: "",
      error: [
        "generated files do not match the schema:",
        `  missing   ${generatedFolder}/catalog.gen.ts`,
        `  extra     ${generatedFolder}/errors/siren.gen.ts`,
        `  different ${generatedFolder}/base/lamp.gen.ts`,
        "To mend it, run: pnpm generate",
      ].join("\n"),
    });
    expect(await sandbox.generated()).toEqual(before);
  });

  it("does not even make the folder", async () => {
    const sandbox = await Sandbox.with(lamp);
    expect((await sandbox.run("--check")).exitCode).toBe(1);
    await expect(stat(path.join(sandbox.root, "packages"))).rejects.toThrow("ENOENT");
  });
});

describe("codegen's command line", () => {
  it("explains itself", async () => {
    const sandbox = await Sandbox.with({});
    const { exitCode, log } = await sandbox.run("--help");
    expect([exitCode, log]).toEqual([0, expect.stringContaining("pnpm generate [--check]")]);
  });

  it.each([["--chek"], ["schema"]])(
    "refuses %s, writes nothing and shows the usage",
    async (arg) => {
      const sandbox = await Sandbox.with(lamp);
      const { exitCode, error } = await sandbox.run(arg);
      expect([exitCode, error]).toEqual([2, expect.stringContaining("Usage: pnpm generate")]);
      expect(error).toContain(arg);
      expect(await sandbox.generated()).toEqual({});
    },
  );
});

function withoutErrors(): object {
  const text = JSON.stringify(lamp["commands/base/lamp.json"]);
  const alone = text.replace('"errors":["lamp"],', "").replace("{fact:warmUpSeconds}", "some");
  return JSON.parse(alone) as object;
}
