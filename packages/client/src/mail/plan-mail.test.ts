import type { OperationDescriptor } from "@qsmtp/protocol";
import { addAttachment, addRecipient, setSmtpSender, setSubject } from "@qsmtp/protocol/commands";
import { maxAttachments, maxBodyBytes, maxRecipients, paramOf } from "@qsmtp/protocol/facts";
import { beforeAll, describe, expect, test } from "vitest";
import { loadTables } from "../charset/tables.ts";
import { MessageError, type MessageProblem } from "../errors/message-error.ts";
import type { PlannedBody } from "./mail-plan.ts";
import type { MailMessage } from "./message.ts";
import { planMail } from "./plan-mail.ts";
import { takeMessage } from "./take-message.ts";

beforeAll(() => loadTables(["gb2312", "big5"]));

const planOf = (message: MailMessage): ReturnType<typeof planMail> =>
  planMail(takeMessage(message), { bodyInputSeconds: 90 });
const base: MailMessage = { from: "logger@example.org", to: "ops@example.org", subject: "Alarm" };

const subjectBytes = paramOf(setSubject, "subject").maxBytes;

function refused(message: MailMessage): readonly MessageProblem[] {
  try {
    planOf(message);
  } catch (error) {
    if (error instanceof MessageError) return error.problems;
    throw error;
  }
  return [];
}

function problemsOf(message: MailMessage): string[] {
  return refused(message).map(({ path, code }) => `${path} ${code}`);
}

/** A part of the message that is as long as the argument takes, and two bytes longer. */
function limited<Input>(
  key: "to" | "from",
  operation: OperationDescriptor<Input>,
  name: keyof Input & string,
  text: (length: number) => string,
): [Partial<MailMessage>, number, number][] {
  const { maxBytes } = paramOf(operation, name);
  return [[{ [key]: text(maxBytes + 2) }, maxBytes, maxBytes + 2]];
}

function bodyOf({ body }: ReturnType<typeof planOf>): PlannedBody {
  if (body === undefined || "source" in body) throw new Error("the text is not planned");
  return body;
}

const texts = (message: MailMessage): string[] => {
  const plan = planOf(message);
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

  test.each([
    ["(Cold Store 3) logger@example.org", "Cold Store 3"],
    ['"Cold  \\"Store\\"" <logger@example.org>', undefined],
    ['Dr. "X." Store <logger@example.org>', "Dr. X. Store"],
    [" J. Q.  Public(x) <logger@example.org>", "J. Q. Public"],
    [[{ address: "logger@example.org", name: " Cold  Store " }], "Cold  Store"],
  ])("the sender %j is shown as %j", (from, name) => {
    const message = { ...base, from } as MailMessage;
    if (name === undefined) expect(problemsOf(message)).toEqual(["from NOT_REPRESENTABLE"]);
    else expect(texts(message)[0]).toBe(`AT+QSMTPCFG="sender","${name}","logger@example.org"`);
  });

  test("names of recipients are told to be left out", () => {
    const plan = planOf({ ...base, to: "Night Shift <night@example.org>" });
    expect(JSON.stringify(plan.warnings)).toContain('"to"');
  });

  test.each([
    ["Alarm", 'AT+QSMTPSUB=0,"Alarm"'],
    ["Grün", 'AT+QSMTPSUB=1,"4772C3BC6E"'],
    ['say "hi"', 'AT+QSMTPSUB=1,"7361792022686922"'],
  ])("subject %j", (subject, command) => {
    expect(texts({ ...base, subject }).at(-1)).toBe(command);
  });

  test("a subject too long for UTF-8 goes out in GB2312 when that fits", () => {
    const threeBytesEach = "温".repeat(Math.floor(subjectBytes / 3) + 1);
    const plan = planOf({ ...base, subject: threeBytesEach });
    expect(plan.subjectCharset).toBe("gb2312");
  });

  test("the character set can be asked for", () => {
    const plan = planOf({ ...base, subject: "溫度", text: "溫度", charset: "big5" });
    expect(plan.subject.text).toBe('AT+QSMTPSUB=3,"B7C5ABD7"');
    expect(bodyOf(plan).command.text).toBe("AT+QSMTPBODY=3,4,90");
  });

  test("line breaks of the text go out as CR LF, and count", () => {
    const plan = planOf({ ...base, text: "a\nb\r\nc\rd" });
    expect(new TextDecoder().decode(bodyOf(plan).bytes)).toBe("a\r\nb\r\nc\r\nd");
    expect(bodyOf(plan).command.text).toBe("AT+QSMTPBODY=0,10,90");
  });

  test("attachments go to RAM under their own names", () => {
    const plan = planOf({
      ...base,
      attachments: [{ filename: "log.csv", content: "a;b" }],
    });
    expect(plan.attachments[0]?.attach.text).toBe('AT+QSMTPATT=1,1,"RAM:log.csv"');
  });
});

