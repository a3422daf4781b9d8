import { describe, expect, it } from "vitest";
import {
  getContextAddresses,
  getEpsRegistration,
  getIdentity,
  getImei,
  getOperator,
  getPinStatus,
  getRevision,
  getSignalQuality,
  getSmtpAccount,
  getSmtpServer,
  getSslVersion,
  getStorageSpace,
  listActiveContexts,
  listFiles,
  listMinimumQos,
  listRecipients,
  setSubject,
  showProfile,
  testSmtpConfig,
} from "../generated/commands.gen.ts";
import type { Field, OperationDescriptor } from "./descriptor.ts";
import { decodeReply, encodeReply, ReplyDecoder } from "./reply.ts";

describe("decodeReply", () => {
  it("of a command without information lines is nothing", () => {
    expect(decodeReply(setSubject, [])).toBeUndefined();
  });

  it("collects like lines, none included", () => {
    const lines = ['+QSMTPDST: 1,"a@example.org"', '+QSMTPDST: 2,"b@example.org"'];
    expect(decodeReply(listRecipients, lines)).toEqual({
      recipients: [
        { type: 1, address: "a@example.org" },
        { type: 2, address: "b@example.org" },
      ],
    });
    expect(decodeReply(listRecipients, [])).toEqual({ recipients: [] });
  });

  it("reads lines without a prefix in their order", () => {
    expect(decodeReply(getIdentity, ["Quectel", "EC25", "Revision: EC25EFA"])).toEqual({
      manufacturer: "Quectel",
      model: "EC25",
      revision: "EC25EFA",
    });
  });

  it("keeps fields behind the known ones and absent ones absent", () => {
    expect(decodeReply(getStorageSpace, ["+QFLDS: 1,2"])).toEqual({
      freeBytes: 1,
      totalBytes: 2,
    });
    expect(decodeReply(getStorageSpace, ['+QFLDS: 1,2,3,4,"x, y"'])).toEqual({
      freeBytes: 1,
      totalBytes: 2,
      maxAllocationBytes: 3,
      extraFields: ["4", "x, y"],
    });
  });

  it("passes over an optional field whose place is held empty", () => {
    expect(decodeReply(getOperator, ["+COPS: 0,2,,7"])).toEqual({
      mode: 0,
      format: 2,
      act: 7,
    });
    expect(decodeReply(getOperator, ["+COPS: 0"])).toEqual({ mode: 0 });
  });

  it("takes an optional group whole or not at all", () => {
    const number = (name: string): Field => ({ name, wire: name, type: "integer" });
    const reading = (optional: readonly Field[]) => (fields: string) =>
      decodeReply(
        {
          name: "odd",
          at: "+ODD",
          form: "execute",
          reply: [{ prefix: "+ODD", fields: [number("a"), { optional }] }],
          maxResponseMs: null,
        },
        [`+ODD: ${fields}`],
      );
    const pair = reading([number("b"), number("c")]);
    expect(pair("1,2,3")).toEqual({ a: 1, b: 2, c: 3 });
    expect(pair("1,2,x")).toEqual({ a: 1, extraFields: ["2", "x"] });
    expect(pair("1,2")).toEqual({ a: 1, extraFields: ["2"] });
    const nested = reading([{ optional: [number("b")] }, number("c")]);
    expect(nested("1,2,3")).toEqual({ a: 1, b: 2, c: 3 });
    expect(nested("1,2,x")).toEqual({ a: 1, extraFields: ["2", "x"] });
  });

  it("reads a list to the end of the line", () => {
    expect(decodeReply(listActiveContexts, ['+QIACT: 1,1,3,"10.0.0.1","2001:db8::1"'])).toEqual({
      contexts: [{ contextId: 1, active: true, type: 3, addresses: ["10.0.0.1", "2001:db8::1"] }],
    });
    expect(decodeReply(getContextAddresses, ["+CGPADDR: 2"])).toEqual({
      contexts: [{ contextId: 2, addresses: [] }],
    });
  });

  it("reads a line that is its prefix alone", () => {
    expect(decodeReply(listMinimumQos, ["+CGQMIN: "])).toEqual({ profiles: [{}] });
    expect(decodeReply(listMinimumQos, ["+CGQMIN:"])).toEqual({ profiles: [{}] });
  });

  it.each(['+QSMTPCFG:"smtpserver","h",25', '+QSMTPCFG : "smtpserver", "h" , 25 '])(
    "does not mind blanks: %s",
    (line) => {
      expect(decodeReply(getSmtpServer, [line])).toEqual({ host: "h", port: 25 });
    },
  );

  it.each([
    '+QSMTPCFGX: "smtpserver","h",25',
    'QSMTPCFG: "smtpserver","h",25',
    '+QSMTPCFG "smtpserver","h",25',
  ])("refuses what is not the line awaited: %s", (line) => {
    expect(() => decodeReply(getSmtpServer, [line])).toThrow(
      expect.objectContaining({ code: "UNEXPECTED_LINE" }),
    );
  });

  it.each([
    ['+QSMTPCFG: "sender","a","b"', "field 1 (smtpserver) does not fit"],
    ['+QSMTPCFG: "smtpserver","h"', "field 3 (port) is missing"],
    ['+QSMTPCFG: "smtpserver","h",x', "field 3 (port) does not fit"],
    ["+QSMTPCFG:", "field 1 (smtpserver) is missing"],
  ])("says of a line with its prefix what does not fit: %s", (line, problem) => {
    expect(() => decodeReply(getSmtpServer, [line])).toThrow(
      expect.objectContaining({
        code: "MALFORMED_LINE",
        message: `reply to AT+QSMTPCFG (getSmtpServer): the line ${JSON.stringify(line)} came, of which ${problem}`,
      }),
    );
  });

  it("refuses a second line where one comes, and a missing one", () => {
    const line = '+QSMTPCFG: "smtpserver","h",25';
    expect(() => decodeReply(getSmtpServer, [line, line])).toThrow("does not fit");
    expect(() => decodeReply(getSmtpServer, [])).toThrow(
      expect.objectContaining({ code: "MISSING_LINE" }),
    );
    expect(() => decodeReply(showProfile, [])).toThrow(
      expect.objectContaining({ code: "MISSING_LINE" }),
    );
  });
});

