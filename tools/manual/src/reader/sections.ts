import type { Claims } from "./claims.ts";
import { appendixHeading, looksLikeTitle, sectionHeading } from "./headings.ts";
import type { Cell } from "./line.ts";

export interface Section {
  /** `2.1`, `5`, `A`; empty for what stands before the first chapter. */
  readonly id: string;
  readonly title: string;
  readonly line: number;
  readonly cells: readonly Cell[];
}

interface Heading {
  readonly id: string;
  readonly title: string;
  /** Cells that the heading takes. */
  readonly length: number;
}

/** Cuts the text at its headings, which must count upwards to be believed. */
export function cutSections(cells: readonly Cell[], claims: Claims): Section[] {
  const sections: Section[] = [];
  let current: { id: string; title: string; line: number; cells: Cell[] } | undefined;
  let index = 0;
  while (index < cells.length) {
    const heading = headingAt(cells, index, sections.at(-1)?.id ?? "");
    const cell = cells[index];
    if (cell === undefined) break;
    if (heading !== undefined) {
      claims.add("heading", ...cells.slice(index, index + heading.length));
      current = { id: heading.id, title: heading.title, line: cell.line, cells: [] };
      sections.push(current);
      index += heading.length;
      continue;
    }
    if (current === undefined) {
      current = { id: "", title: "", line: cell.line, cells: [] };
      sections.push(current);
    }
    current.cells.push(cell);
    index += 1;
  }
  return sections;
}

function headingAt(cells: readonly Cell[], index: number, last: string): Heading | undefined {
  const cell = cells[index];
  if (cell === undefined) return undefined;
  return (
    chapterAt(cells, index, last) ?? subsectionAt(cells, index, last) ?? appendixAt(cells, index)
  );
}

/** A number alone at the top of a page, one more than the chapter before, and its title below. */
function chapterAt(cells: readonly Cell[], index: number, last: string): Heading | undefined {
  const [number, title] = cells.slice(index, index + 2);
  if (number?.gap !== "page" || title === undefined || !/^\d{1,2}$/.test(number.text)) {
    return undefined;
  }
  const chapter = Number.parseInt(last === "" ? "0" : last, 10);
  if (Number(number.text) !== chapter + 1 || !looksLikeTitle(title.text)) return undefined;
  const wrapped = continuedTitle(cells, index + 2);
  return {
    id: number.text,
    title: [title, ...wrapped].map((part) => part.text).join(" "),
    length: 2 + wrapped.length,
  };
}

function subsectionAt(cells: readonly Cell[], index: number, last: string): Heading | undefined {
  const cell = cells[index];
  const heading = cell === undefined ? undefined : sectionHeading(cell.text);
  if (heading === undefined || !isSuccessor(last, heading.id)) return undefined;
  const rest = cells[index + 1];
  const isTorn = /^AT\S+$/.test(heading.title) && rest !== undefined && rest.gap === "blank";
  if (!isTorn || !looksLikeTitle(rest.text)) return { ...heading, length: 1 };
  return { id: heading.id, title: `${heading.title} ${rest.text}`, length: 2 };
}

function appendixAt(cells: readonly Cell[], index: number): Heading | undefined {
  const cell = cells[index];
  const heading = cell === undefined ? undefined : appendixHeading(cell.text);
  return heading === undefined || cell?.gap === "none" ? undefined : { ...heading, length: 1 };
}

/** What follows a chapter's title without a gap is the rest of it. */
function continuedTitle(cells: readonly Cell[], index: number): Cell[] {
  const cell = cells[index];
  const isTitle = cell !== undefined && cell.gap === "none" && looksLikeTitle(cell.text);
  return isTitle && cell.text.split(" ").length <= 4 ? [cell] : [];
}

/** Same chapter, counted upwards; a text that has lost pages may leave numbers out. */
function isSuccessor(last: string, next: string): boolean {
  const before = last.split(".").map(Number);
  const after = next.split(".").map(Number);
  if (before[0] !== after[0]) return false;
  for (let depth = 1; depth < after.length; depth++) {
    const difference = (after[depth] ?? 0) - (before[depth] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
