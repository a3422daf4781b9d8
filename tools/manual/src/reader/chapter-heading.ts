import { isTitleCase, letters, looksLikeTitle, titleOfTable } from "./find-title.ts";
import { type Heading, headingOf, type Numbered } from "./heading.ts";
import { isLabel, parameterLabel } from "./labels.ts";
import { type Cell, collapseBlanks, startsPage } from "./line.ts";
import { titleOfChapter } from "./promised.ts";
import { chapterOf } from "./section-numbers.ts";

/** Reads `2 Title`, or the number alone with its title below. */
export function chapterHeading(numbered: Numbered): Heading | undefined {
  const { cells, index, begun, last, id, words, promised } = numbered;
  const chapter = chapterOf(last);
  if (Number(id) <= chapter) return undefined;
  const known = promised.titles.get(id);
  if (known !== undefined) {
    const isWhole = letters(words) === letters(known);
    if (isWhole) return headingOf(numbered, { title: known, places: [] });
    const found = words === "" ? titleOfChapter(cells, index, known) : undefined;
    if (found !== undefined) return headingOf(numbered, found);
    if ((promised.chapters.get(id) ?? 0) > index) return undefined;
  }
  if (words === "" && isSection(cells[index + 1], id)) return chapterAround(numbered, known);
  if (goesOnCounting(cells.slice(Math.max(begun, index - 3), index), Number(id))) return undefined;
  const [cell, before, below] = [cells[index], cells[index - 1], cells[index + 1]];
  if (cell === undefined) return undefined;
  const title = words === "" ? collapseBlanks(below?.text ?? "") : words;
  const heads = startsPage(cell, before);
  const follows = Number(id) === chapter + 1;
  if (!looksLikeTitle(title) || (!follows && !isTitleCase(title))) return undefined;
  const isBelieved = heads
    ? follows || Number(id) === chapter + 2 || hasSection(cells, index, id)
    : cell.gap !== "none" && follows && (hasSection(cells, index, id) || standsApart(numbered));
  if (!isBelieved) return undefined;
  const wrapped = words === "" ? continuedTitle(cells, index + 2) : [];
  const places = [...(words === "" ? [index + 1] : []), ...wrapped];
  const rest = wrapped.map((place) => ` ${cells[place]?.text ?? ""}`);
  return headingOf(numbered, { title: title + rest.join(""), places });
}

/**
 * A number whose title stands below the heading of its first section: both numbers are printed before
 * both titles.
 */
function chapterAround(numbered: Numbered, known: string | undefined): Heading | undefined {
  const { cells, index, id, last, promised } = numbered;
  if (Number(id) !== chapterOf(last) + 1 && known === undefined) return undefined;
  const section = promised.titles.get(`${id}.1`) ?? titleOfTable(cells, index + 2) ?? "";
  const below = cells.slice(index + 2, index + 9);
  const place = below.findIndex(({ text, gap }) => {
    if (gap === "none") return false;
    if (known !== undefined) return letters(text) === letters(known);
    return isTitleCase(text) && looksLikeTitle(text) && !letters(section).endsWith(letters(text));
  });
  const title = below[place]?.text;
  if (title === undefined) return undefined;
  return { ...headingOf(numbered, { title, places: [index + 2 + place] }), isAround: true };
}

function isSection(cell: Cell | undefined, chapter: string): boolean {
  return cell?.text.startsWith(`${chapter}.1`) === true;
}

/** A number and a title between gaps, where no list of values can be. */
function standsApart({ cells, index, begun, words }: Numbered): boolean {
  const [title, next] =
    words === "" ? [cells[index + 1], cells[index + 2]] : [cells[index], cells[index + 1]];
  if (title === undefined || title.gap === "none" || next?.gap === "none") return false;
  const label = cells
    .slice(Math.max(begun, index - 80), index)
    .findLast(({ text }) => isLabel(text));
  const isList = label !== undefined && parameterLabel.test(label.text);
  return isTitleCase(title.text) && title.text.includes(" ") && !isList;
}

/** Whether the number is one of a list: one less begins a line right above. */
function goesOnCounting(above: readonly Cell[], number: number): boolean {
  const before = new RegExp(`^${number - 1}(?:\\s|$)`);
  return above.some(({ text }) => before.test(text));
}

/** Lines within which the first section of a chapter begins. */
const introduction = 80;

function hasSection(cells: readonly Cell[], index: number, chapter: string): boolean {
  const first = new RegExp(`^${chapter}\\.1\\.?(?:\\s|$)`);
  return cells.slice(index + 1, index + introduction).some(({ text }) => first.test(text));
}

/** What follows a chapter's title without a gap is the rest of it. */
function continuedTitle(cells: readonly Cell[], index: number): number[] {
  const cell = cells[index];
  if (cell === undefined || cell.gap !== "none" || !looksLikeTitle(cell.text)) return [];
  return cell.text.split(" ").length <= 4 && !/^AT\b/.test(cell.text) ? [index] : [];
}