describe("what the module cannot carry is refused", () => {
  const addresses = (count: number, of = "user"): string[] =>
    Array.from({ length: count }, (_, index) => `${of}${index}@example.org`);
  const files = (count: number): { filename: string; content: string }[] =>
    Array.from({ length: count }, (_, index) => ({ filename: `${index}.txt`, content: "x" }));

  test("as many recipients as the module takes pass, one more does not, wherever it stands", () => {
    const to = addresses(maxRecipients - 10);
    expect(problemsOf({ ...base, to, cc: addresses(5, "cc"), bcc: addresses(5, "bcc") })).toEqual(
      [],
    );
    expect(problemsOf({ ...base, to, cc: addresses(5, "cc"), bcc: addresses(6, "bcc") })).toEqual([
      "to TOO_MANY_RECIPIENTS",
    ]);
  });

  test("as many attachments as the module takes pass, one more does not", () => {
    expect(problemsOf({ ...base, attachments: files(maxAttachments) })).toEqual([]);
    expect(problemsOf({ ...base, attachments: files(maxAttachments + 1) })).toEqual([
      "attachments TOO_MANY_ATTACHMENTS",
    ]);
  });

  test("a body as long as the module takes passes, one byte more does not", () => {
    const longest = "x".repeat(maxBodyBytes);
    expect(problemsOf({ ...base, text: longest })).toEqual([]);
    expect(problemsOf({ ...base, text: `${longest}x` })).toEqual(["text TOO_LONG"]);
    expect(problemsOf({ ...base, text: `${longest.slice(1)}\n` })).toEqual(["text TOO_LONG"]);
  });

  test("a subject as long as the module takes passes, one byte more does not", () => {
    expect(problemsOf({ ...base, subject: "x".repeat(subjectBytes) })).toEqual([]);
    expect(problemsOf({ ...base, subject: "x".repeat(subjectBytes + 1) })).toEqual([
      "subject TOO_LONG",
    ]);
  });

  test("names and addresses as long as the module takes pass, one byte more does not", () => {
    const domain = "@example.org";
    const addressBytes = paramOf(addRecipient, "address").maxBytes;
    const fits = `${"x".repeat(addressBytes - domain.length)}${domain}`;
    expect(problemsOf({ ...base, to: fits })).toEqual([]);
    expect(problemsOf({ ...base, to: `x${fits}` })).toEqual(["to TOO_LONG"]);
    const nameBytes = paramOf(setSmtpSender, "senderName").maxBytes;
    expect(
      problemsOf({ ...base, from: { name: "n".repeat(nameBytes + 1), address: "a@example.org" } }),
    ).toEqual(["from TOO_LONG"]);
    const fileBytes = paramOf(addAttachment, "fileName").maxBytes - "RAM:".length;
    const filename = `${"f".repeat(fileBytes - ".txt".length)}.txt`;
    expect(problemsOf({ ...base, attachments: [{ filename, content: "x" }] })).toEqual([]);
    expect(
      problemsOf({ ...base, attachments: [{ filename: `f${filename}`, content: "x" }] }),
    ).toEqual(["attachments[0].filename TOO_LONG"]);
  });

  test.each([
    ["no recipient", { ...base, to: [] }, ["to NO_RECIPIENT"]],
    ["a bad address", { ...base, to: "nobody" }, ["to INVALID_ADDRESS"]],
    ["two senders", { ...base, from: "a@example.org, b@example.org" }, ["from INVALID_ADDRESS"]],
    [
      "a header in the subject",
      { ...base, subject: "x\r\nBcc: y@z" },
      ["subject NOT_REPRESENTABLE"],
    ],
    ["a quote in an address", { ...base, to: 'a"b@example.org' }, ["to INVALID_ADDRESS"]],
    ["a command in an address", { ...base, to: 'x@y"\rAT+CFUN=0' }, ["to INVALID_ADDRESS"]],
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

  test("an address that is repeated counts once", () => {
    const to = addresses(maxRecipients);
    expect(problemsOf({ ...base, to, cc: to, bcc: [to, to.join(";")] })).toEqual([]);
  });

  test.each([
    ["more addresses than anybody repeats, in one text", addresses(50 * maxRecipients).join()],
    ["the same in a list", addresses(50 * maxRecipients)],
    ["the same in a list of texts", Array(50).fill(addresses(maxRecipients).join())],
    ["empty texts without an end", Array(5_000_000).fill("")],
  ])("%s", (_what, to) => {
    expect(problemsOf({ ...base, to })).toEqual(["to TOO_MANY_RECIPIENTS"]);
  });

  test("a list of faults is not told to its end", () => {
    const found = problemsOf({ ...base, to: addresses(100).map((address) => `<${address}`) });
    expect(found.length).toBeLessThan(15);
  });

  const file = (part: object): MailMessage["attachments"] => [
    { filename: "a", content: "x", ...part },
  ];

  test.each<[Partial<MailMessage>, number, number]>([
    [{ to: addresses(maxRecipients + 3) }, maxRecipients, maxRecipients + 3],
    [{ attachments: files(maxAttachments + 2) }, maxAttachments, maxAttachments + 2],
    [{ subject: "x".repeat(subjectBytes + 2) }, subjectBytes, subjectBytes + 2],
    [{ text: "x".repeat(maxBodyBytes + 7) }, maxBodyBytes, maxBodyBytes + 7],
    [{ attachments: file({ lengthBytes: 3 }) }, 1, 3],
    ...limited("to", addRecipient, "address", (length) => `${"x".repeat(length - 4)}@x.y`),
    ...limited("from", setSmtpSender, "senderName", (length) => `${"x".repeat(length)} <a@x.y>`),
  ])("what is too much is told in numbers: %o", (change, limit, actual) => {
    const [problem] = refused({ ...base, ...change });
    expect(problem).toMatchObject({ limit, actual });
  });

  test("of a name too long the storage in front is not counted", () => {
    const limit = paramOf(addAttachment, "fileName").maxBytes - "RAM:".length;
    const [problem] = refused({ ...base, attachments: file({ filename: "f".repeat(limit + 1) }) });
    expect(problem).toMatchObject({ code: "TOO_LONG", limit, actual: limit + 1 });
  });

  test.each<[string, object, string]>([
    ["HTML", { html: "<b>x</b>" }, "mail.html"],
    ["an address for answers", { replyTo: "a@example.org" }, "from"],
    ["headers", { headers: { "X-A": "b" } }, "leave it out"],
    ["a priority", { priority: "high" }, "leave it out"],
    ["a calendar", { icalEvent: { content: "x" } }, "invite.ics"],
    ["a slip", { subjet: "x" }, "subject"],
    ["a swapped letter", { txet: "x" }, "text"],
    ["another name", { body: "x" }, "text"],
    ["one that errors use", { message: "x" }, "text"],
    ["another case", { Attachments: [] as unknown[], To: "x" }, "is to meant"],
    ["nothing like it", { zzz: 1 }, "plain text with attachments"],
    ["the path of a file", { attachments: file({ path: "/tmp/a" }) }, "content"],
    ["a type", { attachments: file({ contentType: "text/csv" }) }, "filename"],
    ["a slip in a file", { attachments: file({ fileNme: "b" }) }, "filename"],
    ["a mail address", { to: { email: "a@example.org" } }, "address"],
    ["a link", { to: "mailto:a@example.org" }, "without"],
    ["a name beyond ASCII", { from: "Jörg <a@example.org>" }, "the address alone"],
    ["an umlaut before the @", { to: "jörg@example.org" }, "ASCII"],
  ])("is told what to write instead: %s", (_what, change, part) => {
    const [problem, ...more] = refused({ ...base, ...change });
    expect(more).toEqual([]);
    expect(problem?.message).toContain(part);
  });

  test("all problems stand in one error", () => {
    const message = {
      from: "x",
      to: [...addresses(maxRecipients + 1), "y"],
      text: "x".repeat(maxBodyBytes + 1),
      attachments: files(maxAttachments + 1),
    };
    expect(problemsOf(message)).toEqual([
      "from INVALID_ADDRESS",
      `to[${maxRecipients + 1}] INVALID_ADDRESS`,
      "to TOO_MANY_RECIPIENTS",
      "text TOO_LONG",
      "attachments TOO_MANY_ATTACHMENTS",
    ]);
  });
});
