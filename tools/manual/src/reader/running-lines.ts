import type { Line } from "./line.ts";

/** Why a line belongs to the page and not to its text. */
export type RunningReason = "page number" | "running header or footer";

const pageNumber = /^(?:(?<name>\S.*?)\s{2,})?\d+ ?\/ ?\d+$/;

/**
 * Finds page numbers, running headers and footers. The document's name is known by standing there
 * twice: with underscores in the footer and with blanks in the header. What else heads or ends most
 * of the pages runs too, and so does what stands between a page number and the name in the header.
 */
export function findRunningLines(lines: readonly Line[]): Map<Line, RunningReason> {
  const found = new Map<Line, RunningReason>();
  const names = documentNames(lines);
  const edges = repeatedEdges(lines);
  lines.forEach((line, index) => {
    const text = line.text.trim();
    const number = pageNumber.exec(text);
    const name = number?.groups?.name;
    if (number !== null && (name === undefined || names.has(name))) {
      found.set(line, "page number");
    } else if (names.has(text) || edges.has(text)) {
      found.set(line, "running header or footer");
    }
    const [before, twoBefore] = [lines[index - 1], lines[index - 2]];
    const isHeader = names.has(text) && !text.includes("_");
    if (!isHeader || before === undefined || found.has(before)) return;
    const turned = twoBefore !== undefined && found.get(twoBefore) === "page number";
    if (before.gap === "page" || turned) found.set(before, "running header or footer");
  });
  return found;
}

function documentNames(lines: readonly Line[]): Set<string> {
  const texts = new Set(lines.map((line) => line.text.trim().replace(/\s{2,}\d+ ?\/ ?\d+$/, "")));
  const names = new Set<string>();
  for (const text of texts) {
    const spaced = text.replaceAll("_", " ");
    if (!/^\S+_\S+$/.test(text) || !texts.has(spaced)) continue;
    names.add(text).add(spaced);
  }
  return names;
}

function repeatedEdges(lines: readonly Line[]): Set<string> {
  const pages = new Map<number, Line[]>();
  for (const line of lines) pages.set(line.page, [...(pages.get(line.page) ?? []), line]);
  const counts = new Map<string, number>();
  for (const page of pages.values()) {
    for (const line of new Set([page[0], page.at(-1)])) {
      if (line === undefined) continue;
      const text = line.text.trim();
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
  }
  const most = Math.max(3, pages.size * 0.6);
  return new Set([...counts].filter(([, count]) => count >= most).map(([text]) => text));
}
