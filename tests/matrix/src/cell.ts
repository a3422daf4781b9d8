import { notApplicable } from "./expectation.ts";
import { expectationOf } from "./expected.ts";
import { type FaultName, faults } from "./fault.ts";
import { stepsOf } from "./pipeline.ts";
import type { Step } from "./step.ts";
import { nameOfVariant, type Variant, variants } from "./variant.ts";

/** One fault at one step under one variant. */
export interface Cell {
  /** `step/fault/queue/dtr/off`: what `pnpm matrix --only` takes. */
  readonly name: string;
  readonly step: Step;
  readonly fault: FaultName;
  readonly variant: Variant;
}

export function makeCell(step: Step, fault: FaultName, variant: Variant): Cell {
  return { name: `${step.name}/${fault}/${nameOfVariant(variant)}`, step, fault, variant };
}

/** Every cell in which a fault can happen, in the order of the page. */
export async function allCells(): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const variant of variants) {
    for (const step of await stepsOf(variant)) {
      for (const { name } of faults) {
        if (notApplicable(expectationOf(name, step)) !== undefined) continue;
        cells.push(makeCell(step, name, variant));
      }
    }
  }
  return cells;
}

/** Whether a name fits a pattern: its parts in their order, each the beginning of one, `*` any. */
export function fits(name: string, pattern: string): boolean {
  const parts = name.split("/");
  return pattern.split("/").every((wanted, at) => {
    return wanted === "*" || wanted === "" || parts[at] === wanted;
  });
}
