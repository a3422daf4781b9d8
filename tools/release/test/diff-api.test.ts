import { describe, expect, it } from "vitest";
import { demandedTables } from "../src/demanded-tables.ts";
import { diffApi } from "../src/diff-api.ts";
import { ruleOf } from "../src/release-rules.ts";
import { apiRules } from "../src/rules/api-rules.ts";
import { nameList, report, withReports } from "./report.ts";

const lamp = "export class Lamp {\n    light(): void;\n}";
const options = "export interface LampOptions {\n    readonly level?: number;\n}";

const table = "export function paint(names: Readonly<Record<Color, string>>): void;";

interface ApiFixture {
  readonly rule: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly bump: string;
  readonly path: string;
}

const fixtures: readonly ApiFixture[] = [
  {
    rule: "api-export-added",
    before: [lamp],
    after: [lamp, options],
    bump: "minor",
    path: "LampOptions",
  },
  {
    rule: "api-export-removed",
    before: [lamp, options],
    after: [lamp],
    bump: "major",
    path: "LampOptions",
  },
  {
    rule: "api-export-removed",
    before: [options],
    after: [options.replace("export ", "")],
    bump: "major",
    path: "LampOptions",
  },
  {
    rule: "api-member-added",
    before: [lamp],
    after: [lamp.replace("    light", "    get level(): number;\n    light")],
    bump: "minor",
    path: "Lamp",
  },
  {
    rule: "api-member-added",
    before: [options],
    after: [
      options.replace("\n}", "\n    readonly color?: {\n        readonly red: number;\n    };\n}"),
    ],
    bump: "minor",
    path: "LampOptions",
  },
  {
    rule: "api-required-member-added",
    before: [options],
    after: [options.replace("\n}", "\n    readonly color: string;\n}")],
    bump: "major",
    path: "LampOptions",
  },
  {
    rule: "api-declaration-changed",
    before: ["export function light(level: number): void;"],
    after: ["export function light(level: number, color?: string): void;"],
    bump: "major",
    path: "light",
  },
  {
    rule: "api-union-grown",
    before: ['export type Color = "red" | "green";'],
    after: ['export type Color = "red" | "green" | "blue";'],
    bump: "minor",
    path: "Color",
  },
  {
    rule: "api-union-grown",
    before: [options.replace("number", '"dim" | "full"')],
    after: [options.replace("number", '"dim" | "full" | "half"')],
    bump: "minor",
    path: "LampOptions/level",
  },
  {
    rule: "api-table-grown",
    before: [table, 'export type Color = "red" | "green";'],
    after: [table, 'export type Color = "red" | "green" | "blue";'],
    bump: "major",
    path: "Color",
  },
  {
    rule: "api-union-shrunk",
    before: ['export type Color = "red" | "green" | "blue";'],
    after: ['export type Color = "red" | "blue";'],
    bump: "major",
    path: "Color",
  },
  {
    rule: "api-declaration-changed",
    before: [
      "export interface LampOptions {\n    readonly color: {\n        readonly red: number;\n    };\n}",
    ],
    after: [
      "export interface LampOptions {\n    readonly color: {\n        readonly blue: number;\n        readonly red: number;\n    };\n}",
    ],
    bump: "major",
    path: "LampOptions",
  },
];

const cases = fixtures.map((fixture) => [`${fixture.rule} of ${fixture.path}`, fixture] as const);

describe("API reports", () => {
  it.each(cases)("give one finding a declaration: %s", (_, fixture) => {
    const { before, after, rule, bump, path } = fixture;
    const entry = withReports(
      { "index.api.md": report(...before) },
      { "index.api.md": report(...after) },
    );
    const { findings } = diffApi(entry, demandedTables(report(...before)));
    expect(findings.map((finding) => [finding.rule, finding.bump, finding.path])).toEqual([
      [rule, bump, path],
    ]);
  });

  it.each(cases)("give the mirror for the opposite change: %s", (_, { before, after, rule }) => {
    const entry = withReports(
      { "index.api.md": report(...after) },
      { "index.api.md": report(...before) },
    );
    expect(diffApi(entry).findings.map((finding) => finding.rule)).toEqual([
      expect.toBeOneOf([...ruleOf(rule).mirror]),
    ]);
  });

  it("have a fixture for every rule", () => {
    const covered = new Set([...fixtures.map(({ rule }) => rule), "package-added"]);
    expect(apiRules.filter(({ id }) => !covered.has(id))).toEqual([]);
  });

  it("say nothing of comments, order of declarations and imports", () => {
    const before = report(lamp, options);
    const after = report(
      "import { Other } from 'elsewhere';",
      options.replace("    readonly", "    // (undocumented)\n    readonly"),
      lamp.replace("    light", "    /** Lights it. */\n    light"),
    );
    expect(diffApi(withReports({ "index.api.md": before }, { "index.api.md": after }))).toEqual({
      findings: [],
      generated: [],
    });
  });

  it("tell a type that two entries mention once, and apart from one of the same name", () => {
    const hidden = options.replace("export ", "");
    const longer = options.replace("\n}", "\n    readonly color?: string;\n}");
    const entry = withReports(
      { "index.api.md": report(options), "tcp.api.md": report(hidden) },
      { "index.api.md": report(longer), "tcp.api.md": report(longer.replace("export ", "")) },
    );
    const { findings } = diffApi(entry);
    expect(findings.map(({ command, rule }) => [command, rule])).toEqual([
      ["@qsmtp/lamp", "api-member-added"],
    ]);
  });

  it("show the first line that differs", () => {
    const entry = withReports(
      { "index.api.md": report("export function light(level: number): void;") },
      { "index.api.md": report("export function light(level: string): void;") },
    );
    expect(diffApi(entry).findings.map(({ message }) => message)).toEqual([
      "`light` is declared otherwise (`export function light(level: number): void;` → `export function light(level: string): void;`)",
    ]);
  });

  it("keep generated entries apart, whose names follow the schema", () => {
    const entry = withReports(
      { "commands.api.md": nameList("export function light") },
      { "commands.api.md": nameList("export function light", "export function paint") },
    );
    const { findings, generated } = diffApi(entry);
    expect([findings, generated.map(({ rule }) => rule)]).toEqual([[], ["api-export-added"]]);
  });

  it("take a package for new when the base has none, and an entry as told by its manifest", () => {
    const now = { "index.api.md": report(lamp) };
    expect(diffApi(withReports(undefined, now)).findings.map(({ rule }) => rule)).toEqual([
      "package-added",
    ]);
    expect(diffApi(withReports({}, now)).findings).toEqual([]);
  });
});
