import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { makePlan } from "./make-plan.ts";
import { type Style, styles } from "./plan.ts";
import { printManual } from "./print.ts";
import { truthOf } from "./truth-of.ts";

/** `synthetic-main.ts <dir> [style] [seed] [count]`: writes manuals of our own making and their truth. */
const [folder, style, seed = "1", count = "1"] = process.argv.slice(2);
if (folder === undefined) {
  console.error("give a folder to write to");
  process.exitCode = 2;
} else {
  mkdirSync(folder, { recursive: true });
  for (const one of styles.filter((name) => style === undefined || style === name)) {
    writeManuals(folder, one, Number(seed), Number(count));
  }
}

function writeManuals(into: string, one: Style, from: number, howMany: number): void {
  const arbitrary = fc.gen().map((draw) => makePlan(draw, one));
  for (let at = from; at < from + howMany; at++) {
    const [plan] = fc.sample(arbitrary, { seed: at, numRuns: 1 });
    if (plan === undefined) continue;
    const name = path.join(into, `${one}-${at}`);
    writeFileSync(`${name}.plain.txt`, printManual(plan, "plain"));
    writeFileSync(`${name}.layout.txt`, printManual(plan, "layout"));
    writeFileSync(`${name}.truth.json`, JSON.stringify(truthOf(plan), null, 2));
  }
}
