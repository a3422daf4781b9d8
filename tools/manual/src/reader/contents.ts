import type { Claims } from "./claims.ts";
import { collapseBlanks, type Line } from "./line.ts";

/** A chapter or section that the table of contents promises. */
export interface ContentsEntry {
  /** `2.1`, `5`, `A`. */
  readonly id: string;
  readonly title: string;
}

const leader = /\s*(?:\.\s?){4,}\s*\d+$/;
const numberAlone = /^(\d{1,2}(?:\.\d{1,2})*)\.?$/;
const numbered = /^(\d{1,2}(?:\.\d{1,2})*)\.? +(\S.*)$/;
const appendix = /^Appendix ([A-Z])\b[.:]? *(.*)$/i;

/**
 * Reads the table of contents, and those of tables and figures. Its lines are known by their dots;
 * the numbers of some stand alone above, one by one or several at once.
 */
export function readContents(lines: readonly Line[], claims: Claims): ContentsEntry[] {
  const entries: ContentsEntry[] = [];
  const waiting: string[] = [];
  let begun: Line[] = [];
  for (const line of contentsOf(lines)) {
    const text = collapseBlanks(line.text);
    const alone = numberAlone.exec(text)?.[1];
    if (alone !== undefined) {
      waiting.push(alone);
      claims.add("contents", line);
    } else if (isLed(line)) {
      const whole = [...begun.map((part) => collapseBlanks(part.text)), text].join(" ");
      claims.add("contents", ...begun, line);
      begun = [];
      const entry = entryOf(whole.replace(leader, ""), waiting);
      if (entry !== undefined) entries.push(entry);
    } else {
      begun = numbered.test(text) || appendix.test(text) ? [line] : [];
      if (/^(?:(?:Table of )?Contents|(?:Table|Figure)s? Index)$/i.test(text))
        claims.add("contents", line);
    }
  }
  return entries;
}

/** Lines that may stand between two entries: heads, numbers, the first half of a long title. */
const mostBetween = 8;

/** From what stands above the first dotted line to the last, left out where the dots pause. */
function contentsOf(lines: readonly Line[]): Line[] {
  const places = lines.flatMap((line, index) => (isLed(line) ? [index] : []));
  return places.flatMap((place, at) => {
    const before = places[at - 1];
    const from = before === undefined ? firstNumberAbove(lines, place) - 1 : before + 1;
    return place - from > mostBetween
      ? lines.slice(firstNumberAbove(lines, place), place + 1)
      : lines.slice(Math.max(0, from), place + 1);
  });
}

function isLed(line: Line): boolean {
  return leader.test(line.text) && /[A-Za-z]/.test(line.text);
}

function firstNumberAbove(lines: readonly Line[], first: number): number {
  let from = first;
  while (numberAlone.test(lines[from - 1]?.text.trim() ?? "")) from -= 1;
  return from;
}

function entryOf(text: string, waiting: string[]): ContentsEntry | undefined {
  const own = numbered.exec(text);
  if (own !== null) return { id: own[1] ?? "", title: own[2] ?? "" };
  if (/^(?:Table|Figure) \d+\b/i.test(text)) return undefined;
  const number = waiting.shift();
  if (number !== undefined) return { id: number, title: text };
  const letter = appendix.exec(text);
  return letter === null ? undefined : { id: letter[1] ?? "", title: text };
}
