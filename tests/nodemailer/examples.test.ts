import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Props } from "./src/example.ts";
import { groups } from "./src/groups.ts";
import { judge } from "./src/judged.ts";
import { makeProps } from "./src/props.ts";
import { runAll } from "./src/run-all.ts";
import { type GroupResults, renderPage } from "./src/tables.ts";

let all: GroupResults[];
let props: Props & { remove(): Promise<void> };

beforeAll(async () => {
  props = await makeProps();
  all = await runAll();
});

afterAll(() => props.remove());

describe.each(groups.map((group, at) => ({ at, ...group })))("$source", ({ at, examples }) => {
  it.each(examples.map((example, index) => ({ index, ...example })))("$name", ({ index }) => {
    const example = examples[index] ?? expect.unreachable();
    const result = all[at]?.results[index] ?? expect.unreachable("the example was not run");
    const { actual, expected } = judge(example, result, props);
    expect(actual).toEqual(expected);
  });
});

it("has the results in the page", async () => {
  const file = path.resolve(import.meta.dirname, "../../docs/nodemailer.md");
  const page = await readFile(file, "utf8");
  expect(renderPage(page, all)).toBe(page);
});
