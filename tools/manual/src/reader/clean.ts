import type { Gap, Line } from "./line.ts";

/** How pdftotext was run: `plain` follows the text, `layout` keeps its place on the page. */
export type Layout = "plain" | "layout";

export interface CleanText {
  readonly layout: Layout;
  /** Lines that are not blank. */
  readonly lines: readonly Line[];
}

/**
 * Cuts a text into pages and lines, and writes every character one way. A page begins behind a form
 * feed, and in a plain text at an indented line, which is what is left of one.
 */
export function cleanText(text: string): CleanText {
  const raw = text.split(/\r\n|\r|\n/);
  const layout = detectLayout(raw);
  const lines: Line[] = [];
  let page = 1;
  let gap: Gap = "unknown";
  raw.forEach((source, index) => {
    const turned =
      source.split("\f").length - 1 || Number(layout === "plain" && isIndented(source));
    if (turned > 0 && lines.length > 0) {
      page += turned;
      gap = "unknown";
    }
    const line = normalize(source);
    if (line.trim() === "") {
      if (gap === "none") gap = "blank";
      return;
    }
    lines.push({ number: index + 1, page, text: line, gap });
    gap = "none";
  });
  return { layout, lines };
}

const columnGap = /\S {3,}\S/;
/** A line of a table of contents, which may be spaced anywhere. */
const leader = /(?:[.…]\s?){4,}\s*\d+\s*$/;

/** Only -layout prints runs of blanks inside many lines, and columns that begin with blanks. */
function detectLayout(lines: readonly string[]): Layout {
  const printed = lines.filter((line) => line.trim() !== "" && !leader.test(line));
  const spaced = printed.filter((line) => columnGap.test(line));
  const isIn = (share: number): boolean => spaced.length >= printed.length * share;
  const isMoved = printed.some((line) => /^\f? {4,}\S/.test(line));
  return spaced.length > 0 && isIn(isMoved ? 0.03 : 0.1) ? "layout" : "plain";
}

function isIndented(line: string): boolean {
  return /^ \S/.test(line);
}

/** Characters of the Symbol font, which a PDF may keep at places of its own. */
const symbols: Readonly<Record<string, string>> = {
  "\uF0A3": "≤",
  "\uF0B1": "±",
  "\uF0B3": "≥",
  "\uF0B4": "×",
};

function normalize(line: string): string {
  return line
    .replaceAll("\f", "")
    .normalize("NFKC")
    .replace(/[\u00AD\u200B-\u200D\u2060\uFEFF]/g, "")
    .replace(/[“”„‟«»]/g, '"')
    .replace(/[‘’‚‛]/g, "'")
    .replace(/[‐‑‒–—―−]/g, "-")
    .replace(/[\uF0A3\uF0B1\uF0B3\uF0B4]/g, (symbol) => symbols[symbol] ?? symbol)
    .replace(/[●▪■◦∙·⚫\uF000-\uF0FF]/g, "•")
    .replaceAll("\t", "    ")
    .trimEnd();
}
