import { describe, expect, it } from "vitest";
import {
  parseAnswer,
  parseSyntax,
  pathOfSyntax,
  printAnswer,
  printSyntax,
} from "../src/facts/syntax.ts";
import { fieldVariants } from "../src/schema/field-variants.ts";

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
    expect(syntax && printSyntax(syntax)).toBe(text);
  });

  it.each(["AT+X=<a>[,<b>", "AT+X=<a>],<b>", "AT+X=<a", "+X: <a>", "AT+x"])(
    "%s is none",
    (text) => {
      expect(parseSyntax(text)).toBeUndefined();
    },
  );

  it("knows a sub-key that holds a slash under one step of the path", () => {
    const syntax = parseSyntax('AT+X="udp/mode"[,<a>]');
    expect(syntax && pathOfSyntax(syntax)).toBe("write:udp~1mode");
  });

  it("allows these rows of fields", () => {
    const syntax = parseSyntax('AT+X="k"[,<a>[,<b>]][,<c>]');
    expect(fieldVariants(syntax?.fields ?? [])).toEqual([
      '"k"',
      '"k",<c>',
      '"k",<a>',
      '"k",<a>,<c>',
      '"k",<a>,<b>',
      '"k",<a>,<b>,<c>',
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
    expect(answer && printAnswer(answer)).toBe(printed);
  });
});
