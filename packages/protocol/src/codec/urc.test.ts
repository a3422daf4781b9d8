import { describe, expect, it } from "vitest";
import { allUrcs } from "../generated/catalog.gen.ts";
import { pdpDeactivatedUrc, smtpSendResultUrc } from "../generated/commands.gen.ts";
import { decodeUrc, decodeUrcAs, encodeUrc } from "./urc.ts";

describe("decodeUrc", () => {
  it.each<[string, string, object]>([
    ["RDY", "moduleReady", {}],
    ["POWERED DOWN", "poweredDown", {}],
    ["+QSMTPPUT: 0,0", "smtpSendResult", { error: 0, protocolError: 0 }],
    ["+QSMTPPUT: -9", "smtpSendResult", { error: -9 }],
    [
      "+QSMTPPUT: 677,535,1",
      "smtpSendResult",
      { error: 677, protocolError: 535, extraFields: ["1"] },
    ],
    ['+QIURC: "pdpdeact",1', "pdpDeactivated", { contextId: 1 }],
    ['+QIURC:"pdpdeact",1', "pdpDeactivated", { contextId: 1 }],
    ["+QSIMSTAT : 1,1", "simPresenceChanged", { enabled: true, inserted: 1 }],
    ["+CPIN: NOT READY", "pinStatusChanged", { code: "NOT READY" }],
    ["+QIND: PB DONE", "indication", { text: "PB DONE" }],
    ['+QIND: "csq",19,99', "indication", { text: '"csq",19,99' }],
    ["+CREG: 5", "networkRegistrationChanged", { status: 5 }],
    ['+QIURC: "dnsgip",0,1,600', "hostResolved", { error: 0, addressCount: 1, ttlSeconds: 600 }],
    ['+QIURC: "dnsgip","192.0.2.1"', "hostAddress", { address: "192.0.2.1" }],
  ])("reads %s", (line, name, value) => {
    expect(decodeUrc(allUrcs, line)).toEqual({ name, value });
  });

  it.each([
    "",
    "OK",
    "RDYX",
    "+QSMTPPUT: x",
    '+QIURC: "pigeon",1',
    "+QHTTPPOST: 0,200,177",
    "xRDY",
  ])("leaves %j to be reported as it is", (line) => {
    expect(decodeUrc(allUrcs, line)).toBeUndefined();
  });
});

describe("decodeUrcAs", () => {
  it("reads one kind only", () => {
    expect(decodeUrcAs(smtpSendResultUrc, "+QSMTPPUT: 0,0")).toEqual({
      error: 0,
      protocolError: 0,
    });
    expect(decodeUrcAs(pdpDeactivatedUrc, "+QSMTPPUT: 0,0")).toBeUndefined();
  });
});

describe("encodeUrc", () => {
  it("writes a line as the module prints it", () => {
    expect(encodeUrc(smtpSendResultUrc, { error: 653, protocolError: 0 })).toBe("+QSMTPPUT: 653,0");
    expect(encodeUrc(smtpSendResultUrc, { error: -9 })).toBe("+QSMTPPUT: -9");
    expect(encodeUrc(pdpDeactivatedUrc, { contextId: 1 })).toBe('+QIURC: "pdpdeact",1');
  });

  it("refuses a value that the line lacks", () => {
    expect(() => encodeUrc(smtpSendResultUrc, {} as never)).toThrow(
      "+QSMTPPUT: error must be given",
    );
  });
});
