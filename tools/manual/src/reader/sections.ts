import { chapterHeading } from "./chapter-heading.ts";
import type { Claims } from "./claims.ts";
import type { ContentsEntry } from "./contents.ts";
import type { Heading, Numbered } from "./heading.ts";
import { type Cell, collapseBlanks } from "./line.ts";
import { promisedBy } from "./promised.ts";
import { sectionHeading } from "./section-heading.ts";

export interface Section {
  /** `2.1`, `5`, `A`; empty for what stands before the first chapter. */
  readonly id: string;
  readonly title: string;
  readonly line: number;
  readonly cells: readonly Cell[];
}

/**
 * Cuts the text at its headings. Numbers must count upwards to be believed, and titles must be those
 * of the contents where there are some. What stands between the pieces of a heading belongs to the
 * section before.
 */
export function cutSections(
  cells: readonly Cell[],
  contents: readonly ContentsEntry[],
  claims: Claims,
): Section[] {
  const promised = promisedBy(contents, cells);
  const sections: { id: string; title: string; line: number; cells: Cell[] }[] = [];
  let last = "";
  let begun = 0;
  let index = 0;
  const taken = new Set<number>();
  while (index < cells.length) {
    const cell = cells[index];
    if (cell === undefined) break;
    if (taken.has(index)) {
      index += 1;
      continue;
    }
    const heading = headingAt({ cells, index, begun, last, promised });
    if (heading === undefined) {
      if (sections.length === 0) sections.push({ id: "", title: "", line: cell.line, cells: [] });
      sections.at(-1)?.cells.push(cell);
      index += 1;
      continue;
    }
    for (const place of heading.places) {
      taken.add(place);
      claims.add("heading", ...cells.slice(place, place + 1));
    }
    const end = heading.isAround ? index : Math.max(...heading.places);
    for (; index <= end; index++) {
      if (!taken.has(index)) sections.at(-1)?.cells.push(...cells.slice(index, index + 1));
    }
    const { id, title } = heading;
    sections.push({ id, title, line: cell.line, cells: [] });
    last = id;
    begun = index;
  }
  return sections;
}

function headingAt(place: Omit<Numbered, "id" | "words">): Heading | undefined {
  const cell = place.cells[place.index];
  if (cell === undefined) return undefined;
  const text = collapseBlanks(cell.text);
  const number = /^(\d{1,2}(?:\.\d{1,2})*)\.?(?: +(\S.*))?$/.exec(text);
  if (number === null) return appendixAt(cell, text, place.index);
  const [, id = "", words = ""] = number;
  const numbered = { ...place, id, words };
  return id.includes(".") ? sectionHeading(numbered) : chapterHeading(numbered);
}

function appendixAt(cell: Cell, text: string, index: number): Heading | undefined {
  const match = /^Appendix ([A-Z])\b[.:]? *(.*)$/i.exec(text);
  if (match === null || cell.gap === "none") return undefined;
  return { id: (match[1] ?? "").toUpperCase(), title: match[2] ?? "", places: [index] };
}
