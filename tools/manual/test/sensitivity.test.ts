import { expect, it } from "vitest";
import { compareManual } from "../src/check/compare-manual.ts";
import { loadPatches } from "../src/check/patches.ts";
import { diffManuals } from "../src/diff/diff-manuals.ts";
import { readManual } from "../src/reader/read-manual.ts";
import { SchemaState } from "../src/schema/schema-state.ts";
import { readLamp, Workshop } from "./lamp-workshop.ts";

/** Every number of the chapters that hold facts, one at a time three more than it is. */
function* mutants(text: string): Generator<{ readonly mutant: string; readonly place: string }> {
  const [from, to] = [text.indexOf("\n2.1. AT+XDEMOCFG\n"), text.indexOf("Appendix A References")];
  for (const { index, 0: number } of text.matchAll(/(?<![\w.])\d+(?!\w)/g)) {
    if (index < from || index > to) continue;
    const before = text.slice(0, index);
    const behind = text.slice(index + number.length);
    const line = before.slice(before.lastIndexOf("\n") + 1) + number + behind.split("\n", 1)[0];
    yield { mutant: `${before}${Number(number) + 3}${behind}`, place: line.trim() };
  }
}

it("sees every number that is a fact, when it changes", async () => {
  const { schema } = await Workshop.open();
  const [state, patches] = [await SchemaState.load(schema), await loadPatches(schema)];
  const text = await readLamp("plain");
  const original = readManual(text);
  const unseen = new Set<string>();
  const unseenByBoth = new Set<string>();
  for (const { mutant, place } of mutants(text)) {
    const read = readManual(mutant);
    const { findings } = compareManual(read, state, "lamp-manual", patches);
    if (findings.length > 0 || read.residue.length > original.residue.length) continue;
    unseen.add(place);
    if (diffManuals(original, read).length === 0) unseenByBoth.add(place);
  }
  // What is left is prose and comments, values of examples that would do as well, and page numbers.
  const isFact = (line: string): boolean =>
    /^\d+$|range|maximum size|default|^AT\S+=[^\d"]/.test(line);
  expect([...unseen].filter(isFact)).toEqual([]);
  // A comparison of two texts sees those too; only what counts pages, steps and tables is left.
  const isCounter = (line: string): boolean =>
    /^\d+ \/ 14$|^\d\.$|^\/\/Step \d|^Table \d|^<Input /.test(line);
  expect([...unseenByBoth].filter((line) => !isCounter(line))).toEqual([]);
});
