import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { publint } from "publint";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findPnpm, type PackedPackage, packAll, repository } from "./packer.ts";
import { type Manager, nodes, Project } from "./project.ts";
import { runProgram } from "./run-program.ts";
import {
  copySample,
  isForRunner,
  passed,
  runnersOf,
  runSample,
  suitesOf,
  writeEntrySuites,
} from "./sample-suites.ts";

/** What the READMEs say that one installs beside ours, for all entries, and nothing of devDependencies. */
const peers = {
  "@serialport/binding-mock": "^10.2.2",
  "@serialport/stream": "^13.0.0",
  nodemailer: "^10.0.0",
  serialport: "^13.0.0",
};
const folders = ["cli", "client", "nodemailer", "protocol", "testing", "transport"];
const managers = ["npm", "pnpm"] as const;

const scratch = await mkdtemp(path.join(tmpdir(), "qsmtp-packed-"));
const pnpm = await findPnpm();
const projects: Readonly<Record<Manager | "alone", Project>> = {
  npm: new Project(path.join(scratch, "npm"), pnpm),
  pnpm: new Project(path.join(scratch, "pnpm"), pnpm),
  alone: new Project(path.join(scratch, "alone"), pnpm),
};
let packed: readonly PackedPackage[];

beforeAll(async () => {
  packed = await packAll(pnpm, path.join(scratch, "tarballs"));
});
beforeAll(async () => {
  for (const manager of managers) {
    const others = { ...peers, ...runnersOf(manager), typescript: "^5.9.0" };
    await projects[manager].install(manager, packed, others);
    await copySample(projects[manager]);
    await writeEntrySuites(projects[manager], packed);
  }
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

it("packs every package that is published, outside of the repository", () => {
  expect(packed.map(({ folder }) => folder)).toEqual(folders);
  for (const { tarball } of packed)
    expect(path.relative(repository, tarball)).toMatch(/^\.\..*\.tgz$/);
});

describe.each(folders)("the tarball of %s", (folder) => {
  const one = (): PackedPackage => {
    const found = packed.find((candidate) => candidate.folder === folder);
    if (found === undefined) throw new Error(`${folder} is not packed`);
    return found;
  };

  it("pleases publint", async () => {
    const tarball = Uint8Array.from(await readFile(one().tarball)).buffer;
    const { messages } = await publint({ strict: true, pack: { tarball } });
    expect(messages).toEqual([]);
  });

  it("has types that are not wrong, for ESM and for bundlers", async () => {
    const judge = path.resolve(import.meta.dirname, "judge-types.ts");
    const printed = await runProgram(process.execPath, [judge, one().tarball], scratch);
    expect(JSON.parse(printed)).toEqual([]);
  });

  it("holds licence, changelog and README, and source maps with their sources", async () => {
    const root = path.join(projects.npm.folder, "node_modules", one().name);
    const top = await readdir(root);
    expect(top).toEqual(expect.arrayContaining(["CHANGELOG.md", "LICENSE", "README.md", "dist"]));
    const files = await readdir(path.join(root, "dist"), { recursive: true });
    const code = files.filter((file) => file.endsWith(".js"));
    expect(code.length).toBeGreaterThan(0);
    for (const file of code) {
      expect(files).toContain(`${file}.map`);
      const map = JSON.parse(await readFile(path.join(root, "dist", `${file}.map`), "utf8"));
      expect([file, map.sourcesContent?.length]).toEqual([file, map.sources.length]);
    }
    const foreign = /\.(?:test|contract|fixture)\.|(?<!\.d)\.ts$/;
    expect(files.filter((file) => foreign.test(file))).toEqual([]);
  });
});

describe.each(managers)("a project of %s", (manager) => {
  const project = projects[manager];
  const imports = (): string[] => packed.flatMap((one) => one.imports);
  const ofNode = (): string[] => imports().filter((name) => !isForRunner(name));

  describe.each(nodes)("on Node %s", (version) => {
    it("imports every entry", async () => {
      const code = `
        const names = ${JSON.stringify(ofNode())};
        const loaded = names.map(async (name) => [name, Object.keys(await import(name)).length > 0]);
        console.log(JSON.stringify(await Promise.all(loaded)));`;
      const printed = await project.node(version, ["--input-type=module", "-e", code]);
      expect(JSON.parse(printed)).toEqual(ofNode().map((name) => [name, true]));
    });

    it("requires every entry", async () => {
      const names = [...ofNode(), ...packed.flatMap((one) => one.data)];
      const code = `
        const names = ${JSON.stringify(names)};
        const loaded = names.map((name) => [name, Object.keys(require(name)).length > 0]);
        console.log(JSON.stringify(loaded));`;
      const quiet = ["--disable-warning=ExperimentalWarning", "--input-type=commonjs"];
      const printed = await project.node(version, [...quiet, "-e", code]);
      expect(JSON.parse(printed)).toEqual(names.map((name) => [name, true]));
    });
  });

  it.each(suitesOf[manager])(
    "passes the sample application's suite on Node %s in %s",
    async (version, suite) => {
      expect(await runSample(project, version, suite)).toMatch(passed[suite]);
    },
  );

  it.each([
    ["nodenext", "nodenext"],
    ["esnext", "bundler"],
  ])("compiles, module %s, resolution %s", async (module, moduleResolution) => {
    const config = `tsconfig.${moduleResolution}.json`;
    const lines = imports().map((name, index) => `export * as entry${index} from "${name}";\n`);
    await project.write("entries.ts", lines.join(""));
    await project.write(config, {
      compilerOptions: {
        target: "es2023",
        lib: ["es2023", "dom", "esnext.disposable"],
        module,
        moduleResolution,
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        skipLibCheck: false,
        noEmit: true,
        types: [],
      },
      files: ["alarms.ts", "entries.ts"],
    });
    const tsc = "node_modules/typescript/bin/tsc";
    expect(await project.node("24", [tsc, "-p", config])).toBe("");
  });

  it.each(["20", "26"] as const)("has the command line on Node %s", async (version) => {
    expect(await project.command(version, "qsmtp", ["--help"])).toContain("simulate");
  });
});

it("tests a program with the simulated module and nothing else installed", async () => {
  const ours = packed.filter(({ folder }) => !["cli", "nodemailer"].includes(folder));
  await projects.alone.install("npm", ours, {});
  await copySample(projects.alone);
  expect(await readdir(path.join(projects.alone.folder, "node_modules"))).not.toContain(
    "@serialport",
  );
  expect(await runSample(projects.alone, "20", "node:test")).toMatch(passed["node:test"]);
});
