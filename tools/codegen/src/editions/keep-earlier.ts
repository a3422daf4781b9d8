import { canonicalJson } from "../fingerprint.ts";
import type { LoadedFile } from "../load.ts";
import type { SchemaManual } from "../schema-types.gen.ts";
import { type Earlier, filesAsOf, historyKeys } from "./as-of.ts";
import { EditionLists, type EditionOf } from "./edition.ts";
import {
  type Containers,
  containersOf,
  type Element,
  elementsIn,
  withElements,
} from "./elements.ts";
import { withoutFields } from "./fields.ts";

/** The step of a manual from one edition to the next. */
export interface EditionStep {
  readonly manual: string;
  /** The edition that the schema followed until now. */
  readonly from: string;
  /** The edition that brings the changes; put on the manual's list when it is not there yet. */
  readonly to: string;
}

/**
 * Joins the schema as an edit has left it with what it said before. The edit is made on
 * `filesAsOf(recorded)`, which says nothing of editions; afterwards
 *
 * - what is new carries `since`, what is gone stays with `until`;
 * - an attribute that differs keeps its earlier value under `earlier`, words for people excepted;
 * - all that was recorded of earlier editions is there again.
 *
 * `filesAsOf` of the outcome gives `edited`, and as of `step.from` what was there before. Several
 * edits of one step may follow each other: the value before the first of them is kept.
 *
 * Without a step the edit corrects the edition that is there: nothing new is kept.
 * @param recorded the files as they stand on disk
 * @param edited the files after the edit
 */
export function keepEarlier(
  recorded: readonly LoadedFile[],
  edited: readonly LoadedFile[],
  step?: EditionStep,
): LoadedFile[] {
  const marks = step === undefined ? undefined : marksOf(step);
  const base = filesAsOf(recorded, step && { manual: step.manual, edition: step.from });
  const before = new Map(base.map((loaded) => [loaded.file, loaded.json]));
  const young = new Map(edited.map((loaded) => [loaded.file, loaded]));
  const joined = edited.map((loaded): LoadedFile => {
    if (loaded.kind === "manuals") return { ...loaded, json: withEdition(loaded.json, step) };
    if (containersOf(loaded).length === 0) return loaded;
    const old = recorded.find(({ file }) => file === loaded.file)?.json as Element | undefined;
    const past = { recorded: old, before: before.get(loaded.file) as Element | undefined };
    const appended = newParams(past.before, loaded.json as Element);
    const json = join(past, loaded.json as Element, containersOf(loaded), marks, appended);
    return { ...loaded, json };
  });
  const gone = recorded.flatMap((loaded): LoadedFile[] => {
    if (young.has(loaded.file) || containersOf(loaded).length === 0) return [];
    const past = {
      recorded: loaded.json as Element,
      before: before.get(loaded.file) as Element | undefined,
    };
    const json = leave(past, containersOf(loaded), marks);
    return json === undefined ? [] : [{ ...loaded, json }];
  });
  return [...joined, ...gone].sort((one, other) => (one.file < other.file ? -1 : 1));
}

/**
 * The step that accepting facts of a text makes: none for the text that the schema follows already,
 * else to the edition that is on the list but not followed yet, or to a new one.
 * @param followed edition of the text that the schema follows
 * @param isSameText whether the facts are from that very text
 * @param id how a new edition is called, e.g. its number; default: by its place among those read
 */
export function stepTo(
  files: readonly LoadedFile[],
  followed: EditionOf,
  isSameText: boolean,
  id?: string,
): EditionStep | undefined {
  if (isSameText) return undefined;
  const lists = EditionLists.of(files);
  const { manual, edition } = followed;
  const known = lists.of(manual);
  const next = known[lists.placeOf(followed) + 1];
  return { manual, from: edition, to: next ?? id ?? `read-${known.length + 1}` };
}

interface Marks {
  readonly since: EditionOf;
  readonly until: EditionOf;
}

function marksOf({ manual, from, to }: EditionStep): Marks {
  return { since: { manual, edition: to }, until: { manual, edition: from } };
}

interface Past {
  /** With all that is recorded of it. */
  readonly recorded: Element | undefined;
  /** As it was at the edition before, `undefined` when it was not there. */
  readonly before: Element | undefined;
}

