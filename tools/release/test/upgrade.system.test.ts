import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { publishedExports } from "../src/manifest.ts";
import { RepositoryCopy, repository, runProgram } from "./release-copy.ts";
import { type Registry, startRegistry } from "./throw-away-registry.ts";

/**
 * The whole way of docs/new-manual.md, twice, in a copy of this repository: the first edition of a
 * manual of our own joins the schema and is released, an application installs it, the second edition
 * follows, and the application is upgraded. Nothing in it is a stand-in but manual and registry.
 */
const bell = path.join(import.meta.dirname, "bell");
const manual = "bell-manual";
/** As a person adds it to manuals.json. */
const entry = `
    {
      "id": "${manual}",
      "kind": "manual",
      "title": "XB2x Bell AT Commands Manual",
      "editions": [{ "id": "1.0" }],
      "families": ["EC2x"]
    },`;
const unwritten = "Not described yet";

let scratch: string;
let copy: RepositoryCopy;
let registry: Registry;
let application: Application;

beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), "qsmtp-upgrade-"));
  copy = await RepositoryCopy.make(path.join(scratch, "repository"));
  registry = await startRegistry(path.join(scratch, "registry"));
  application = new Application(path.join(scratch, "application"));
});

afterAll(async () => {
  await registry?.close();
  await rm(scratch, { recursive: true, force: true });
});

/** What the application prints. */
interface Printed {
  readonly ring: string;
  readonly ringLast: string;
  readonly maxBells: number;
  readonly settings: readonly string[];
  readonly error: string;
  readonly bells: readonly string[];
  readonly mail: string;
}

/** A program that depends on the published packages, by the ranges that npm writes. */
class Application {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  async create(): Promise<void> {
    await mkdir(this.folder);
    await cp(path.join(bell, "app.ts.txt"), path.join(this.folder, "app.ts"));
    await this.#write("package.json", { private: true, type: "module" });
    await this.#write("tsconfig.json", {
      compilerOptions: {
        target: "es2023",
        module: "nodenext",
        lib: ["es2023", "dom", "dom.asynciterable"],
        types: [],
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        noEmit: true,
      },
      files: ["app.ts"],
    });
    const names = await publishedNames();
    await this.npm("install", ...names);
  }

  async npm(...args: string[]): Promise<void> {
    const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-online"];
    await runProgram("npm", [...args, ...quiet], { cwd: this.folder, env: registry.env });
  }

  async compile(): Promise<void> {
    const compiler = path.join(copy.root, "node_modules/.bin/tsc");
    await runProgram(compiler, ["-p", "."], { cwd: this.folder });
  }

  async run(): Promise<Printed> {
    const { output } = await runProgram(process.execPath, ["app.ts"], { cwd: this.folder });
    return JSON.parse(output) as Printed;
  }

  /** The result of a `main` in code of the test's own, run among the installed packages. */
  async evaluate(code: string): Promise<unknown> {
    await writeFile(
      path.join(this.folder, "code.mjs"),
      `${code}\nconsole.log(JSON.stringify(await main()));\n`,
    );
    const { output } = await runProgram(process.execPath, ["code.mjs"], { cwd: this.folder });
    return JSON.parse(output);
  }

  installed(name: string, file: string): string {
    return path.join(this.folder, "node_modules", name, file);
  }

  async version(name: string): Promise<string> {
    const text = await readFile(this.installed(name, "package.json"), "utf8");
    return (JSON.parse(text) as { version: string }).version;
  }

  async #write(file: string, content: object): Promise<void> {
    await writeFile(path.join(this.folder, file), JSON.stringify(content, null, 2));
  }
}

async function publishedNames(): Promise<string[]> {
  const folders = await copy.folders();
  return Promise.all(folders.map(async (folder) => (await copy.manifest(folder)).name));
}

/** The part of a changelog that tells one version. */
function sectionOf(changelog: string, version: string): string {
  const [, section = ""] = changelog.split(`\n## ${version}\n`);
  return section.split("\n## ")[0] ?? "";
}

