import type { Claims } from "./claims.ts";
import type { Gap, Line } from "./line.ts";
import { findRunningLines, type RunningReason } from "./running-lines.ts";
import { findWatermark } from "./watermark.ts";

export interface Pages {
  readonly count: number;
  /** What is left of the text, each line with its page; a gap is unknown where a page was turned. */
  readonly lines: readonly Line[];
}

/** Takes page numbers, running lines and watermarks out of a text. */
export function turnPages(lines: readonly Line[], claims: Claims): Pages {
  const running = findRunningLines(lines);
  for (const [line, reason] of running) claims.add(reason, line);
  const body = withoutRunning(lines, running, claims);
  const marks = new Set(findWatermark(body));
  claims.add("watermark", ...marks);
  return { count: body.at(-1)?.page ?? 0, lines: withoutMarks(body, marks, claims) };
}

/** A page number ends its page even where the form feed is lost. */
function withoutRunning(
  lines: readonly Line[],
  running: ReadonlyMap<Line, RunningReason>,
  claims: Claims,
): Line[] {
  const kept: Line[] = [];
  let page = 1;
  let before: Line | undefined;
  let isTurned = false;
  let gap: Gap = "unknown";
  for (const line of lines) {
    if (before !== undefined && line.page !== before.page) isTurned = true;
    const reason = running.get(line);
    before = line;
    if (reason !== undefined) {
      if (reason === "page number") isTurned = true;
      gap = gap === "unknown" ? gap : "blank";
      continue;
    }
    if (isTurned) {
      if (kept.length > 0) page += 1;
      gap = "unknown";
    }
    const { number, text } = line;
    const turned: Line = { number, text, page, gap: gap === "none" ? line.gap : gap };
    claims.divide(line, [turned]);
    kept.push(turned);
    isTurned = false;
    gap = "none";
  }
  return kept;
}

/** What a mark has torn apart may have stood together. */
function withoutMarks(lines: readonly Line[], marks: ReadonlySet<Line>, claims: Claims): Line[] {
  const kept: Line[] = [];
  let isTorn = false;
  let gap: Gap = "none";
  for (const line of lines) {
    if (isTorn && line.gap !== "none") gap = "unknown";
    if (marks.has(line)) {
      if (line.gap !== "none") gap = "unknown";
      isTorn = true;
      continue;
    }
    const whole: Line = { ...line, gap: isTorn ? gap : line.gap };
    claims.divide(line, [whole]);
    kept.push(whole);
    isTorn = false;
    gap = "none";
  }
  return kept;
}
