import { describe, expect, it } from "vitest";
import { type ExplainOptions, type Explanation, explain } from "./index.ts";

const smtpManual = "Quectel EC2x&EG9x&EM05 SMTP AT Commands Manual";

function fieldsOf({ fields }: Explanation): (readonly unknown[])[] {
  return fields.map(({ name, wire, value }) => [name, wire, value]);
}

describe("a word that every object has", () => {
  it.each(["constructor", "toString", "__proto__"])("%s is none that the schema knows", (word) => {
    const { fields } = explain(`+CPIN: ${word}`);
    expect(fields.map(({ value, meaning }) => [value, meaning])).toEqual([
      [word, expect.stringMatching(/^Not in the schema\./)],
    ]);
  });
});

describe("a command", () => {
  it("is explained with its operation, its values and its source", () => {
    const found = explain('AT+QSMTPDST=1,2,"ops@example.org"');
    expect(found).toMatchObject({
      line: 'AT+QSMTPDST=1,2,"ops@example.org"',
      kind: "command",
      command: "AT+QSMTPDST",
      operation: "addRecipient",
      form: "write",
      meaning: "Adds one recipient to the draft.",
      source: `${smtpManual}, 2.2`,
      confidence: "stated",
    });
    expect(fieldsOf(found)).toEqual([
      ["type", "type", 2],
      ["address", "emailaddr", "ops@example.org"],
    ]);
    expect(found.fields[0]?.meaning).toContain("cc (Cc: gets a copy, seen by all).");
  });

  it("is written out for people", () => {
    expect(explain("AT+QSMTPPUT=300\r").text).toBe(
      [
        "AT+QSMTPPUT=300",
        "  Command (sendMail). Starts sending the draft.",
        "  timeoutSeconds <timeout> = 300: 300 seconds. Longest time for the whole sending.",
        `  Source: ${smtpManual}, 2.7.`,
      ].join("\n"),
    );
  });

  it.each([
    ["at+qiact?", "listActiveContexts"],
    ["AT", "attention"],
    ["ATE0", "setEcho"],
    ["AT&D1", "setDtrMode"],
    ["ATS12=50", "setEscapeGuard"],
    ["AT+QSMTPCFG=?", "testSmtpConfig"],
    ['AT+QSMTPCFG="ssltype"', "getSmtpSecurity"],
    ['AT+QSMTPCFG="ssltype",1', "setSmtpSecurity"],
  ])("%s is %s", (line, operation) => {
    expect(explain(line)).toMatchObject({ kind: "command", operation, line });
  });

  it("that repeats the one before is its echo", () => {
    const found = explain("ATE0", { after: "ATE0\r" });
    expect(found).toMatchObject({ kind: "echo", operation: "setEcho" });
  });

  it("with a value that does not fit is told what would", () => {
    const found = explain('AT+QSMTPDST=1,7,"ops@example.org"');
    expect(found.operation).toBeUndefined();
    expect(found.command).toBe("AT+QSMTPDST");
    expect(found.meaning).toContain("type is the first that does not fit");
    expect(found.remedy).toContain("AT+QSMTPDST=1,<type>,<emailaddr>");
  });

  it("in a form that it does not have is told the forms that it has", () => {
    const found = explain("AT+QSMTPCLR?");
    expect(found.meaning).toContain("has no such form");
    expect(found.remedy).toBe("Write one of: AT+QSMTPCLR=?, AT+QSMTPCLR.");
  });

  it("that nobody knows is said to be unknown", () => {
    expect(explain("AT+QPIGEON?")).toMatchObject({
      kind: "command",
      meaning: "AT+QPIGEON is no command of the schema.",
    });
  });

  it("may stand with others on one line", () => {
    const found = explain('AT+CMEE=1;+QFDEL="a;b";&W');
    expect(found.parts?.map(({ operation }) => operation)).toEqual([
      "setErrorReporting",
      "deleteFile",
      "saveProfile",
    ]);
    expect(found.line).toBe('AT+CMEE=1;+QFDEL="a;b";&W');
  });
});

