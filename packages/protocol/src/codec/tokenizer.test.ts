import { describe, expect, it } from "vitest";
import { tokenize } from "./tokenizer.ts";

/** Fields in short: quoted ones in double quotes. */
const fields = (line: string, from = 0): string[] =>
  tokenize(line, from).map(({ text, quoted }) => (quoted ? `"${text}"` : text));

describe("tokenize", () => {
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
    const line = '+COPS: 0, "Net, work" ,7';
    expect(tokenize(line, 6)).toEqual([
      { text: "0", quoted: false, start: 7 },
      { text: "Net, work", quoted: true, start: 10 },
      { text: "7", quoted: false, start: 23 },
    ]);
  });
});
