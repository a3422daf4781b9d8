import type { Gap, Line } from "./line.ts";

/** How pdftotext was run: `plain` follows the text, `layout` keeps its place on the page. */
export type Layout = "plain" | "layout";

export interface CleanText {
  readonly layout: Layout;
  readonly pages: number;
  /** Lines that are not blank. */
  readonly lines: readonly Line[];
}

/** Cuts a text into pages and lines, and writes every character one way. */
export function cleanText(text: string): CleanText {
  const raw = text.split(/\r\n|\r|\n/);
  const layout = detectLayout(raw);
  const breaks = text.includes("\f") ? formFeeds : layout === "plain" ? singleIndents : noBreaks;
  const lines: Line[] = [];
  let page = 1;
  let gap: Gap = "page";
  raw.forEach((source, index) => {
    const turned = breaks(source);
    if (turned > 0 && lines.length > 0) {
      page += turned;
      gap = "page";
    }
    const line = normalize(source);
    if (line.trim() === "") {
      if (gap === "none") gap = "blank";
      return;
    }
    lines.push({ number: index + 1, page, text: line, gap });
    gap = "none";
  });
  return { layout, pages: lines.at(-1)?.page ?? 0, lines };
}

const columnGap = /\S {3,}\S/;

/** Only -layout prints runs of blanks inside a line. */
function detectLayout(lines: readonly string[]): Layout {
  const printed = lines.filter((line) => line.trim() !== "");
  const spaced = printed.filter((line) => columnGap.test(line));
  return spaced.length >= printed.length * 0.03 ? "layout" : "plain";
}

function formFeeds(line: string): number {
  return line.split("\f").length - 1;
}

/** Where form feeds have become blanks, a page begins at the only indented lines of a plain text. */
function singleIndents(line: string): number {
  return /^ \S/.test(line) ? 1 : 0;
}

function noBreaks(): number {
  return 0;
}

function normalize(line: string): string {
  return line
    .replaceAll("\f", "")
    .normalize("NFKC")
    .replace(/[\u00AD\u200B-\u200D\u2060\uFEFF]/g, "")
    .replace(/[“”„‟«»]/g, '"')
    .replace(/[‘’‚‛]/g, "'")
    .replace(/[‐‑‒–—―−]/g, "-")
    .replace(/[●▪■◦∙·]/g, "•")
    .replaceAll("\t", "    ")
    .trimEnd();
}
