import { additiveChanges } from "./additive-changes.ts";
import type { Edition } from "./edition-change.ts";
import { growth } from "./growth.ts";
import { seeded } from "./seeded.ts";

/** Seed 0 makes every change; each other one some of them, by other amounts. */
export function additiveEdition(seed: number): Edition {
  const random = seeded(seed);
  const changes = [...growth, ...additiveChanges]
    .map((change) => ({ change, amount: 1 + Math.floor(random() * 3) }))
    .filter(() => seed === 0 || random() < 0.5);
  return { name: `additive edition ${seed}`, changes };
}
