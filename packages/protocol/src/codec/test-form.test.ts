import { describe, expect, it } from "vitest";
import { allOperations } from "../generated/catalog.gen.ts";
import { parseSupported, type SupportedField } from "./test-form.ts";

const values = (
  ranges: readonly (readonly [number, number | string])[],
  words: readonly string[] = [],
  optionalDepth = 0,
): SupportedField => ({
  kind: "values",
  ranges: ranges.map(([from, to]) => ({ from, to })),
  words,
  optionalDepth,
});
const name = (text: string, optionalDepth = 0): SupportedField => ({
  kind: "name",
  name: text,
  optionalDepth,
});
const key = (text: string): SupportedField => ({ kind: "key", key: text, optionalDepth: 0 });

describe("parseSupported", () => {
  it.each<[string, SupportedField[]]>([
    ["", []],
    [
      "(0,1),(1-3),<emailaddr>",
      [
        values([
          [0, 0],
          [1, 1],
        ]),
        values([[1, 3]]),
        name("emailaddr"),
      ],
    ],
    ['"contextid",(1-16)', [key("contextid"), values([[1, 16]])]],
    [
      "<filename>[,(1-<freesize>)[,(1-65535)[,(0,1)]]]",
      [
        name("filename"),
        values([[1, "freesize"]], [], 1),
        values([[1, 65535]], [], 2),
        values(
          [
            [0, 0],
            [1, 1],
          ],
          [],
          3,
        ),
      ],
    ],
    ['("GSM","IRA","UCS2")', [values([], ["GSM", "IRA", "UCS2"])]],
    [
      "(0X0035,0XC005, 0XC007)",
      [
        values([
          [0x35, 0x35],
          [0xc005, 0xc005],
          [0xc007, 0xc007],
        ]),
      ],
    ],
    [
      "(0-31,99),(0-7,99)",
      [
        values([
          [0, 31],
          [99, 99],
        ]),
        values([
          [0, 7],
          [99, 99],
        ]),
      ],
    ],
    [
      '(1-24,100-179),"IP",,,(0-2)',
      [
        values([
          [1, 24],
          [100, 179],
        ]),
        key("IP"),
        values([[0, 2]]),
      ],
    ],
    ["(),(4800)", [values([]), values([[4800, 4800]])]],
    ["<0-3>", [values([[0, 3]])]],
    ["(-10--1)", [values([[-10, -1]])]],
    ["(0x01 -- 0xFFFFFFFF)", [values([[1, 0xffffffff]])]],
    [
      "(5- 60),(20~5000)(0,1)",
      [
        values([[5, 60]]),
        values([[20, 5000]]),
        values([
          [0, 0],
          [1, 1],
        ]),
      ],
    ],
    [
      '"src filename",(0,1) ',
      [
        key("src filename"),
        values([
          [0, 0],
          [1, 1],
        ]),
      ],
    ],
    ["(1-16", [values([[1, 16]])]],
    ["<name", [name("name")]],
    ['"key', [key("key")]],
    ["READY,(0)", [key("READY"), values([[0, 0]])]],
    ["])]<a>", [name("a")]],
  ])("reads %s", (text, fields) => {
    expect(parseSupported(text)).toEqual({ text, fields });
  });

  const known = allOperations.flatMap(({ name: operation, supports = [] }) =>
    supports.map((text) => [operation, text] as const),
  );

  it.each(known)("%s prints values, names and keys only: %s", (_, text) => {
    const { fields } = parseSupported(text);
    expect(fields.length).toBeGreaterThan(0);
    for (const field of fields) {
      if (field.kind === "values") {
        for (const { from, to } of field.ranges)
          if (typeof to === "number") expect(to).toBeGreaterThanOrEqual(from);
      } else {
        expect(field.kind === "name" ? field.name : field.key).toMatch(/^[\w. /]+$/);
      }
    }
  });
});
