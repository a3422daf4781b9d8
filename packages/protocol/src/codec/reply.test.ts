import { describe, expect, it } from "vitest";
import {
  getContextAddressesOperation,
  getIdentityOperation,
  getOperatorOperation,
  getSmtpServerOperation,
  getSslVersionOperation,
  getStorageSpaceOperation,
  listActiveContextsOperation,
  listFilesOperation,
  listMinimumQosOperation,
  listRecipientsOperation,
  setSubjectOperation,
  showProfileOperation,
  testSmtpConfigOperation,
} from "../generated/commands.gen.ts";
import type { Field, Operation } from "./descriptor.ts";
import { decodeReply, encodeReply, ReplyDecoder } from "./reply.ts";

describe("decodeReply", () => {
  it("of a command without information lines is nothing", () => {
    expect(decodeReply(setSubjectOperation, [])).toBeUndefined();
  });

  it("collects like lines, none included", () => {
    const lines = ['+QSMTPDST: 1,"a@example.org"', '+QSMTPDST: 2,"b@example.org"'];
    expect(decodeReply(listRecipientsOperation, lines)).toEqual({
      recipients: [
        { type: 1, address: "a@example.org" },
        { type: 2, address: "b@example.org" },
      ],
    });
    expect(decodeReply(listRecipientsOperation, [])).toEqual({ recipients: [] });
  });

  it("reads lines without a prefix in their order", () => {
    expect(decodeReply(getIdentityOperation, ["Quectel", "EC25", "Revision: EC25EFA"])).toEqual({
      manufacturer: "Quectel",
      model: "EC25",
      revision: "EC25EFA",
    });
  });

  it("keeps fields behind the known ones and absent ones absent", () => {
    expect(decodeReply(getStorageSpaceOperation, ["+QFLDS: 1,2"])).toEqual({
      freeBytes: 1,
      totalBytes: 2,
    });
    expect(decodeReply(getStorageSpaceOperation, ['+QFLDS: 1,2,3,4,"x, y"'])).toEqual({
      freeBytes: 1,
      totalBytes: 2,
      maxAllocationBytes: 3,
      extraFields: ["4", "x, y"],
    });
  });

  it("passes over an optional field whose place is held empty", () => {
    expect(decodeReply(getOperatorOperation, ["+COPS: 0,2,,7"])).toEqual({
      mode: 0,
      format: 2,
      act: 7,
    });
    expect(decodeReply(getOperatorOperation, ["+COPS: 0"])).toEqual({ mode: 0 });
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
    expect(
      decodeReply(listActiveContextsOperation, ['+QIACT: 1,1,3,"10.0.0.1","2001:db8::1"']),
    ).toEqual({
      contexts: [{ contextId: 1, active: true, type: 3, addresses: ["10.0.0.1", "2001:db8::1"] }],
    });
    expect(decodeReply(getContextAddressesOperation, ["+CGPADDR: 2"])).toEqual({
      contexts: [{ contextId: 2, addresses: [] }],
    });
  });

  it("reads a line that is its prefix alone", () => {
    expect(decodeReply(listMinimumQosOperation, ["+CGQMIN: "])).toEqual({ profiles: [{}] });
    expect(decodeReply(listMinimumQosOperation, ["+CGQMIN:"])).toEqual({ profiles: [{}] });
  });

  it.each(['+QSMTPCFG:"smtpserver","h",25', '+QSMTPCFG : "smtpserver", "h" , 25 '])(
    "does not mind blanks: %s",
    (line) => {
      expect(decodeReply(getSmtpServerOperation, [line])).toEqual({ host: "h", port: 25 });
    },
  );

  it.each([
    '+QSMTPCFG: "sender","a","b"',
    '+QSMTPCFG: "smtpserver","h"',
    '+QSMTPCFG: "smtpserver","h",x',
    '+QSMTPCFGX: "smtpserver","h",25',
    'QSMTPCFG: "smtpserver","h",25',
    '+QSMTPCFG "smtpserver","h",25',
  ])("refuses what is not the line awaited: %s", (line) => {
    expect(() => decodeReply(getSmtpServerOperation, [line])).toThrow(
      expect.objectContaining({ code: "UNEXPECTED_LINE" }),
    );
  });

  it("refuses a second line where one comes, and a missing one", () => {
    const line = '+QSMTPCFG: "smtpserver","h",25';
    expect(() => decodeReply(getSmtpServerOperation, [line, line])).toThrow("does not fit");
    expect(() => decodeReply(getSmtpServerOperation, [])).toThrow(
      expect.objectContaining({ code: "MISSING_LINE" }),
    );
    expect(() => decodeReply(showProfileOperation, [])).toThrow(
      expect.objectContaining({ code: "MISSING_LINE" }),
    );
  });
});

describe("ReplyDecoder", () => {
  it("misses a line also when a later one came", () => {
    const operation: Operation = {
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
    const decoder = new ReplyDecoder(listFilesOperation);
    const offered = ["+QIND: SMS DONE", '+QFLST: "a",1', "RDY", '+QFLST: "b",2'];
    expect(offered.map((line) => decoder.accept(line))).toEqual([false, true, false, true]);
    expect(decoder.finish()).toEqual({
      files: [
        { name: "a", sizeBytes: 1 },
        { name: "b", sizeBytes: 2 },
      ],
    });
  });

  it("says whether a line without prefix could be its own", () => {
    const decoder = new ReplyDecoder(getIdentityOperation);
    expect(decoder.expectsBareLine).toBe(true);
    decoder.accept("Quectel");
    expect(decoder.expectsBareLine).toBe(true);
    decoder.accept("EC25");
    expect(decoder.expectsBareLine).toBe(false);
    expect(new ReplyDecoder(listFilesOperation).expectsBareLine).toBe(false);
  });
});

describe("encodeReply", () => {
  it("writes a line for each entry, none for none", () => {
    const recipients = [{ type: 1, address: "a@example.org" }];
    expect(encodeReply(listRecipientsOperation, { recipients })).toEqual([
      '+QSMTPDST: 1,"a@example.org"',
    ]);
    expect(encodeReply(listRecipientsOperation, { recipients: [] })).toEqual([]);
    expect(encodeReply(setSubjectOperation, undefined)).toEqual([]);
  });

  it("writes values that a module may report and no caller may set", () => {
    const output = { sslContextId: 1, version: 5 };
    expect(encodeReply(getSslVersionOperation, output)).toEqual(['+QSSLCFG: "sslversion",1,5']);
  });

  it("writes what the schema knows of a test form, or what it is told", () => {
    const supports = testSmtpConfigOperation.supports ?? [];
    expect(encodeReply(testSmtpConfigOperation, undefined as never)).toEqual(
      supports.map((text) => `+QSMTPCFG: ${text}`),
    );
    const lines = [{ text: '"bodyoriginal",(0,1)', fields: [] }];
    expect(encodeReply(testSmtpConfigOperation, { lines })).toEqual([
      '+QSMTPCFG: "bodyoriginal",(0,1)',
    ]);
  });

  it("leaves a line out that may be absent when none of its values is given", () => {
    const operation: Operation = {
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
    expect(() => encodeReply(listRecipientsOperation, { recipients })).toThrow(
      "+QSMTPDST: address must not hold control characters",
    );
  });
});
