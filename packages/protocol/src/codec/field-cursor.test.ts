import { describe, expect, it } from "vitest";
import { FieldCursor } from "./field-cursor.ts";

/** Fields in short: quoted ones in double quotes. */
function fields(line: string, from = 0): string[] {
  const found: string[] = [];
  for (const cursor = new FieldCursor(line, from); !cursor.done; cursor.next()) {
    found.push(cursor.quoted ? `"${cursor.text}"` : cursor.text);
  }
  return found;
}

describe("FieldCursor", () => {
  it.each<[string, string[]]>([
    ["", []],
    ["   ", []],
    ["1", ["1"]],
    ["1,2", ["1", "2"]],
    [" 1 , 2 ", ["1", "2"]],
    ["1,,3", ["1", "", "3"]],
    [",", ["", ""]],
    ["1,", ["1", ""]],
    ['""', ['""']],
    ['"a","b"', ['"a"', '"b"']],
    ['"a, b",1', ['"a, b"', "1"]],
    ['" a "', ['" a "']],
    ['"a" , 1', ['"a"', "1"]],
    ["a b,c d", ["a b", "c d"]],
    ['1,"+CME ERROR: 5",OK', ["1", '"+CME ERROR: 5"', "OK"]],
  ])("splits %j", (line, expected) => {
    expect(fields(line)).toEqual(expected);
  });

  it.each<[string, string[]]>([
    ['"say "hi" now",1', ['"say "hi" now"', "1"]],
    ['"a"b"', ['"a"b"']],
    ['"never closed,1', ['"never closed,1"']],
    ['"', ['""']],
    ['"a"b,1', ['"a"b,1"']],
  ])("ends a string only before a comma or the end: %j", (line, expected) => {
    expect(fields(line)).toEqual(expected);
  });

  it("begins where it is told and says where each field begins", () => {
    const cursor = new FieldCursor('+COPS: 0, "Net, work" ,7', 6);
    const seen = [];
    for (; !cursor.done; cursor.next()) seen.push([cursor.index, cursor.at, cursor.text]);
    expect(seen).toEqual([
      [0, 7, "0"],
      [1, 10, "Net, work"],
      [2, 23, "7"],
    ]);
    expect(cursor.index).toBe(3);
  });

  it("goes back to where it stood, also from behind the end", () => {
    const cursor = new FieldCursor('1,"a",', 0);
    cursor.next();
    const { at, index } = cursor;
    cursor.finish();
    expect([cursor.done, cursor.index]).toEqual([true, 3]);
    cursor.back(at, index);
    expect([cursor.done, cursor.index, cursor.quoted, cursor.text]).toEqual([false, 1, true, "a"]);
    cursor.next();
    expect([cursor.index, cursor.quoted, cursor.text]).toEqual([2, false, ""]);
  });

  it.each<[string, boolean]>([
    [",1", true],
    ["", false],
    ['"",1', false],
    ["1,", false],
    [" ,1", true],
  ])("tells whether %j begins with the place of a value left out", (line, expected) => {
    expect(new FieldCursor(line, 0).holdsPlace).toBe(expected);
  });
});