describe("an information line", () => {
  it("is explained with the command that it answers", () => {
    const found = explain("+CREG: 0,5", { after: "AT+CREG?" });
    expect(found).toMatchObject({ kind: "reply", operation: "getNetworkRegistration" });
    expect(found.fields.map(({ meaning }) => meaning)).toEqual([
      expect.stringContaining("off"),
      expect.stringContaining("roaming"),
    ]);
  });

  it("without a command before it is told by its fields", () => {
    const reply = explain("+CREG: 0,5");
    expect([reply.operation, reply.alternatives]).toEqual(["getNetworkRegistration", undefined]);
    expect(explain("+CREG: 5")).toMatchObject({ urc: "networkRegistrationChanged" });
  });

  it("names the others that it could belong to", () => {
    const found = explain("+QFLDS: 1024,2048");
    expect([found.operation, ...(found.alternatives ?? [])].sort()).toEqual([
      "getStorageSpace",
      "getStorageUsage",
    ]);
  });

  it("without prefix needs the command, and the lines before it", () => {
    expect(explain("EG25").kind).toBe("unknown");
    const after = ["ATI", "Quectel"];
    const found = explain("EG25", { after });
    expect(fieldsOf(found)).toEqual([["model", "objectID", "EG25"]]);
    const last = explain("Revision: EG25GGBR07A08M2G", { after: "ATI" });
    expect(fieldsOf(last)).toEqual([["revision", "revision", "EG25GGBR07A08M2G"]]);
  });

  it("keeps fields that nobody knows", () => {
    const found = explain('+QFLST: "RAM:a.txt",5,4096,7');
    expect(fieldsOf(found).at(-1)).toEqual(["extraFields", "", "7"]);
  });

  it("tells numbers of errors and what to do", () => {
    const found = explain("+QIGETERROR: 573,APN not configured");
    expect(found.errors).toMatchObject([{ table: "tcpip", code: 573 }]);
    expect(found.remedy).toContain("AT+QICSGP");
  });
});

describe("an answer to a test form", () => {
  it("is explained field by field", () => {
    const found = explain('+QSSLCFG: "negotiatetime",(0-5),(10-300)');
    expect(found).toMatchObject({ kind: "testAnswer", operation: "testSslConfig" });
    expect(fieldsOf(found)).toEqual([
      ["negotiatetime", "", "negotiatetime"],
      ["sslContextId", "sslctxID", "0 to 5"],
      ["timeoutSeconds", "negotiatetime", "10 to 300"],
    ]);
  });

  it("is told from a reply by its brackets", () => {
    expect(explain("+QSMTPPUT: (60-65535)").kind).toBe("testAnswer");
    expect(explain("+QSMTPPUT: 0,0").kind).toBe("urc");
    const named = explain('+QSMTPCFG: "account",<username>,<password>');
    expect(named).toMatchObject({ kind: "testAnswer", operation: "testSmtpConfig" });
  });

  it("knows what may be left out", () => {
    const found = explain("+QFUPL: <filename>[,(1-<freesize>)[,(1-65535)[,(0,1)]]]");
    expect(fieldsOf(found)).toEqual([
      ["fileName", "filename", "<filename>"],
      ["sizeBytes", "file_size", "1 to freesize"],
      ["timeoutSeconds", "timeout", "1 to 65535"],
      ["ackMode", "ackmode", "0, 1"],
    ]);
    expect(found.fields.map(({ meaning }) => meaning.includes("May be left out"))).toEqual([
      false,
      true,
      true,
      true,
    ]);
  });
});

describe("an unsolicited line", () => {
  it("is explained with its name", () => {
    expect(explain("RDY")).toMatchObject({ kind: "urc", urc: "moduleReady", command: undefined });
    const found = explain('+QIURC:"pdpdeact",1');
    expect(found).toMatchObject({ kind: "urc", urc: "pdpDeactivated", command: "AT+QIURC" });
    expect(fieldsOf(found)).toEqual([["contextId", "contextID", 1]]);
  });

  it("about a mail tells both numbers and one remedy", () => {
    const found = explain("+QSMTPPUT: 677,535");
    expect(found.urc).toBe("smtpSendResult");
    expect(found.errors).toMatchObject([
      { table: "smtp", code: 677, name: "authenticationFailed" },
      { table: "smtp-protocol", code: 535 },
    ]);
    expect(found.remedy).toMatch(/^Correct user name and password\. [^.]*\.$/);
  });

  it("about a mail that was sent tells no error", () => {
    const found = explain("+QSMTPPUT: 0,0");
    expect([found.errors, found.remedy]).toEqual([undefined, undefined]);
  });

  it("about a lookup tells the number of the TCP/IP table", () => {
    const found = explain('+QIURC: "dnsgip",565');
    expect(found).toMatchObject({ urc: "hostResolved", errors: [{ table: "tcpip", code: 565 }] });
  });

  it("may come between a command and its answer", () => {
    const found = explain("+QIND: SMS DONE", { after: "AT+CREG?" });
    expect(found).toMatchObject({ kind: "urc", urc: "indication" });
  });
});

