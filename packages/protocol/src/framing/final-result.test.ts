import { describe, expect, it } from "vitest";
import { type FinalResult, parseFinalResult } from "./final-result.ts";

describe("parseFinalResult", () => {
  it.each<[string, FinalResult]>([
    ["OK", { kind: "ok" }],
    ["ERROR", { kind: "error" }],
    ["CONNECT", { kind: "connect", lengthBytes: undefined }],
    ["CONNECT 11", { kind: "connect", lengthBytes: 11 }],
    ["CONNECT 0", { kind: "connect", lengthBytes: 0 }],
    ["CONNECT 150000000/50000000", { kind: "connect", lengthBytes: undefined }],
    ["NO CARRIER", { kind: "noCarrier" }],
    ["NO DIALTONE", { kind: "noDialtone" }],
    ["NO ANSWER", { kind: "noAnswer" }],
    ["BUSY", { kind: "busy" }],
    ["+CME ERROR: 659", { kind: "cme", error: 659 }],
    ["+CME ERROR: 0", { kind: "cme", error: 0 }],
    ["+CME ERROR:418", { kind: "cme", error: 418 }],
    ["+CME ERROR: SIM not inserted", { kind: "cme", error: "SIM not inserted" }],
    ["+CME ERROR: ", { kind: "cme", error: "" }],
    ["+CMS ERROR: 500", { kind: "cms", error: 500 }],
    ["OK ", { kind: "ok" }],
  ])("reads %j", (line, result) => {
    expect(parseFinalResult(line)).toEqual(result);
  });

  it.each([
    "",
    " OK",
    "ok",
    "OK1",
    "OKAY",
    "OK then",
    "OK\u0000",
    "ERROR: 5",
    "ERRORS 0",
    "CONNECTED",
    "CONNECTION LOST",
    "connect",
    "NO CARRIERS",
    "NO CARRIER DETECTED",
    "BUSY LINE",
    "RING",
    "+CME ERROR",
    "+CME ERRORS: 5",
    "+CMX ERROR: 5",
    '+QFLST: "OK",2',
    "+QIGETERROR: 0,OK",
    "0",
    "4",
  ])("does not take %j for one", (line) => {
    expect(parseFinalResult(line)).toBeUndefined();
  });

  it.each<[string, FinalResult["kind"]]>([
    ["0", "ok"],
    ["1", "connect"],
    ["3", "noCarrier"],
    ["4", "error"],
    ["6", "noDialtone"],
    ["7", "busy"],
    ["8", "noAnswer"],
  ])("reads the digit %s when results are numeric", (line, kind) => {
    expect(parseFinalResult(line, { numeric: true })?.kind).toBe(kind);
  });

  it.each(["2", "5", "9", "00", "10", "0,0", "+CSQ: 0"])(
    "does not take %j for a digit that ends a command",
    (line) => {
      expect(parseFinalResult(line, { numeric: true })).toBeUndefined();
    },
  );

  it("reads words under numeric results too, for extended errors keep them", () => {
    expect(parseFinalResult("+CME ERROR: 3", { numeric: true })).toEqual({ kind: "cme", error: 3 });
  });
});