function join(
  { recorded, before }: Past,
  edited: Element,
  within: Containers,
  marks: Marks | undefined,
  appended: ReadonlySet<string>,
): Element {
  if (recorded === undefined || before === undefined) {
    return marks === undefined ? edited : { ...edited, since: marks.since };
  }
  const { since, earlier } = recorded as { readonly since?: unknown; readonly earlier?: Earlier[] };
  const seen = withoutFields(edited, appended);
  const kept =
    marks === undefined ? earlier : withDifferences(earlier, before, seen, within, marks);
  const joined = within.reduce((element, container) => {
    const olds = elementsIn(recorded, container);
    const then = elementsIn(before, container);
    const now = elementsIn(edited, container);
    const gone = new Map<string, Element>();
    for (const [id, old] of olds) {
      const past = { recorded: old, before: then.get(id) };
      const left = now.has(id) ? undefined : leave(past, container.within ?? [], marks);
      if (left !== undefined) gone.set(id, left);
    }
    const fresh = new Map(
      [...now].map(([id, child]): [string, Element] => {
        const past = { recorded: olds.get(id), before: then.get(id) };
        return [id, join(past, child, container.within ?? [], marks, appended)];
      }),
    );
    return withElements(element, container, inOldPlaces(fresh, gone, [...olds.keys()]));
  }, edited);
  return {
    ...joined,
    ...(since === undefined ? {} : { since }),
    ...(kept === undefined || kept.length === 0 ? {} : { earlier: kept }),
  };
}

/** Parameters that the edit has added: the fields that mention them need no other record. */
function newParams(before: Element | undefined, edited: Element): Set<string> {
  if (before === undefined) return new Set();
  const known = elementsIn(before, { key: "params" });
  return new Set([...elementsIn(edited, { key: "params" }).keys()].filter((id) => !known.has(id)));
}

/** What stays of an element that the edit has taken out: nothing of one that came and went. */
function leave(
  past: Past & { readonly recorded: Element },
  within: Containers,
  marks: Marks | undefined,
): Element | undefined {
  const { recorded, before } = past;
  if (before === undefined) return recorded.until === undefined ? undefined : recorded;
  if (marks === undefined) return undefined;
  return { ...join(past, before, within, marks, new Set()), until: marks.until };
}

/** Those that are gone stand behind what they stood behind. */
function inOldPlaces(
  now: ReadonlyMap<string, Element>,
  gone: ReadonlyMap<string, Element>,
  order: readonly string[],
): Map<string, Element> {
  if (gone.size === 0) return new Map(now);
  const ids = [...now.keys()];
  for (const [place, id] of order.entries()) {
    if (!gone.has(id)) continue;
    const ahead = order.slice(0, place).findLast((other) => ids.includes(other));
    ids.splice(ahead === undefined ? 0 : ids.indexOf(ahead) + 1, 0, id);
  }
  return new Map(
    ids.flatMap((id) => {
      const element = now.get(id) ?? gone.get(id);
      return element === undefined ? [] : [[id, element] as const];
    }),
  );
}

/** Words for people, and where they come from: a view of an earlier edition has those of today. */
const words: readonly string[] = [
  "$schema",
  "title",
  "summary",
  "description",
  "meaning",
  "remedy",
  "mailOutcomeReason",
  "boundedBy",
  "notes",
  "examples",
  "source",
  "stability",
];

/** Words that belong to a fact and are kept with it. */
const companions: Readonly<Record<string, readonly string[]>> = {
  name: ["description", "meaning"],
  mailOutcome: ["mailOutcomeReason"],
};

function withDifferences(
  earlier: readonly Earlier[] = [],
  before: Element,
  edited: Element,
  within: Containers,
  { until }: Marks,
): Earlier[] {
  const aside = new Set([...words, ...historyKeys, ...within.map(({ key }) => key)]);
  const differs = (key: string): boolean => !isSame(before[key], edited[key]);
  const facts = [...new Set([...Object.keys(before), ...Object.keys(edited)])].filter(
    (key) => !aside.has(key) && differs(key),
  );
  const keys = [...facts, ...facts.flatMap((key) => companions[key] ?? []).filter(differs)];
  const others = earlier.filter((entry) => !isSame(entry.until, until));
  if (keys.length === 0) return others;
  const values = keys.map((key) => [key, before[key] ?? null]);
  return [...others, { until, ...Object.fromEntries(values) }];
}

function withEdition(json: unknown, step: EditionStep | undefined): unknown {
  if (step === undefined) return json;
  const { sources, ...rest } = json as { readonly sources: readonly SchemaManual[] };
  return {
    ...rest,
    sources: sources.map((source) => {
      const { editions = [] } = source;
      if (source.id !== step.manual || editions.some(({ id }) => id === step.to)) return source;
      return { ...source, editions: [...editions, { id: step.to }] };
    }),
  };
}

function isSame(one: unknown, other: unknown): boolean {
  return canonicalJson(one) === canonicalJson(other);
}
