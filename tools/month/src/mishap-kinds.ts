import type { SeededRandom } from "./seeded-random.ts";

/** What goes wrong with one mail's try, at one of its steps. */
export type MishapKind =
  | "answer late"
  | "answer missing"
  | "ERROR, not done"
  | "ERROR, done"
  | "busy (652)"
  | "another number"
  | "garbage before the answer"
  | "result that nobody asked for"
  | "merged with a message"
  | "restart at a step, told"
  | "restart at a step, silent"
  | "unplugged at a step"
  | "byte lost to the module"
  | "byte doubled to the module"
  | "bit flipped to the module"
  | "byte lost to the host"
  | "byte doubled to the host"
  | "bit flipped to the host"
  | "port stalls at a write"
  | "data phase ends early"
  | "result of a data phase late"
  | "echo on at a step"
  | "result late"
  | "result missing"
  | "result twice"
  | "result before OK"
  | "server refuses once"
  | "server closes once"
  | "host crashes at a step"
  | "host crashes at the order"
  | "module closed at a step"
  | "caller aborts"
  | "short timeout"
  | "journal refuses"
  | "journal slow";

/** The steps of a mail are its command lines; so many are there at most. */
export const stepsOfMail = 45;

const weights: readonly (readonly [number, MishapKind])[] = [
  [8, "answer late"],
  [4, "answer missing"],
  [4, "ERROR, not done"],
  [2, "ERROR, done"],
  [2, "busy (652)"],
  [2, "another number"],
  [3, "garbage before the answer"],
  [3, "result that nobody asked for"],
  [2, "merged with a message"],
  [2, "restart at a step, told"],
  [3, "restart at a step, silent"],
  [4, "unplugged at a step"],
  [4, "byte lost to the module"],
  [3, "byte doubled to the module"],
  [4, "bit flipped to the module"],
  [4, "byte lost to the host"],
  [3, "byte doubled to the host"],
  [4, "bit flipped to the host"],
  [3, "port stalls at a write"],
  [3, "data phase ends early"],
  [2, "result of a data phase late"],
  [1, "echo on at a step"],
  [3, "result late"],
  [1, "result missing"],
  [2, "result twice"],
  [2, "result before OK"],
  [6, "server refuses once"],
  [2, "server closes once"],
  [4, "host crashes at a step"],
  [2, "host crashes at the order"],
  [1, "module closed at a step"],
  [4, "caller aborts"],
  [3, "short timeout"],
  [2, "journal refuses"],
  [2, "journal slow"],
];

export const mishapKinds: readonly MishapKind[] = weights.map(([, kind]) => kind);

/** The part of all mails' tries with which something goes wrong. */
const part = 0.14;

export function mishapOf(random: SeededRandom): MishapKind | undefined {
  return random.chance(part) ? random.weighted(weights) : undefined;
}