describe("a final result", () => {
  it.each<[string, ExplainOptions, string, string]>([
    ["OK", {}, "result", "The command is done."],
    ["OK", { after: "AT+QSMTPPUT=300" }, "result", "smtpSendResult"],
    ["NO CARRIER", {}, "result", "ended"],
    ["ERROR", {}, "error", "failed"],
    ["0", { numeric: true }, "result", "The command is done."],
    ["4", { numeric: true }, "error", "failed"],
    ["2", { numeric: true }, "urc", "A call is coming in."],
    ["CONNECT", {}, "prompt", "Data mode begins"],
    ["CONNECT 11", { after: "AT+QFREAD=1,64" }, "prompt", "The module sends 11 raw bytes."],
    ["CONNECT", { after: 'AT+QFUPL="a",5,10' }, "prompt", "waits for 5 raw bytes"],
    ["CONNECT", { after: "AT+QSMTPBODY=0,100,120" }, "prompt", "for 120 s"],
    [">", {}, "prompt", "text"],
    ["+++", {}, "escape", "Leaves data mode"],
  ])("%s %o is a %s", (line, options, kind, words) => {
    const found = explain(line, options);
    expect(found).toMatchObject({ line, kind, meaning: expect.stringContaining(words) });
  });

  it("as a digit is nothing while results are words", () => {
    expect(explain("0").kind).toBe("unknown");
  });

  it("after a TCP/IP command tells where to ask for the reason", () => {
    expect(explain("ERROR", { after: "AT+QIACT=1" }).remedy).toContain("AT+QIGETERROR");
    expect(explain("ERROR", { after: "AT+CSQ" }).remedy).not.toContain("AT+QIGETERROR");
  });

  it("is not taken for the acknowledgement of data", () => {
    const after = 'AT+QFUPL="a",5000,10,1';
    expect(explain("AA", { after })).toMatchObject({
      kind: "acknowledgement",
      meaning: "2 blocks of 1024 bytes arrived; the next may be sent.",
    });
    expect(explain("A", { after: 'AT+QFUPL="a",5000,10,0' }).kind).toBe("unknown");
  });
});

describe("an error number", () => {
  it("without a command has every table that knows it", () => {
    const found = explain("+CME ERROR: 0");
    expect(found.errors?.map(({ table }) => table).sort()).toEqual(["general", "tcpip"]);
    expect(found.meaning).toMatch(/^Depends on the command: /);
    expect(found.remedy).toContain("Name the command");
  });

  it("behind a command has the command's table", () => {
    const found = explain("+CME ERROR: 407", { after: 'AT+QFUPL="a.txt",5,10' });
    expect(found).toMatchObject({
      kind: "error",
      operation: "uploadFile",
      errors: [{ table: "file", code: 407, name: "fileExists", retryable: false }],
      remedy: expect.stringContaining("AT+QFDEL"),
      confidence: "sibling",
    });
  });

  it("of another command's table is not taken for the command's own", () => {
    const found = explain("+CME ERROR: 407", { after: "AT+CSQ" });
    expect(found.errors).toBeUndefined();
    expect(found.meaning).toBe("No table of this command has the error 407.");
  });

  it("may be words, in any capitals", () => {
    expect(explain("+CME ERROR: sim NOT inserted").errors).toMatchObject([
      { table: "general", code: 10 },
    ]);
  });

  it("of short messages is none of ours", () => {
    expect(explain("+CMS ERROR: 500")).toMatchObject({ kind: "error" });
  });
});