describe("ReplyDecoder", () => {
  it("misses a line also when a later one came", () => {
    const operation: OperationDescriptor = {
      name: "odd",
      at: "+ODD",
      form: "execute",
      reply: [
        { prefix: "+A", fields: [{ name: "a", wire: "a", type: "flag" }] },
        { prefix: "+B", fields: [{ name: "b", wire: "b", type: "flag" }] },
      ],
      maxResponseMs: null,
    };
    expect(() => decodeReply(operation, ["+B: 1"])).toThrow('no line "+A:" came');
  });

  it("takes what fits and leaves what is somebody else's", () => {
    const decoder = new ReplyDecoder(listFiles);
    const offered = ["+QIND: SMS DONE", '+QFLST: "a",1', "RDY", '+QFLST: "b",2'];
    expect(offered.map((line) => decoder.take(line).taken)).toEqual([false, true, false, true]);
    expect(decoder.finish()).toEqual({
      files: [
        { name: "a", sizeBytes: 1 },
        { name: "b", sizeBytes: 2 },
      ],
    });
  });

  it("says whether a line without prefix could be its own", () => {
    const decoder = new ReplyDecoder(getIdentity);
    expect(decoder.expectsBareLine).toBe(true);
    decoder.take("Quectel");
    decoder.take("EC25");
    // One more would put the first aside.
    expect(decoder.expectsBareLine).toBe(true);
    decoder.take("Revision: EC25EFA");
    expect(decoder.expectsBareLine).toBe(false);
    expect(new ReplyDecoder(listFiles).expectsBareLine).toBe(false);
  });
});

