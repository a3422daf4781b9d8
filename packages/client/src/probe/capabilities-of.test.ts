import { describe, expect, test } from "vitest";
import { lines, report } from "./schema-answers.fixture.ts";

describe("capabilities", () => {
  test("hold what the module has and takes, same as the schema or not", () => {
    const { capabilities } = report({
      "+QSMTPATT": ["(0,1),(1-20),<file_name>"],
      "+QSMTPSUB": ["(1,2),<subject>"],
      "+QSSLCFG": lines("+QSSLCFG", { sni: undefined }),
      "+QFMOV": "ERROR",
      "+CPIN": "+CME ERROR: 10",
    });
    expect(capabilities).toMatchObject({
      version: 1,
      model: "EC25",
      firmware: "EC25EFAR06A17M4G",
      operations: {
        addAttachment: true,
        sendMail: true,
        setSslSni: false,
        moveFile: false,
        setSubject: false,
        setEncodedSubject: true,
      },
      limits: {
        addAttachment: { index: { ranges: [[1, 20]] } },
        setEncodedSubject: { charset: { values: [1, 2] } },
        writeBody: { lengthBytes: { ranges: [[1, 10_240]] } },
        uploadFile: { sizeBytes: { ranges: [[1, null]] } },
      },
    });
    expect(capabilities.operations).not.toHaveProperty("enterPin");
    expect(JSON.parse(JSON.stringify(capabilities))).toEqual(capabilities);
  });

  test("do not take a bare OK for a list of nothing", () => {
    const { operations, limits } = report({ "+QSMTPCFG": [], "+QSMTPATT": [] }).capabilities;
    expect(operations).toMatchObject({ testSmtpConfig: true });
    expect(operations).not.toHaveProperty("setSmtpServer");
    expect(limits).not.toHaveProperty("addAttachment");
  });
});
