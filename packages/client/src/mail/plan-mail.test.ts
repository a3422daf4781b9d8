import { describe, expect, test } from "vitest";
import { MessageError } from "../errors/message-error.ts";
import type { MailMessage } from "./message.ts";
import { type PlannedBody, planMail } from "./plan-mail.ts";

const options = { bodyInputSeconds: 90 };
const base: MailMessage = { from: "logger@example.org", to: "ops@example.org", subject: "Alarm" };

function problemsOf(message: MailMessage): string[] {
  try {
    planMail(message, options);
  } catch (error) {
    if (error instanceof MessageError)
      return error.problems.map(({ path, code }) => `${path} ${code}`);
    throw error;
  }
  return [];
}

function bodyOf({ body }: ReturnType<typeof planMail>): PlannedBody {
  if (body === undefined || "source" in body) throw new Error("the text is not planned");
  return body;
}

const texts = (message: MailMessage): string[] => {
  const plan = planMail(message, options);
  return [plan.sender.set, ...plan.recipients, plan.subject].map((command) => command.text);
};

describe("a message becomes commands", () => {
  test("sender, recipients in their order, subject", () => {
    expect(
      texts({
        from: { name: "Cold Store 3", address: "logger@example.org" },
        to: "ops@example.org, Night Shift <night@example.org>",
        cc: ["a@example.org", { address: "b@example.org" }],
        bcc: "c@example.org",
        subject: "Alarm",
      }),
    ).toEqual([
      'AT+QSMTPCFG="sender","Cold Store 3","logger@example.org"',
      'AT+QSMTPDST=1,1,"ops@example.org"',
      'AT+QSMTPDST=1,1,"night@example.org"',
      'AT+QSMTPDST=1,2,"a@example.org"',
      'AT+QSMTPDST=1,2,"b@example.org"',
      'AT+QSMTPDST=1,3,"c@example.org"',
      'AT+QSMTPSUB=0,"Alarm"',
    ]);
  });

  test("without a name the sender's account is shown", () => {
    expect(texts(base)[0]).toBe('AT+QSMTPCFG="sender","logger","logger@example.org"');
  });

  test("names of recipients are told to be left out", () => {
    const plan = planMail({ ...base, to: "Night Shift <night@example.org>" }, options);
    expect(plan.warnings.join()).toContain("to[0]");
  });

  test.each([
    ["Alarm", 'AT+QSMTPSUB=0,"Alarm"'],
    ["Grün", 'AT+QSMTPSUB=1,"4772C3BC6E"'],
    ['say "hi"', 'AT+QSMTPSUB=1,"7361792022686922"'],
  ])("subject %j", (subject, command) => {
    expect(texts({ ...base, subject }).at(-1)).toBe(command);
  });

  test("a subject too long for UTF-8 goes out in GB2312 when that fits", () => {
    const plan = planMail({ ...base, subject: "温".repeat(40) }, options);
    expect(plan.subjectCharset).toBe("gb2312");
  });

  test("the character set can be asked for", () => {
    const plan = planMail({ ...base, subject: "溫度", text: "溫度", charset: "big5" }, options);
    expect(plan.subject.text).toBe('AT+QSMTPSUB=3,"B7C5ABD7"');
    expect(bodyOf(plan).command.text).toBe("AT+QSMTPBODY=3,4,90");
  });

  test("line breaks of the text go out as CR LF, and count", () => {
    const plan = planMail({ ...base, text: "a\nb\r\nc\rd" }, options);
    expect(new TextDecoder().decode(bodyOf(plan).bytes)).toBe("a\r\nb\r\nc\r\nd");
    expect(bodyOf(plan).command.text).toBe("AT+QSMTPBODY=0,10,90");
  });

  test("attachments go to RAM under their own names", () => {
    const plan = planMail(
      { ...base, attachments: [{ filename: "log.csv", content: "a;b" }] },
      options,
    );
    expect(plan.attachments[0]?.attach.text).toBe('AT+QSMTPATT=1,1,"RAM:log.csv"');
  });
});

