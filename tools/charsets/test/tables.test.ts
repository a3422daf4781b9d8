import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { renderTable } from "../src/render.ts";
import { standards } from "../src/standards.ts";

const folder = path.resolve(import.meta.dirname, "../../../packages/client/src/charset");

test.each(standards.map((standard) => [standard.name, standard] as const))(
  "the table of %s is what the standard's area gives",
  async (name, standard) => {
    const text = await readFile(path.join(folder, `${name}.gen.ts`), "utf8");
    expect(text).toBe(renderTable(standard));
  },
);

test("an area that is not the standard's is refused", () => {
  for (const standard of standards) {
    expect(() => renderTable({ ...standard, area: standard.area.slice(1) })).toThrow("codes, not");
    const [first] = standard.area;
    if (first === undefined) throw new Error("no area");
    const beyond = [[first[0] - 1, first[1] - 1] as const, ...standard.area.slice(1)];
    expect(() => renderTable({ ...standard, area: beyond })).toThrow("no single character");
  }
});
