import type { WordsElement, WordsRecord } from "./words-record.ts";

/** What became of the words about one element since they were recorded. */
export type WordsChange =
  | { readonly kind: "changed" | "new"; readonly id: string; readonly element: WordsElement }
  | { readonly kind: "gone"; readonly id: string }
  /** The same words stand at another value, number or section. */
  | { readonly kind: "moved"; readonly id: string; readonly to: string };

/**
 * Finds the recorded words again. First each where it was, then what is left among its neighbours:
 * the values of a parameter, the numbers of a table, the parameters of a command, the sections.
 */
export function matchWords(
  words: WordsRecord["words"],
  elements: ReadonlyMap<string, WordsElement>,
): WordsChange[] {
  const isSame = (id: string, element: WordsElement | undefined): boolean =>
    words[id]?.[0] === element?.fingerprints[0];
  const lost = Object.keys(words).filter((id) => !isSame(id, elements.get(id)));
  const open = new Map([...elements].filter(([id, element]) => !isSame(id, element)));
  const moved = new Map<string, string>();
  for (const id of lost) {
    const found = [...open].find(
      ([to, element]) => neighbourhood(to) === neighbourhood(id) && isSame(id, element),
    );
    if (found === undefined) continue;
    open.delete(found[0]);
    moved.set(id, found[0]);
  }
  const changes = [...moved].map(([id, to]): WordsChange => ({ kind: "moved", id, to }));
  for (const id of lost) {
    if (moved.has(id)) continue;
    const element = open.get(id);
    open.delete(id);
    changes.push(element ? { kind: "changed", id, element } : { kind: "gone", id });
  }
  for (const [id, element] of open) changes.push({ kind: "new", id, element });
  return changes;
}

/** Where words may have moved to: `sections/5/prose` to that of another section. */
function neighbourhood(id: string): string {
  const [first = "", , ...rest] = id.split("/");
  if (first === "sections") return [first, "*", ...rest].join("/");
  return id.slice(0, id.lastIndexOf("/"));
}
