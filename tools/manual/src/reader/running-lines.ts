import { isWholeAnswer } from "./answer-patterns.ts";
import { isLabel } from "./labels.ts";
import type { Line } from "./line.ts";

/** Why a line belongs to the page and not to its text. */
export type RunningReason = "page number" | "running header or footer";

/** `12 / 22`, `Page 3 of 9`, `- 4 -`; in a layout text behind the footer. */
const pageNumber = /^(?:(?<footer>\S.*?)\s{2,})?(?:(?:Page )?\d+ ?(?:\/|of) ?\d+|- ?\d+ ?-)$/;
const released = /^(?:Quectel )?Confidential(?: \/ \w+)?$/;

/**
 * Finds page numbers, running headers and footers. The document's name is known by standing there
 * twice: with underscores in the footer and with blanks in the header, or with underscores on most
 * pages. What else heads or ends most of the pages runs too, and so does what stands between a page
 * number and the name in the header.
 */
export function findRunningLines(lines: readonly Line[]): Map<Line, RunningReason> {
  const found = new Map<Line, RunningReason>();
  const names = documentNames(lines);
  for (const line of lines) {
    const text = line.text.trim();
    if (isPageNumber(text, names)) found.set(line, "page number");
    else if (isRunning(text, names)) found.set(line, "running header or footer");
  }
  const breaks = pageBreaks(lines, found);
  const isBreak = new Set(breaks);
  const most = Math.max(2, breaks.length * 0.6);
  claimRepeated(lines, breaks, found, most);
  lines.forEach((line, index) => {
    const before = lines[index - 1];
    if (before === undefined || found.has(before)) return;
    const heads = names.has(line.text.trim()) && !line.text.includes("_");
    if (heads && isBreak.has(index - 1)) found.set(before, "running header or footer");
  });
  return found;
}

/** The name of the document, a mark of its release, or one behind the other. */
function isRunning(text: string, names: ReadonlySet<string>): boolean {
  const [first = "", second] = text.split(/\s{2,}/);
  return (
    released.test(first) || (names.has(first) && (second === undefined || released.test(second)))
  );
}

function isPageNumber(text: string, names: ReadonlySet<string>): boolean {
  const match = pageNumber.exec(text);
  if (match === null) return false;
  const footer = match.groups?.footer;
  return footer === undefined || names.has(footer.split(/\s{2,}/)[0] ?? "");
}

function documentNames(lines: readonly Line[]): Set<string> {
  const counts = new Map<string, number>();
  let numbers = 0;
  for (const line of lines) {
    const text = line.text.trim();
    const match = pageNumber.exec(text);
    if (match !== null) numbers += 1;
    const bare = match === null ? text : (match.groups?.footer?.split(/\s{2,}/)[0] ?? "");
    counts.set(bare, (counts.get(bare) ?? 0) + 1);
  }
  const names = new Set<string>();
  for (const [text, count] of counts) {
    if (!/^\S+_\S+$/.test(text) || /[<>=]/.test(text)) continue;
    const spaced = text.replaceAll("_", " ");
    const runs = count >= 3 && count >= numbers * 0.5;
    if (!counts.has(spaced) && !runs) continue;
    names.add(text);
    if (counts.has(spaced)) names.add(spaced);
  }
  return names;
}

/** Places of the first lines of pages: behind a page number, or where a page begins. */
function pageBreaks(lines: readonly Line[], found: ReadonlyMap<Line, RunningReason>): number[] {
  const breaks: number[] = [];
  lines.forEach((line, index) => {
    const before = lines[index - 1];
    const isTurned = before === undefined || before.page !== line.page;
    if (isTurned || found.get(before) === "page number") breaks.push(index);
  });
  return breaks;
}

/** Lines that stand at most page breaks, without a gap of other lines between them and the break. */
function claimRepeated(
  lines: readonly Line[],
  breaks: readonly number[],
  found: Map<Line, RunningReason>,
  most: number,
): void {
  for (const step of [1, -1] as const) {
    const edges = breaks.map((start) => edgeAt(lines, step === 1 ? start : start - 1, step, found));
    const counts = new Map<string, number>();
    for (const text of edges.flatMap((edge) => [...new Set(edge.map((line) => line.text.trim()))]))
      counts.set(text, (counts.get(text) ?? 0) + 1);
    for (const edge of edges) {
      for (const line of edge) {
        const text = line.text.trim();
        if (!mayRun(text) || (counts.get(text) ?? 0) < most) break;
        found.set(line, "running header or footer");
      }
    }
  }
}

/** Whether a line that comes often may belong to the page: labels, answers and values come often too. */
function mayRun(text: string): boolean {
  const isWords = /^[A-Z].*[A-Za-z]{2}/.test(text) && !/[.:;]$/.test(text);
  return isWords && !isLabel(text) && !isWholeAnswer(text) && !/^AT\b/.test(text);
}

/** Up to three lines of one edge of a page that are not known yet. */
function edgeAt(
  lines: readonly Line[],
  start: number,
  step: 1 | -1,
  found: ReadonlyMap<Line, RunningReason>,
): Line[] {
  const edge: Line[] = [];
  for (let index = start; edge.length < 3; index += step) {
    const line = lines[index];
    if (line === undefined || Math.abs(index - start) > 5) break;
    if (!found.has(line)) edge.push(line);
  }
  return edge;
}
