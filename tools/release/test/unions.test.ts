import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffApi } from "../src/diff-api.ts";
import { report, withReports } from "./report.ts";

function diff(before: string, after: string) {
  const entry = withReports({ "index.api.md": report(before) }, { "index.api.md": report(after) });
  return diffApi(entry).findings;
}

const verdicts = (before: string, after: string) =>
  diff(before, after).map(({ rule, bump }) => `${rule} ${bump}`);

const name = fc.stringMatching(/^[a-z][A-Za-z0-9]{0,30}$/);
const names = fc.uniqueArray(name, { minLength: 3, maxLength: 200 });

/** Places where a union may stand, in a declaration that is otherwise the same. */
const places: Readonly<Record<string, (union: string) => string>> = {
  alias: (union) => `export type Case = ${union};`,
  property: (union) =>
    `export interface Box {\n    readonly size: number;\n    readonly is?: ${union};\n}`,
  parameter: (union) => `export function open(is: ${union}, size: number): void;`,
  result: (union) => `export function open(): Promise<readonly (${union})[]>;`,
  "member of a class": (union) =>
    `export class Box {\n    get is(): ${union};\n    close(): void;\n}`,
  constant: (union) => `export const is: ${union};`,
};

describe.each(Object.entries(places))("a union as %s", (_, declare) => {
  const literals = (list: readonly string[]) => list.map((item) => `"${item}"`).join(" | ");

  it("is the same in any order, broken in any way", () => {
    fc.assert(
      fc.property(names, fc.func(fc.nat()), (list, order) => {
        const shuffled = list.toSorted((a, b) => order(a) - order(b));
        const lines = shuffled.map((item) => `\n/** About ${item}. */\n| "${item}"`).join("");
        expect(verdicts(declare(literals(list)), declare(lines))).toEqual([]);
      }),
    );
  });

  it("grows with a minor and shrinks with a major, and all of it is named or counted", () => {
    fc.assert(
      fc.property(names, fc.nat(), (list, at) => {
        const some = list.slice(0, 1 + (at % (list.length - 1)));
        const more = list.slice(some.length);
        const grown = diff(declare(literals(some)), declare(literals(list)));
        expect(grown.map(({ rule, bump }) => [rule, bump])).toEqual([["api-union-grown", "minor"]]);
        const named = more.filter((item) => grown[0]?.message.includes(`\`"${item}"\``)).length;
        const counted = Number(/ and (\d+) more\)$/.exec(grown[0]?.message ?? "")?.[1] ?? 0);
        expect(named + counted).toBe(more.length);
        expect(verdicts(declare(literals(list)), declare(literals(some)))).toEqual([
          "api-union-shrunk major",
        ]);
      }),
    );
  });

  it("that loses a case and gains one breaks", () => {
    expect(verdicts(declare('"a" | "b"'), declare('"a" | "c"'))).toEqual([
      "api-union-shrunk major",
      "api-union-grown minor",
    ]);
  });
});

describe("what only looks like a new case", () => {
  it.each([
    ["nothing at all", "string", "string | undefined"],
    ["null beside words", '"a" | "b"', '"a" | "b" | null'],
    ["any text beside words", '"a" | "b"', '"a" | "b" | string'],
    ["another type by itself", "Lamp", "Lamp | Bulb"],
    ["a number for a text", "string", "number"],
    ["a list for one", '"a"', '"a"[]'],
    ["a list that may be changed", "readonly string[]", "string[]"],
    ["keys of a type for the type", "keyof Lamp", "readonly Lamp"],
  ])("breaks whoever reads the value: %s", (_, before, after) => {
    for (const place of ["alias", "property", "result", "constant"] as const) {
      const declare = places[place];
      if (declare === undefined) throw new Error(place);
      expect([place, verdicts(declare(before), declare(after))]).toEqual([
        place,
        ["api-declaration-changed major"],
      ]);
    }
  });

  it("is more to give where it is a parameter", () => {
    const open = (type: string) => `export function open(size: ${type}): void;`;
    expect(verdicts(open("string"), open("string | number"))).toEqual(["api-union-grown minor"]);
    expect(verdicts(open("string | number"), open("string"))).toEqual([
      "api-declaration-changed major",
    ]);
  });

  it("is more to take where a caller's own function gets it", () => {
    const listen = (type: string) => `export function listen(on: (event: ${type}) => void): void;`;
    expect(verdicts(listen('"a" | "b"'), listen('"a" | "b" | "c"'))).toEqual([
      "api-union-grown minor",
    ]);
    expect(verdicts(listen("string"), listen("string | undefined"))).toEqual([
      "api-declaration-changed major",
    ]);
  });

  it("is a variant beside variants, and another type when a variant changes", () => {
    const event = (...variants: string[]) => `export type Event_2 = ${variants.join(" | ")};`;
    const [lit, out] = ['{\n    readonly kind: "lit";\n}', '{\n    readonly kind: "out";\n}'];
    expect(verdicts(event(lit, out), event(lit, out, '{\n    readonly kind: "dim";\n}'))).toEqual([
      "api-union-grown minor",
    ]);
    const longer = '{\n    readonly kind: "out";\n    readonly why: string;\n}';
    expect(verdicts(event(lit, out), event(lit, longer))).toEqual([
      "api-declaration-changed major",
    ]);
  });
});

describe("a declaration with several changes", () => {
  const box = (is: string, more = "") =>
    `export interface Box {\n    readonly is: ${is};\n    readonly size: number;\n${more}}`;

  it("is told by each of them when none breaks", () => {
    expect(
      verdicts(box('"a" | "b"'), box('"a" | "b" | "c"', "    readonly lid?: string;\n")),
    ).toEqual(["api-member-added minor", "api-union-grown minor"]);
  });

  it("is another one when a part of it is", () => {
    const wider = box('"a" | "b" | "c"').replace("size: number", "size: string");
    expect(verdicts(box('"a" | "b"'), wider)).toEqual(["api-declaration-changed major"]);
  });
});
