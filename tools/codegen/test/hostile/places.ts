import type { LoadedFile, LoadedSchema } from "../../src/load.ts";

/** A string of a schema file: a value, or the name of a member. */
export interface Place {
  readonly file: string;
  readonly path: readonly (string | number)[];
  readonly isKey: boolean;
  /** Places of one kind differ in list positions and in names that the schema gives. */
  readonly kind: string;
}

/** A few files of the schema which together have a string in every kind of place that it has. */
export function fewFiles(schema: LoadedSchema): { schema: LoadedSchema; places: Place[] } {
  const all = new Map(schema.files.map((file) => [file, placesOf(file)]));
  const missing = new Set([...all.values()].flat().map(({ kind }) => kind));
  const chosen = new Set<LoadedFile>();
  const places: Place[] = [];
  const choose = (file: LoadedFile): void => {
    if (chosen.has(file)) return;
    chosen.add(file);
    places.push(...(all.get(file) ?? []).filter(({ kind }) => missing.delete(kind)));
    for (const other of schema.files) if (refersTo(file, other)) choose(other);
  };
  for (const file of schema.files) {
    if (file.kind !== "command" && file.kind !== "quirk") choose(file);
  }
  const gain = (file: LoadedFile): number =>
    (all.get(file) ?? []).filter(({ kind }) => missing.has(kind)).length;
  while (missing.size > 0) {
    const [best] = [...all.keys()].sort((a, b) => gain(b) - gain(a));
    if (best !== undefined) choose(best);
  }
  return { schema: { ...schema, files: schema.files.filter((file) => chosen.has(file)) }, places };
}

interface Referred {
  readonly at: string;
  readonly operations?: readonly { readonly name: string }[];
  readonly urcs?: readonly { readonly name: string }[];
  readonly facts?: object;
}

/**
 * Whether a quirk is about a command, an operation ends with a line that it declares, or a text says
 * what stands in it.
 */
function refersTo(file: LoadedFile, other: LoadedFile): boolean {
  if (other.kind !== "command") return false;
  const { command, operations = [] } = file.json as { command?: string; operations?: unknown[] };
  const { at, urcs = [], operations: others = [], facts = {} } = other.json as Referred;
  const said = [
    ...Object.keys(facts).map((name) => `{fact:${name}}`),
    ...others.flatMap(({ name }) => [`{param:${name}.`, `{operation:${name}.`]),
  ];
  const text = JSON.stringify(file.json);
  if (said.some((reference) => text.includes(reference))) return true;
  if (file.kind === "quirk") return at === command;
  const outcomes = operations.map(
    (operation) => (operation as { completion?: { urc: string } }).completion?.urc,
  );
  return urcs.some(({ name }) => outcomes.includes(name));
}

function placesOf({ file, kind, json }: LoadedFile): Place[] {
  const visit = (value: unknown, path: readonly (string | number)[], at: string): Place[] => {
    if (typeof value === "string") return [{ file, path, isKey: false, kind: at }];
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([key, child]) => {
      if (Array.isArray(value)) return visit(child, [...path, Number(key)], `${at}/*`);
      const free = /\/(?:params|input|output)$/.test(at);
      const below = `${at}/${free ? "?" : key}`;
      const name = { file, path: [...path, key], isKey: true, kind: `${below} (name)` };
      return [...(free ? [name] : []), ...visit(child, [...path, key], below)];
    });
  };
  return visit(json, [], kind);
}

/** The schema with other texts in some places. */
export function withTexts(
  schema: LoadedSchema,
  texts: readonly (readonly [Place, string])[],
): LoadedSchema {
  const byFile = new Map<string, (readonly [Place, string])[]>();
  for (const entry of texts) {
    const { file } = entry[0];
    byFile.set(file, [...(byFile.get(file) ?? []), entry]);
  }
  const files = schema.files.map((file) => {
    const changes = byFile.get(file.file);
    if (changes === undefined) return file;
    let json = file.json;
    // Names last: a place below one is found by its old name.
    const sorted = [...changes].sort(([a], [b]) => Number(a.isKey) - Number(b.isKey));
    for (const [{ path, isKey }, text] of sorted) json = replaced(json, path, isKey, text);
    return { ...file, json };
  });
  return { ...schema, files };
}

function replaced(
  value: unknown,
  path: readonly (string | number)[],
  isKey: boolean,
  text: string,
): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return text;
  if (Array.isArray(value)) {
    return value.map((item, at) => (at === first ? replaced(item, rest, isKey, text) : item));
  }
  const entries = Object.entries(value as object).map(([key, child]): [string, unknown] => {
    if (key !== first) return [key, child];
    if (rest.length === 0 && isKey) return [text, child];
    return [key, replaced(child, rest, isKey, text)];
  });
  return Object.fromEntries(entries);
}
