import type { FileKind, LoadedFile } from "../load.ts";

/** A member of a schema file that an edition of a manual can add, change or take away. */
export type Element = Readonly<Record<string, unknown>>;

/** Where such members stand: in a record by their key, or in a list by one of their properties. */
interface Container {
  readonly key: string;
  /** Property that tells the items of a list apart; absent for a record. */
  readonly id?: string;
  /** Whether it is there also when it holds nothing. */
  readonly stays?: true;
  readonly within?: readonly Container[];
}

const facts: Container = { key: "facts" };

const containers: Readonly<Record<FileKind, readonly Container[]>> = {
  command: [
    { key: "params", within: [{ key: "values", id: "value" }] },
    { key: "operations", id: "name", stays: true },
    { key: "urcs", id: "name" },
    facts,
  ],
  facts: [facts],
  "error-table": [{ key: "codes", id: "code" }],
  manuals: [],
  families: [
    { key: "families", id: "id", stays: true, within: [{ key: "models", id: "id", stays: true }] },
  ],
  quirk: [],
};

/** The members of an element that are elements themselves. */
export type Containers = readonly Container[];

/** Where the elements of a file stand; a file without any has none. */
export function containersOf({ kind }: LoadedFile): Containers {
  return containers[kind];
}

/** The elements of one container by what tells them apart, in their order. */
export function elementsIn(parent: Element, { key, id }: Container): Map<string, Element> {
  const member = parent[key];
  if (typeof member !== "object" || member === null) return new Map();
  const entries = Array.isArray(member)
    ? (member as Element[]).map((item): [string, Element] => [JSON.stringify(item[id ?? ""]), item])
    : Object.entries(member as Readonly<Record<string, Element>>);
  return new Map(entries);
}

/**
 * The parent with each element of one container changed, or left out where `change` gives nothing; of
 * a container that has lost all of them nothing is left.
 */
export function changeElements(
  parent: Element,
  { key, stays }: Container,
  change: (element: Element) => Element | undefined,
): Element {
  const { [key]: member, ...others } = parent;
  if (typeof member !== "object" || member === null) return parent;
  const isList = Array.isArray(member);
  const entries = Object.entries(member as Readonly<Record<string, Element>>);
  const kept = entries.flatMap(([id, element]) => {
    const changed = change(element);
    return changed === undefined ? [] : [[id, changed] as const];
  });
  if (kept.length === 0 && entries.length > 0 && !stays) return others;
  return { ...parent, [key]: isList ? kept.map(([, item]) => item) : Object.fromEntries(kept) };
}

/** The parent with other elements in one container; a container that is empty leaves a record. */
export function withElements(
  parent: Element,
  { key, id }: Container,
  elements: ReadonlyMap<string, Element>,
): Element {
  if (parent[key] === undefined && elements.size === 0) return parent;
  const member = id === undefined ? Object.fromEntries(elements) : [...elements.values()];
  return { ...parent, [key]: member };
}
