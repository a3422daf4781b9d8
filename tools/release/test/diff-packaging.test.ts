import { describe, expect, it } from "vitest";
import { diffPackaging } from "../src/diff-packaging.ts";
import type { Manifest } from "../src/manifest.ts";
import { ruleOf } from "../src/release-rules.ts";
import { packagingRules } from "../src/rules/packaging-rules.ts";

const manifest: Manifest = { name: "@qsmtp/lamp", version: "1.0.0" };
const index = { types: "./index.d.ts", default: "./index.js" };
const optional = { switch: { optional: true } };

const fixtures: readonly [rule: string, bump: string, before: object, after: object][] = [
  [
    "entry-added",
    "minor",
    { exports: { ".": index } },
    { exports: { ".": index, "./tcp": index } },
  ],
  [
    "entry-removed",
    "major",
    { exports: { ".": index, "./tcp": index } },
    { exports: { ".": index } },
  ],
  [
    "entry-condition-added",
    "minor",
    { exports: { ".": index } },
    { exports: { ".": { ...index, require: "./index.cjs" } } },
  ],
  [
    "entry-condition-removed",
    "major",
    { exports: { ".": { ...index, require: "./index.cjs" } } },
    { exports: { ".": index } },
  ],
  ["module-type-changed", "major", {}, { type: "module" }],
  ["engine-raised", "major", { engines: { node: ">=20.19" } }, { engines: { node: ">=22" } }],
  ["engine-raised", "major", {}, { engines: { node: ">=20" } }],
  ["engine-lowered", "minor", { engines: { node: ">=20.19" } }, { engines: { node: ">=20.9" } }],
  ["engine-changed", "major", { engines: { node: ">=20" } }, { engines: { node: "^20 || ^22" } }],
  ["peer-added", "major", {}, { peerDependencies: { switch: "^1" } }],
  [
    "peer-optional-added",
    "minor",
    {},
    { peerDependencies: { switch: "^1" }, peerDependenciesMeta: optional },
  ],
  ["peer-removed", "minor", { peerDependencies: { switch: "^1" } }, {}],
  [
    "peer-range-changed",
    "major",
    { peerDependencies: { switch: "^1" } },
    { peerDependencies: { switch: "^2" } },
  ],
  [
    "peer-became-required",
    "major",
    { peerDependencies: { switch: "^1" }, peerDependenciesMeta: optional },
    { peerDependencies: { switch: "^1" } },
  ],
  [
    "peer-became-optional",
    "minor",
    { peerDependencies: { switch: "^1" } },
    { peerDependencies: { switch: "^1" }, peerDependenciesMeta: optional },
  ],
  ["bin-added", "minor", {}, { bin: { lamp: "./main.js" } }],
  ["bin-removed", "major", { bin: "./main.js" }, {}],
  [
    "dependency-changed",
    "patch",
    { dependencies: { wire: "^1" } },
    { dependencies: { wire: "^2" } },
  ],
  ["files-changed", "patch", { files: ["dist"] }, { files: ["dist", "etc"] }],
  ["side-effects-changed", "patch", {}, { sideEffects: false }],
];

function rulesOf(before: object, after: object): [string, string][] {
  const found = diffPackaging({ ...manifest, ...before }, { ...manifest, ...after });
  return found.map(({ rule, bump }) => [rule, bump]);
}

describe("package.json", () => {
  it.each(fixtures)("gives the one finding %s, %s", (rule, bump, before, after) => {
    expect(rulesOf(before, after)).toEqual([[rule, bump]]);
  });

  it.each(fixtures)("gives the mirror of %s for the opposite change", (rule, _, before, after) => {
    const [[mirror] = [], ...others] = rulesOf(after, before);
    expect(others).toEqual([]);
    expect(ruleOf(rule).mirror).toContain(mirror);
  });

  it("has a fixture for every rule", () => {
    const covered = new Set(fixtures.map(([rule]) => rule));
    expect(packagingRules.filter(({ id }) => !covered.has(id))).toEqual([]);
  });

  it("is judged by the entries that are published", () => {
    const development = { exports: { ".": { "@qsmtp/source": "./src/index.ts", ...index } } };
    const published = { ...development, publishConfig: { exports: { ".": index } } };
    expect(rulesOf({ exports: { ".": index } }, published)).toEqual([]);
  });

  it("says nothing of files behind an entry, of words, and of packages that are released together", () => {
    expect(
      rulesOf(
        {
          exports: { ".": index },
          description: "A lamp",
          dependencies: { "@qsmtp/wire": "workspace:*" },
        },
        {
          exports: { ".": { types: "./other.d.ts", default: "./other.js" } },
          description: "The lamp",
          dependencies: { "@qsmtp/wire": "workspace:^" },
        },
      ),
    ).toEqual([]);
  });
});
