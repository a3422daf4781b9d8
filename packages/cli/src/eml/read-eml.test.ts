import { describe, expect, it } from "vitest";
import { EmlError } from "./eml-error.ts";
import { readEml } from "./read-eml.ts";

function bytesOf(text: string, encoding: "utf8" | "latin1" = "utf8"): Uint8Array {
  return Buffer.from(text.replaceAll("\n", "\r\n"), encoding);
}

const read = (text: string, drop: readonly string[] = []) => readEml(bytesOf(text), drop);

const head = "From: Pump 7 <pump7@plant.test>\nTo: ops@plant.test\nSubject: Level\n";

/** A mail of parts, each with its header and body. */
function mixed(...parts: readonly string[]): string {
  const text = parts.map((part) => `--b\n${part}\n`).join("");
  return `${head}Content-Type: multipart/mixed; boundary="b"\n\n${text}--b--\n`;
}

const plain = "Content-Type: text/plain\n\n4.2 m";

function file(name: string, content: string, encoding = "7bit"): string {
  const fields = [
    "Content-Type: application/octet-stream",
    `Content-Disposition: attachment; ${name}`,
    `Content-Transfer-Encoding: ${encoding}`,
  ];
  return `${fields.join("\n")}\n\n${content}`;
}

describe("a message file", () => {
  it("gives sender, recipients, subject and text", async () => {
    const mail = await read(
      `From: =?utf-8?q?J=C3=B6rg?= <j@plant.test>\nTo: a@plant.test,\n\tB <b@plant.test>\nCc: c@plant.test\nBcc: d@plant.test\nBcc: e@plant.test\nSubject: =?utf-8?B?RsO8bGxzdGFuZA==?=\n\tof pump 7\nDate: Mon, 30 Nov 2026 10:00:00 +0000\nMessage-ID: <1@plant.test>\nMIME-Version: 1.0\nReceived: from x\nX-Mailer: y\nX-Priority: 3 (Normal)\nReply-To:\n\n4.2 m\n`,
    );
    expect(mail).toMatchObject({
      from: { name: "Jörg", address: "j@plant.test" },
      to: ["a@plant.test, B <b@plant.test>"],
      cc: ["c@plant.test"],
      bcc: ["d@plant.test", "e@plant.test"],
      subject: "Füllstand of pump 7",
      text: "4.2 m\n",
      attachments: [],
      dropped: [],
    });
  });

  it.each([
    ["7bit", "a\nb\n", "a\r\nb\r\n"],
    ["8bit", "Grün", "Grün"],
    ["base64", "R3LDvG4=", "Grün"],
    ["Base64", "R3LD\nvG4=\n", "Grün"],
    ["quoted-printable", "Gr=C3=BCn =\nund =3D  \nblau", "Grün und =\r\nblau"],
  ])("gives a file in %s byte for byte", async (encoding, encoded, content) => {
    const { attachments } = await read(mixed(plain, file("filename=a.csv", encoded, encoding)));
    expect(attachments).toEqual([
      { filename: "a.csv", content: expect.anything(), isNameMadeUp: false },
    ]);
    expect(Buffer.from(attachments[0]?.content ?? []).toString()).toBe(content);
  });

  it.each([
    ["filename=a.csv", "a.csv"],
    ['filename="a b.csv"', "a b.csv"],
    ["filename*=utf-8''Pr%C3%BCf.pdf", "Prüf.pdf"],
    ['filename*0="long-"; filename*1="name.csv"', "long-name.csv"],
    ['filename="=?utf-8?q?Pr=C3=BCf.pdf?="', "Prüf.pdf"],
  ])("gives the name of %s", async (name, filename) => {
    const { attachments } = await read(mixed(plain, file(name, "x")));
    expect(attachments).toMatchObject([{ filename, isNameMadeUp: false }]);
  });

  it("gives files without a name one", async () => {
    const { attachments } = await read(
      mixed(
        plain,
        "Content-Type: image/png\n\nx",
        "Content-Type: message/rfc822\n\nFrom: a@b.c\n\ninner",
        "Content-Type: application/x-long-winded\n\ny",
      ),
    );
    expect(attachments.map(({ filename }) => filename)).toEqual([
      "attachment-1.png",
      "attachment-2.eml",
      "attachment-3.bin",
    ]);
    expect(attachments.every(({ isNameMadeUp }) => isNameMadeUp)).toBe(true);
    expect(Buffer.from(attachments[1]?.content ?? []).toString()).toBe("From: a@b.c\r\n\r\ninner");
  });

  it("gives a second text that has a name as a file, and one without as text", async () => {
    const named = "Content-Type: text/plain\nContent-Disposition: inline; filename=log.txt\n\nlog";
    const { text, attachments } = await read(mixed(plain, named, "\nRegards"));
    expect(text).toBe("4.2 m\nRegards");
    expect(attachments).toMatchObject([{ filename: "log.txt" }]);
  });

  it.each([
    ["iso-8859-1", "latin1", "Gr\u00fcn", "Gr\u00fcn"],
    ["UTF-8", "utf8", "Gr\u00fcn \u2713", "Gr\u00fcn \u2713"],
    ["us-ascii", "utf8", "plain", "plain"],
  ] as const)("is read in %s", async (charset, encoding, written, text) => {
    const mail = `${head}Content-Type: text/plain; charset=${charset}\n\n${written}`;
    expect((await readEml(bytesOf(mail, encoding), [])).text).toBe(text);
  });

  it("has the long lines of a flowed text in one", async () => {
    const type = "Content-Type: text/plain; format=flowed";
    const mail = await read(`${head}${type}\n\nA long \nline.\nAnother.`);
    expect(mail.text).toBe("A long line.\nAnother.");
  });

  it("has no recipients where its list is an empty group", async () => {
    const mail = await read("From: a@b.c\nTo: undisclosed-recipients:;\nBcc: d@plant.test\n\nx");
    expect([mail.to, mail.bcc]).toEqual([[], ["d@plant.test"]]);
  });

  it("may end its lines with LF alone", async () => {
    const mail = await readEml(Buffer.from(mixed(plain, file("filename=a.csv", "x\ny"))), []);
    expect(mail.text).toBe("4.2 m");
    expect(Buffer.from(mail.attachments[0]?.content ?? []).toString()).toBe("x\ny");
  });
});

