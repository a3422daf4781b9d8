import type { LoadedFile } from "../load.ts";
import type { Problem } from "../problem.ts";
import type { SchemaManual } from "../schema-types.gen.ts";
import type { Earlier } from "./as-of.ts";
import type { EditionLists, EditionOf } from "./edition.ts";
import { type Containers, containersOf, type Element, elementsIn } from "./elements.ts";

type Report = (pointer: string, message: string, remedy: string) => void;

/** Checks what files say of editions: that they are known, and that they follow one another. */
export function lintDates(files: readonly LoadedFile[], lists: EditionLists): Problem[] {
  const problems: Problem[] = [];
  for (const loaded of files) {
    const report: Report = (pointer, message, remedy) => {
      problems.push({ file: loaded.file, pointer, message, remedy });
    };
    if (loaded.kind === "manuals") lintLists(loaded.json, report);
    else lintElement(loaded.json as Element, containersOf(loaded), "", { lists, report });
  }
  return problems;
}

function lintLists(json: unknown, report: Report): void {
  const { sources } = json as { readonly sources: readonly SchemaManual[] };
  sources.forEach(({ version, editions = [] }, index) => {
    const pointer = `/sources/${index}`;
    if (version !== undefined && editions.length > 0) {
      report(`${pointer}/version`, "stands beside a list of editions", "Make it an edition.");
    }
    const ids = editions.map(({ id }) => id);
    if (new Set(ids).size < ids.length) {
      report(`${pointer}/editions`, "repeats an id", "Each edition may stand once.");
    }
  });
}

interface Judge {
  readonly lists: EditionLists;
  readonly report: Report;
}

function lintElement(element: Element, within: Containers, pointer: string, judge: Judge): void {
  const { since, until, earlier } = element as {
    readonly since?: EditionOf;
    readonly until?: EditionOf;
    readonly earlier?: readonly Earlier[];
  };
  const { lists, report } = judge;
  const place = (edition: EditionOf | undefined, where: string): number | undefined => {
    if (edition === undefined) return undefined;
    const known = lists.of(edition.manual);
    const found = known.indexOf(edition.edition);
    if (found >= 0) return found;
    if (known.length === 0) {
      const message = `names "${edition.manual}", of which manuals.json lists no editions`;
      report(`${pointer}/${where}`, message, `Use one of: ${lists.manuals.join(", ")}.`);
    } else {
      const message = `is edition "${edition.edition}", which "${edition.manual}" does not list`;
      report(`${pointer}/${where}`, message, `Use one of: ${known.join(", ")}.`);
    }
    return undefined;
  };
  /** An edition behind which others came: what ends with the newest has not ended. */
  const past = (edition: EditionOf | undefined, where: string): number | undefined => {
    const found = place(edition, where);
    if (found === undefined || edition === undefined) return found;
    if (found < lists.of(edition.manual).length - 1) return found;
    const message = `is "${edition.edition}", which no edition of "${edition.manual}" has followed`;
    report(`${pointer}/${where}`, message, "List the edition that brought the change.");
    return undefined;
  };
  const from = place(since, "since");
  const to = past(until, "until");
  const isOrdered = (end: number | undefined, edition: EditionOf | undefined, where: string) => {
    if (from === undefined || end === undefined || edition?.manual !== since?.manual) return;
    if (from <= end) return;
    report(`${pointer}/${where}`, 'lies before "since"', "Correct one of the two.");
  };
  isOrdered(to, until, "until");
  const ends = (earlier ?? []).map((entry, index) => {
    const where = `earlier/${index}/until`;
    isOrdered(past(entry.until, where), entry.until, where);
    return `${entry.until.manual} ${entry.until.edition}`;
  });
  if (new Set(ends).size < ends.length) {
    report(`${pointer}/earlier`, "repeats an edition", "Make one entry of the two.");
  }
  for (const container of within) {
    const isList = Array.isArray(element[container.key]);
    [...elementsIn(element, container)].forEach(([id, child], index) => {
      const below = `${pointer}/${container.key}/${isList ? index : id}`;
      lintElement(child, container.within ?? [], below, judge);
    });
  }
}
