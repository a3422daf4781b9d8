import { execFileSync } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { run } from "../src/run.ts";

// Each run reads a schema and asks git: slow where other tests run beside it.

const repository = path.resolve(import.meta.dirname, "../../..");

/** A repository of its own, with the real schema committed and tagged `v1`. */
async function sandbox(): Promise<{ root: string; schema: string }> {
  const root = await mkdtemp(path.join(tmpdir(), "schema-diff-"));
  onTestFinished(() => rm(root, { recursive: true }));
  const schema = path.join(root, "schema");
  await cp(path.join(repository, "schema"), schema, { recursive: true });
  const git = (...args: string[]) => execFileSync("git", args, { cwd: root, stdio: "pipe" });
  git("init", "-q");
  git("add", ".");
  git("-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", "one");
  git("tag", "v1");
  return { root, schema };
}

async function diff(root: string, ...args: string[]) {
  const printed = { log: "", error: "" };
  const exitCode = await run(args, root, {
    log: (text) => {
      printed.log += text;
    },
    error: (text) => {
      printed.error += text;
    },
  });
  return { exitCode, ...printed };
}

async function edit(file: string, from: string, to: string): Promise<void> {
  const text = await readFile(file, "utf8");
  expect(text).toContain(from);
  await writeFile(file, text.replace(from, to));
}

// Each run reads two schemas: slow where other tests run beside it.

describe("pnpm schema:diff", () => {
  it("compares HEAD with the files as they lie here, and leaves git alone", async () => {
    const { root, schema } = await sandbox();
    expect(await diff(root)).toEqual({
      exitCode: 0,
      log: "HEAD → schema: no differences",
      error: "",
    });
    const file = path.join(schema, "commands/smtp/qsmtpbody.json");
    const [[, bytes]] = JSON.parse(await readFile(file, "utf8")).params.lengthBytes.ranges;
    await edit(file, `[[1, ${bytes}]]`, `[[1, ${2 * bytes}]]`);
    const { exitCode, log } = await diff(root);
    expect(exitCode).toBe(1);
    expect(log).toMatch(
      new RegExp(
        [
          "HEAD → schema: 1 finding, bump minor",
          "sent otherwise: writeBody; read otherwise: none",
          "",
          "Added",
          "  AT\\+QSMTPBODY  params/lengthBytes/ranges",
          `    \`lengthBytes\` accepts more numbers \\(1-${bytes} → 1-${2 * bytes}\\)`,
          "    \\[range-widened · minor · encode · [0-9a-f]{12}\\]",
        ].join("\n"),
      ),
    );
    const status = execFileSync("git", ["status", "--short"], { cwd: root, encoding: "utf8" });
    expect(status).toBe(" M schema/commands/smtp/qsmtpbody.json\n");
  });

  it("ends well when nothing of what changed is published, and lists it", async () => {
    const { root, schema } = await sandbox();
    await edit(path.join(schema, "manuals.json"), '"kind": "standard"', '"kind": "sheet"');
    const { exitCode, log } = await diff(root);
    expect(exitCode).toBe(0);
    expect(log).toMatch(/1 finding, bump none[\s\S]*is recorded otherwise/);
  });

  it("prints JSON of two states, folder or revision", async () => {
    const { root, schema } = await sandbox();
    const copy = path.join(root, "next");
    await cp(schema, copy, { recursive: true });
    await edit(path.join(copy, "errors/smtp.json"), '"name": "busy"', '"name": "occupied"');
    const { exitCode, log } = await diff(root, "v1", "next", "--json");
    expect(exitCode).toBe(1);
    const report = JSON.parse(log) as Record<string, unknown>;
    expect(report).toMatchObject({ before: "v1", after: "next", bump: "major" });
    expect(report.wire).toEqual({ enc: [], dec: [] });
    expect(report.findings).toMatchObject([
      { rule: "error-code-id-changed", command: "smtp", was: "busy", now: "occupied" },
    ]);
  });

  it("prints the rule table", async () => {
    const { exitCode, log } = await diff(repository, "--rules");
    expect(exitCode).toBe(0);
    expect(log).toMatch(/^enum-value-renumbered .* encode major, decode major .*Never lowered\.$/m);
  });

  it.each([
    ["a revision that does not exist", ["v9"], /"v9" is neither a folder .* nor a git revision/],
    ["three states", ["v1", "v1", "v1"], /Two states can be compared, not 3/],
    ["an unknown option", ["--jsn"], /--jsn[\s\S]*Usage: pnpm schema:diff/],
  ])("refuses %s", async (_, args, message) => {
    const { root } = await sandbox();
    const { exitCode, log, error } = await diff(root, ...args);
    expect([exitCode, log]).toEqual([2, ""]);
    expect(error).toMatch(message);
  });

  it("refuses a folder whose files are no schema, and says where", async () => {
    const { root, schema } = await sandbox();
    await edit(path.join(schema, "commands/smtp/qsmtpput.json"), '"write"', '"wright"');
    const { exitCode, error } = await diff(root);
    expect(exitCode).toBe(2);
    expect(error).toContain("schema is no valid schema");
    expect(error).toContain("commands/smtp/qsmtpput.json");
  });

  it("refuses a folder with files missing", async () => {
    const { root, schema } = await sandbox();
    await rm(path.join(schema, "commands"), { recursive: true });
    const { exitCode, error } = await diff(root);
    expect(exitCode).toBe(2);
    expect(error).toMatch(/schema is no valid schema: .*commands does not exist/);
  });

  it("reads revisions from before the families", async () => {
    const { root, schema } = await sandbox();
    const git = (...args: string[]) => execFileSync("git", args, { cwd: root, stdio: "pipe" });
    await cp(schema, path.join(root, "later"), { recursive: true });
    git("rm", "-rq", "schema/quirks", "schema/quirk.schema.json");
    git("rm", "-q", "schema/families.json", "schema/families.schema.json");
    git("-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", "old");
    const { exitCode, log } = await diff(root, "HEAD", "later", "--json");
    expect(exitCode).toBe(1);
    const { findings } = JSON.parse(log) as { findings: { rule: string }[] };
    const rules = new Set(findings.map(({ rule }) => rule.replace(/-.*/, "")));
    expect(rules).toEqual(new Set(["family", "quirk"]));
  });
});
