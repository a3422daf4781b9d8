import { expect, it } from "vitest";
import { encodingOf } from "../src/align/encoding-of.ts";

it.each([
  [["Shift_JIS"], "shift_jis"],
  [["4 EUC-KR, Korean"], "euc-kr"],
  [["ISO 8859-5"], "iso-8859-5"],
  [["Japanese", "shiftJis"], "shift_jis"],
  [["Russian (KOI8-R)"], "koi8-r"],
  [["gb18030"], "gb18030"],
])("%j is %s", (texts, label) => {
  expect(encodingOf(...texts)).toBe(label);
});

it.each([[["The newest one"]], [["", ""]], [["Klingon", "klingon"]]])("%j is none", (texts) => {
  expect(encodingOf(...texts)).toBeUndefined();
});
