import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "../../..");

interface Citation {
  readonly file: string;
  readonly id: string;
  readonly section: string | undefined;
}

/** Every source of the schema, wherever it stands. */
async function citations(): Promise<Citation[]> {
  const folder = path.join(root, "schema");
  const names = await readdir(folder, { recursive: true, encoding: "utf8" });
  const files = names.filter((name) => /^(?:commands|errors|facts|quirks)\/.*\.json$/.test(name));
  const read = files.map(async (file) => {
    const found: Citation[] = [];
    collect(JSON.parse(await readFile(path.join(folder, file), "utf8")), file, found);
    return found;
  });
  return (await Promise.all(read)).flat();
}

function collect(value: unknown, file: string, found: Citation[]): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    if (key !== "source" && key !== "evidence") collect(child, file, found);
    else for (const { id, section } of child) found.push({ file, id, section });
  }
}

/** Sections that a part of the page lists; `5 to 5.11` stands for all between. */
function listed(part: string): (section: string) => boolean {
  const cells = [...part.matchAll(/^\| ([\d., to]+) \|/gm)].flatMap(([, cell = ""]) =>
    cell.split(", "),
  );
  return (section) =>
    cells.some((cell) => {
      const [from = "", to] = cell.split(" to ");
      return to === undefined ? cell === section : section.split(".")[0] === from;
    });
}

describe("docs/evidence.md", () => {
  it("tells of every section of our notes that the schema cites what it was taken from", async () => {
    const page = await readFile(path.join(root, "docs/evidence.md"), "utf8");
    const parts = new Map(page.split(/^## /m).map((part) => [part.split("\n")[0], part]));
    const manuals: { sources: { id: string; kind: string }[] } = JSON.parse(
      await readFile(path.join(root, "schema/manuals.json"), "utf8"),
    );
    const ours = manuals.sources.filter(({ kind }) => kind === "sheet" || kind === "device");
    const missing = (await citations()).filter(({ id, section }) => {
      if (!ours.some((source) => source.id === id)) return false;
      const part = parts.get(id);
      if (part === undefined) return true;
      const isTable = /^\| Section/m.test(part);
      return isTable && section !== undefined && !listed(part)(section);
    });
    expect(missing).toEqual([]);
  });
});