async function changelogOf(folder: string): Promise<string> {
  const { version } = await copy.manifest(folder);
  return sectionOf(await copy.read(`packages/${folder}/CHANGELOG.md`), version);
}

/** Accepts all of a text, with every name that is asked for. */
async function accept(
  names: Readonly<Record<string, string>>,
  ...options: string[]
): Promise<void> {
  const call = ["manual:accept", "--all", ...options];
  const refused = await copy.pnpm(call, 2);
  const asked = [...refused.matchAll(/--name '(.+)=\w+'/g)].map(([, place = ""]) => place);
  expect(new Set(asked)).toEqual(new Set(Object.keys(names)));
  const given = Object.entries(names).flatMap((name) => ["--name", name.join("=")]);
  await copy.pnpm([...call, ...given]);
}

/** Writes what a person has to write. */
async function describeAll(files: readonly string[]): Promise<void> {
  for (const file of files)
    await copy.edit(file, new RegExp(unwritten, "g"), "Says what the bells do");
}

const files = [
  "schema/commands/base/xbellcfg.json",
  "schema/commands/base/xbell.json",
  "schema/errors/bell.json",
];

describe("edition 1", () => {
  const text = path.join(bell, "edition-1.txt");

  it("is drafted: what it describes is found, and nothing is open but the group", async () => {
    const drafts = path.join(scratch, "drafts");
    const report = await copy.pnpm(["manual:draft", text, "--family", "EC2x", "--out", drafts], 1);
    expect(report).toContain("understood: 2 commands, 5 operations, 3 parameters");
    const open = report.split("undecided:\n")[1]?.split("\n\n")[0] ?? "";
    expect(open.trim().split("\n")).toEqual([expect.stringMatching(/^group /)]);
  });

  it("joins the schema and agrees with it", async () => {
    await copy.edit("schema/manuals.json", '"sources": [', `"sources": [${entry}`);
    const found = await copy.pnpm(["manual:check", text, "--manual", manual], 1);
    expect(found).toContain("3 findings");
    await accept({
      "bell-manual/group": "base",
      "+XBELLCFG/test": "testBellConfig",
      "+XBELLCFG/write:volume": "setBellVolume",
      "+XBELLCFG/write:volume/query": "getBellVolume",
      "+XBELLCFG/params/volume": "volume",
      "+XBELL/test": "testBell",
      "+XBELL/write": "ringBell",
      "+XBELL/params/bell": "bell",
      "+XBELL/params/seconds": "seconds",
      "+XBELL/limits/bells": "maxBells",
      "<err>/id": "bell",
      "<err>/codes/801": "unknownFault",
      "<err>/codes/802": "wireCut",
      "<err>/codes/803": "noBell",
    });
    await describeAll(files);
    expect(await copy.pnpm(["manual:check", text])).toContain("0 findings");
    await copy.pnpm(["generate"]);
    await copy.pnpm(["api"]);
  });

  it("is told in changesets, versioned and published", async () => {
    const prepared = await copy.pnpm(["release:prepare", "--manual", manual]);
    expect(prepared).toContain(`wrote .changeset/gen-protocol-${manual}.md`);
    await copy.pnpm(["check:release"]);
    await copy.commit("Edition 1 of the bell manual");
    await copy.release(registry);
    expect(await readdir(path.join(copy.root, ".changeset"))).toEqual(["config.json"]);
    const versions = await Promise.all(
      (await copy.folders()).map(async (folder) => (await copy.manifest(folder)).version),
    );
    expect(new Set(versions).size).toBe(1);
    expect(versions[0]).toMatch(/^\d+\.\d+\.\d+$/);
    expect(versions[0]).not.toBe("0.0.0");
  });

  it("is what an application installs, compiles against and runs with", async () => {
    await application.create();
    await application.compile();
    expect(await application.run()).toEqual({
      ring: "AT+XBELL=2,9\r".trim(),
      ringLast: expect.stringMatching(/^OUT_OF_RANGE: .*\b1\b.*\b4\b/),
      maxBells: 12,
      settings: ["testBellConfig", "setBellVolume", "getBellVolume"],
      error: expect.not.stringContaining("cracked"),
      bells: ["(1-4),(1-60)"],
      mail: "Bells",
    });
  });
});

