import type { Claims } from "./claims.ts";
import { collapsed } from "./columns.ts";
import { JoinedText } from "./joined-text.ts";
import { figureTitle } from "./labels.ts";
import { type Cell, collapseBlanks, startsPage } from "./line.ts";

/** The words of a drawing, in no order that means anything. */
export interface Figures {
  readonly figures: readonly JoinedText[];
  /** The lines without them. */
  readonly cells: readonly Cell[];
}

/** Takes out what a page shows above the title of a figure, behind the sentences that lead to it. */
export function takeFigures(cells: readonly Cell[], claims: Claims): Figures {
  const kept: Cell[] = [];
  const figures: JoinedText[] = [];
  let page: Cell[] = [];
  for (const cell of cells) {
    if (startsPage(cell, page.at(-1))) {
      kept.push(...page);
      page = [];
    }
    page.push(cell);
    if (!figureTitle.test(cell.text) || cell.text.endsWith(".")) continue;
    const words = page.splice(sentencesIn(page));
    claims.add("figure", ...words);
    figures.push(new JoinedText(words.map(collapsed)));
  }
  return { figures, cells: [...kept, ...page] };
}

/** How many lines at the beginning are whole sentences over the width of the page. */
function sentencesIn(cells: readonly Cell[]): number {
  let count = 0;
  let at = 0;
  while (at < cells.length) {
    const end = cells.findIndex(({ gap }, index) => index > at && gap !== "none");
    const chunk = cells.slice(at, end < 0 ? undefined : end).map(({ text }) => text);
    const isWide = collapseBlanks(chunk[0] ?? "").length >= 60 && !/ {3}/.test(chunk[0] ?? "");
    if (!isWide || !/[.:]$/.test(chunk.at(-1) ?? "")) break;
    at += chunk.length;
    count = at;
  }
  return count;
}
