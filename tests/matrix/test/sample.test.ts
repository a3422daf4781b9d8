import { describe, expect, test } from "vitest";
import { allCells, type Cell } from "../src/cell.ts";
import { faults } from "../src/fault.ts";
import { pageOf } from "../src/page.ts";
import { stepsOf } from "../src/pipeline.ts";
import { runCell } from "../src/run-cell.ts";
import { nameOfVariant, variants } from "../src/variant.ts";

const cells = await allCells();

/** One cell of each fault and kind of step, by turns on each variant. */
function sampleOf(fault: Cell["fault"], turn: number): Cell[] {
  const variant = variants[turn % variants.length];
  const here = cells.filter((cell) => {
    return variant !== undefined && cell.fault === fault && cell.variant === variant;
  });
  const kinds = [...new Set(here.map(({ step }) => step.kind))];
  return kinds.flatMap((kind) => {
    const of = here.filter(({ step }) => step.kind === kind);
    return of[turn % of.length] ?? [];
  });
}

for (const [turn, { name: fault }] of faults.entries()) {
  describe(fault, () => {
    // No placeholder: the runner would cut the name, which is there to be copied.
    for (const cell of sampleOf(fault, turn)) {
      test(`pnpm matrix --only ${cell.name}`, async () => {
        expect((await runCell(cell)).problems).toEqual([]);
      });
    }
  });
}

test("a cell takes the same virtual time whenever it is run", async () => {
  for (const cell of cells.filter((_cell, at) => at % 1999 === 0)) {
    expect(await runCell(cell), cell.name).toEqual(await runCell(cell));
  }
});

test("the page shows each ending, what differs between variants, and what is broken", async () => {
  const here = cells.filter(({ name }) => name.startsWith("mail.cpin/error/"));
  const ran = here.map((cell) => {
    const isOn = cell.variant.recovery === "on";
    const ending = isOn ? "sent" : "not-sent";
    const result = { cell: cell.name, ending, code: undefined, settledMs: isOn ? 2000 : 500 };
    return { cell, result: { ...result, problems: [] } };
  });
  const steps = (await stepsOf(variants[0] as (typeof variants)[number])).filter(
    ({ name }) => name === "mail.cpin",
  );
  expect(pageOf(steps, ran)).toContain("off: N 0.5; on: S 2.0");
  const broken = ran.map((one) => ({ ...one, result: { ...one.result, problems: ["no"] } }));
  expect(pageOf(steps, broken)).toContain("off: ✗N 0.5; on: ✗S 2.0");
  expect(pageOf(steps, broken)).toContain(`**${here.length} are broken.**`);
  expect(new Set(here.map(({ variant }) => nameOfVariant(variant))).size).toBe(variants.length);
});
