import { describe, expect, test } from "vitest";
import { anchorsOf, destinationOf, linksOf } from "../src/markdown-links.ts";

describe("links of a text", () => {
  test("are found in every form, with their lines", () => {
    const text = [
      "[a](one.md) and ![b](two.png) and [`c`](three.ts#L1)",
      "",
      '[d]: <four.md> "title"',
      '<a href="five.md">e</a>',
      "[![badge](six.svg)](seven.md)",
    ].join("\n");
    expect(linksOf(text)).toEqual([
      { line: 1, target: "one.md" },
      { line: 1, target: "two.png" },
      { line: 1, target: "three.ts#L1" },
      { line: 3, target: "four.md" },
      { line: 4, target: "five.md" },
      { line: 5, target: "seven.md" },
    ]);
  });

  test("are none in code", () => {
    expect(linksOf("`[a](b)`\n```md\n[a](b)\n```\n~~~\n[a](b)\n~~~\n")).toEqual([]);
  });
});

test.each([
  ["docs/a.md", "b.md", "docs/b.md"],
  ["docs/a.md", "../packages/client", "packages/client"],
  ["docs/a.md", "./b/c.md", "docs/b/c.md"],
  ["README.md", "docs/a%20b.md", "docs/a b.md"],
  ["README.md", "#heading", "README.md"],
  ["README.md", "../outside.md", "../outside.md"],
  ["a/b.md", "https://github.com/qsmtp/qsmtp/blob/main/docs/x.md#y", "docs/x.md"],
  ["a/b.md", "https://github.com/qsmtp/qsmtp/tree/main/packages/client#readme", "packages/client"],
])("in %s %s leads to %s", (from, target, file) => {
  expect(destinationOf(from, target)).toMatchObject({ kind: "file", file });
});

test.each(["https://example.org/a.md", "mailto:a@example.org", "//example.org/a"])(
  "%s leads elsewhere",
  (target) => {
    expect(destinationOf("README.md", target)).toEqual({ kind: "elsewhere" });
  },
);

test("headings get their anchors", () => {
  const text = "# A title, `code`\n## Twice\n## Twice\n```\n# no\n```\n### [linked](x.md) — part\n";
  expect([...anchorsOf(text)]).toEqual(["a-title-code", "twice", "twice-1", "linked--part"]);
});
