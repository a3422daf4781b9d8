import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bumpOf, diffSchemas, type Finding } from "../src/index.ts";
import { type Edit, lampSet } from "./lamp.ts";

interface Row {
  readonly number: number;
  readonly name: string;
  readonly words?: string;
}

const source = [{ id: "lamp-manual" }];

function tableOf(rows: readonly Row[]): Edit {
  return ({ table }) => {
    table.codes = rows.map(({ number, name, words = `Says ${name}` }) => ({
      code: number,
      name,
      meaning: words,
      source,
    }));
  };
}

function valuesOf(rows: readonly Row[]): Edit {
  return ({ command: { params = {} } }) => {
    const values = rows.map(({ number, name, words = `Says ${name}` }) => ({
      value: number,
      name,
      description: words,
    }));
    const typed = { wire: "level", type: "enum" as const, typeName: "LampLevel", values };
    params.level = { ...typed, description: "How bright." };
  };
}

const kinds = [
  ["error numbers", tableOf, "error-codes"],
  ["values", valuesOf, "enum-values"],
] as const;

function diff(before: Edit, after: Edit): Finding[] {
  return diffSchemas(lampSet(before), lampSet(after));
}

const rules = (found: readonly Finding[]): string[] => found.map(({ rule }) => rule).sort();

/** Rows with names of their own and rising numbers, some of them apart. */
const table = fc
  .array(fc.integer({ min: 1, max: 3 }), { minLength: 4, maxLength: 30 })
  .map((steps) => {
    let number = 0;
    return steps.map((step, index): Row => {
      number += step;
      return { number, name: `name${index}` };
    });
  });

describe.each(kinds)("%s", (_, edit, rule) => {
  it("of a row put in, with all behind it moved up, are one move and one addition", () => {
    fc.assert(
      fc.property(table, fc.nat(), fc.integer({ min: 1, max: 5 }), (rows, at, distance) => {
        const from = at % (rows.length - 2);
        const later = rows.slice(from).map((row) => ({ ...row, number: row.number + distance }));
        const put = { number: rows[from]?.number ?? 0, name: "putIn" };
        const found = diff(edit(rows), edit([...rows.slice(0, from), put, ...later]));
        const added = found.filter(({ kind }) => kind === "added");
        const moved = found.filter(({ kind }) => kind !== "added");
        expect(added.map(({ bump }) => bump)).toEqual(["minor"]);
        expect(moved.map((finding) => [finding.rule, finding.bump])).toEqual([
          [`${rule}-moved`, "major"],
        ]);
        expect(Object.keys(moved[0]?.now as object)).toEqual(later.map(({ name }) => name));
      }),
    );
  });

  it("that change places, two or in a ring, are one finding", () => {
    fc.assert(
      fc.property(table, fc.integer({ min: 2, max: 4 }), (rows, size) => {
        const ring = rows.slice(1, 1 + size);
        const turned = ring.map((row, index) => ({
          ...row,
          number: ring[(index + 1) % ring.length]?.number ?? 0,
        }));
        const after = [...rows.slice(0, 1), ...turned, ...rows.slice(1 + ring.length)];
        const found = diff(edit(rows), edit(after));
        expect(found.map((finding) => [finding.rule, finding.bump])).toEqual([
          [`${rule}-exchanged`, "major"],
        ]);
      }),
    );
  });

  it("are never judged as text when names stand for others' numbers or others' words", () => {
    fc.assert(
      fc.property(table, fc.boolean(), fc.func(fc.nat()), (rows, wordsMove, order) => {
        const column = rows.map((row) => (wordsMove ? `Says ${row.name}` : row.number));
        const shuffled = column.toSorted((a, b) => order(a) - order(b));
        const after = rows.map((row, index) =>
          wordsMove
            ? { ...row, words: String(shuffled[index]) }
            : { ...row, number: Number(shuffled[index]) },
        );
        const same = column.every((item, index) => item === shuffled[index]);
        const found = diff(edit(rows), edit(after));
        expect(bumpOf(found)).toBe(same ? "none" : "major");
      }),
    );
  });

  it("that move by different distances are told one by one", () => {
    const rows = [4, 5, 6].map((number) => ({ number, name: `name${number}` }));
    const apart = rows.map((row, index) => ({ ...row, number: row.number + 10 * (index + 1) }));
    expect(rules(diff(edit(rows), edit(apart)))).toEqual(
      rows.map(() => (rule === "error-codes" ? "error-code-renumbered" : "enum-value-renumbered")),
    );
  });

  it("that part of a run stayed behind are two runs", () => {
    const rows = [1, 2, 3, 4, 5].map((number) => ({ number, name: `name${number}` }));
    const moved = rows.map((row) =>
      row.number === 3 ? row : { ...row, number: row.number + 100 },
    );
    expect(rules(diff(edit(rows), edit(moved)))).toEqual([`${rule}-moved`, `${rule}-moved`]);
  });
});

describe("a renumbered error table", () => {
  it("says in one sentence which numbers became which", () => {
    const rows = [670, 671, 672, 673].map((number) => ({ number, name: `name${number}` }));
    const moved = rows.map((row) => ({ ...row, number: row.number + 1 }));
    expect(diff(tableOf(rows), tableOf(moved)).map(({ message }) => message)).toEqual([
      "`lamp` has names that moved to other numbers together (670 to 673 → 671 to 674)",
    ]);
  });
});
