import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { layPackages } from "./lay-packages.ts";
import { filesOf, readSnippets } from "./read-snippets.ts";

const page = path.resolve(import.meta.dirname, "../../docs/testing-your-code.md");
/** The repository's own: `require()` of ES modules in Jest needs a new one. */
const node = path.resolve(import.meta.dirname, "../../node_modules/.bin/node");
/** Where each is installed. */
const runners = {
  vitest: "../../node_modules",
  jest: "node_modules",
  "@jest": "node_modules",
  "@babel": "node_modules",
};

const { snippets, unnamed } = await readSnippets(page);

let project = "";

/** A project outside of the repository, with the packages and the runners, and the page's files. */
beforeAll(async () => {
  project = await mkdtemp(path.join(tmpdir(), "qsmtp-guide-"));
  await mkdir(path.join(project, "node_modules"));
  await layPackages(project);
  for (const [runner, folder] of Object.entries(runners)) {
    const installed = path.join(import.meta.dirname, folder, runner);
    await symlink(installed, path.join(project, "node_modules", runner));
  }
  for (const [file, code] of filesOf(snippets)) {
    const target = path.join(project, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, code);
  }
  for (const folder of new Set(snippets.map(({ file }) => path.dirname(file)))) {
    const type = /^jest-(require|import|babel)$/.test(folder) ? "commonjs" : "module";
    await writeFile(path.join(project, folder, "package.json"), JSON.stringify({ type }));
  }
});

/** Packages as the project imports them, which this file does not. */
const scope = "@qsmtp";

/** A mail on a clock of its own, in a test file of Vitest or Jest. */
const mailInFakedTime = `
test("a mail in time of its own", async () => {
  const { openModule } = await import("${scope}/client");
  const { createSimulatedLine } = await import("${scope}/testing");
  const { module, transport, clock } = createSimulatedLine({ mailbox: { delayMs: 240_000 } });
  const smtp = { host: "mail.example.org", security: "none" };
  const modem = await clock.runUntil(openModule(transport, { clock, smtp }));
  const mail = { from: "pump7@example.org", to: "ops@example.org", subject: "Stopped" };
  await clock.runUntil(modem.mail.send(mail));
  await modem.close();
  expect(module.mailbox.last).toMatchObject({ subject: "Stopped" });
  const never = clock.runUntil(new Promise(() => {}));
  await expect(never).rejects.toMatchObject({ code: "NOTHING_LEFT" });
});
`;

async function layFakedFirst(folder: string, files: Record<string, string>): Promise<void> {
  await mkdir(path.join(project, folder), { recursive: true });
  const manifest = { "package.json": JSON.stringify({ type: "module" }) };
  for (const [name, text] of Object.entries({ ...manifest, ...files }))
    await writeFile(path.join(project, folder, name), text);
}

afterAll(async () => {
  await rm(project, { recursive: true, force: true });
});

interface Run {
  readonly code: number;
  readonly output: string;
}

/** Runs a program of Node in a folder of the project, as a user's terminal does. */
function run(folder: string, args: readonly string[], nodeOptions = ""): Promise<Run> {
  const { VITEST: _vitest, NODE_V8_COVERAGE: _coverage, ...env } = process.env;
  return new Promise((resolve) => {
    const options = {
      cwd: path.join(project, folder),
      env: { ...env, NODE_ENV: "test", NODE_OPTIONS: nodeOptions, CI: "", NO_COLOR: "1" },
      maxBuffer: 64 * 1024 * 1024,
    };
    execFile(node, args, options, (error, stdout, stderr) => {
      const code = typeof error?.code === "number" ? error.code : error === null ? 0 : 1;
      resolve({ code, output: `${stdout}\n${stderr}` });
    });
  });
}

const vitest = (folder: string, ...args: string[]): Promise<Run> =>
  run(folder, [path.join(project, "node_modules/vitest/vitest.mjs"), "run", ...args]);

const jest = (folder: string, nodeOptions: string): Promise<Run> =>
  run(folder, [path.join(project, "node_modules/jest/bin/jest.js"), "--rootDir", "."], nodeOptions);

/** How many tests the page has in a folder. */
const countIn = (folder: string): number =>
  snippets
    .filter(({ file }) => path.dirname(file) === folder)
    .reduce((sum, { code }) => sum + (code.match(/^test\(/gm) ?? []).length, 0);

describe("the page", () => {
  it("names the file of every piece of JavaScript", () => {
    expect(unnamed.filter((info) => info !== "sh" && info !== "")).toEqual([]);
    expect(snippets.length).toBeGreaterThan(10);
  });

  it("is green in Vitest", async () => {
    const { code, output } = await vitest("vitest");
    expect(code, output).toBe(0);
    expect(output).toMatch(/Tests +1 passed/);
  });

  it.each([
    ["jest-esm", "--experimental-vm-modules"],
    ["jest-require", "--experimental-vm-modules"],
    ["jest-import", "--experimental-vm-modules"],
    ["jest-babel", ""],
  ])("is green in Jest: %s", async (folder, nodeOptions) => {
    const count = countIn(folder);
    expect(count).toBeGreaterThan(0);
    const { code, output } = await jest(folder, nodeOptions);
    expect(code, output).toBe(0);
    expect(output).toMatch(new RegExp(`Tests: +${count} passed, ${count} total`));
  });

  it("is green in node:test", async () => {
    const { code, output } = await run("node-test", ["--test"]);
    expect(code, output).toBe(0);
    expect(output).toMatch(/pass 1\n/);
  });

  it("is green in all that it explains, and its snapshots are the same in the next run", async () => {
    const count = countIn("guide");
    expect(count).toBeGreaterThan(10);
    const first = await vitest("guide");
    expect(first.code, first.output).toBe(0);
    expect(first.output).toContain(`${count} passed`);
    const folder = path.join(project, "guide/__snapshots__");
    const [name = ""] = await readdir(folder);
    const written = await readFile(path.join(folder, name), "utf8");
    expect(written).toContain("> AT+QSMTPPUT=");
    const second = await vitest("guide", "--no-file-parallelism");
    expect(second.code, second.output).toBe(0);
    expect(second.output).toContain(`${count} passed`);
    expect(second.output).not.toMatch(/Snapshots +\d+ (written|failed|updated)/);
    expect(await readFile(path.join(folder, name), "utf8")).toBe(written);
  });
});

describe("timers that are faked before the package is loaded", () => {
  it("keep no mail from going out in Vitest", async () => {
    await layFakedFirst("faked-vitest", {
      "mail.test.js": `import { expect, test, vi } from "vitest";\nvi.useFakeTimers();${mailInFakedTime}`,
    });
    const { code, output } = await vitest("faked-vitest");
    expect(code, output).toBe(0);
    expect(output).toMatch(/Tests +1 passed/);
  });

  it("keep no mail from going out in Jest", async () => {
    await layFakedFirst("faked-jest", {
      "jest.config.js": `export default { transform: {}, fakeTimers: { enableGlobally: true } };`,
      "mail.test.js": `import { expect, test } from "@jest/globals";${mailInFakedTime}`,
    });
    const { code, output } = await jest("faked-jest", "--experimental-vm-modules");
    expect(code, output).toBe(0);
    expect(output).toMatch(/Tests: +1 passed, 1 total/);
  });
});
