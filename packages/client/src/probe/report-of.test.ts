import { describe, expect, test } from "vitest";
import type { ProbeIdentity } from "./probe-report.ts";
import { type Answers, ec25, eg25, found, lines, report } from "./schema-answers.fixture.ts";

/** As firmware 01.003 prints it. */
const oldSuites =
  '"ciphersuite",(0-5),(0X0035,0X002F,0X0005,0X0004,0X000A,0X003D,0XC002,0XC003,0XC004,0XC005, 0XC007,0XC008,0XC009,0XC00A,0XC011,0XC012,0XC013,0XC014,0XC00C,0XC00D,0XC00E,0XC00F,0XC023,0XC024,0XC025,0XC026,0XC027,0XC028,0XC029,0XC02A,0XC02F,0XC030,0XFFFF)';

describe("a module that answers as the schema does", () => {
  test("differs in nothing", () => {
    expect(found({})).toEqual([]);
  });

  test.each<[string, Answers]>([
    ["blanks", { "+QSMTPATT": ["( 0, 1 ),(1 - 10), <file_name>"] }],
    ["a span for a list", { "+CFUN": ["(0-1,4),(0-1)"] }],
    ["a list for a span", { "+QSMTPCFG": lines("+QSMTPCFG", { ssltype: '"ssltype",(0,1,2)' }) }],
    ["capitals of a key", { "+QSMTPCFG": lines("+QSMTPCFG", { ssltype: '"SSLType",(0-2)' }) }],
    ["another order", { "+QSMTPCFG": lines("+QSMTPCFG", {}).reverse() }],
    ["angle brackets around a span", { "+QSMTPSUB": ["<0-3>,<subject>"] }],
    ["a placeholder for values", { "+QSMTPBODY": ["<charset>,<body_length>,<input_time>"] }],
    [
      "values for a placeholder",
      { "+QSMTPCFG": lines("+QSMTPCFG", { smtpserver: '"smtpserver",<srvaddr>,(1-65535)' }) },
    ],
    ["a number for an open end", { "+QFUPL": ["<filename>[,(1-1048576)[,(1-65535)[,(0,1)]]]"] }],
    ["contexts that are defined now", { "+CGPADDR": ["(1,2,5)"] }],
    ["commands that some firmware lacks", { "+QFMOV": "ERROR", "+QFFLUSH": "+CME ERROR: 4" }],
    ["errors of the moment", { "+CPIN": "+CME ERROR: 10", "+QSMTPPUT": "no answer" }],
  ])("does so with %s", (_what, answers) => {
    expect(found(answers)).toEqual([]);
  });

  test("may list the suites of older firmware, a stray blank among them", () => {
    expect(found({ "+QSSLCFG": lines("+QSSLCFG", { ciphersuite: oldSuites }) })).toEqual([]);
  });
});

