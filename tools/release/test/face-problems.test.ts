import { describe, expect, it } from "vitest";
import { type EntryReport, faceProblems } from "../src/api-report/face-problems.ts";
import { undocumentedIn } from "../src/api-report/undocumented.ts";
import { nameList, report } from "./report.ts";

function entry(short: string, text: string, folder = "lamp"): EntryReport {
  const name = `@qsmtp/${folder}${short === "index" ? "" : `/${short}`}`;
  return { name, file: `packages/${folder}/etc/${short}.api.md`, text };
}

const lamp = `export class Lamp {
    constructor(level: number);
    // (undocumented)
    get level(): number;
    light(): void;
    // (undocumented)
    static readonly "max-level" = 5;
}`;

describe("what is undocumented in a report", () => {
  it("is named with its owner, whatever it is", () => {
    const text = report(
      lamp,
      `export interface Maker<Input> {
    // (undocumented)
    (input: Input): Lamp;
    // (undocumented)
    readonly [name: string]: unknown;
    // (undocumented)
    make?(): Lamp;
    known: string;
}`,
      `type Level = "low";
export { Level as LampLevel }`,
    ).replace(/\/\/ @public\ntype Level/, "// @public (undocumented)\ntype Level");
    expect(undocumentedIn(text)).toEqual([
      "Lamp.level",
      "Lamp.max-level",
      "Maker.()",
      "Maker.[]",
      "Maker.make",
      "Level",
    ]);
  });

  it("is named in a list of names too", () => {
    const text = nameList(
      "// (undocumented)",
      "export const LampColor",
      "    // (undocumented)",
      "    red",
      "export function light",
      "export interface LightInput",
      "    // (undocumented)",
      "    color",
    );
    expect(undocumentedIn(text)).toEqual(["LampColor", "LampColor.red", "LightInput.color"]);
  });

  it("is nothing where everything has a comment", () => {
    const text = report("export interface Lamp {\n    light(): void;\n}");
    expect(undocumentedIn(text)).toEqual([]);
  });
});

describe("the face of a finished package", () => {
  it("has no undocumented member, in any entry", () => {
    const reports = [
      entry("index", report(lamp)),
      entry("commands", nameList("// (undocumented)", "export const red")),
      entry("index", report(lamp), "bell"),
    ];
    expect(faceProblems(reports, [{ folder: "lamp" }])).toEqual([
      "@qsmtp/lamp: Lamp.level is undocumented",
      "@qsmtp/lamp: Lamp.max-level is undocumented",
      "@qsmtp/lamp/commands: red is undocumented",
    ]);
  });

  it("may have entries that are not finished, as long as they are not", () => {
    const reports = [
      entry("index", report("export class Lamp {\n}")),
      entry("explain", report(lamp)),
    ];
    const finished = { folder: "lamp", unfinished: ["explain"] };
    expect(faceProblems(reports, [finished])).toEqual([]);
    const done = { folder: "lamp", unfinished: ["index", "explain", "gone"] };
    expect(faceProblems(reports, [done])).toEqual([
      'packages/lamp has no entry "gone" to be called unfinished',
      "@qsmtp/lamp: is documented and called unfinished",
    ]);
  });

  it("shows no class and no type that nobody can import, and names each once", () => {
    const hidden = report(
      "export function light(bulb: Bulb): Told;",
      "class Bulb {\n}",
      "interface Told {\n}",
    );
    const reports = [entry("index", hidden), entry("commands", hidden)];
    expect(faceProblems(reports, [{ folder: "lamp" }])).toEqual([
      "@qsmtp/lamp: class Bulb is shown and not exported",
      "@qsmtp/lamp: interface Told is shown and not exported",
    ]);
  });

  it("may show what another entry of the package exports, under another name too", () => {
    const reports = [
      entry("index", report("export function light(bulb: Bulb): Range_2;", "class Bulb {\n}")),
      entry(
        "bulb",
        report("export class Bulb {\n}", "type Range_2 = 1;\nexport { Range_2 as Range }"),
      ),
    ];
    expect(faceProblems(reports, [{ folder: "lamp" }])).toEqual([]);
    const elsewhere = reports.map((item, at) =>
      at === 0 ? item : { ...item, file: "packages/bell/etc/bulb.api.md" },
    );
    expect(faceProblems(elsewhere, [{ folder: "lamp" }])).toEqual([
      "@qsmtp/lamp: class Bulb is shown and not exported",
    ]);
  });

  it("may have helpers that signatures need: types that are there, and no class", () => {
    const reports = [
      entry(
        "index",
        report("export type A = Coded<Bulb>;", "class Bulb {\n}", "type Coded<T> = T;"),
      ),
    ];
    const helpers = ["Coded", "Bulb", "Gone"];
    expect(faceProblems(reports, [{ folder: "lamp", helpers }])).toEqual([
      "@qsmtp/lamp: class Bulb is shown and not exported",
      "packages/lamp has no hidden type Gone to be called a helper",
    ]);
  });
});
