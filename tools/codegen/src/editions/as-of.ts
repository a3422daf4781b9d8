import type { LoadedFile } from "../load.ts";
import type { SchemaManual } from "../schema-types.gen.ts";
import { EditionLists, type EditionOf } from "./edition.ts";
import {
  type Containers,
  changeElements,
  containersOf,
  type Element,
  elementsIn,
} from "./elements.ts";
import { withoutParams } from "./fields.ts";

/** What an element says of the editions that have it. The view of an edition has none of it. */
export const historyKeys = ["since", "until", "earlier"] as const;

/** Values that attributes had up to an edition, that one included; `null` where one was not there. */
export type Earlier = { readonly until: EditionOf } & Element;

/**
 * The files of the schema as they were when a manual was at one of its editions, every other manual
 * at its newest; without `at` as they are now. Elements of no edition but others are left out, and
 * with them all that is said of editions.
 * @throws UnknownEditionError
 */
export function filesAsOf(files: readonly LoadedFile[], at?: EditionOf): LoadedFile[] {
  const moment = new Moment(EditionLists.of(files), at);
  const seen = files.flatMap((file): LoadedFile[] => {
    if (file.kind === "manuals") return [{ ...file, json: manualsAt(file.json, moment) }];
    const json = viewOf(file.json as Element, containersOf(file), moment);
    return json === undefined ? [] : [{ ...file, json: tidied(file, json) }];
  });
  return at === undefined ? seen : seen.flatMap((file) => withoutDangling(file, seen));
}

/** The time at which the schema is looked at. */
class Moment {
  readonly #lists: EditionLists;
  readonly #at: EditionOf | undefined;

  constructor(lists: EditionLists, at: EditionOf | undefined) {
    this.#lists = lists;
    this.#at = at;
    if (at !== undefined) lists.placeOf(at);
  }

  /** Whether an edition of the same manual is the one that is looked at, or came before it. */
  hasSeen(edition: EditionOf): boolean {
    return this.#lists.placeOf(edition) <= this.#placeIn(edition.manual);
  }

  isUpTo(edition: EditionOf): boolean {
    return this.#placeIn(edition.manual) <= this.#lists.placeOf(edition);
  }

  /** Entries of `earlier` that hold at the moment, the one that says most of it last. */
  holding(earlier: readonly Earlier[]): Earlier[] {
    const place = ({ until }: Earlier): number => this.#lists.placeOf(until);
    return earlier
      .filter(({ until }) => this.isUpTo(until))
      .sort((one, other) => place(other) - place(one));
  }

  #placeIn(manual: string): number {
    if (this.#at?.manual === manual) return this.#lists.placeOf(this.#at);
    return this.#lists.of(manual).length - 1;
  }
}

/** Attributes of which `null` is a value: they are never absent. */
const hasNull: readonly string[] = ["maxResponseMs"];

/** The element at a moment, `undefined` when it was not there. */
function viewOf(element: Element, within: Containers, moment: Moment): Element | undefined {
  const {
    since,
    until,
    earlier = [],
    ...rest
  } = element as Element & {
    readonly since?: EditionOf;
    readonly until?: EditionOf;
    readonly earlier?: readonly Earlier[];
  };
  if (since !== undefined && !moment.hasSeen(since)) return undefined;
  if (until !== undefined && !moment.isUpTo(until)) return undefined;
  const attributes: Record<string, unknown> = rest;
  for (const { until: _, ...values } of moment.holding(earlier)) {
    for (const [key, value] of Object.entries(values)) {
      if (value === null && !hasNull.includes(key)) delete attributes[key];
      else attributes[key] = value;
    }
  }
  return within.reduce(
    (seen, container) =>
      changeElements(seen, container, (child) => viewOf(child, container.within ?? [], moment)),
    attributes as Element,
  );
}

/** A command without the fields of parameters that it does not have at the moment. */
function tidied({ kind, json }: LoadedFile, view: Element): Element {
  if (kind !== "command") return view;
  const present = elementsIn(view, params);
  const gone = [...elementsIn(json as Element, params).keys()].filter((name) => !present.has(name));
  return withoutParams(view, new Set(gone));
}

const params = { key: "params" } as const;

function manualsAt(json: unknown, moment: Moment): unknown {
  const { sources, ...rest } = json as { readonly sources: readonly SchemaManual[] };
  const seen = sources.map((source) => {
    if (source.editions === undefined) return source;
    const editions = source.editions.filter(({ id }) =>
      moment.hasSeen({ manual: source.id, edition: id }),
    );
    return { ...source, editions };
  });
  return { ...rest, sources: seen };
}

/** A quirk about nothing but what the moment has; none when nothing of it is left. */
function withoutDangling(file: LoadedFile, seen: readonly LoadedFile[]): LoadedFile[] {
  if (file.kind !== "quirk") return [file];
  const quirk = file.json as Element & { readonly command: string };
  const command = seen.find(
    ({ kind, json }) => kind === "command" && (json as Element).at === quirk.command,
  )?.json as Element | undefined;
  if (command === undefined) return [];
  const narrowed: Record<string, unknown> = { ...quirk };
  for (const key of ["operations", "urcs"] as const) {
    const names = quirk[key] as readonly string[] | undefined;
    if (names === undefined) continue;
    const known = elementsIn(command, { key, id: "name" });
    narrowed[key] = names.filter((name) => known.has(JSON.stringify(name)));
    if ((narrowed[key] as readonly string[]).length === 0) return [];
  }
  const param = quirk.param as string | undefined;
  if (param !== undefined && !elementsIn(command, params).has(param)) return [];
  return [{ ...file, json: narrowed }];
}
