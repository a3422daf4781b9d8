import { describe, expect, it } from "vitest";
import { operationsAsRead } from "../families/as-read.fixture.ts";
import { decodeCommandLine } from "./command-line.ts";

function read(line: string): unknown[] {
  const { operation, input } = decodeCommandLine(operationsAsRead, line);
  return [operation.name, input];
}

describe("decodeCommandLine", () => {
  it.each<[string, string, object]>([
    ["AT", "attention", {}],
    ["at", "attention", {}],
    ["AT\r", "attention", {}],
    [" AT \r\n", "attention", {}],
    ["ATE0", "setEcho", { enabled: false }],
    ["ate1", "setEcho", { enabled: true }],
    ["AT&d2", "setDtrMode", { mode: 2 }],
    ["ATS12?", "getEscapeGuard", {}],
    ["ats12=25", "setEscapeGuard", { guardSteps: 25 }],
    ["AT+QSMTPDST=?", "testRecipients", {}],
    ["at+qsmtpdst?", "listRecipients", {}],
    ["AT+QSMTPDST=0", "deleteRecipients", {}],
    ["AT+QSMTPDST=0,2", "deleteRecipients", { type: 2 }],
    ['AT+QSMTPCFG="ssltype"', "getSmtpSecurity", {}],
    ['AT+QSMTPCFG="SSLTYPE",1', "setSmtpSecurity", { security: 1 }],
    [
      'AT+QSSLCFG="ciphersuite",1, 0xffff',
      "setSslCipherSuite",
      { sslContextId: 1, cipherSuite: 0xffff },
    ],
    ["AT+QFLDS", "getStorageUsage", {}],
    ['AT+QFLDS="UFS"', "getStorageSpace", { storage: "UFS" }],
    ["AT+CGPADDR=1,3", "getContextAddresses", { contextIds: [1, 3] }],
    ['AT+QFUPL="a",5,10', "uploadFile", { fileName: "a", sizeBytes: 5, timeoutSeconds: 10 }],
  ])("reads %j", (line, name, input) => {
    expect(read(line)).toEqual([name, input]);
  });
});

describe("decodeCommandLine refuses", () => {
  it.each([
    ["", "SYNTAX"],
    ["A/", "SYNTAX"],
    ["+QSMTPDST?", "SYNTAX"],
    ["ATD123", "UNKNOWN_COMMAND"],
    ["ATEX", "UNKNOWN_COMMAND"],
    ["AT+", "UNKNOWN_COMMAND"],
    ["AT+QSMTP", "UNKNOWN_COMMAND"],
    ["AT+QSMTPDSTX?", "UNKNOWN_COMMAND"],
    ["AT+QSMTPCLR?", "UNKNOWN_COMMAND"],
    ["AT+QSMTPCLR=1", "UNKNOWN_COMMAND"],
    ["AT+QSMTPDST", "UNKNOWN_COMMAND"],
    ["AT+QSMTPDST??", "UNKNOWN_COMMAND"],
    ["AT+QNWINFO?", "UNKNOWN_COMMAND"],
    ["ATE", "BAD_PARAMETER"],
    ["ATE2", "BAD_PARAMETER"],
    ["AT+QSMTPDST=", "BAD_PARAMETER"],
    ["AT+QSMTPDST=2", "BAD_PARAMETER"],
    ["AT+QSMTPDST=1", "BAD_PARAMETER"],
    ["AT+QSMTPDST=1,1,ops@example.org", "BAD_PARAMETER"],
    ['AT+QSMTPDST=1,4,"ops@example.org"', "BAD_PARAMETER"],
    ['AT+QSMTPDST=1,1,"ops@example.org",2', "BAD_PARAMETER"],
    [`AT+QSMTPDST=1,1,"${"x".repeat(51)}"`, "BAD_PARAMETER"],
    ['AT+QSMTPCFG="pigeon",1', "BAD_PARAMETER"],
    ['AT+QSMTPCFG="contextid",17', "BAD_PARAMETER"],
    ['AT+QSMTPSUB=1,"ABC"', "BAD_PARAMETER"],
    ['AT+QFUPL="a",,10', "BAD_PARAMETER"],
    ["AT+QSMTPPUT=6O", "BAD_PARAMETER"],
    ["AT+CGPADDR=", "BAD_PARAMETER"],
    ["AT+QFLDS=UFS", "BAD_PARAMETER"],
    ["AT+QSMTPCFG=ssltype", "BAD_PARAMETER"],
    ['AT+QSMTPATT="0"', "BAD_PARAMETER"],
    ['AT+QSSLCFG="ciphersuite",1,"0XFFFF"', "BAD_PARAMETER"],
    ["AT+QSMTPSUB=1,4142", "BAD_PARAMETER"],
  ])("%j with %s", (line, code) => {
    expect(() => read(line)).toThrow(expect.objectContaining({ name: "DecodeError", code }));
  });

  it("what has the name but not the arguments, naming what could not be read", () => {
    expect(() => read('AT+QSMTPDST=1,1,"a\u0007"')).toThrow("AT+QSMTPDST: cannot read address");
  });
});
