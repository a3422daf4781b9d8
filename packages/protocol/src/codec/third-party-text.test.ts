import { describe, expect, it } from "vitest";
import { allUrcs } from "../generated/catalog.gen.ts";
import { endsQuotedText, thirdPartyText } from "./third-party-text.ts";
import { decodeUrc } from "./urc.ts";

const oneLine = { ends: "lines", lines: 1 };

describe("thirdPartyText", () => {
  it.each([
    ['+CMT: "+49151555010",,"26/11/29,17:00:00+04"', "smsReceived"],
    [
      '+CMT: "+49151555010",,"26/11/29,17:00:00+04",145,4,0,0,"+491722270000",145,12',
      "smsReceived",
    ],
    ["+CMT: ,24", "smsReceived"],
    ['+CMT:"+49', "smsReceived"],
    [
      '+CDS: 6,23,"+49151555010",145,"26/11/29,17:00:00+04","26/11/29,17:00:05+04",0',
      "smsReportReceived",
    ],
    ["+CDS: 25", "smsReportReceived"],
    ["+CBM: 1,4371,1,1,1", "cellBroadcast"],
    ["+CBM: 88", "cellBroadcast"],
  ])("follows the header of a message, which is a URC: %s", (line, name) => {
    expect(thirdPartyText(allUrcs, line)).toEqual(oneLine);
    expect(decodeUrc(allUrcs, line)?.name).toBe(name);
  });

  it.each([
    '+CUSD: 0,"first line',
    '+CUSD: 0,"',
    '+CUSD: 1,"a "b" c',
    '+QMTRECV: 0,1,"gate","open',
  ])("stands in quotes that are still open: %s", (line) => {
    expect(thirdPartyText(allUrcs, line)).toEqual({ ends: "quote" });
  });

  it.each([
    ['+QIURC: "recv",0,4', 4],
    ['+QIURC:"recv",2,10,"192.0.2.80",4000', 10],
    ['+QIURC: "recv",0,1x', undefined],
    ['+QIURC: "recv",x,4', undefined],
  ])("is as long as the line says, as far as that can be read: %s", (line, lengthBytes) => {
    expect(thirdPartyText(allUrcs, line)).toEqual({ ends: "bytes", lengthBytes });
  });

  it.each([
    '+CUSD: 0,"Balance 5.00",15',
    '+CUSD: 0,"Balance 5.00"',
    "+CUSD: 2",
    '+QIURC: "recv",0',
    '+QIURC: "closed",0',
    '+QIURC: "dnsgip",0,1,600',
    '+QMTRECV: 0,1,"gate","open"',
    "+QMTRECV: 0,1",
    '+CMTI: "ME",3',
    '+CDSI: "ME",4',
    "+QSMTPPUT: 0,0",
    "RDY",
    "OK",
    "",
  ])("does not follow %s", (line) => {
    expect(thirdPartyText(allUrcs, line)).toBeUndefined();
  });
});

describe("endsQuotedText", () => {
  it.each([
    ['the end",15', true],
    ['"', true],
    ['the end"', true],
    ['"quoted" in the middle', false],
    ["OK", false],
    ["", false],
  ])("judges %j", (line, ends) => {
    expect(endsQuotedText(line)).toBe(ends);
  });
});
