import fc from "fast-check";
import { expect, it } from "vitest";
import { editJson } from "../src/accept/edit-json.ts";

it("arrives at the new value from any old one", () => {
  const json = fc.jsonValue({ maxDepth: 4 });
  fc.assert(
    fc.property(json, json, (before, after) => {
      const edited = editJson(JSON.stringify(before, null, 2), after);
      expect(JSON.parse(edited)).toEqual(JSON.parse(JSON.stringify(after)));
    }),
  );
});

it("leaves a text alone that already says it, whatever it looks like", () => {
  const text = '{ "b" : [1,2 ,\n3],\n\n"a":{} }';
  expect(editJson(text, { a: {}, b: [1, 2, 3] })).toBe(text);
});

it("keeps the text of what stays", () => {
  const text = '{\n  "a": [1,  2],\n  "b": { "c":   1, "d": [ ] }\n}';
  const edited = editJson(text, { a: [1, 2], b: { c: 1, d: [7] } });
  expect(edited).toContain('"a": [1,  2]');
  expect(edited).toContain('"d": [7]');
});

it("keeps what stands before and behind a new item", () => {
  expect(editJson("[1,   { }, 3]", [1, {}, 2, 3])).toBe("[1, { }, 2, 3]");
});
