import { expect, test } from "vitest";
import { recordsOf } from "../src/record-report.ts";
import { editions, linesOf, reportOf } from "./answers.fixture.ts";

const config = linesOf("+QSMTPCFG");
const ssl = linesOf("+QSSLCFG");

test.each<[string, Parameters<typeof reportOf>[0], string[]]>([
  ["a command less", { "+QSMTPPUT": "ERROR" }, ["command-removed major"]],
  ["a wider range", { "+QSMTPATT": ["(0,1),(1-20),<file_name>"] }, ["range-widened minor"]],
  ["a narrower range", { "+QSMTPBODY": ["(0-3),(1-5000),(1-65535)"] }, ["range-narrowed major"]],
  ["another range", { "+QSMTPPUT": ["(30-600)"] }, ["range-shifted major"]],
  [
    "a value less and one more",
    { "+QSMTPSUB": ["(0,1,4),<subject>"] },
    ["enum-value-added minor", "enum-value-removed major"],
  ],
  [
    "a sub-key less",
    { "+QSMTPCFG": config.filter((line) => !line.includes("sslctxid")) },
    ["operation-removed major"],
  ],
  [
    "a sub-key less that some firmware lacks",
    { "+QSSLCFG": ssl.filter((line) => !line.startsWith('"sni"')) },
    ["quirk-narrowed minor"],
  ],
  [
    "a sub-key that only some firmware has",
    { "+QSMTPCFG": [...config, '"bodyoriginal",(0,1)'] },
    ["quirk-widened minor"],
  ],
  [
    "a sub-key that nobody knows",
    { "+QSMTPCFG": [...config, '"retries",(0-9)'] },
    ["operation-added minor"],
  ],
  [
    "an argument more",
    { "+QSMTPATT": ["(0,1),(1-10),<file_name>,(0,1)"] },
    ["test-answer-argument-added undecidable"],
  ],
  [
    "an argument more that may be left out",
    { "+QSMTPATT": ["(0,1),(1-10),<file_name>[,(0,1)]"] },
    ["arg-optional-appended minor"],
  ],
  [
    "an argument less",
    { "+QSMTPBODY": ["(0-3),(1-10240)"] },
    ["test-answer-argument-removed undecidable"],
  ],
  ["another answer", { "+CSQ": ["(0-31,99),(0-99)"] }, ["test-answer-changed patch"]],
])("%s is judged as pnpm schema:diff would", (_what, answers, expected) => {
  const { differences } = recordsOf(reportOf(answers), editions);
  expect(differences.map(({ rule, bump }) => `${rule} ${bump}`)).toEqual(expected);
});
