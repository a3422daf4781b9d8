import { type ClaimReason, Claims } from "./claims.ts";
import { cleanText, type Layout } from "./clean.ts";
import { readContents } from "./contents.ts";
import { type Cell, collapseBlanks, type Line } from "./line.ts";
import type { ManualFlags, ReadManual } from "./manual-model.ts";
import { readSection } from "./read-section.ts";
import { cutSections, type Section } from "./sections.ts";
import { turnPages } from "./turn-pages.ts";

/** Reads the text of a manual: characters, pages, contents, sections, blocks. Never fails. */
export function readManual(text: string): ReadManual {
  const { layout, lines } = cleanText(text);
  const claims = new Claims();
  const pages = turnPages(lines, claims);
  const contents = readContents(pages.lines, claims);
  const body = pages.lines.filter((line) => !claims.has(line));
  const cells = body.map((line) => claims.replace(line, cellOf(line, layout)));
  const cut = cutSections(cells, contents, claims);
  const flags = flagsOf(cut);
  for (const section of cut) {
    if (section.id === "" && cut.length > 1) claims.add("front matter", ...section.cells);
  }
  const named = cut.filter(({ id }) => id !== "");
  const sections = named.map((section) => readSection(section, layout, claims));
  return {
    layout,
    pages: pages.count,
    lines: lines.length,
    sections,
    promised: contents.map(({ id }) => id),
    flags,
    ...judge(lines, claims),
  };
}

function cellOf({ number, page, text, gap }: Line, layout: Layout): Cell {
  const words = text.trimStart();
  return layout === "layout"
    ? { line: number, page, indent: text.length - words.length, text: words, gap }
    : { line: number, page, indent: 0, text: collapseBlanks(text), gap };
}

/** What the notation of the manual hides from its text. */
function flagsOf(sections: readonly Section[]): ManualFlags {
  for (const { id, cells } of sections) {
    const at = cells.findIndex(({ text }) => /^(?:•\s*)?Underlined?\b/.test(text));
    const near = cells.slice(Math.max(0, at), at + 16).map(({ text }) => text);
    if (at >= 0 && near.some((text) => /\bdefault\b/i.test(text)))
      return { underlinedDefaults: { line: cells[at]?.line ?? 0, section: id } };
  }
  return { underlinedDefaults: undefined };
}

/** A line is understood when it, or each of its pieces, is. */
function judge(lines: readonly Line[], claims: Claims): Pick<ReadManual, "residue" | "claimed"> {
  const residue: { line: number; text: string }[] = [];
  const claimed = new Map<ClaimReason, number>();
  for (const line of lines) {
    const reason = claims.reasonOf(line);
    if (reason === undefined) residue.push({ line: line.number, text: line.text.trim() });
    else claimed.set(reason, (claimed.get(reason) ?? 0) + 1);
  }
  return { residue, claimed };
}