const cases: [string, Answers, string[]][] = [
  [
    "a wider range",
    { "+QSMTPATT": ["(0,1),(1-20),<file_name>"] },
    ["params/index/ranges wider range (1-10) → (1-20)"],
  ],
  [
    "a narrower range",
    { "+QSMTPBODY": ["(0-3),(1-5000),(1-65535)"] },
    ["params/lengthBytes/ranges narrower range (1-10240) → (1-5000)"],
  ],
  [
    "another range",
    { "+QSMTPPUT": ["(30-600)"] },
    ["params/timeoutSeconds/ranges different range (60-65535) → (30-600)"],
  ],
  [
    "one range in many lines, told once",
    {
      "+QSSLCFG": lines("+QSSLCFG", {}).map((line) => line.replace(",(0-5)", ",(0-3)")),
    },
    ["params/sslContextId/ranges narrower range (0-5) → (0-3)"],
  ],
  [
    "another value of a list",
    { "+QSSLCFG": lines("+QSSLCFG", { sslversion: '"sslversion",(0-5),(0-5)' }) },
    ["params/version/values wider values (0-4) → (0-5)"],
  ],
  [
    "a value less and one more",
    { "+QSMTPSUB": ["(0,1,4),<subject>"] },
    [
      "params/charset/values wider values (0-3) → (0,1,4)",
      "params/charset/values narrower values (0-3) → (0,1,4)",
    ],
  ],
  [
    "a suite less",
    { "+QSSLCFG": lines("+QSSLCFG", { ciphersuite: '"ciphersuite",(0-5),(0X002F,0XFFFF)' }) },
    [expect.stringMatching(/^params\/cipherSuite\/values narrower .* → \(0X002F,0XFFFF\)$/)],
  ],
  [
    "a word less",
    { "+CSCS": ['("GSM","IRA")'] },
    ['params/characterSet/values narrower values ("GSM","IRA","UCS2") → ("GSM","IRA")'],
  ],
  [
    "a flag with a third value",
    { "+QSSLCFG": lines("+QSSLCFG", { sni: '"sni",(0-5),(0-2)' }) },
    ["params/enabled/values wider values (0,1) → (0-2)"],
  ],
  [
    "a number that tells operations apart is gone",
    { "+QSMTPDST": ["(1),(1-3),<emailaddr>"] },
    ["operations/deleteRecipients missing operation (0,1) → (1)"],
  ],
  [
    "a number that may tell another operation",
    { "+QSMTPDST": ["(0-2),(1-3),<emailaddr>"] },
    ["operations/testRecipients/supports extra operation (0,1) → (0-2)"],
  ],
  [
    "a sub-key less",
    { "+QSMTPCFG": lines("+QSMTPCFG", { sslctxid: undefined }) },
    ['operations/setSmtpSslContext missing operation "sslctxid",(0-5) → null'],
  ],
  [
    "a sub-key less that some firmware lacks",
    { "+QSSLCFG": lines("+QSSLCFG", { sni: undefined }) },
    ['operations/setSslSni missing operation "sni",(0-5),(0,1) → null'],
  ],
  [
    "a sub-key that only some firmware has",
    { "+QSMTPCFG": lines("+QSMTPCFG", {}, '"bodyoriginal",(0,1)') },
    ['operations/setSmtpBodyOriginal extra operation null → "bodyoriginal",(0,1)'],
  ],
  [
    "a sub-key that nobody knows",
    { "+QSMTPCFG": lines("+QSMTPCFG", {}, '"retries",(0-9)') },
    ['operations/testSmtpConfig/supports/retries extra operation null → "retries",(0-9)'],
  ],
  [
    "keywords that lines begin with",
    { "+QINDCFG": lines("+QINDCFG", { all: undefined, csq: undefined }, '"voice",(0,1),(0,1)') },
    [
      'params/kind/values/all missing values "all",(0,1),(0,1) → null',
      'params/kind/values/csq missing values "csq",(0,1),(0,1) → null',
      'params/kind/values/voice extra values null → "voice",(0,1),(0,1)',
    ],
  ],
  [
    "an argument more",
    { "+QSMTPATT": ["(0,1),(1-10),<file_name>,(0,1)"] },
    [
      "operations/testAttachments/supports extra argument (0,1),(1-10),<file_name> → (0,1),(1-10),<file_name>,(0,1)",
    ],
  ],
  [
    "an argument more that may be left out",
    { "+QSMTPATT": ["(0,1),(1-10),<file_name>[,(0,1)]"] },
    [
      "operations/testAttachments/supports extra optional argument (0,1),(1-10),<file_name> → (0,1),(1-10),<file_name>[,(0,1)]",
    ],
  ],
  [
    "an argument less",
    { "+QSMTPBODY": ["(0-3),(1-10240)"] },
    ["operations/testBody/supports missing argument (0-3),(1-10240),(1-65535) → (0-3),(1-10240)"],
  ],
  [
    "values where no operation sends any",
    { "+CSQ": ["(0-31,99),(0-99)"] },
    ["operations/testSignalQuality/supports wider answer (0-7,99) → (0-99)"],
  ],
  [
    "lines where the schema has none",
    { "+QFLDS": ['("UFS","RAM")'] },
    ['operations/testStorage/supports extra answer null → ("UFS","RAM")'],
  ],
  [
    "no lines where the schema has one",
    { "+QSMTPPUT": [] },
    ["operations/testSendMail/supports missing answer (60-65535) → null"],
  ],
  ["a command less", { "+QSMTPPUT": "ERROR" }, [" missing command AT+QSMTPPUT → null"]],
  [
    "values behind fields that are left empty",
    {
      "+CGDCONT": lines("+CGDCONT", {}).map((line) => line.replace(",(0-2),", ",(0-1),")),
    },
    ["operations/testContextDefinition/supports narrower answer (0-2) → (0,1)"],
  ],
];