/** What a conversation sees that offers every line: the reply, and the lines that were not its. */
function converse<Output>(
  operation: OperationDescriptor<unknown, Output>,
  lines: readonly string[],
) {
  const decoder = new ReplyDecoder(operation);
  const others = lines.flatMap((line) => {
    const { taken, displaced } = decoder.take(line);
    return taken ? displaced : [line];
  });
  return { output: decoder.finish(), others };
}

describe("ReplyDecoder, of several lines for one place", () => {
  it.each([
    [["+CPIN: READY", "+CPIN: SIM PIN"], "SIM PIN", ["+CPIN: READY"]],
    [["+CPIN: NOT READY", "+CPIN: READY"], "READY", ["+CPIN: NOT READY"]],
    [["+CPIN: READY", "+QUSIM: 1", "+CPIN: READY"], "READY", ["+QUSIM: 1", "+CPIN: READY"]],
  ])("takes the last: %j", (lines, code, others) => {
    expect(converse(getPinStatus, lines)).toEqual({ output: { code }, others });
  });

  it("leaves a line whose fields cannot be the answer's", () => {
    const lines = ["+CEREG: 0,1", "+CEREG: 5"];
    expect(converse(getEpsRegistration, lines)).toMatchObject({
      output: { status: 1 },
      others: ["+CEREG: 5"],
    });
  });

  it("keeps all lines of a list", () => {
    const lines = ['+QFLST: "a",1', '+QFLST: "a",1'];
    expect(converse(listFiles, lines)).toMatchObject({ others: [] });
  });
});

describe("ReplyDecoder, of lines without prefix", () => {
  const identity = { manufacturer: "Quectel", model: "EC25", revision: "EC25EFA" };
  const answer = ["Quectel", "EC25", "Revision: EC25EFA"];

  it.each([
    ["APP RDY"],
    ["RDY"],
    ["^SIMST: 1"],
    ["+QSTK: 1"],
    ["$GPGGA,1"],
    ["*PSUTTZ: 1"],
    ["%CTZV: 8"],
    ["#ECPN: 1"],
    ["&X"],
    ["\0"],
    ["\u001bx"],
    ["ATI"],
    ["noise", "and more", "RDY"],
  ])("counts from the prefixed line, whatever stands in front: %j", (...before) => {
    expect(converse(getIdentity, [...before, ...answer])).toEqual({
      output: identity,
      others: before,
    });
  });

  it("takes nothing behind the prefixed line", () => {
    const others = ["APP RDY", "+CIEV: 1,2"];
    expect(converse(getIdentity, [...answer, ...others])).toEqual({
      output: identity,
      others,
    });
  });

  it("counts from the end where no prefixed line follows", () => {
    expect(converse(getRevision, ["APP RDY", "+CIEV: 1,2", "EC25EFA"])).toEqual({
      output: { revision: "EC25EFA" },
      others: ["+CIEV: 1,2", "APP RDY"],
    });
  });

  it("takes digits only for an IMEI", () => {
    expect(converse(getImei, ["APP RDY", "490154203237518", "SMS DONE"])).toEqual({
      output: { imei: "490154203237518" },
      others: ["APP RDY", "SMS DONE"],
    });
  });

  it("misses the one that did not come", () => {
    expect(() => converse(getIdentity, ["Quectel", "Revision: EC25EFA"])).toThrow(
      expect.objectContaining({ code: "MISSING_LINE" }),
    );
  });

  it("lets a list of settings begin with what else is an event's sign", () => {
    const { output } = converse(showProfile, ["&C: 1", "E: 0", "+CIEV: 1"]);
    expect(output).toEqual({ settings: [{ setting: "&C: 1" }, { setting: "E: 0" }] });
  });
});

