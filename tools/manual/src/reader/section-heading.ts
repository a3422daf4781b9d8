import {
  type FoundTitle,
  findKnownTitle,
  findLikelyTitle,
  findRest,
  isCommandAlone,
  letters,
  titleOfTable,
} from "./find-title.ts";
import { type Heading, headingOf, type Numbered } from "./heading.ts";
import { type Cell, collapseBlanks } from "./line.ts";
import { chapterOf, comesAfter, comesNext } from "./section-numbers.ts";

/** Reads `2.1. Title`, or the number alone with its title on one of the lines below. */
export function sectionHeading(numbered: Numbered): Heading | undefined {
  const { cells, index, last, id, words, promised } = numbered;
  if (chapterOf(last) !== chapterOf(id) || !comesAfter(last, id)) return undefined;
  const known = promised.titles.get(id) ?? titleOfTable(cells, index + 1);
  const found =
    words === "" ? titleBelow(numbered, known) : titleBeside(cells, index, words, known);
  return found === undefined ? undefined : headingOf(numbered, found);
}

function titleBelow(
  { cells, index, last, id, promised }: Numbered,
  known: string | undefined,
): FoundTitle | undefined {
  const found = known === undefined ? undefined : findKnownTitle(cells, index + 1, known);
  if (found !== undefined) return found;
  return promised.titles.has(id) || comesNext(last, id)
    ? findLikelyTitle(cells, index + 1)
    : undefined;
}

function titleBeside(
  cells: readonly Cell[],
  index: number,
  words: string,
  known: string | undefined,
): FoundTitle | undefined {
  if (known !== undefined && letters(known) === letters(words)) return { title: known, places: [] };
  if (known !== undefined && letters(known).startsWith(letters(words))) {
    const rest = findKnownTitle(cells, index + 1, letters(known).slice(letters(words).length));
    if (rest !== undefined) return { title: known, places: rest.places };
  }
  if (!/^[A-Z+"(]/.test(words) || /[.:;]$/.test(words)) return undefined;
  const rest = isCommandAlone(words) ? findRest(cells, index + 1, index + 6) : undefined;
  if (rest === undefined) return { title: words, places: [] };
  return { title: `${words} ${collapseBlanks(cells[rest]?.text ?? "")}`, places: [rest] };
}
