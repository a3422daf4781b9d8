import { rm } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { report } from "./report.ts";
import { Sandbox } from "./sandbox.ts";

const client = "packages/client/etc/index.api.md";

describe("pnpm release:prepare", () => {
  it("has nothing to do when nothing changed", async () => {
    const sandbox = await Sandbox.make();
    const { exitCode, log } = await sandbox.prepare();
    expect(exitCode).toBe(0);
    expect(log).toContain("@qsmtp/protocol: no change");
    expect(await sandbox.written()).toEqual({});
    expect((await sandbox.prepare("--check")).exitCode).toBe(0);
  });

  it("writes a changeset for each package by what changed in it", async () => {
    const sandbox = await Sandbox.make();
    await sandbox.setNumbers(1, 2);
    await sandbox.write(client, report("export function light(): void;", "export const x: 1;"));
    const { exitCode, log } = await sandbox.prepare();
    expect([exitCode, log]).toEqual([0, expect.stringContaining("wrote .changeset/gen-client.md")]);
    const written = await sandbox.written();
    expect(Object.keys(written)).toEqual(["gen-client.md", "gen-protocol.md"]);
    expect(written["gen-client.md"]).toMatch(/^---\n"@qsmtp\/client": patch\n---\n/);
    expect(written["gen-client.md"]).toContain("- `x`: export is new. [api-export-added, ");
    expect(written["gen-protocol.md"]).toMatch(/^---\n"@qsmtp\/protocol": major\n---\n/);
    expect(written["gen-protocol.md"]).toContain(
      "- `AT+LAMP` number: accepts fewer numbers (1-4 → 1-2). Keep the value within the new range. (lamp-manual 2.1) [range-narrowed, ",
    );
  });

  it("writes the same on another day and in another place, and nothing twice", async () => {
    const [one, two] = [await Sandbox.make(), await Sandbox.make()];
    for (const sandbox of [one, two]) {
      await sandbox.setNumbers(1, 9);
      await sandbox.prepare();
    }
    expect(await two.written()).toEqual(await one.written());
    expect((await one.prepare()).log).toContain("The changesets are up to date.");
  });

  it("deletes a changeset whose changes were taken back", async () => {
    const sandbox = await Sandbox.make();
    await sandbox.setNumbers(1, 9);
    await sandbox.prepare();
    await sandbox.setNumbers(1, 4);
    expect((await sandbox.prepare()).log).toContain("deleted .changeset/gen-protocol.md");
    expect(await sandbox.written()).toEqual({});
  });

  it("names the changeset of a manual by its versions", async () => {
    const sandbox = await Sandbox.make();
    await sandbox.edit("schema/manuals.json", '"version": "1"', '"version": "2"');
    await sandbox.setNumbers(1, 9);
    expect((await sandbox.prepare("--manual", "lamp-manual")).exitCode).toBe(0);
    const written = await sandbox.written();
    expect(Object.keys(written)).toEqual(["gen-protocol-lamp-manual-1-to-2.md"]);
    expect(Object.values(written)[0]).toContain("Follows Lamp Manual 2.");
    expect((await sandbox.prepare("--check")).exitCode).toBe(0);
  });

  it("tells generated names only when the schema does not explain them", async () => {
    const sandbox = await Sandbox.make();
    const names = "packages/protocol/etc/commands.api.md";
    await sandbox.write(names, report("export function lightLamp"));
    sandbox.commit();
    await sandbox.write(names, report("export function lightLamp", "export const Lamp"));
    await sandbox.prepare();
    expect((await sandbox.written())["gen-protocol.md"]).toContain("`Lamp`: export is new");
    await sandbox.edit("schema/commands/base/lamp.json", "Lights one lamp.", "Lights a lamp.");
    await sandbox.prepare();
    const text = (await sandbox.written())["gen-protocol.md"];
    expect(text).not.toContain("export is new");
    expect(text).toMatch(/^---\n"@qsmtp\/protocol": minor\n/);
  });

  it("compares with the last release once there is one", async () => {
    const sandbox = await Sandbox.make();
    sandbox.git("tag", "@qsmtp/protocol@1.0.0");
    await sandbox.setNumbers(1, 9);
    sandbox.commit();
    const { log } = await sandbox.prepare();
    expect(log).toContain("Compared with the last release, @qsmtp/protocol@1.0.0:");
    expect(Object.keys(await sandbox.written())).toEqual(["gen-protocol.md"]);
  });
});

