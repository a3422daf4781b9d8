import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { demandedTables } from "../src/demanded-tables.ts";
import { parseReport } from "../src/parse-report.ts";
import { report } from "./report.ts";

const color = 'export type Color = "red" | "green";';
const table = "Readonly<Record<Color, string>>";
const options = `interface Options {\n    readonly names: ${table};\n}`;

describe("a table that a caller writes", () => {
  it.each<[string, readonly string[]]>([
    ["a parameter", [`export function paint(names: ${table}): void;`]],
    ["options of a function", [options, "export function paint(options?: Options): void;"]],
    ["options of a class", [options, "export class Lamp {\n    constructor(options: Options);\n}"]],
    ["a method", [`export class Lamp {\n    paint(names: ${table}): void;\n}`]],
    ["a setter", [`export class Lamp {\n    set names(value: ${table});\n}`]],
    ["an arrow function", [`export const paint: (names: ${table}) => void;`]],
    [
      "what options extend",
      [
        options,
        "export interface More extends Options {\n    readonly size: number;\n}",
        "export function paint(more: More): void;",
      ],
    ],
    ["a mapped type", ["export function paint(names: {\n    [key in Color]: string;\n}): void;"]],
    ["an interface that nothing mentions", [`export ${options}`]],
    [
      "what a caller's own function answers",
      [`export function paint(choose: () => ${table}): void;`],
    ],
  ])("is found in %s", (_, declarations) => {
    expect([...demandedTables(report(color, ...declarations))]).toEqual(["Color"]);
  });

  it.each<[string, readonly string[]]>([
    ["is returned", [`export function names(): ${table};`]],
    ["is a constant", [`export const names: ${table};`]],
    ["is read from an object", [`export class Lamp {\n    get names(): ${table};\n}`]],
    [
      "is handed out and then given back",
      [options, "export function read(): Options;\nexport function paint(options: Options): void;"],
    ],
    [
      "is given to a caller's own function",
      [`export function onPaint(listener: (names: ${table}) => void): void;`],
    ],
    ["may have gaps", ["export function paint(names: Partial<Record<Color, string>>): void;"]],
    [
      "may have gaps, mapped",
      ["export function paint(names: {\n    [key in Color]?: string;\n}): void;"],
    ],
    ["has any keys", ["export function paint(names: Record<string, Color>): void;"]],
  ])("is none when it %s", (_, declarations) => {
    expect([...demandedTables(report(color, ...declarations))]).toEqual([]);
  });
});

describe("the published packages", () => {
  // Otherwise each new operation or family would break programs, and the schema could not tell.
  it("ask nobody for a table of names that grow with the schema", async () => {
    const packages = path.resolve(import.meta.dirname, "../../../packages");
    const reports = (await readdir(packages, { recursive: true })).filter((file) =>
      /etc[\\/].*\.api\.md$/.test(file),
    );
    const texts = await Promise.all(
      reports.map((file) => readFile(path.join(packages, file), "utf8")),
    );
    const types = texts.flatMap((text) => [...parseReport(text).keys()]);
    expect(types).toContain("OperationName (type)");
    const demanded = new Set(texts.flatMap((text) => [...demandedTables(text)]));
    expect(
      [...demanded].filter((name) => /^(Operation|Urc|Family)|Error(Name|Code)/.test(name)),
    ).toEqual([]);
  });
});
