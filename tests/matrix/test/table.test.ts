import { describe, expect, test } from "vitest";
import { allCells, fits, makeCell } from "../src/cell.ts";
import { isRight, notApplicable } from "../src/expectation.ts";
import { expectationOf, expected } from "../src/expected.ts";
import { faults } from "../src/fault.ts";
import { stepsOf } from "../src/pipeline.ts";
import { type Step, stepKinds } from "../src/step.ts";
import { dimensions, nameOfVariant, variants } from "../src/variant.ts";

const stepsByVariant = new Map<string, readonly Step[]>();
for (const variant of variants) stepsByVariant.set(nameOfVariant(variant), await stepsOf(variant));
const cells = await allCells();

/** Endings that a call of each phase can have. */
const endings = {
  opening: /^(opens|fails)/,
  mail: /^(sent|not-sent|unknown)/,
  closing: /^closes/,
} as const;

describe("no combination is absent", () => {
  test("every value of every dimension meets every other", () => {
    const count = dimensions.input.length * dimensions.lines.length * dimensions.recovery.length;
    expect(new Set(variants.map(nameOfVariant)).size).toBe(count);
  });

  test("every step meets every fault on every variant, or the table says why it cannot", () => {
    const names = new Set(cells.map(({ name }) => name));
    const absent: string[] = [];
    let all = 0;
    for (const variant of variants) {
      for (const step of stepsByVariant.get(nameOfVariant(variant)) ?? []) {
        for (const fault of faults) {
          all++;
          const reason = notApplicable(expectationOf(fault.name, step));
          const { name } = makeCell(step, fault.name, variant);
          const isThere = reason === undefined ? names.has(name) : reason.length > 10;
          if (!isThere) absent.push(name);
        }
      }
    }
    expect(absent).toEqual([]);
    expect(names.size, "no two cells have one name").toBe(cells.length);
    expect(all).toBeGreaterThan(cells.length);
  });

  test("variants have the same steps, but for what DTR needs", () => {
    const [first, ...others] = [...stepsByVariant].map(([variant, steps]) => {
      const names = steps.map(({ name }) => name).filter((name) => !/(^mail\.|-of-)d1$/.test(name));
      return { variant, names };
    });
    for (const other of others) expect(other.names, other.variant).toEqual(first?.names);
  });

  test("every kind of step is there, and every phase", () => {
    for (const steps of stepsByVariant.values()) {
      expect(new Set(steps.map(({ kind }) => kind))).toEqual(new Set(stepKinds));
      for (const phase of Object.keys(endings)) {
        expect(steps.filter((step) => step.phase === phase).length, phase).toBeGreaterThan(2);
      }
    }
  });

  test.each([
    [/QSMTPDST=1,1/, "to"],
    [/QSMTPDST=1,2/, "cc"],
    [/QSMTPSUB=1/, "a subject that is not ASCII"],
    [/QSMTPBODY/, "a body"],
    [/QSMTPATT=1,2/, "a second attachment"],
    [/"ssltype",2/, "STARTTLS"],
    [/"cacert",1,/, "a CA"],
    [/"account",/, "login"],
  ])("the mail has what %s stands for: %s", (line) => {
    const steps = [...stepsByVariant.values()].flat();
    expect(steps.some((step) => step.phase === "mail" && line.test(step.line))).toBe(true);
  });
});

describe.each(faults)("the row of $name", ({ name }) => {
  const row = expected[name];

  test("says why, and for each kind of step how its call may end", () => {
    expect(row.why.length).toBeGreaterThan(10);
    for (const step of [...stepsByVariant.values()].flat()) {
      const right = expectationOf(name, step);
      if (notApplicable(right) !== undefined) continue;
      for (const ending of right.split(" or "))
        expect(ending, step.name).toMatch(endings[step.phase]);
    }
  });

  test("happens somewhere", () => {
    expect(cells.some(({ fault }) => fault === name)).toBe(true);
  });

  test("has no rule for a step that does not exist", () => {
    const steps = [...stepsByVariant.values()].flat();
    for (const [start, special] of Object.entries(row.but ?? {})) {
      const meant = steps.filter((step) => step.name.startsWith(start));
      expect(meant.length, start).toBeGreaterThan(0);
      for (const { kind } of meant) expect(row.right[kind], start).not.toBe(special);
    }
  });
});

test("an ending is right only where the table has it", () => {
  const seen = { ending: "not-sent", code: "TIMEOUT" };
  expect(isRight("sent or not-sent", seen)).toBe(true);
  expect(isRight("not-sent TIMEOUT", seen)).toBe(true);
  expect(isRight("not-sent ABORTED", seen)).toBe(false);
  expect(isRight("sent or unknown", seen)).toBe(false);
  expect(isRight("sent", { ending: "sent changed", code: undefined })).toBe(false);
  expect(isRight("sent changed", { ending: "sent", code: undefined })).toBe(false);
});

test("a cell is chosen by its name, or by some of its parts", () => {
  const name = "mail.qsmtpput/no-reply/queue/dtr/on";
  expect(fits(name, name)).toBe(true);
  expect(fits(name, "*/no-reply")).toBe(true);
  expect(fits(name, "mail.qsmtpput//queue")).toBe(true);
  expect(fits(name, "*/*/drop")).toBe(false);
  expect(fits(name, "mail.q")).toBe(false);
});