describe("ReplyDecoder.reject", () => {
  it("turns a line of a list that does not decode into an error, never into a shorter list", () => {
    const decoder = new ReplyDecoder(listFiles);
    const broken = '+QFLST: "UFS:ca.pem",1x00';
    expect(decoder.take(broken).taken).toBe(false);
    expect(decoder.reject(broken)).toBe(true);
    expect(decoder.take('+QFLST: "b",2').taken).toBe(true);
    expect(() => decoder.finish()).toThrow(
      expect.objectContaining({
        code: "MALFORMED_LINE",
        message: expect.stringContaining("field 2 (sizeBytes) does not fit"),
      }),
    );
  });

  it.each([
    ["+CSQ: 20", "field 2 (ber) is missing"],
    ["+CSQ:\t20,99", "field 1 (rssi) does not fit"],
    ["+CSQ: 20.5,99", "field 1 (rssi) does not fit"],
    ["+CSQ: ,99", "field 1 (rssi) does not fit"],
  ])("names line and field: %j", (line, problem) => {
    const decoder = new ReplyDecoder(getSignalQuality);
    expect(decoder.reject(line)).toBe(true);
    decoder.reject("+CSQ: later");
    expect(() => decoder.finish()).toThrow(
      `the line ${JSON.stringify(line)} came, of which ${problem}`,
    );
  });

  it("leaves lines with another prefix, and those that decode", () => {
    const decoder = new ReplyDecoder(getSignalQuality);
    expect(
      ["RDY", "+CSQX: 1", "+QIND: SMS DONE", "+CSQ: 1,2"].map((line) => decoder.reject(line)),
    ).toEqual([false, false, false, false]);
    decoder.take("+CSQ: 20,99");
    expect(decoder.finish()).toMatchObject({ ber: 99 });
    expect(new ReplyDecoder(setSubject).reject("+QSMTPSUB: 1")).toBe(false);
  });

  it("shows nothing of a line that may hold a secret", () => {
    const decoder = new ReplyDecoder(getSmtpAccount);
    decoder.reject('+QSMTPCFG: "accounX","logger","hunter2"');
    expect(() => decoder.finish()).toThrow(/the line "\*\*\*" came, of which field 1/);
  });
});

describe("encodeReply", () => {
  it("writes a line for each entry, none for none", () => {
    const recipients = [{ type: 1, address: "a@example.org" }];
    expect(encodeReply(listRecipients, { recipients })).toEqual(['+QSMTPDST: 1,"a@example.org"']);
    expect(encodeReply(listRecipients, { recipients: [] })).toEqual([]);
    expect(encodeReply(setSubject, undefined)).toEqual([]);
  });

  it("writes values that a module may report and no caller may set", () => {
    const output = { sslContextId: 1, version: 5 };
    expect(encodeReply(getSslVersion, output)).toEqual(['+QSSLCFG: "sslversion",1,5']);
  });

  it("writes what the schema knows of a test form, or what it is told", () => {
    const supports = testSmtpConfig.supports ?? [];
    expect(encodeReply(testSmtpConfig, undefined as never)).toEqual(
      supports.map((text) => `+QSMTPCFG: ${text}`),
    );
    const lines = [{ text: '"bodyoriginal",(0,1)', fields: [] }];
    expect(encodeReply(testSmtpConfig, { lines })).toEqual(['+QSMTPCFG: "bodyoriginal",(0,1)']);
  });

  it("leaves a line out that may be absent when none of its values is given", () => {
    const operation: OperationDescriptor = {
      name: "odd",
      at: "+ODD",
      form: "execute",
      reply: [
        { prefix: "+A", fields: [{ name: "a", wire: "a", type: "flag" }], repeat: "zeroOrOne" },
        { prefix: "+B", fields: [{ name: "b", wire: "b", type: "flag" }] },
      ],
      maxResponseMs: null,
    };
    expect(encodeReply(operation, { b: true })).toEqual(["+B: 1"]);
    expect(decodeReply(operation, ["+B: 1"])).toEqual({ b: true });
    expect(encodeReply(operation, { a: false, b: true })).toEqual(["+A: 0", "+B: 1"]);
  });

  it("refuses a value that would break out of its line", () => {
    const recipients = [{ type: 1, address: "a\r\nOK" }];
    expect(() => encodeReply(listRecipients, { recipients })).toThrow(
      "+QSMTPDST: address must not hold control characters",
    );
  });
});