describe("a change that the text cannot decide", () => {
  it("stops the release until a waiver decides it", async () => {
    const sandbox = await Sandbox.make();
    await sandbox.edit("schema/commands/base/lamp.json", '"const": "on"', '"const": "ON"');
    const { exitCode, error } = await sandbox.prepare();
    expect(exitCode).toBe(1);
    expect(error).toContain("1 change needs a decision; nothing was written");
    expect(await sandbox.written()).toEqual({});
    const template = /\{"fingerprint".*\}/.exec(error)?.[0] ?? "";
    const decided = JSON.parse(
      template
        .replace('"to":"…"', '"to":"patch"')
        .replace('"why":"…"', '"why":"Firmware 1.2 takes both, tried on L1."'),
    ) as unknown;
    await sandbox.write("schema/waivers.json", { waivers: [decided] });
    expect((await sandbox.prepare()).exitCode).toBe(0);
    const text = (await sandbox.written())["gen-protocol.md"];
    expect(text).toMatch(/^---\n"@qsmtp\/protocol": patch\n/);
    expect(text).toContain("**Fixed**");
    expect(text).toContain("Firmware 1.2 takes both, tried on L1.");
  });

  it.each([
    ["no reason", { why: "" }, /say in "why"/],
    ["an unknown rule", { rule: "range-lost" }, /no rule is called "range-lost"/],
    ["a rule that is never lowered", { rule: "enum-value-renumbered" }, /is never lowered/],
    ["a bump that is no lower", { to: "major" }, /"to" must be below "from"/],
    ["no fingerprint", { fingerprint: "x" }, /give the finding's fingerprint/],
  ])("accepts no waiver with %s", async (_, fault, message) => {
    const sandbox = await Sandbox.make();
    const sound = {
      fingerprint: "0123456789ab",
      rule: "range-narrowed",
      from: "major",
      to: "minor",
      why: "No module ever took them.",
    };
    await sandbox.write("schema/waivers.json", { waivers: [{ ...sound, ...fault }] });
    const { exitCode, error } = await sandbox.prepare();
    expect(exitCode).toBe(2);
    expect(error).toMatch(message);
    expect(error).toContain("schema/waivers.json#/waivers/0");
  });
});

describe("pnpm release:prepare --check", () => {
  it("fails for a change without a changeset, says why and what to run, and writes nothing", async () => {
    const sandbox = await Sandbox.make();
    sandbox.git("checkout", "-qb", "lamps");
    await sandbox.setNumbers(1, 2);
    sandbox.commit();
    const { exitCode, error } = await sandbox.prepare("--check");
    expect(exitCode).toBe(1);
    expect(error).toContain(
      "@qsmtp/protocol needs a changeset for major at least, and has none: number: accepts fewer numbers (1-4 → 1-2)",
    );
    expect(error).toContain("To mend it, run: pnpm release:prepare");
    expect(await sandbox.written()).toEqual({});
    await sandbox.prepare();
    expect((await sandbox.prepare("--check")).exitCode).toBe(0);
  });

  it("does not take a changeset that the base had for one of this change", async () => {
    const sandbox = await Sandbox.make();
    await sandbox.setNumbers(1, 9);
    expect((await sandbox.prepare("--check")).error).toContain("and has none");
  });

  it("takes a person's changeset when its bump is high enough", async () => {
    const sandbox = await Sandbox.make();
    await sandbox.setNumbers(1, 2);
    const own = (bump: string) => `---\n'@qsmtp/protocol': ${bump}\n---\n\nFewer lamps.\n`;
    await sandbox.write(".changeset/fewer-lamps.md", own("minor"));
    expect((await sandbox.prepare("--check")).error).toContain("and has one for minor");
    await sandbox.write(".changeset/fewer-lamps.md", own("major"));
    expect((await sandbox.prepare("--check")).exitCode).toBe(0);
  });

  it("fails when the schema went on after the changesets were written", async () => {
    const sandbox = await Sandbox.make();
    await sandbox.setNumbers(1, 9);
    await sandbox.prepare();
    await sandbox.setNumbers(1, 12);
    const { exitCode, error } = await sandbox.prepare("--check");
    expect(exitCode).toBe(1);
    expect(error).toContain(".changeset/gen-protocol.md is out of date");
  });

  it("fails when a person lowered the bump in the file itself", async () => {
    const sandbox = await Sandbox.make();
    await sandbox.setNumbers(1, 2);
    await sandbox.prepare();
    await sandbox.edit(
      ".changeset/gen-protocol.md",
      '"@qsmtp/protocol": major',
      '"@qsmtp/protocol": patch',
    );
    expect((await sandbox.prepare("--check")).exitCode).toBe(1);
  });

  it("passes where there is nothing to compare with: no main, no release, no repository", async () => {
    const sandbox = await Sandbox.make();
    await sandbox.setNumbers(1, 9);
    sandbox.git("branch", "-m", "lamps");
    const alone = await sandbox.prepare("--check");
    expect([alone.exitCode, alone.log]).toEqual([
      0,
      "No release and no main branch to compare with: nothing was checked.",
    ]);
    await rm(path.join(sandbox.root, ".git"), { recursive: true });
    expect((await sandbox.prepare("--check")).exitCode).toBe(0);
  });
});

describe("the command line of release:prepare", () => {
  it.each([
    ["a revision that does not exist", ["--since", "v9"], /"v9" is no git revision/],
    ["a manual that nobody lists", ["--manual", "x"], /lists no "x"; it lists: lamp-manual/],
    ["an unknown option", ["--chek"], /--chek[\s\S]*Usage: pnpm release:prepare/],
  ])("refuses %s", async (_, args, message) => {
    const sandbox = await Sandbox.make();
    const { exitCode, error } = await sandbox.prepare(...args);
    expect(exitCode).toBe(2);
    expect(error).toMatch(message);
  });

  it("refuses a file in .changeset that is no changeset", async () => {
    const sandbox = await Sandbox.make();
    await sandbox.write(".changeset/notes.md", "# Notes\n");
    const { exitCode, error } = await sandbox.prepare();
    expect([exitCode, error]).toEqual([2, expect.stringContaining("notes.md has no front matter")]);
  });

  it("explains itself", async () => {
    const sandbox = await Sandbox.make();
    const { exitCode, log } = await sandbox.prepare("--help");
    expect([exitCode, log]).toEqual([0, expect.stringContaining("--manual")]);
  });
});
