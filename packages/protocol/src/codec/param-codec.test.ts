import { describe, expect, it } from "vitest";
import type { Param } from "./descriptor.ts";
import { FieldCursor } from "./field-cursor.ts";
import { decodeParam, encodeParam } from "./param-codec.ts";

const base = { name: "value", wire: "value" };
const plain: Param = { ...base, type: "integer" };
const hex: Param = { ...base, type: "integer", notation: "hex" };
const suite: Param = { ...base, type: "enum", values: [0x35, 0xffff], notation: "0Xhhhh" };
const steps: Param = { ...base, type: "integer", notation: "ddd" };
const flag: Param = { ...base, type: "flag" };
const word: Param = { ...base, type: "keyword", values: ["READY", "SIM PIN"], quoted: false };
const name: Param = { ...base, type: "string", charset: "ascii", minBytes: 1, maxBytes: 3 };
const octets: Param = { ...base, type: "octets", maxBytes: 2 };
const rest: Param = { ...base, type: "text" };
const quotedText: Param = { ...base, type: "text", quoted: true };

function decode(param: Param, text: string, strict: boolean): unknown {
  return decodeParam(param, new FieldCursor(text, 0), strict);
}

describe("a value on the wire", () => {
  it.each<[Param, unknown, string]>([
    [plain, 0, "0"],
    [plain, -9, "-9"],
    [plain, Number.MIN_SAFE_INTEGER, "-9007199254740991"],
    [plain, 4294967295, "4294967295"],
    [hex, 0x20, "20"],
    [hex, 0x4b09, "4b09"],
    [hex, 0, "0"],
    [suite, 0x35, "0X0035"],
    [suite, 0xffff, "0XFFFF"],
    [steps, 7, "007"],
    [steps, 250, "250"],
    [flag, true, "1"],
    [flag, false, "0"],
    [word, "SIM PIN", "SIM PIN"],
    [{ ...base, type: "keyword", values: ["UFS"] }, "UFS", '"UFS"'],
    [name, "a,b", '"a,b"'],
    [octets, Uint8Array.of(0, 0xab), '"00AB"'],
    [rest, 'a, "b"', 'a, "b"'],
    [rest, "a\u3000", "a\u3000"],
    [quotedText, "a, b", '"a, b"'],
  ])("of %j: %j is %s, both ways", (param, value, text) => {
    expect(encodeParam(param, value, "AT+X", true)).toBe(text);
    expect(decode(param, text, true)).toEqual(value);
    expect(decode(param, text, false)).toEqual(value);
  });
});

describe("a field that a module judges", () => {
  it.each<[Param, string]>([
    [{ ...plain, ranges: [[1, 5]] }, "6"],
    [{ ...plain, ranges: [[1, 5]] }, "0"],
    [{ ...plain, ranges: [[1, null]] }, "0"],
    [{ ...base, type: "enum", values: [1, 2] }, "3"],
    [flag, "2"],
    [word, "READY?"],
    [name, "abc"],
    [name, '""'],
    [name, '"abcd"'],
    [name, '"é"'],
    [name, '"a\u0000"'],
    [octets, '"ABCDEF"'],
  ])("of %j is refused outside its domain: %s", (param, text) => {
    expect(decode(param, text, true)).toBeUndefined();
  });

  it.each<[Param, string]>([
    [plain, '"1"'],
    [flag, '"1"'],
    [hex, '"20"'],
    [suite, '"0XFFFF"'],
    [suite, '"53"'],
    [word, '"READY"'],
    [{ ...base, type: "keyword", values: ["UFS"] }, "UFS"],
    [octets, "AB"],
    [quotedText, "a"],
  ])("of %j is refused when it is quoted and should not be, or the reverse: %s", (param, text) => {
    expect(decode(param, text, true)).toBeUndefined();
  });

  it("may lie in any of several ranges", () => {
    const param: Param = {
      ...plain,
      ranges: [
        [0, 0],
        [10, 1520],
        [1502, null],
      ],
    };
    const accepted = ["0", "1", "9", "10", "1520", "9999"].map((text) => decode(param, text, true));
    expect(accepted).toEqual([0, undefined, undefined, 10, 1520, 9999]);
  });
});

describe("a field that a host reads", () => {
  it.each<[Param, string, unknown]>([
    [{ ...plain, ranges: [[1, 5]] }, "6", 6],
    [{ ...base, type: "enum", values: [1, 2] }, "3", 3],
    [flag, "2", true],
    [flag, "00", false],
    [word, "PH-NET PIN", "PH-NET PIN"],
    [name, "abcdef", "abcdef"],
    [octets, "abcdef", Uint8Array.of(0xab, 0xcd, 0xef)],
  ])("of %j passes although the schema does not list it: %s", (param, text, value) => {
    expect(decode(param, text, false)).toEqual(value);
  });

  it.each<[Param, string]>([
    [plain, "x"],
    [plain, "1x"],
    [plain, "1.5"],
    [plain, "-"],
    [plain, "--1"],
    [plain, "+1"],
    [plain, "0x10"],
    [plain, "9007199254740993"],
    [plain, "99999999999999999999"],
    [hex, "g"],
    [hex, "123456789"],
    [hex, '"20"'],
    [suite, '"0X0035"'],
    [flag, "yes"],
    [flag, "-1"],
    [octets, "ABC"],
    [octets, "GG"],
  ])("of %j is none: %s", (param, text) => {
    expect(decode(param, text, false)).toBeUndefined();
  });

  it.each<[Param, string, number]>([
    [hex, "4B09", 0x4b09],
    [hex, "00d35", 0xd35],
    [suite, "0x0035", 0x35],
    [suite, "0XC02f", 0xc02f],
    [suite, "53", 53],
    [steps, "50", 50],
    [plain, "-0", 0],
    [plain, "0012", 12],
  ])("of %j may be spelt otherwise: %s", (param, text, value) => {
    expect(decode(param, text, false)).toBe(value);
  });
});

describe("a value that a module prints", () => {
  it.each<[Param, unknown, string]>([
    [{ ...plain, ranges: [[1, 5]] }, 6, "6"],
    [{ ...base, type: "enum", values: [1, 2] }, 3, "3"],
    [word, "PH-NET PIN", "PH-NET PIN"],
    [name, "Überlang", '"Überlang"'],
    [octets, new Uint8Array(3), '"000000"'],
  ])("of %j may be one that no caller may send: %j", (param, value, text) => {
    expect(encodeParam(param, value, "+X", false)).toBe(text);
    expect(() => encodeParam(param, value, "AT+X", true)).toThrow();
  });

  it.each<[Param, unknown]>([
    [plain, 0.5],
    [{ ...base, type: "enum", values: [1] }, Number.NaN],
    [hex, -1],
    [hex, 0x100000000],
    [suite, -1],
    [steps, -1],
    [flag, 1],
    [word, "A\r\nOK"],
    [name, 'a"b'],
    [rest, "a\nb"],
    [quotedText, 'a"b'],
  ])("of %j is refused when a line cannot carry it: %j", (param, value) => {
    expect(() => encodeParam(param, value, "+X", false)).toThrow(/^\+X: value must /);
  });
});
