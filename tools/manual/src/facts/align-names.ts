import { type Fact, isBelow } from "./fact.ts";

/** A fact of the side that a manual is compared with. */
export interface StatedFact {
  readonly command: string;
  readonly path: string;
  readonly value: string;
  readonly line?: number;
  readonly section?: string;
  readonly words?: true;
  /** True when it rests on another source too, so that the manual need not say it. */
  readonly restsOnMore?: boolean;
}

/** A placeholder that only has another spelling. */
export interface Rename {
  readonly path: string;
  readonly was: string;
  readonly now: string;
  readonly line: number;
  readonly section: string;
  readonly words: false;
}

/**
 * Finds placeholders that were renamed: the same syntax lines, but for the name. Names travel on no
 * wire, so that such a change must not look like an argument that went and another that came. The
 * facts come back under the new names.
 */
export function alignNames(
  before: readonly StatedFact[],
  after: readonly Fact[],
): { renamed: Rename[]; facts: readonly StatedFact[] } {
  const renamed: Rename[] = [];
  let facts = alignKeys(before, after);
  const gone = namesOf(facts).filter((name) => !namesOf(after).includes(name));
  const come = namesOf(after).filter((name) => !namesOf(before).includes(name));
  for (const was of gone) {
    const now = come.find((name) => isRenamed(was, name, facts, after));
    if (now === undefined) continue;
    come.splice(come.indexOf(now), 1);
    const place = after.find(({ path }) => path === `params/${now}`);
    renamed.push({
      path: `params/${was}`,
      was,
      now,
      line: place?.line ?? 0,
      section: place?.section ?? "",
      words: false,
    });
    facts = facts.map((fact) => rename(fact, was, now));
  }
  return { renamed, facts };
}

/** A word that differs in capitals is the same setting; its syntax is compared under one path. */
function alignKeys(before: readonly StatedFact[], after: readonly Fact[]): readonly StatedFact[] {
  const keyOf = (path: string): string | undefined =>
    /^(?:write|test\/answer):[^/]+/.exec(path)?.[0];
  const known = new Set(after.map(({ path }) => keyOf(path)).filter((key) => key !== undefined));
  return before.map((fact) => {
    const key = keyOf(fact.path);
    if (key === undefined || known.has(key)) return fact;
    const twin = [...known].find((other) => other.toLowerCase() === key.toLowerCase());
    return twin === undefined ? fact : { ...fact, path: fact.path.replace(key, twin) };
  });
}

function namesOf(facts: readonly { readonly path: string }[]): string[] {
  return facts.flatMap(({ path }) => /^params\/([^/]+)$/.exec(path)?.[1] ?? []);
}

function isRenamed(
  was: string,
  now: string,
  before: readonly StatedFact[],
  after: readonly Fact[],
): boolean {
  if (was.toLowerCase() === now.toLowerCase()) return true;
  const mentions = before.filter(({ value, words }) => !words && value.includes(`<${was}>`));
  return (
    mentions.length > 0 &&
    mentions.every((fact) => {
      const twin = after.find(({ path }) => path === fact.path);
      return twin !== undefined && twin.value === fact.value.replaceAll(`<${was}>`, `<${now}>`);
    })
  );
}

function rename(fact: StatedFact, was: string, now: string): StatedFact {
  const own = `params/${was}`;
  const isName = fact.path === own;
  const isOwn = isName || isBelow(fact.path, own);
  return {
    ...fact,
    path: isOwn ? `params/${now}${fact.path.slice(own.length)}` : fact.path,
    value: isName ? now : fact.value.replaceAll(`<${was}>`, `<${now}>`),
  };
}
