import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changesetText } from "../src/changeset-file.ts";
import { publishedExports } from "../src/manifest.ts";
import { buildPackages, copyForRelease, readManifest, repository } from "./release-copy.ts";
import { type Registry, startRegistry } from "./throw-away-registry.ts";

const execute = promisify(execFile);
const prose = "Numbers of lamps.";
const line = "- `AT+LAMP` number: accepts more numbers (1-4 → 1-9). [range-widened, 0123456789ab]";

let scratch: string;
let release: string;
let consumer: string;
let folders: string[];
let registry: Registry;

/** A whole release, but for the registry: version, publish, install. */
beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), "qsmtp-release-"));
  release = path.join(scratch, "release");
  consumer = path.join(scratch, "consumer");
  folders = await buildPackages();
  await copyForRelease(folders, release);
  await writeFile(
    path.join(release, ".changeset/gen-protocol.md"),
    changesetText({
      packageName: "@qsmtp/protocol",
      bump: "patch",
      prose,
      marker: { step: "changes", bump: "patch" },
      list: `**Added**\n\n${line}`,
    }),
  );
  await execute("changeset", ["version"], { cwd: release });
  registry = await startRegistry(path.join(scratch, "registry"));
  await writeFile(path.join(release, ".npmrc"), registry.npmrc);
  const publish = ["-r", "publish", "--no-git-checks", "--registry", registry.url];
  // From here: in the copy npx would look for pnpm itself in the throw-away registry.
  await execute("npx", ["-y", "pnpm@12", "-C", release, ...publish], { cwd: repository });
  await install();
}, 300_000);

afterAll(async () => {
  await registry?.close();
  await rm(scratch, { recursive: true, force: true });
});

async function install(): Promise<void> {
  await mkdir(consumer);
  await writeFile(path.join(consumer, ".npmrc"), registry.npmrc);
  await writeFile(path.join(consumer, "package.json"), '{ "private": true, "type": "module" }');
  const names = await Promise.all(folders.map(async (folder) => (await manifestOf(folder)).name));
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund"];
  const cache = ["--cache", path.join(scratch, "cache")];
  await execute("npm", ["install", ...quiet, ...cache, ...names], { cwd: consumer });
}

/** The manifest of a package after `changeset version`. */
function manifestOf(folder: string) {
  return readManifest(path.join(release, "packages", folder));
}

async function runInConsumer(code: string): Promise<unknown> {
  const script = path.join(consumer, "script.mjs");
  await writeFile(script, `${code}\nconsole.log(JSON.stringify(await main()));\n`);
  const { stdout } = await execute(process.execPath, [script], { cwd: consumer });
  return JSON.parse(stdout);
}

describe("changeset version", () => {
  it("uses up the changesets and raises all packages of the group together", async () => {
    expect(await readdir(path.join(release, ".changeset"))).toEqual(["config.json"]);
    const versions = await Promise.all(
      folders.map(async (folder) => (await manifestOf(folder)).version),
    );
    expect(new Set(versions).size).toBe(1);
    expect(versions[0]).toMatch(/^\d+\.\d+\.\d+$/);
    expect(versions[0]).not.toBe("0.0.0");
  });

  it("prints the tool's list in the changelog of its package and in no other", async () => {
    for (const folder of folders) {
      const text = await readFile(path.join(release, "packages", folder, "CHANGELOG.md"), "utf8");
      expect([folder, text.includes(line), text.includes(prose)]).toEqual([
        folder,
        folder === "protocol",
        folder === "protocol",
      ]);
    }
  });
});

describe("the published packages", () => {
  it("hold what is built and nothing else", async () => {
    for (const folder of folders) {
      const { name, files = [] } = await manifestOf(folder);
      const installed = path.join(consumer, "node_modules", name);
      const always = ["CHANGELOG.md", "LICENSE", "README.md", "package.json"];
      const top = await readdir(installed);
      expect(top.filter((entry) => ![...always, ...files, "node_modules"].includes(entry))).toEqual(
        [],
      );
      const all = await readdir(path.join(installed, "dist"), { recursive: true });
      expect(
        all.filter((file) =>
          /\.(test|contract|fixture)\.|\.ts$/.test(file.replace(/\.d\.ts$/, "")),
        ),
      ).toEqual([]);
    }
  });

  it("name neither sources nor the workspace", async () => {
    for (const folder of folders) {
      const { name } = await manifestOf(folder);
      const file = path.join(consumer, "node_modules", name, "package.json");
      const manifest = JSON.parse(await readFile(file, "utf8")) as object;
      expect(JSON.stringify({ ...manifest, devDependencies: {} })).not.toMatch(
        /@qsmtp\/source|workspace:/,
      );
    }
  });

  it("can be imported, every entry", async () => {
    const entries: string[] = [];
    for (const folder of folders) {
      const manifest = await manifestOf(folder);
      for (const [entry, target] of Object.entries(publishedExports(manifest)))
        if (typeof target !== "string") entries.push(`${manifest.name}${entry.slice(1)}`);
    }
    expect(entries).toContain("@qsmtp/transport/serial");
    const counts = await runInConsumer(`
      async function main() {
        const names = ${JSON.stringify(entries)};
        const modules = await Promise.all(names.map((name) => import(name)));
        return modules.map((module, index) => [names[index], Object.keys(module).length > 0]);
      }`);
    expect(counts).toEqual(entries.map((entry) => [entry, true]));
  });

  it("encode a command and carry its fingerprint", async () => {
    const result = await runInConsumer(`
      import { writeBody } from "@qsmtp/protocol/commands";
      import lock from "@qsmtp/protocol/schema.lock.json" with { type: "json" };
      function main() {
        const command = writeBody({ charset: 1, lengthBytes: 12 });
        return [new TextDecoder().decode(command.bytes), lock.operations.writeBody.enc.length];
      }`);
    expect(result).toEqual(["AT+QSMTPBODY=1,12\r", 8]);
  });
});