describe("differences", () => {
  test.each(cases)("%s", (_what, answers, expected) => {
    expect(found(answers)).toEqual(expected);
  });

  test("carry the line and its source", () => {
    const [finding] = report({ "+QSMTPATT": ["(0,1),(1- 20),<file_name>"] }).findings;
    expect(finding).toMatchObject({
      command: "+QSMTPATT",
      manual: "Quectel EC2x&EG9x&EM05 SMTP AT Commands Manual, 2.5",
      line: "+QSMTPATT: (0,1),(1- 20),<file_name>",
    });
    const [missing] = report({ "+QSMTPPUT": "+CME ERROR: 4" }).findings;
    expect(missing).toMatchObject({ line: "+CME ERROR: 4" });
  });
});

describe("what a quirk says already", () => {
  const bodyOriginal = { "+QSMTPCFG": lines("+QSMTPCFG", {}, '"bodyoriginal",(0,1)') };
  const withoutKey = { "+QSSLCFG": lines("+QSSLCFG", { ignoreprivkey: undefined }) };
  const old = {
    "+QSSLCFG": lines("+QSSLCFG", {
      sslversion: '"sslversion",(0-5),(0-5)',
      ciphersuite: oldSuites,
      ignoreprivkey: undefined,
      ignorecertitem: undefined,
    }),
  };

  test("is named", () => {
    expect(found({ ...bodyOriginal, ...withoutKey }, eg25("30.203"))).toEqual([
      'operations/setSmtpBodyOriginal extra operation null → "bodyoriginal",(0,1) (body-original)',
      expect.stringContaining("(ssl-ignore-private-key)"),
    ]);
    expect(found(old, eg25("01.002"))).toEqual([
      "params/version/values wider values (0-4) → (0-5) (ssl-version-5)",
      expect.stringMatching(/^operations\/setSslIgnorePrivateKey missing .*\)$/),
      expect.stringMatching(/^operations\/setSslIgnoreCertificateItems missing .*\)$/),
    ]);
  });

  test("and the module does otherwise, is a finding", () => {
    expect(found(withoutKey, eg25("30.203"))).toEqual([
      expect.stringMatching(/^operations\/setSmtpBodyOriginal missing operation /),
      expect.stringContaining("(ssl-ignore-private-key)"),
    ]);
    const [missing] = report(withoutKey, eg25("30.203")).findings;
    expect(missing).toMatchObject({ explainedBy: null, contradicts: "smtp-config-test-answer" });
    const bg770: ProbeIdentity = { ...ec25, model: "BG770A-GL", family: "BG77x" };
    expect(found({}, bg770)).toContain(" extra command null → AT+QSMTPPUT");
    expect(found({ "+QSMTPPUT": "ERROR" }, bg770)).toContain(
      " missing command AT+QSMTPPUT → null (no-mail-client)",
    );
  });

  test("of values that a quirk takes away, and the module has, is told against it", () => {
    const bg96: ProbeIdentity = { ...ec25, model: "BG96", family: "BG9x" };
    const found = report({}, bg96).findings.find(({ path }) => path === "params/type/values");
    expect(found).toMatchObject({
      command: "+QICSGP",
      kind: "wider",
      contradicts: "pdp-address-families",
    });
  });

  test("of one firmware says nothing of another", () => {
    const [finding] = report(bodyOriginal, eg25("31.001")).findings;
    expect(finding?.explainedBy).toBeNull();
  });

  test("that hangs on a firmware explains a module that does not tell it", () => {
    const short = { ...eg25("30.203"), firmware: "EG25GGBR07A08M2G" };
    const [finding] = report({ ...bodyOriginal }, short).findings;
    expect(finding?.explainedBy).toBe("body-original");
  });
});
