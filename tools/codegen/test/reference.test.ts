import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { lamp } from "./lamp.ts";
import { Sandbox } from "./schema-folder.ts";

const repository = path.resolve(import.meta.dirname, "../../..");
const reference = path.join(repository, "docs/reference");

const pages = new Map(
  await Promise.all(
    (await readdir(reference)).map(
      async (name) => [name, await readFile(path.join(reference, name), "utf8")] as const,
    ),
  ),
);

/** The text of a page without the lines that are shown to the letter. */
function withoutFences(text: string): string {
  return text.replaceAll(/^```text\n[\s\S]*?^```$/gm, "");
}

/** Anchors as a Markdown viewer makes them: repeated headings would get a number. */
function anchorsOf(text: string): string[] {
  return [...withoutFences(text).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .replaceAll(/\\|&lt;/g, "")
      .toLowerCase()
      .replaceAll(/[^a-z0-9 _-]/g, "")
      .replaceAll(" ", "-"),
  );
}

interface Element {
  readonly name: string;
}

interface CommandFile {
  readonly group: string;
  readonly operations: readonly (Element & { readonly examples?: readonly { sent: string }[] })[];
  readonly urcs?: readonly Element[];
}

async function schemaFiles(folder: string): Promise<unknown[]> {
  const root = path.join(repository, "schema", folder);
  const names = await readdir(root, { recursive: true });
  const files = names.filter((name) => name.endsWith(".json"));
  return Promise.all(
    files.map(async (name) => JSON.parse(await readFile(path.join(root, name), "utf8")) as unknown),
  );
}

const commands = (await schemaFiles("commands")) as CommandFile[];

describe("the command reference", () => {
  it("has a page for each group and one for each kind of thing besides", () => {
    expect([...pages.keys()].sort()).toEqual(
      ["base.md", "errors.md", "file.md", "index.md", "pdp.md", "quirks.md"].concat([
        "smtp.md",
        "ssl.md",
        "unverified.md",
        "urcs.md",
      ]),
    );
  });

  it.each([...pages])("%s has links that lead somewhere", async (name, text) => {
    for (const [, target = "", anchor] of withoutFences(text).matchAll(
      /\]\(([^)#]*)(?:#([^)]*))?\)/g,
    )) {
      const page = target === "" ? name : target;
      if (anchor === undefined && page.startsWith("../")) {
        await expect(readFile(path.join(reference, page)), page).resolves.toBeDefined();
        continue;
      }
      expect([...pages.keys()]).toContain(page);
      if (anchor !== undefined) expect(anchorsOf(pages.get(page) ?? "")).toContain(anchor);
    }
  });

  it("links to headings that stand once on their page", () => {
    for (const [name, text] of pages) {
      const names = [
        ...commands.flatMap(({ operations }) => operations),
        ...commands.flatMap(({ urcs = [] }) => urcs),
      ].map((element) => element.name.toLowerCase());
      const anchors = anchorsOf(text);
      const repeated = anchors.filter((anchor, index) => anchors.indexOf(anchor) !== index);
      expect([name, repeated.filter((anchor) => names.includes(anchor))]).toEqual([name, []]);
    }
  });

  it.each([...pages])("%s has tables without an empty cell", (_, text) => {
    for (const [row] of withoutFences(text).matchAll(/^\|.*\|$/gm)) {
      const cells = row.slice(1, -1).split(/(?<!\\)\|/);
      expect(cells.filter((cell) => cell.trim() === "")).toEqual([]);
    }
  });

  it("has every operation with its examples on the page of its group", () => {
    for (const { group, operations } of commands) {
      const text = pages.get(`${group}.md`) ?? "";
      for (const { name, examples = [] } of operations) {
        expect(text).toContain(`\n### ${name}\n`);
        for (const { sent } of examples) expect(text).toContain(`\n> ${sent}\n`);
      }
    }
  });

  it("has every operation in both tables of the index", () => {
    const text = pages.get("index.md") ?? "";
    for (const { group, operations } of commands) {
      for (const { name } of operations) {
        const links = text.split(`[${name}](${group}.md#${name.toLowerCase()})`).length - 1;
        expect([name, links]).toEqual([name, 2]);
      }
    }
  });

  it("lists each fact that nobody has checked once, and no other", async () => {
    const files = [commands, await schemaFiles("errors"), await schemaFiles("quirks")];
    const doubted = JSON.stringify(files).match(/"confidence":"(?:recalled|inferred)"/g) ?? [];
    const text = pages.get("unverified.md") ?? "";
    expect(text.match(/^- .*\((?:recalled|inferred)\)/gm)).toHaveLength(doubted.length);
    expect(text).toContain(`${doubted.length} facts of the schema`);
  });
});

describe("codegen", () => {
  it("writes, compares and clears the reference as it does the code", async () => {
    const sandbox = await Sandbox.with(lamp);
    const folder = path.join(sandbox.root, "docs/reference");
    await sandbox.run();
    const page = await readFile(path.join(folder, "base.md"), "utf8");
    expect(page).toContain('\nlightLamp({ number: 2 })\n> AT+LAMP="on",2\n< OK\n');
    await writeFile(path.join(folder, "base.md"), "edited by hand");
    await rm(path.join(folder, "urcs.md"));
    await mkdir(path.join(folder, "old"));
    await writeFile(path.join(folder, "old/siren.md"), "");
    const { exitCode, error } = await sandbox.run("--check");
    expect(exitCode).toBe(1);
    expect(error.split("\n").slice(1, -1)).toEqual([
      "  missing   docs/reference/urcs.md",
      "  extra     docs/reference/old/siren.md",
      "  different docs/reference/base.md",
    ]);
    expect((await sandbox.run()).log).toMatch(/^wrote 2, deleted 1 /);
    expect(await readFile(path.join(folder, "base.md"), "utf8")).toBe(page);
  });
});
