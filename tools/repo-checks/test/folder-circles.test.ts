import { expect, test } from "vitest";
import { folderCircles } from "../src/folder-circles.ts";

const at = (file: string, specifier: string) => ({ file: `p/src/${file}`, line: 1, specifier });

test("folders that import one another are a circle, and each of its arrows is shown", () => {
  const problems = folderCircles([
    at("mail/a.ts", "../module/b.ts"),
    at("module/b.ts", "../wire/c.ts"),
    at("wire/c.ts", "../mail/d.ts"),
  ]).map(({ problem }) => problem);
  expect(problems).toHaveLength(3);
  expect(problems[0]).toContain("mail -> module -> wire -> mail");
});

test("folders in an order, files of one folder and tests are none", () => {
  const imports = [
    at("mail/a.ts", "../module/b.ts"),
    at("mail/a.ts", "./c.ts"),
    at("mail/c.ts", "./a.ts"),
    at("module/b.test.ts", "../mail/a.ts"),
    at("index.ts", "./mail/a.ts"),
  ];
  expect(folderCircles(imports)).toEqual([]);
});