describe("what the module cannot carry", () => {
  const html = "Content-Type: text/html\n\n<b>4.2 m</b>";
  const image = "Content-Type: image/png\nContent-ID: <logo>\n\nx";
  const calendar = "Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR";
  const alternative = (...parts: readonly string[]) =>
    mixed(...parts).replace("multipart/mixed", "multipart/alternative");
  const related = (...parts: readonly string[]) =>
    mixed(...parts).replace("multipart/mixed", "multipart/related");
  const signed = mixed(plain, file("filename=smime.p7s", "eA==", "base64")).replace(
    "multipart/mixed",
    "multipart/signed",
  );

  it.each([
    ["reply-to", `Reply-To: x@y.z\n${head}\nx`],
    ["in-reply-to", `In-Reply-To: <1@y.z>\n${head}\nx`],
    ["sender", `Sender: x@y.z\n${head}\nx`],
    ["importance", `Importance: high\n${head}\nx`],
    ["x-ticket", `X-Ticket: 4711\n${head}\nx`],
    ["list-unsubscribe", `List-Unsubscribe: <mailto:x@y.z>\n${head}\nx`],
    ["html", `${head}Content-Type: text/html\n\n<b>x</b>`],
    ["html", alternative(plain, html)],
    ["html", mixed(plain, html)],
    ["html, inline", related(html, image)],
    ["text/calendar", alternative(plain, calendar)],
    ["signature", signed],
  ])("is refused as %s, and left out when that is said", async (names, text) => {
    const drop = names.split(", ");
    await expect(read(text)).rejects.toThrow(
      `cannot carry ${names}; --drop ${drop.join(",")} leaves it out`,
    );
    const mail = await read(text, drop);
    expect(mail.dropped).toEqual(drop);
    expect(mail.attachments).toEqual([]);
  });

  it("is told all at once, and all of a kind can be dropped", async () => {
    const text = `X-A: 1\nX-B: 2\nReply-To: x@y.z\n${head}Content-Type: text/html\n\n<b>x</b>`;
    await expect(read(text)).rejects.toThrow("cannot carry x-a, x-b, reply-to, html;");
    await expect(read(text, ["x-*", "html"])).rejects.toThrow("cannot carry reply-to;");
    expect((await read(text, ["x-*", "html", "reply-to"])).dropped).toHaveLength(4);
  });

  it("leaves files out when that is said", async () => {
    const text = mixed(plain, file("filename=a.csv", "x"));
    expect(await read(text, ["attachments"])).toMatchObject({
      attachments: [],
      dropped: ["attachments"],
    });
  });

  it.each([["multipart/encrypted"], ["multipart/report"], ["multipart/x-unheard-of"]])(
    "%s is refused, whatever is dropped",
    async (type) => {
      const text = mixed(plain).replace("multipart/mixed", type);
      await expect(read(text, ["*"])).rejects.toThrow(`${type}, which the module cannot carry`);
    },
  );
});

