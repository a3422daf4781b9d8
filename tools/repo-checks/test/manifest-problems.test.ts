import { expect, test } from "vitest";
import { manifestProblems, type PublishedManifest } from "../src/manifest-problems.ts";

const target = { types: "./dist/index.d.ts", default: "./dist/index.js" };
const complete: PublishedManifest = {
  name: "@qsmtp/lamp",
  description: "Lights the lamps of a gate, one after the other, by name.",
  keywords: ["lamp", "gate", "light", "lights", "iot"],
  license: "MIT",
  author: "The qsmtp authors",
  homepage: "https://github.com/qsmtp/qsmtp/tree/main/packages/lamp#readme",
  bugs: { url: "https://github.com/qsmtp/qsmtp/issues" },
  repository: {
    type: "git",
    url: "git+https://github.com/qsmtp/qsmtp.git",
    directory: "packages/lamp",
  },
  engines: { node: ">=20" },
  sideEffects: false,
  type: "module",
  files: ["dist", "CHANGELOG.md"],
  exports: { ".": { "@qsmtp/source": "./src/index.ts", ...target } },
  publishConfig: { access: "public", exports: { ".": target } },
};

function problemsOf(change: object): string[] {
  return manifestProblems("lamp", { ...complete, ...change }, ">=20");
}

test("a complete manifest has no problem", () => {
  expect(problemsOf({})).toEqual([]);
});

test.each([...Object.keys(complete).filter((key) => key !== "exports" && key !== "publishConfig")])(
  "one without %s has one that names it",
  (key) => {
    const problems = problemsOf({ [key]: undefined });
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) expect(problem).toContain(key);
  },
);

test.each([
  ["another folder", { repository: { ...complete.repository, directory: "packages/lamps" } }],
  ["another Node", { engines: { node: ">=18" } }],
  ["the same keyword again", { keywords: ["a", "a", "a", "a", "a"] }],
  ["no changelog", { files: ["dist"] }],
  [
    "types behind",
    { publishConfig: { access: "public", exports: { ".": { default: "x", types: "y" } } } },
  ],
  ["an entry that is not published", { publishConfig: { access: "public", exports: {} } }],
  [
    "an entry that the workspace lacks",
    { publishConfig: { access: "public", exports: { ".": target, "./more": target } } },
  ],
  ["a private access", { publishConfig: { exports: { ".": target } } }],
])("%s is told", (_, change) => {
  expect(problemsOf(change)).not.toEqual([]);
});
