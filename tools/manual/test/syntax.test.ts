import { describe, expect, it } from "vitest";
import { printSyntax } from "../src/align/forms.ts";
import { printLine, rowsOf } from "../src/grammar/fields.ts";
import { pathOfForm } from "../src/grammar/paths.ts";
import { parseAnswer, parseSyntax } from "../src/grammar/syntax.ts";

describe("a syntax", () => {
  it.each([
    "AT+X",
    "AT+X?",
    "AT+X=?",
    "AT+X=<a>",
    'AT+X="key"[,<a>,<b>]',
    "AT+X=<a>[,<b>[,<c>]]",
    "AT+X=<a>[,<b>][,<c>]",
    "AT+X=0[,<a>]",
  ])("%s is printed as it was read", (text) => {
    const syntax = parseSyntax(text);
    expect(syntax?.slips).toEqual([]);
    expect(syntax && printSyntax(syntax.at, syntax.form, syntax.fields)).toBe(text);
  });

  it.each(["AT+X=<a>[,<b>", "AT+X=<a>],<b>", "AT+X=<a"])("%s has a slip", (text) => {
    expect(parseSyntax(text)?.slips).not.toEqual([]);
  });

  it.each(["+X: <a>", "AT+x"])("%s is none", (text) => {
    expect(parseSyntax(text)).toBeUndefined();
  });

  it("knows a sub-key that holds a slash under one step of the path", () => {
    const { form = "test", fields = [] } = parseSyntax('AT+X="udp/mode"[,<a>]') ?? {};
    expect(pathOfForm({ form, args: fields })).toBe("write:udp~1mode");
  });

  it("allows these rows of fields", () => {
    const syntax = parseSyntax('AT+X="k"[,<a>[,<b>]][,<c>]');
    expect(rowsOf(syntax?.fields ?? []).sort()).toEqual([
      '"k"',
      '"k",<a>',
      '"k",<a>,<b>',
      '"k",<a>,<b>,<c>',
      '"k",<a>,<c>',
      '"k",<c>',
    ]);
  });
});

describe("a line of the module", () => {
  it.each([
    ["[+X: <a>,<b><CR><LF>]", "[+X: <a>,<b>]"],
    ["+X:<a>", "+X: <a>"],
    ['+X: "key",<a>[,<b>]', '+X: "key",<a>[,<b>]'],
    ["+X: <a >", "+X: <a>"],
  ])("%s is read as %s", (text, printed) => {
    const answer = parseAnswer(text);
    const repeat = answer?.isBracketed === true ? "zeroOrMore" : "one";
    expect(answer && printLine({ ...answer, repeat })).toBe(printed);
  });
});
