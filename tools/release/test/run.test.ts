import { rm } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { nameList, report } from "./report.ts";
import { Sandbox } from "./sandbox.ts";

// Each run reads a schema and asks git: slow where other tests run beside it.

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
    expect(written["gen-client.md"]).toMatch(/^---\n"@qsmtp\/client": patch\n#/);
    expect(written["gen-client.md"]).toContain("- `x` is a new export.\n");
    expect(written["gen-protocol.md"]).toMatch(/^---\n"@qsmtp\/protocol": major\n#/);
    expect(written["gen-protocol.md"]).toContain(
      "- `AT+LAMP`: `number` accepts fewer numbers (1-4 → 1-2). Keep the value within the new range. (lamp-manual 2.1)\n",
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

  it("tells of generated names those that the schema does not explain", async () => {
    const sandbox = await Sandbox.make();
    const names = "packages/protocol/etc/commands.api.md";
    const light = "export function lightLamp";
    await sandbox.write(names, nameList(light));
    sandbox.commit();
    await sandbox.write(
      names,
      nameList(light, "export const Lamp", "export interface DimLampInput"),
    );
    await sandbox.edit(
      "schema/commands/base/lamp.json",
      '"name": "lightLamp"',
      '"name": "dimLamp"',
    );
    await sandbox.prepare();
    const text = (await sandbox.written())["gen-protocol.md"] ?? "";
    expect(text).toContain("- `@qsmtp/protocol/commands`: `Lamp` is a new export.");
    expect(text).toContain("has another name in the API (`lightLamp` → `dimLamp`)");
    expect(text).not.toContain("DimLampInput");
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

describe("an addition", () => {
  const lamp = "schema/commands/base/lamp.json";
  const names = "packages/protocol/etc/commands.api.md";
  const families = "packages/protocol/etc/families.api.md";
  const union = (...cases: string[]) =>
    report(`export type OperationName = ${cases.map((name) => `"${name}"`).join(" | ")};`);
  const exportsOf = (name: string) => [
    `export const ${name}`,
    `export interface ${name.replace(/^./, (letter) => letter.toUpperCase())}Input`,
  ];
  const many = Array.from({ length: 400 }, (_, index) => `turnLampNumber${index}`);

  async function withReports(): Promise<Sandbox> {
    const sandbox = await Sandbox.make();
    await sandbox.write(names, nameList(...exportsOf("lightLamp")));
    await sandbox.write(families, union("lightLamp"));
    sandbox.commit();
    return sandbox;
  }

  async function addOperations(sandbox: Sandbox, added: readonly string[]): Promise<void> {
    const operations = added.map((name, index) => ({
      name,
      form: "write",
      summary: "Turns one lamp.",
      args: [{ const: `turn${index}` }, { param: "number" }],
      maxResponseMs: 300,
      examples: [{ input: { number: 2 }, sent: `AT+LAMP="turn${index}",2`, received: ["OK"] }],
    }));
    const text = JSON.stringify(operations).slice(1, -1);
    await sandbox.edit(lamp, '"operations": [', `"operations": [${text},`);
  }

  it.each([
    ["one operation", many.slice(0, 1)],
    ["four hundred operations", many],
  ])("of %s is minor and told in the same words before and after pnpm api", async (_, added) => {
    const sandbox = await withReports();
    await addOperations(sandbox, added);
    expect((await sandbox.prepare()).log).toMatch(/@qsmtp\/protocol: \d+ changes?, minor/);
    const before = await sandbox.written();
    const all = ["lightLamp", ...added];
    await sandbox.write(names, nameList(...all.flatMap(exportsOf)));
    await sandbox.write(families, union(...all));
    expect((await sandbox.prepare()).log).toContain("The changesets are up to date.");
    const text = before["gen-protocol.md"] ?? "";
    expect(text).toMatch(/^---\n"@qsmtp\/protocol": minor\n/);
    expect(text).not.toContain("Breaking");
    expect(text).toContain("**Added**\n\n- `AT+LAMP`: `turnLampNumber0` is a new operation (");
    expect(text.split("\n").filter((line) => line.length > 298)).toEqual([]);
  });

  it("that the schema does not explain is told from the reports, and is minor as well", async () => {
    const sandbox = await withReports();
    await sandbox.write(families, union("lightLamp", "dimLamp"));
    await sandbox.prepare();
    const text = (await sandbox.written())["gen-protocol.md"] ?? "";
    expect(text).toMatch(/^---\n"@qsmtp\/protocol": minor\n/);
    expect(text).toContain('`OperationName` has new cases (`"dimLamp"`). Add them to switches');
  });

  it("to a table that callers write in another package breaks them", async () => {
    const sandbox = await withReports();
    const labels = "export function label(names: Record<OperationName, string>): void;";
    await sandbox.write(client, report(labels));
    sandbox.commit();
    await sandbox.write(families, union("lightLamp", "dimLamp"));
    await sandbox.prepare();
    const text = (await sandbox.written())["gen-protocol.md"] ?? "";
    expect(text).toMatch(/^---\n"@qsmtp\/protocol": major\n/);
    expect(text).toContain("`OperationName` has new cases, and a table that you write must name");
  });
});

describe("a line of the list", () => {
  it("names commands by what is sent, and tables and subjects by their ids, with their sources", async () => {
    const sandbox = await Sandbox.make();
    const source = [{ id: "lamp-manual", section: "4" }];
    const fact = (atLeast: number) => ({
      $schema: "../facts.schema.json",
      id: "light",
      title: "Light of the lamps",
      facts: {
        warmUpSeconds: { atLeast, unit: "second", description: "Until it is bright.", source },
      },
    });
    await sandbox.write("schema/facts/light.json", fact(4));
    sandbox.commit();
    await sandbox.write("schema/facts/light.json", fact(5));
    const unlisted = [{ from: 10, to: 19, mailOutcome: "notSent", reason: "No mail.", source }];
    const judging = `"judgesMail": true, "unlisted": ${JSON.stringify(unlisted)}`;
    const table = "schema/errors/lamp.json";
    await sandbox.edit(table, '"codes": [', `${judging},\n"codes": [`);
    const outcome = '"mailOutcome": "notSent", "mailOutcomeReason": "No power, no mail."';
    await sandbox.edit(table, '"code": 5', `"code": 5, ${outcome}`);
    await sandbox.setNumbers(1, 9);
    expect(await sandbox.prepare()).toMatchObject({ exitCode: 0, error: "" });
    const text = (await sandbox.written())["gen-protocol.md"] ?? "";
    expect(text).toContain(
      "- `AT+LAMP`: `number` accepts more numbers (1-4 → 1-9). (lamp-manual 2.1)",
    );
    expect(text).toMatch(/- `light`: `warmUpSeconds` is another time .* \(lamp-manual 4\)/);
    expect(text).toMatch(/- `lamp`: `lamp` says something else about the outcome of a mail/);
  });
});

describe("a text that nobody has written yet", () => {
  it.each([
    [
      "a meaning",
      "schema/errors/lamp.json",
      '"There is no power"',
      '"Not described yet"',
      "codes/0/meaning",
    ],
    [
      "a summary",
      "schema/commands/base/lamp.json",
      '"Lights one lamp."',
      '"Not described yet."',
      "operations/0/summary",
    ],
    [
      "a family",
      "schema/families.json",
      '"Lamps"',
      '"not described yet, L1 only"',
      "families/0/title",
    ],
    [
      "an open question",
      "schema/commands/base/lamp.json",
      '"Which lamp."',
      '"undecided: 1 or 2"',
      "params/number/description",
    ],
  ])("stops the release check, by file and place: %s", async (_, file, written, open, place) => {
    const sandbox = await Sandbox.make();
    await sandbox.edit(file, written, open);
    await sandbox.write(".changeset/told.md", '---\n"@qsmtp/protocol": major\n---\n\nLamps.\n');
    const { exitCode, error } = await sandbox.prepare("--check");
    expect([exitCode, error]).toEqual([
      1,
      expect.stringContaining(`  ${file} does not say yet what is meant, at ${place}`),
    ]);
  });

  it("is never printed in a changelog, and is told as work to do", async () => {
    const sandbox = await Sandbox.make();
    const code =
      '{ "code": 6, "name": "tooHot", "meaning": "Not described yet", "source": [{ "id": "lamp-manual" }] },';
    await sandbox.edit("schema/errors/lamp.json", '"codes": [', `"codes": [${code}`);
    const { exitCode, log } = await sandbox.prepare();
    expect(exitCode).toBe(0);
    expect(log).toContain(
      "To do, or pnpm check fails:\n  schema/errors/lamp.json does not say yet",
    );
    const text = (await sandbox.written())["gen-protocol.md"] ?? "";
    expect(text).toContain(
      "- `lamp`: `tooHot` is a new name of an error number (6). (lamp-manual)",
    );
    expect(text).not.toMatch(/described/);
  });
});

describe("the words of a pending changeset", () => {
  const words = (text: string) => `---\n"@qsmtp/client": patch\n---\n\n${text}\n`;

  it.each([
    [
      "a line that is too long",
      `Lamps ${"light ".repeat(60)}.`,
      /has a line of 367 characters, "Lamps light light light light"/,
    ],
    [
      "a later line that is too long",
      `Lamps.\n\n${"light ".repeat(60)}`,
      /has a line of 359 characters/,
    ],
    [
      "a comment",
      "Lamps.\n\n<!-- for us only -->",
      /has a comment, which the changelog would print/,
    ],
    ["a placeholder", "Lamps: 6, Not described yet.", /does not say yet what is meant/],
  ])("may not hold %s", async (_, text, message) => {
    const sandbox = await Sandbox.make();
    await sandbox.write(".changeset/lamps.md", words(text));
    const { exitCode, error } = await sandbox.prepare("--check");
    expect([exitCode, error]).toEqual([1, expect.stringMatching(message)]);
    expect(error).toContain(".changeset/lamps.md");
  });

  it("may be many lines", async () => {
    const sandbox = await Sandbox.make();
    await sandbox.write(
      ".changeset/lamps.md",
      words(`${"A lamp that lights. ".repeat(14)}\n\n`.repeat(9)),
    );
    expect((await sandbox.prepare("--check")).exitCode).toBe(0);
  });
});

describe("what a release is compared with", () => {
  it("on main itself is the commit before, as a push build sees it", async () => {
    const sandbox = await Sandbox.make();
    await sandbox.setNumbers(1, 2);
    sandbox.commit();
    const untold = await sandbox.prepare("--check");
    expect([untold.exitCode, untold.error]).toEqual([
      1,
      expect.stringContaining("the commit before HEAD"),
    ]);
    await sandbox.prepare();
    expect(Object.keys(await sandbox.written())).toEqual(["gen-protocol.md"]);
    sandbox.git("add", ".");
    sandbox.git("commit", "-q", "--amend", "--no-edit");
    expect((await sandbox.prepare("--check")).exitCode).toBe(0);
  });

  it("on main is what a merge brought, all of it", async () => {
    const sandbox = await Sandbox.make();
    sandbox.git("checkout", "-qb", "lamps");
    await sandbox.setNumbers(1, 2);
    sandbox.commit();
    await sandbox.write("notes.txt", "more\n");
    sandbox.commit();
    sandbox.git("checkout", "-q", "main");
    sandbox.git("merge", "-q", "--no-ff", "-m", "merge", "lamps");
    expect((await sandbox.prepare("--check")).error).toContain("needs a changeset for major");
  });

  it("on main with edits is HEAD: what was committed has been told", async () => {
    const sandbox = await Sandbox.make();
    await sandbox.setNumbers(1, 2);
    sandbox.commit();
    await sandbox.edit("schema/errors/lamp.json", "There is no power", "No power");
    const { log } = await sandbox.prepare();
    expect(log).toContain("Compared with HEAD, ");
    expect((await sandbox.written())["gen-protocol.md"]).not.toContain("numbers");
  });

  it("is the commit of the last version where no tag is, or not yet", async () => {
    const sandbox = await Sandbox.make();
    sandbox.git("tag", "@qsmtp/protocol@1.0.0");
    await sandbox.setNumbers(1, 9);
    sandbox.commit();
    await sandbox.write(
      "packages/protocol/CHANGELOG.md",
      "# @qsmtp/protocol\n\n## 1.1.0\n\nNine.\n",
    );
    await sandbox.edit("packages/protocol/package.json", "1.0.0", "1.1.0");
    sandbox.commit();
    expect(await sandbox.prepare("--check")).toMatchObject({
      exitCode: 0,
      log: expect.stringMatching(/since the last release, of [0-9a-f]{10} has/),
    });
    sandbox.git("tag", "@qsmtp/protocol@1.1.0");
    await sandbox.setNumbers(1, 12);
    sandbox.commit();
    expect((await sandbox.prepare("--check")).error).toContain(
      "Compared with the last release, @qsmtp/protocol@1.1.0",
    );
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
    ["a reason that no changelog has room for", { why: "No. ".repeat(60) }, /"why" has 239 char/],
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
      "@qsmtp/protocol needs a changeset for major at least, and has none: `number` accepts fewer numbers (1-4 → 1-2)",
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
      "No release and no main branch to compare with: no change was looked for.",
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