describe("the published packages", () => {
  it("tell what changed in the changelog of its package and in no other", async () => {
    for (const folder of await copy.folders()) {
      const told = (await changelogOf(folder)).includes("`AT+XBELL` is a new command");
      expect([folder, told]).toEqual([folder, folder === "protocol"]);
    }
  });

  it("hold what is built and nothing else", async () => {
    for (const folder of await copy.folders()) {
      const { name, files = [] } = await copy.manifest(folder);
      const always = ["CHANGELOG.md", "LICENSE", "README.md", "package.json"];
      const top = await readdir(application.installed(name, ""));
      expect(top.filter((entry) => ![...always, ...files, "node_modules"].includes(entry))).toEqual(
        [],
      );
      const all = await readdir(application.installed(name, "dist"), { recursive: true });
      const foreign = /\.(test|contract|fixture)\.|\.ts$/;
      expect(all.filter((file) => foreign.test(file.replace(/\.d\.ts$/, "")))).toEqual([]);
    }
  });

  it("name neither sources nor the workspace", async () => {
    for (const name of await publishedNames()) {
      const text = await readFile(application.installed(name, "package.json"), "utf8");
      const manifest = { ...(JSON.parse(text) as object), devDependencies: {} };
      expect(JSON.stringify(manifest)).not.toMatch(/@qsmtp\/source|workspace:/);
    }
  });

  it("can be imported, every entry but those of a test runner", async () => {
    const entries: string[] = [];
    // Each is imported in its runner, which this application does not have, by tests/packed.
    const ofRunner = /\/(?:jest|vitest)$/;
    for (const folder of await copy.folders()) {
      const manifest = await copy.manifest(folder);
      for (const [entry, target] of Object.entries(publishedExports(manifest)))
        if (typeof target !== "string" && !ofRunner.test(entry))
          entries.push(`${manifest.name}${entry.slice(1)}`);
    }
    expect(entries).toContain("@qsmtp/transport/serial");
    const counts = await application.evaluate(`
      async function main() {
        const names = ${JSON.stringify(entries)};
        const modules = await Promise.all(names.map((name) => import(name)));
        return modules.map((module, index) => [names[index], Object.keys(module).length > 0]);
      }`);
    expect(counts).toEqual(entries.map((entry) => [entry, true]));
  });

  it("carry the fingerprints of what they send", async () => {
    const length = await application.evaluate(`
      import lock from "@qsmtp/protocol/schema.lock.json" with { type: "json" };
      function main() {
        return lock.operations.ringBell.enc.length;
      }`);
    expect(length).toBe(8);
  });
});

