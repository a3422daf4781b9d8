import { alignNames, type StatedFact } from "./align-names.ts";
import { type Fact, type FactSheet, isBelow } from "./fact.ts";

/** One thing that two sides state otherwise, or that only one of them states. */
export interface Difference {
  readonly command: string;
  /** Empty when it is the whole command or table. */
  readonly path: string;
  readonly was: string | undefined;
  readonly now: string | undefined;
  /** Line and section of the later text; of the text where it stood when it is gone, else 0. */
  readonly line: number;
  readonly section: string;
  /** True when only the vendor's wording differs. */
  readonly words: boolean;
}

/**
 * Compares what was known with a manual. One edit is one difference: what lies below something that
 * is new or gone, and a parameter that a new syntax brings along, is not told again.
 */
export function compareFacts(before: readonly StatedFact[], after: FactSheet): Difference[] {
  const commands = new Set([...before.map((fact) => fact.command), ...after.commands()]);
  return [...commands].flatMap((command) =>
    compareCommand(
      command,
      before.filter((fact) => fact.command === command),
      after.of(command),
    ),
  );
}

function compareCommand(
  command: string,
  before: readonly StatedFact[],
  after: readonly Fact[],
): Difference[] {
  if (isDescribed(before) !== isDescribed(after)) return [wholeCommand(command, before, after)];
  const { renamed, facts } = alignNames(before, after);
  const old = new Map(facts.map((fact) => [fact.path, fact]));
  const young = new Map(after.map((fact) => [fact.path, fact]));
  const differences = [...new Set([...young.keys(), ...old.keys()])].flatMap((path) => {
    const difference = compareFact(command, path, old.get(path), young.get(path));
    if (difference === undefined) return [];
    const { line, section } = placeOf(path, young) ?? young.get("section") ?? difference;
    return [{ ...difference, line, section }];
  });
  return [...renamed.map((rename) => ({ ...rename, command })), ...tellOnce(differences)];
}

/** What only an example or a sentence mentions is not described. */
function isDescribed(facts: readonly { readonly words?: true }[]): boolean {
  return facts.some(({ words }) => words !== true);
}

function wholeCommand(
  command: string,
  before: readonly StatedFact[],
  after: readonly Fact[],
): Difference {
  const isNew = isDescribed(after);
  const [first] = isNew ? after : before;
  const [was, now] = isNew ? [undefined, command] : [command, undefined];
  const { line = 0, section = "" } = first ?? {};
  return { command, path: "", was, now, line, section, words: false };
}

function compareFact(
  command: string,
  path: string,
  was: StatedFact | undefined,
  now: Fact | undefined,
): Difference | undefined {
  if (was?.value === now?.value) return undefined;
  if (now === undefined && was?.restsOnMore === true) return undefined;
  const words = (now ?? was)?.words === true;
  if (words && sameWords(was?.value, now?.value)) return undefined;
  return {
    command,
    path,
    was: was?.value,
    now: now?.value,
    line: now?.line ?? was?.line ?? 0,
    section: now?.section ?? was?.section ?? "",
    words,
  };
}

/** Where the later text says something, or, when it does not, where it speaks of what that is about. */
function placeOf(path: string, facts: ReadonlyMap<string, Fact>): Fact | undefined {
  const found = facts.get(path);
  const end = path.lastIndexOf("/");
  return found ?? (end < 0 ? undefined : placeOf(path.slice(0, end), facts));
}

/** Case, spacing and punctuation are not worth a word. */
function sameWords(was = "", now = ""): boolean {
  const bare = (text: string): string => text.toLowerCase().replace(/[^a-z0-9<>]+/g, "");
  return bare(was) === bare(now);
}

function tellOnce(differences: readonly Difference[]): Difference[] {
  const isWhole = ({ was, now }: Difference): boolean => was === undefined || now === undefined;
  const wholes = differences.filter(isWhole);
  const told = differences.filter(({ path }) => !wholes.some((whole) => isBelow(path, whole.path)));
  const retyped = told.filter(({ path }) => /^params\/[^/]+\/type$/.test(path));
  const numbers = told.filter(({ words }) => !words);
  const lines = differences.filter(({ path }) => /^(?:read|write|execute)/.test(path));
  return told.filter((difference) => {
    if (difference.words) return !numbers.some((other) => isAlreadyTold(difference, other));
    if (retyped.some((type) => type !== difference && belongsTo(difference, type))) return false;
    const name = /^params\/([^/]+)$/.exec(difference.path)?.[1];
    if (name === undefined || !isWhole(difference)) return true;
    const side = difference.was === undefined ? "now" : "was";
    return !lines.some((line) => line[side]?.includes(`<${name}>`));
  });
}

/** Words in which only a number differs, beside the fact that the number is. */
function isAlreadyTold(words: Difference, fact: Difference): boolean {
  const masked = (text = ""): string => text.replace(/\d+/g, "#");
  const about = words.path === "prose" ? "limits/" : words.path.replace(/text$/, "");
  return fact.path.startsWith(about) && masked(words.was) === masked(words.now);
}

/** Range, size and unit come along with the type. */
function belongsTo(difference: Difference, type: Difference): boolean {
  return isBelow(difference.path, type.path.replace(/\/type$/, ""));
}
