import { cases } from "@qsmtp/cases";
import { code, createFinding, rules, type Usage } from "@qsmtp/schema-diff";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changelogLine, longLines } from "../src/changelog-line.ts";
import { changelogList } from "../src/changelog-list.ts";

const longest = 298; // and two blanks in front of it in the changelog

const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,40}$/);
const longWord = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{100,500}$/);
const name = fc.oneof({ weight: 6, arbitrary: word }, { weight: 1, arbitrary: longWord });
const text = fc.oneof(
  { weight: 4, arbitrary: fc.array(word, { maxLength: 60 }).map((list) => list.join(" ")) },
  { weight: 1, arbitrary: fc.string({ maxLength: 400 }) },
);
const codes = fc.array(name.map(code), { maxLength: 400 });
const shown = fc.oneof(codes, text, fc.constant(undefined));

const item = fc.record({
  rule: fc.constantFrom(...rules),
  subject: fc.oneof(
    name.map(code),
    fc.tuple(name, name).map(([part, whole]) => `${code(part)} of ${code(whole)}`),
  ),
  shown: fc.tuple(shown, shown),
  families: fc.option(fc.array(word, { minLength: 1, maxLength: 40 }), { nil: undefined }),
  note: fc.option(text, { nil: undefined }),
  label: fc.oneof(fc.constant(""), name),
  source: fc.oneof(fc.constant(""), text),
});

type Item = typeof item extends fc.Arbitrary<infer Value> ? Value : never;

const anyone: Usage = { encode: true, decode: true };

function itemOf({ rule, subject, shown: values, families, note, label, source }: Item) {
  const place = { kind: "changed", command: "+LAMP", path: "x", subject } as const;
  const made = createFinding(rule, anyone, { ...place, shown: values, families });
  return { finding: { ...made, note }, label, source };
}

describe("a line of the changelog", () => {
  it("is one line, never too long, and ends as a sentence does", () => {
    fc.assert(
      fc.property(item, (input) => {
        const line = changelogLine(itemOf(input));
        expect(line.length).toBeLessThanOrEqual(longest);
        expect(line).toMatch(/^- [A-Z`][^\n]*[.!?)]$/);
        expect(line).not.toMatch(/\[[a-z-]+, [0-9a-f]{12}\]|<!--/);
      }),
      { numRuns: cases(500) },
    );
  });

  it("holds whole words and whole code only", () => {
    fc.assert(
      fc.property(item, (input) => {
        const made = itemOf({ ...input, note: undefined, source: "" });
        const { was = [], now = [], subject } = made.finding.said;
        const said = [subject, ...was, ...now, code(input.label)].join(" ");
        const line = changelogLine(made);
        const spans = line.match(/`[^`]*`/g) ?? [];
        expect(spans.filter((span) => !said.includes(span))).toEqual([]);
        expect(line.split("`").length % 2).toBe(1);
        const known = new Set(
          [said, input.rule.change, input.rule.whatToDo ?? "", (input.families ?? []).join(" ")]
            .concat("Something whose name has characters and more on one family families none")
            .flatMap((part) => part.split(/[^\p{L}\p{N}_]+/u))
            .map((part) => part.toLowerCase()),
        );
        const words = line.replaceAll(/`[^`]*`/g, " ").split(/[^\p{L}\p{N}_]+/u);
        expect(
          words.filter(
            (part) => part !== "" && !known.has(part.toLowerCase()) && !/^\d/.test(part),
          ),
        ).toEqual([]);
      }),
      { numRuns: cases(500) },
    );
  });

  it("names a part of a long list and counts the rest", () => {
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 1, maxLength: 900 }), (list) => {
        const rule = rules.find(({ id }) => id === "command-added") ?? rules[0];
        if (rule === undefined) throw new Error("no rules");
        const line = changelogLine(
          itemOf({
            rule,
            subject: code("AT+LAMP"),
            shown: [undefined, list.map(code)],
            families: undefined,
            note: undefined,
            label: "",
            source: "lamp-manual 2",
          }),
        );
        const inside = /\((.*?)\)/.exec(line)?.[1] ?? "";
        const counted = Number(/ and (\d+) more$/.exec(inside)?.[1] ?? 0);
        const named = inside.match(/`[^`]+`/g) ?? [];
        expect(named.length + counted).toBe(list.length);
        expect(named.length).toBeGreaterThan(0);
        expect(counted).not.toBe(1);
      }),
    );
  });

  it("prints nothing that a person has yet to write", () => {
    const rule = rules.find(({ id }) => id === "error-code-added") ?? rules[0];
    for (const unwritten of ["683, Not described yet", "Not described yet.", "undecided: line 4"]) {
      const made = createFinding(rule?.id as "error-code-added", anyone, {
        kind: "added",
        command: "lamp",
        path: "codes/tooHot",
        subject: code("tooHot"),
        shown: [undefined, unwritten],
      });
      expect(changelogLine({ finding: made, label: "lamp", source: "" })).toBe(
        "- `lamp`: `tooHot` is a new name of an error number.",
      );
    }
  });

  it("shows placeholders of a manual instead of losing them as HTML", () => {
    const rule = rules.find(({ id }) => id === "unit-changed") ?? rules[0];
    if (rule === undefined) throw new Error("no rules");
    const [subject, values] = [code("<n>"), ["<n> * 2", "<n>"] as const];
    const made = createFinding(rule, anyone, {
      kind: "changed",
      command: "+LAMP",
      path: "x",
      subject,
      shown: values,
    });
    expect(changelogLine({ finding: made, label: "", source: "" })).toContain(
      "`<n>` counts in another unit (\\<n> \\* 2 → \\<n>)",
    );
  });
});

describe("the list of a changeset", () => {
  it("has no line that the changelog makes too long", () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 30 }), (inputs) => {
        const list = changelogList(inputs.map(itemOf));
        expect(longLines(`Words.\n\nIn detail:\n\n${list}`)).toEqual([]);
      }),
    );
  });
});
