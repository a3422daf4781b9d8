import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { ReadManual } from "../src/reader/manual-model.ts";
import { readManual } from "../src/reader/read-manual.ts";
import { residueOf, sectionSummary, summaryOf } from "./read-summary.ts";

const folder = path.resolve(import.meta.dirname, "../../../../shared/manuals/siblings");

interface Sibling {
  readonly name: string;
  readonly commands: number;
  readonly forms: number;
  readonly rows: number;
  readonly codes: number;
  /**
   * Sections that the two extractions do not give alike. A line that is stretched to the width of its
   * cell is printed word by word in a plain text, between the lines of the other column.
   */
  readonly stretched: readonly string[];
}

const siblings: readonly Sibling[] = [
  { name: "bg96-file-v1.0", commands: 12, forms: 27, rows: 49, codes: 21, stretched: [] },
  { name: "bg96-tcpip-v1.0", commands: 17, forms: 51, rows: 106, codes: 26, stretched: ["2.1.10"] },
  {
    name: "ec200u-tcpip-v1.1",
    commands: 19,
    forms: 69,
    rows: 148,
    codes: 26,
    stretched: ["2.4.11"],
  },
];

function textOf(name: string): string {
  return readFileSync(path.join(folder, `${name}.txt`), "utf8");
}

function countsOf({ sections }: ReadManual): Omit<Sibling, "name" | "stretched"> {
  const forms = sections.flatMap(({ commandTable }) => commandTable?.forms ?? []);
  return {
    commands: sections.filter(({ commandTable }) => commandTable !== undefined).length,
    forms: forms.length,
    rows: [...sections, ...forms].flatMap(({ parameters }) => parameters).length,
    codes: sections.flatMap(({ codeTables }) => codeTables.flatMap(({ rows }) => rows)).length,
  };
}

/** The vendor's texts may not be kept here; where they lie beside the repository, they are read. */
if (!existsSync(folder)) console.warn(`no sibling manual was read: ${folder} is not there`);

describe.skipIf(!existsSync(folder))("the texts of sibling manuals", () => {
  describe.each(siblings)("$name", ({ name, stretched, ...counts }) => {
    it.each(["", ".layout"])("is read whole, every command and row of it%s", (extract) => {
      const read = readManual(textOf(`${name}${extract}`));
      expect(read.layout).toBe(extract === "" ? "plain" : "layout");
      expect(countsOf(read)).toEqual(counts);
      expect(read.sections.map(({ id }) => id)).toEqual(read.promised);
      const described = read.sections.filter(({ title }) => /^AT\+/.test(title));
      expect(described.every(({ commandTable }) => commandTable !== undefined)).toBe(true);
      expect(residueOf(read).length).toBeLessThanOrEqual(3);
    });

    it("proves which text belongs to which name", () => {
      for (const extract of ["", ".layout"]) {
        const { sections } = readManual(textOf(`${name}${extract}`));
        const rows = sections.flatMap(({ parameters }) => parameters);
        expect(rows.filter(({ pairing }) => pairing !== "proven")).toEqual([]);
      }
    });

    it("says the same in both extractions", () => {
      const [plain, layout] = [textOf(name), textOf(`${name}.layout`)].map((text) =>
        readManual(text).sections.filter(({ id }) => !stretched.includes(id)),
      );
      expect(layout?.flatMap(sectionSummary)).toEqual(plain?.flatMap(sectionSummary));
    });

    it.each([
      ["without form feeds", (text: string) => text.replaceAll("\f", "")],
      ["with blanks in the place of form feeds", (text: string) => text.replaceAll("\f", " ")],
      ["with a form feed at the end", (text: string) => `${text}\f`],
      ["with some form feeds", (text: string) => keepEvery(text, 3)],
      ["with the line ends of another system", (text: string) => text.replaceAll("\n", "\r\n")],
      ["without page numbers", (text: string) => text.replaceAll(/\s*\d+ \/ \d+$/gm, "")],
      ["with a watermark", (text: string) => withMark(text, "draft")],
    ])("says the same %s", (_, change) => {
      for (const extract of ["", ".layout"]) {
        const text = textOf(`${name}${extract}`);
        expect(summaryOf(change(text))).toEqual(summaryOf(text));
      }
    });
  });
});

function keepEvery(text: string, count: number): string {
  let seen = 0;
  return text.replaceAll("\f", () => {
    seen += 1;
    return seen % count === 0 ? "\f" : "";
  });
}

/** A letter between any two paragraphs, as often as there is room. */
function withMark(text: string, word: string): string {
  let seen = 0;
  return text.replaceAll(/\n\n/g, () => {
    seen += 1;
    const letter = seen % 20 === 0 ? word[(seen / 20) % word.length] : undefined;
    return letter === undefined ? "\n\n" : `\n\n${letter}\n\n`;
  });
}
