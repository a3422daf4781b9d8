import { code } from "../sentence.ts";
import type { Change } from "./report.ts";

/** A name that stood for one number or word and stands for another one now. */
export interface Move {
  readonly name: string;
  readonly was: number | string;
  readonly now: number | string;
}

/** Moves that are one edit: names that changed places, a run that moved by one distance, or one name. */
export interface MoveGroup {
  readonly kind: "exchanged" | "shifted" | "single";
  /** In the order of what they stood for. */
  readonly moves: readonly Move[];
}

/**
 * Which moves belong together.
 * @param kept names that both states have, in the order of what they stood for: a name between two
 * moves that has not moved with them parts a run
 */
export function groupMoves(moves: readonly Move[], kept: readonly string[]): MoveGroup[] {
  const { cycles, rest } = takeCycles(moves);
  const groups: MoveGroup[] = cycles.map((cycle) => ({ kind: "exchanged", moves: cycle }));
  for (const run of runsOf(rest, kept))
    groups.push({ kind: run.length > 1 ? "shifted" : "single", moves: run });
  return groups;
}

/** Names that took each other's places, two or in a ring. */
function takeCycles(moves: readonly Move[]): { cycles: Move[][]; rest: Move[] } {
  const byWas = new Map(moves.map((move) => [move.was, move]));
  const cycles: Move[][] = [];
  const seen = new Set<Move>();
  for (const start of moves) {
    const ring: Move[] = [];
    let at: Move | undefined = start;
    while (at !== undefined && !seen.has(at) && !ring.includes(at)) {
      ring.push(at);
      at = byWas.get(at.now);
    }
    if (at !== start || ring.length === 0) continue;
    for (const move of ring) seen.add(move);
    cycles.push(moves.filter((move) => ring.includes(move)));
  }
  return { cycles, rest: moves.filter((move) => !seen.has(move)) };
}

function runsOf(moves: readonly Move[], kept: readonly string[]): Move[][] {
  const runs: Move[][] = [];
  let lastPlace = Number.NaN;
  for (const move of [...moves].sort((a, b) => kept.indexOf(a.name) - kept.indexOf(b.name))) {
    const place = kept.indexOf(move.name);
    const run = runs.at(-1);
    const last = run?.at(-1);
    const together =
      last !== undefined && place === lastPlace + 1 && distance(last) === distance(move);
    if (together && distance(move) !== undefined) run?.push(move);
    else runs.push([move]);
    lastPlace = place;
  }
  return runs;
}

/** How far a number moved; words have no distance. */
function distance({ was, now }: Move): number | undefined {
  return typeof was === "number" && typeof now === "number" ? now - was : undefined;
}

/** Was and now of moves that are told as one. */
export function showMoves(moves: readonly Move[], kind: MoveGroup["kind"]): Told {
  const side = (key: "was" | "now") =>
    Object.fromEntries(moves.map((move) => [move.name, move[key]]));
  const [first, last] = [moves[0], moves.at(-1)];
  if (kind === "shifted" && first !== undefined && last !== undefined) {
    const shown = [`${first.was} to ${last.was}`, `${first.now} to ${last.now}`] as const;
    return { was: side("was"), now: side("now"), shown };
  }
  const pairs = (key: "was" | "now") => moves.map((move) => `${move[key]} ${code(move.name)}`);
  return { was: side("was"), now: side("now"), shown: [pairs("was"), pairs("now")] };
}

type Told = Pick<Change, "was" | "now" | "shown">;

/** Where names stand that are told as one: `first..last`. */
export function placeOfNames(names: readonly string[]): string {
  const [first = "", ...others] = names;
  return others.length === 0 ? first : `${first}..${others.at(-1)}`;
}

/** What a name stands for, in words. */
export interface Meaning {
  readonly name: string;
  readonly text: string;
}

/**
 * Names that have taken over the words of another name, which has lost them: each says what the
 * other one said.
 */
export function takenMeanings(before: readonly Meaning[], after: readonly Meaning[]): string[] {
  const old = new Map(before.map(({ name, text }) => [name, normalized(text)]));
  const young = new Map(after.map(({ name, text }) => [name, normalized(text)]));
  return [...young.keys()].filter((name) => {
    const text = young.get(name);
    const earlier = old.get(name);
    if (earlier === undefined || earlier === text) return false;
    const [owner, second] = [...old.keys()].filter((other) => old.get(other) === text);
    // Words that two names shared belong to neither.
    return owner !== undefined && second === undefined && young.get(owner) !== text;
  });
}

/** Was and now of names whose words are told to have moved. */
export function showMeanings(
  taken: readonly string[],
  before: readonly Meaning[],
  after: readonly Meaning[],
): Told {
  const side = (meanings: readonly Meaning[]) =>
    Object.fromEntries(
      meanings.filter(({ name }) => taken.includes(name)).map(({ name, text }) => [name, text]),
    );
  return { was: side(before), now: side(after), shown: [undefined, taken.map(code)] };
}

function normalized(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[\s.]+/g, " ")
    .trim();
}
