import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const run = promisify(execFile);
const repository = path.resolve(import.meta.dirname, "../..");
/** What the compiler needs of others to write the declarations; those that are read need none of it. */
const dependencies: Readonly<Record<string, readonly string[]>> = {
  transport: ["serialport", "@serialport"],
  client: ["email-addresses"],
  nodemailer: ["nodemailer", "html-to-text", "@types"],
};
const packages = ["protocol", "transport", "client", "nodemailer"] as const;

let folder = "";

/** A consumer's folder with the packages as npm would lay them: declarations and nothing of ours. */
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "qsmtp-types-"));
  for (const name of packages) {
    const source = path.join(repository, "packages", name);
    const target = path.join(folder, "node_modules/@qsmtp", name);
    await mkdir(target, { recursive: true });
    const manifest = JSON.parse(await readFile(path.join(source, "package.json"), "utf8"));
    manifest.exports = manifest.publishConfig.exports;
    await writeFile(path.join(target, "package.json"), JSON.stringify(manifest));
  }
  // In this order each finds the declarations of those before it.
  for (const name of packages) {
    const source = path.join(repository, "packages", name);
    const target = path.join(folder, "node_modules/@qsmtp", name);
    const config = path.join(target, "tsconfig.json");
    await cp(path.join(source, "src"), path.join(target, "src"), { recursive: true });
    await writeFile(
      config,
      JSON.stringify({
        extends: path.join(source, "tsconfig.build.json"),
        compilerOptions: {
          rootDir: "src",
          outDir: "dist",
          customConditions: [],
          typeRoots: [path.join(repository, "node_modules/@types")],
        },
        include: ["src"],
        exclude: ["src/**/*.test.ts", "src/**/*.contract.ts", "src/**/*.fixture.ts"],
      }),
    );
    for (const dependency of dependencies[name] ?? []) {
      const installed = path.join(source, "node_modules", dependency);
      await symlink(installed, path.join(folder, "node_modules", dependency));
    }
    await run(process.execPath, [compiler("typescript"), "-p", config], { cwd: target });
    await rm(path.join(target, "src"), { recursive: true });
  }
  await cp(path.join(import.meta.dirname, "consumer"), path.join(folder, "consumer"), {
    recursive: true,
  });
  await writeFile(path.join(folder, "package.json"), JSON.stringify({ type: "module" }));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe.each(["typescript-oldest", "typescript"])("%s", (name) => {
  it.each([
    ["NodeNext", "NodeNext"],
    ["ESNext", "Bundler"],
  ])("accepts the published declarations, module %s, resolution %s", async (module, resolution) => {
    const config = path.join(folder, `tsconfig.${name}.${resolution}.json`);
    await writeFile(
      config,
      JSON.stringify({
        compilerOptions: {
          target: "ES2022",
          lib: ["ES2022", "DOM"],
          module,
          moduleResolution: resolution,
          strict: true,
          exactOptionalPropertyTypes: true,
          noUncheckedIndexedAccess: true,
          skipLibCheck: false,
          noEmit: true,
          types: [],
        },
        include: ["consumer"],
      }),
    );
    const result = await run(process.execPath, [compiler(name), "-p", config], {
      cwd: folder,
    }).catch((error: { stdout: string }) => error);
    expect(result.stdout).toBe("");
  });
});

/** The compiler's entry, by the name under which it is installed here. */
function compiler(name: string): string {
  return path.join(import.meta.dirname, "node_modules", name, "bin/tsc");
}