describe("what is no whole mail", () => {
  const base64 = (content: string) => mixed(plain, file("filename=a.bin", content, "base64"));
  it.each([
    ["an empty file", "", "it is empty"],
    ["JSON", '{"a": 1}\n', "it is no mail"],
    ["a page", "<!doctype html>\n", "it is no mail"],
    ["a mailbox", `From x@y.z Mon Nov 30\n${head}\nx`, "as a mailbox file does"],
    ["a byte order mark", `\ufeff${head}\nx`, "byte order mark"],
    ["a header without colon", `${head}nonsense\n\nx`, "line 4 is no header"],
    ["a header without measure", `${head}${"X-A: 1\n".repeat(50_000)}\nx`, "its header is longer"],
    [
      "a part's header without measure",
      mixed(`Content-Type: text/plain;\n${" a=b;\n".repeat(50_000)}\nx`),
      "the header of part 1 is longer",
    ],
    ["a header without end", head, "cut off within its header"],
    ["a multipart without its end", mixed(plain).replace("--b--\n", ""), "(--b--) is missing"],
    ["a multipart without parts", mixed(), "no parts between its boundaries"],
    ["a multipart without boundary", `${head}Content-Type: multipart/mixed\n\nx`, "no boundary"],
    ["a part cut off in its header", mixed("Content-Type: text/plain"), "part 1 is cut off"],
    ["a type that is none", `${head}Content-Type: text\n\nx`, "content-type that cannot be read"],
    ["two subjects", `Subject: other\n${head}\nx`, "2 headers subject"],
    ["two senders", `From: other@y.z\n${head}\nx`, "2 headers from"],
    ["two addresses in From", "From: a@x.y, b@x.y\n\nx", "exactly one address"],
    ["two types", `${head}Content-Type: text/plain\nContent-Type: text/html\n\nx`, "2 headers"],
    ["an unknown character set", `${head}Content-Type: text/plain; charset=x-none\n\nx`, "x-none"],
    ["no ASCII", `${head}Content-Type: text/plain; charset=us-ascii\n\nö`, "not"],
    ["an unknown set in the subject", "Subject: =?x-none?q?a?=\n\nx", "x-none"],
    ["a broken word in the subject", "Subject: =?utf-8?b?a$?=\n\nx", "encoded word that is broken"],
    ["a wrong set in the subject", "Subject: =?utf-8?q?=FC?=\n\nx", "cannot be read"],
    ["an unknown encoding", mixed(plain, file("filename=a", "x", "uuencode")), "uuencode"],
    ["base64 with other letters", base64("QUJD\n$$$$"), '"$" stands behind 4 characters'],
    ["base64 cut off", base64("QUJDR"), "5 characters are no multiple of 4"],
    ["base64 behind its end", base64("QQ==QUJD"), "broken base64"],
    [
      "broken quoted-printable",
      mixed(plain, file("filename=a", "ok\nx=4", "quoted-printable")),
      "in its line 2",
    ],
    [
      "a multipart in base64",
      mixed(plain).replace("\n\n", "\nContent-Transfer-Encoding: base64\n\n"),
      "cannot be",
    ],
  ])("%s is refused with the reason", async (_, text, reason) => {
    const refused = read(text);
    await expect(refused).rejects.toThrow(EmlError);
    await expect(refused).rejects.toThrow(reason);
  });

  it("text in another set than it says is refused", async () => {
    const mail = `${head}Content-Type: text/plain; charset=utf-8\n\nGr\u00fcn`;
    await expect(readEml(bytesOf(mail, "latin1"), [])).rejects.toThrow("is no utf-8");
  });

  it("parts nested without end are refused", async () => {
    let text = plain;
    for (let depth = 0; depth < 60; depth++) {
      text = `Content-Type: multipart/mixed; boundary="b${depth}"\n\n--b${depth}\n${text}\n--b${depth}--`;
    }
    await expect(read(`${head}${text}`)).rejects.toThrow("nested without end");
  });
});
