import type { Finding, SchemaSet } from "@qsmtp/schema-diff";

/** Words that only one of two states of the schema has: names, ids, keys and values. */
export interface ChangedNames {
  readonly come: ReadonlySet<string>;
  readonly gone: ReadonlySet<string>;
}

/** Compares all words of two states of the schema. */
export function changedNames([before, now]: readonly [SchemaSet, SchemaSet]): ChangedNames {
  // What held until an earlier edition is no name of today.
  const wordsOf = ({ model }: SchemaSet) => wordsIn({ ...model, earlier: [] });
  const [old, young] = [wordsOf(before), wordsOf(now)];
  const without = (words: ReadonlySet<string>, others: ReadonlySet<string>) =>
    new Set([...words].filter((word) => !others.has(word)));
  return { come: without(young, old), gone: without(old, young) };
}

function wordsIn(value: unknown, words: Set<string> = new Set()): Set<string> {
  if (typeof value === "string" || typeof value === "number") words.add(String(value));
  else if (value instanceof Map) wordsIn([...value], words);
  else if (typeof value === "object" && value !== null)
    for (const [key, item] of Object.entries(value)) {
      words.add(key);
      wordsIn(item, words);
    }
  return words;
}

/**
 * Whether a finding of an API report repeats what the schema's own findings say: an export named
 * after something that came or went, or a union of such names. Reports are as old as the last
 * `pnpm api`, so that these may stand in them or not.
 */
export function isToldBySchema({ rule, path, was, now }: Finding, names: ChangedNames): boolean {
  switch (rule) {
    case "api-union-grown":
      return areAmong(now, names.come);
    case "api-union-shrunk":
      return areAmong(was, names.gone);
    case "api-export-added":
      return isNamedAfter(path, names.come);
    case "api-export-removed":
      return isNamedAfter(path, names.gone);
    default:
      return false;
  }
}

function areAmong(cases: unknown, words: ReadonlySet<string>): boolean {
  return (
    Array.isArray(cases) &&
    cases.every((text) => words.has(String(text).replace(/^(["'])(.*)\1$/, "$2")))
  );
}

/** `SetLampInput` is named after `setLamp`. */
function isNamedAfter(name: string, words: ReadonlySet<string>): boolean {
  return [...words].some(
    (word) =>
      /^[a-z][\w$]*$/i.test(word) &&
      name.toLowerCase().startsWith(word.toLowerCase()) &&
      !/^[a-z]/.test(name.slice(word.length)),
  );
}
