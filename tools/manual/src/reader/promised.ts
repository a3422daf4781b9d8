import type { ContentsEntry } from "./contents.ts";
import { type FoundTitle, findKnownTitle, letters } from "./find-title.ts";
import type { Cell } from "./line.ts";

/** Titles that the contents give to numbers, and where their chapters begin at last. */
export interface Promised {
  readonly titles: ReadonlyMap<string, string>;
  readonly chapters: ReadonlyMap<string, number>;
}

export function promisedBy(contents: readonly ContentsEntry[], cells: readonly Cell[]): Promised {
  const titles = new Map(contents.map(({ id, title }) => [id, title]));
  const chapters = new Map<string, number>();
  cells.forEach(({ text }, index) => {
    const [, id = "", words = ""] = /^(\d{1,2})\.?(?:\s+(\S.*))?$/.exec(text) ?? [];
    const known = titles.get(id);
    if (known === undefined) return;
    const found = words === "" ? titleOfChapter(cells, index, known) : undefined;
    if (letters(words) === letters(known) || found !== undefined) chapters.set(id, index);
  });
  return { titles, chapters };
}

/** The title that stands right below the number of a chapter. */
export function titleOfChapter(
  cells: readonly Cell[],
  index: number,
  known: string,
): FoundTitle | undefined {
  return findKnownTitle(cells, index + 1, known, /^\d+(?:\.|$)/);
}