describe("what the module cannot carry is refused", () => {
  const addresses = (count: number): string[] =>
    Array.from({ length: count }, (_, index) => `user${index}@example.org`);
  const files = (count: number): { filename: string; content: string }[] =>
    Array.from({ length: count }, (_, index) => ({ filename: `${index}.txt`, content: "x" }));

  test("20 recipients pass, the 21st does not, wherever it stands", () => {
    expect(problemsOf({ ...base, to: addresses(10), cc: addresses(5), bcc: addresses(5) })).toEqual(
      [],
    );
    expect(problemsOf({ ...base, to: addresses(10), cc: addresses(5), bcc: addresses(6) })).toEqual(
      ["to TOO_MANY_RECIPIENTS"],
    );
  });

  test("10 attachments pass, the 11th does not", () => {
    expect(problemsOf({ ...base, attachments: files(10) })).toEqual([]);
    expect(problemsOf({ ...base, attachments: files(11) })).toEqual([
      "attachments TOO_MANY_ATTACHMENTS",
    ]);
  });

  test("a body of 10240 bytes passes, one byte more does not", () => {
    expect(problemsOf({ ...base, text: "x".repeat(10_240) })).toEqual([]);
    expect(problemsOf({ ...base, text: "x".repeat(10_241) })).toEqual(["text TOO_LONG"]);
    expect(problemsOf({ ...base, text: `${"x".repeat(10_239)}\n` })).toEqual(["text TOO_LONG"]);
  });

  test("a subject of 100 bytes passes, one byte more does not", () => {
    expect(problemsOf({ ...base, subject: "x".repeat(100) })).toEqual([]);
    expect(problemsOf({ ...base, subject: "x".repeat(101) })).toEqual(["subject TOO_LONG"]);
  });

  test("names and addresses of 50 bytes pass, one byte more does not", () => {
    const domain = "@example.org";
    const fits = `${"x".repeat(50 - domain.length)}${domain}`;
    expect(problemsOf({ ...base, to: fits })).toEqual([]);
    expect(problemsOf({ ...base, to: `x${fits}` })).toEqual(["to[0] TOO_LONG"]);
    expect(
      problemsOf({ ...base, from: { name: "n".repeat(51), address: "a@example.org" } }),
    ).toEqual(["from TOO_LONG"]);
    const filename = `${"f".repeat(42)}.txt`;
    expect(problemsOf({ ...base, attachments: [{ filename, content: "x" }] })).toEqual([]);
    expect(
      problemsOf({ ...base, attachments: [{ filename: `f${filename}`, content: "x" }] }),
    ).toEqual(["attachments[0].filename TOO_LONG"]);
  });

  test.each([
    ["no recipient", { ...base, to: [] }, ["to NO_RECIPIENT"]],
    ["a bad address", { ...base, to: "nobody" }, ["to[0] INVALID_ADDRESS"]],
    ["two senders", { ...base, from: "a@example.org, b@example.org" }, ["from INVALID_ADDRESS"]],
    [
      "a header in the subject",
      { ...base, subject: "x\r\nBcc: y@z" },
      ["subject NOT_REPRESENTABLE"],
    ],
    ["a quote in an address", { ...base, to: 'a"b@example.org' }, ["to[0] INVALID_ADDRESS"]],
    ["a command in an address", { ...base, to: 'x@y"\rAT+CFUN=0' }, ["to[0] INVALID_ADDRESS"]],
    [
      "a name beyond ASCII",
      { ...base, from: "Jörg <j@example.org>" },
      ["from.name NOT_REPRESENTABLE"],
    ],
    ["a NUL in the text", { ...base, text: "a\0b" }, ["text NOT_REPRESENTABLE"]],
    ["half a character", { ...base, text: "a\ud83d" }, ["text NOT_REPRESENTABLE"]],
    [
      "text that the set lacks",
      { ...base, text: "grün", charset: "ascii" },
      ["text NOT_REPRESENTABLE"],
    ],
    [
      "an empty file",
      { ...base, attachments: [{ filename: "a", content: "" }] },
      ["attachments[0].content EMPTY"],
    ],
    [
      "a path as a name",
      { ...base, attachments: [{ filename: "../a", content: "x" }] },
      ["attachments[0].filename NOT_REPRESENTABLE"],
    ],
    [
      "one name twice",
      { ...base, attachments: [...files(1), ...files(1)] },
      ["attachments[1].filename DUPLICATE_NAME"],
    ],
    ["HTML", { ...base, html: "<b>x</b>" } as MailMessage, ["html UNSUPPORTED"]],
  ] satisfies [string, MailMessage, string[]][])("%s", (_what, message, problems) => {
    expect(problemsOf(message)).toEqual(problems);
  });

  test("all problems stand in one error", () => {
    const message = {
      from: "x",
      to: [...addresses(21), "y"],
      text: "x".repeat(10_241),
      attachments: files(11),
    };
    expect(problemsOf(message)).toEqual([
      "from INVALID_ADDRESS",
      "to[21] INVALID_ADDRESS",
      "to TOO_MANY_RECIPIENTS",
      "text TOO_LONG",
      "attachments TOO_MANY_ATTACHMENTS",
    ]);
  });
});
