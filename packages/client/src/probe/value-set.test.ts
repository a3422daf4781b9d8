import { parseSupported } from "@qsmtp/protocol";
import { describe, expect, test } from "vitest";
import {
  difference,
  intersection,
  judgeable,
  setOfField,
  showSet,
  union,
  type ValueSet,
  valuesOf,
} from "./value-set.ts";

/** The set that a test answer spells out. */
function set(text: string): ValueSet {
  const [field] = parseSupported(text).fields;
  if (field?.kind !== "values") throw new RangeError(`"${text}" holds no values`);
  return setOfField(field);
}

const show = (values: ValueSet): string => showSet(values, String);

describe("the normal form", () => {
  test.each([
    ["(0-2)", "(0,1,2)"],
    ["(0,1)", "(0-1)"],
    ["(5-60)", "(5- 60)"],
    ["(20-5000)", "(20~5000)"],
    ["(1-4294967295)", "(0x01 -- 0xFFFFFFFF)"],
    ["(53,47)", "(0X0035,0x002f)"],
    ["(1,2)", '("1","2")'],
    ["<0-3>", "(0-3)"],
    ["(3,1-2,7-9,8)", "(1-3,7-9)"],
    ['("b","a","b")', '("b","a")'],
    ["(1-<freesize>)", "(1-5,3-<free>)"],
  ])("%s and %s are the same", (one, other) => {
    expect(set(one)).toEqual(set(other));
  });

  test.each(["(0-2,9)", "(1-)", '(4,"a")', "(5,6)"])("is written %s", (text) => {
    expect(show({ ...set(text.replace("-)", "-<n>)")) })).toBe(text);
  });
});

describe("sets", () => {
  test.each([
    ["(1-10)", "(1-20)", "(1-20)", "(1-10)", "()"],
    ["(1-20)", "(5-10)", "(1-20)", "(5-10)", "(1-4,11-20)"],
    ["(0,5-300)", "(0-4)", "(0-300)", "(0)", "(5-300)"],
    ["(1-<n>)", "(3-5)", "(1-)", "(3-5)", "(1,2,6-)"],
    ['("a","b")', '("b","c")', '("a","b","c")', '("b")', '("a")'],
  ])("%s and %s", (one, other, both, common, rest) => {
    const [a, b] = [set(one), set(other)];
    expect([show(union(a, b)), show(intersection(a, b)), show(difference(a, b))]).toEqual([
      both,
      common,
      rest,
    ]);
  });

  test("are judged up to where the module sets the bound", () => {
    const open = set("(1-<freesize>)");
    const closed = set("(0-1048576)");
    expect(show(judgeable(closed, [open]))).toBe("(0,1)");
    expect(judgeable(closed, [set("(1-5)")])).toBe(closed);
  });

  test("too large to list are not listed", () => {
    expect(valuesOf(set("(0-3,9)"))).toEqual([0, 1, 2, 3, 9]);
    expect(valuesOf(set("(0-1048575)"))).toBeUndefined();
    expect(valuesOf(set("(1-<n>)"))).toBeUndefined();
  });
});