describe("edition 2", () => {
  let changesetBeforeApi: string;

  it("is compared with the text of edition 1 and with the schema", async () => {
    const editions = ["edition-1.txt", "edition-2.txt"].map((file) => path.join(bell, file));
    const changed = await copy.pnpm(["manual:diff", ...editions], 1);
    const findings = await copy.pnpm(["manual:check", editions[1] ?? ""], 1);
    for (const text of [changed, findings]) {
      expect(text).toContain("+XBELLCFG/write:tone");
      expect(text).toContain("+XBELL/params/bell/range");
      expect(text).toContain("/codes/804");
    }
  });

  it("is accepted with the names that a person gives, and edition 1 is kept beside it", async () => {
    const names = {
      "+XBELLCFG/write:tone": "setBellTone",
      "+XBELLCFG/write:tone/query": "getBellTone",
      "+XBELLCFG/params/tone": "tone",
      "+XBELLCFG/params/tone/type": "BellTone",
      "+XBELLCFG/params/tone/values/0": "high",
      "+XBELLCFG/params/tone/values/1": "low",
      "+XBELLCFG/params/tone/values/2": "hoarse",
      "bell/codes/804": "bellCracked",
    };
    await accept(names, "--edition", "2.0");
    for (const file of ["edition-2.txt", "edition-1.txt"])
      expect(await copy.pnpm(["manual:check", path.join(bell, file)])).toContain("0 findings");
  });

  it("is not released before a person has said what is meant", async () => {
    for (const check of ["check:release", "check:generated"]) {
      const refused = await copy.pnpm([check], 1);
      for (const file of ["commands/base/xbellcfg.json", "errors/bell.json"])
        expect(refused).toContain(file);
    }
    await describeAll(files.filter((file) => !file.endsWith("xbell.json")));
  });

  it("is generated, and judged to be an addition", async () => {
    await copy.pnpm(["generate"]);
    const judged = await copy.pnpm(["schema:diff", "HEAD"], 1);
    expect(judged).toMatch(/bump minor\n/);
    const prepared = await copy.pnpm(["release:prepare", "--manual", manual]);
    expect(prepared).toMatch(/@qsmtp\/protocol: \d+ changes, minor/);
    changesetBeforeApi = await copy.read(`.changeset/gen-protocol-${manual}-1.0-to-2.0.md`);
    for (const line of changesetBeforeApi.split("\n")) expect(line.length).toBeLessThanOrEqual(298);
  });

  it("is told in the same words when the API reports are written", async () => {
    await copy.pnpm(["api"]);
    expect(await copy.git("diff", "--stat")).toContain("packages/protocol/etc/families.api.md");
    expect(await copy.pnpm(["release:prepare"])).toContain("The changesets are up to date.");
    expect(await copy.read(`.changeset/gen-protocol-${manual}-1.0-to-2.0.md`)).toBe(
      changesetBeforeApi,
    );
  });

  it.each(["check:generated", "check:facts", "check:release", "check:lint"])(
    "leaves pnpm %s green",
    async (check) => {
      await copy.pnpm([check]);
    },
  );

  it("raises the version as an addition does, and says in the changelog what is new", async () => {
    const before = (await copy.manifest("protocol")).version;
    await copy.commit("Edition 2 of the bell manual");
    await copy.release(registry);
    const { version } = await copy.manifest("protocol");
    const [major = "", minor = "", patch = ""] = before.split(".");
    expect(version).toBe(
      major === "0" ? `0.${minor}.${Number(patch) + 1}` : `${major}.${Number(minor) + 1}.0`,
    );
    const told = await changelogOf("protocol");
    expect(told).toContain("Follows XB2x Bell AT Commands Manual 2.0.");
    expect(told).toContain("`AT+XBELL`: `bell` accepts more numbers (1-4 → 1-9).");
    expect(told).toContain("`setBellTone` is a new operation");
    expect(told).toContain("`maxBells` allows more (at most 12 → at most 20).");
    expect(told).toContain("`bellCracked` is a new name of an error number (804");
    expect(told).not.toContain("Breaking");
  });

  it("leaves nothing in the changelogs that is not for a reader", async () => {
    for (const folder of await copy.folders()) {
      const text = await copy.read(`packages/${folder}/CHANGELOG.md`);
      expect(text).not.toMatch(/<!--|release:prepare|Findings told|[0-9a-f]{12}/);
      expect(text).not.toContain(unwritten);
      expect(text.split("\n").filter((line) => line.length > 300)).toEqual([]);
    }
  });

  it("reaches an application that only updates, which compiles and runs as before and can do more", async () => {
    const before = await application.version("@qsmtp/protocol");
    await application.npm("update");
    expect(await application.version("@qsmtp/protocol")).not.toBe(before);
    for (const folder of await copy.folders()) {
      const { name, version } = await copy.manifest(folder);
      expect([name, await application.version(name)]).toEqual([name, version]);
    }
    await application.compile();
    expect(await application.run()).toEqual({
      ring: "AT+XBELL=2,9",
      ringLast: "AT+XBELL=9",
      maxBells: 20,
      settings: ["testBellConfig", "setBellVolume", "getBellVolume", "setBellTone", "getBellTone"],
      error: "Says what the bells do (bellCracked).",
      bells: ["(1-9),(1-60)"],
      mail: "Bells",
    });
  });
});

it("runs outside of this repository, which stays as it is", () => {
  expect(path.relative(repository, copy.root)).toMatch(/^\.\./);
});
