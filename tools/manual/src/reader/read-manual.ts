import { type ClaimReason, Claims } from "./claims.ts";
import { cleanText, type Layout } from "./clean.ts";
import { contentsEntry } from "./headings.ts";
import { type Cell, collapseBlanks, type Gap, type Line } from "./line.ts";
import { type ReadSection, readSection } from "./read-section.ts";
import { findRunningLines } from "./running-lines.ts";
import { cutSections } from "./sections.ts";
import { unfoldLayout } from "./unfold-layout.ts";

/** A manual's text, understood as far as the rules go. */
export interface ReadManual {
  readonly layout: Layout;
  readonly pages: number;
  /** Lines that are not blank. */
  readonly lines: number;
  /** Lines that no rule understood. */
  readonly residue: readonly { readonly line: number; readonly text: string }[];
  /** How many lines were understood as what. */
  readonly claimed: ReadonlyMap<ClaimReason, number>;
  readonly sections: readonly ReadSection[];
  /** Sections that the table of contents promises. */
  readonly promised: readonly string[];
}

/** Reads the text of a manual: characters, pages, columns, sections, blocks. Never fails. */
export function readManual(text: string): ReadManual {
  const { layout, pages, lines } = cleanText(text);
  const claims = new Claims();
  const promised: string[] = [];
  const running = findRunningLines(lines);
  for (const [line, reason] of running) claims.add(reason, line);
  for (const line of lines) {
    const entry = contentsEntry(line.text.trim());
    if (entry === undefined) continue;
    claims.add("contents", line);
    if (entry.id !== undefined) promised.push(entry.id);
  }
  const body = closeGaps(lines, claims);
  const cells = layout === "layout" ? unfoldLayout(body) : body.map(plainCell);
  const cut = cutSections(cells, claims);
  for (const section of cut) {
    if (section.id === "" && cut.length > 1) claims.add("front matter", ...section.cells);
  }
  const sections = cut.filter(({ id }) => id !== "").map((section) => readSection(section, claims));
  return { layout, pages, lines: lines.length, sections, promised, ...judge(lines, cells, claims) };
}

/** Leaves out what is claimed. A page number ends its page even where the form feed is lost. */
function closeGaps(lines: readonly Line[], claims: Claims): Line[] {
  const kept: Line[] = [];
  let page = 0;
  let gap: Gap = "none";
  for (const line of lines) {
    const reason = claims.reasonOf(line);
    if (reason !== undefined) {
      if (gap !== "page") gap = reason === "page number" ? "page" : "blank";
      continue;
    }
    if (line.page !== page) gap = "page";
    kept.push(gap === "none" ? line : { ...line, gap });
    page = line.page;
    gap = "none";
  }
  return kept;
}

function plainCell(line: Line): Cell {
  return { line: line.number, text: collapseBlanks(line.text), gap: line.gap };
}

/** A line is understood when it, or each of its cells, is. */
function judge(
  lines: readonly Line[],
  cells: readonly Cell[],
  claims: Claims,
): Pick<ReadManual, "residue" | "claimed"> {
  const ofLine = new Map<number, Cell[]>();
  for (const cell of cells) ofLine.set(cell.line, [...(ofLine.get(cell.line) ?? []), cell]);
  const residue: { line: number; text: string }[] = [];
  const claimed = new Map<ClaimReason, number>();
  for (const line of lines) {
    const pieces = claims.has(line) ? [line] : (ofLine.get(line.number) ?? []);
    const reasons = pieces.map((piece) => claims.reasonOf(piece));
    const first = reasons[0];
    if (first === undefined || reasons.includes(undefined)) {
      residue.push({ line: line.number, text: line.text.trim() });
    } else {
      claimed.set(first, (claimed.get(first) ?? 0) + 1);
    }
  }
  return { residue, claimed };
}
