import path from "node:path";
import type { ExampleGroup } from "../example.ts";

const usual = { from: "test1@example.com", to: "test2@example.com", subject: "Test" };

/** Shapes of messages of which nodemailer's own tests make sure. */
export const nodemailerTests: ExampleGroup = {
  source: "tests: mail-composer, mail-message, json-transport",
  examples: [
    {
      name: "text and an attachment without a name",
      message: () => ({ ...usual, text: "abc", attachments: [{ content: "abc" }] }),
      arrives: () => ({ files: [["attachment-1.bin", "abc"]] }),
    },
    {
      name: "attachments alone",
      message: () => ({ ...usual, attachments: [{ content: "abc" }, { content: "def" }] }),
      arrives: () => ({
        text: "",
        files: [
          ["attachment-1.bin", "abc"],
          ["attachment-2.bin", "def"],
        ],
      }),
    },
    {
      name: "one attachment that stands in no list",
      message: () => ({
        ...usual,
        text: "abc",
        attachments: { filename: "a.txt", content: "a" } as never,
      }),
      arrives: () => ({ files: [["a.txt", "a"]] }),
    },
    {
      name: "an event as text",
      message: () => ({ ...usual, text: "abc", html: "def", icalEvent: "ghi" }),
      refused: ["icalEvent", "html"],
      options: { drop: ["icalEvent"], html: "attach" },
      arrives: () => ({ files: [["message.html", "def"]], dropped: ["icalEvent"] }),
    },
    {
      name: "HTML and files that it shows",
      message: () => ({
        ...usual,
        html: "def",
        attachments: [
          { content: "abc", cid: "aaa" },
          { content: "def", cid: "bbb" },
        ],
      }),
      arrives: () => ({
        text: "def",
        files: [
          ["attachment-1.bin", "abc"],
          ["attachment-2.bin", "def"],
          ["message.html", "def"],
        ],
        notices: ["SHOWN_AS_FILE", "SHOWN_AS_FILE"],
      }),
    },
    {
      name: "text in base64",
      message: () => ({
        ...usual,
        text: { content: Buffer.from("tere tere").toString("base64"), encoding: "base64" },
      }),
      arrives: () => ({ text: "tere tere" }),
    },
    {
      name: "a data URI as href",
      message: () => ({
        ...usual,
        text: "abc",
        attachments: [{ href: "data:image/png,tere%20tere" }],
      }),
      arrives: () => ({ files: [["attachment-1.png", "tere tere"]] }),
    },
    {
      name: "a type that is none",
      message: () => ({
        ...usual,
        text: "Test message",
        attachments: [{ contentType: "other", content: "dGVyZQ==", encoding: "base64" }],
      }),
      refused: ["attachments[0].contentType"],
      options: { drop: ["attachments.contentType"] },
      arrives: () => ({
        files: [["attachment-1.bin", "tere"]],
        dropped: ["attachments[0].contentType"],
      }),
    },
    {
      name: "parts that are composed already",
      message: () => ({
        ...usual,
        text: { raw: "rawtext" },
        html: { raw: "rawhtml" },
        attachments: [{ raw: "rawattachment" }],
      }),
      refused: ["html", "text.raw", "attachments[0].raw"],
    },
    {
      name: "a blind copy",
      message: () => ({ ...usual, bcc: "test3@example.com", text: "def" }),
      arrives: () => ({ bcc: ["test3@example.com"] }),
    },
    {
      name: "names and text with umlauts",
      message: () => ({
        from: "ÄÄÄÄ test1@example.com",
        to: "AAAÄ test2@example.com",
        subject: "def ÄÄÄÄ foo AAAÄ",
        text: "def ÄÄÄÄ foo AAAÄ",
      }),
      refused: ["from.name"],
      options: { drop: ["from.name"] },
      arrives: () => ({
        from: "test1@example.com",
        to: ["test2@example.com"],
        dropped: ["from.name"],
      }),
    },
    {
      name: "quotes in the name of a file",
      message: () => ({
        ...usual,
        text: "abc",
        attachments: [{ content: "test", filename: '"test" it is.txt' }],
      }),
      refused: ["attachments[0].filename"],
    },
    {
      name: "an attachment as plain text",
      message: () => ({
        ...usual,
        text: "abc",
        attachments: [{ content: "test", filename: "test.txt", contentTransferEncoding: false }],
      }),
      arrives: () => ({ files: [["test.txt", "test"]] }),
    },
    {
      name: "an attachment in 7bit",
      message: () => ({
        ...usual,
        text: "abc",
        attachments: [{ content: "test", filename: "test.bin", contentTransferEncoding: "7bit" }],
      }),
      refused: ["attachments[0].contentTransferEncoding"],
      options: { drop: ["attachments.contentTransferEncoding"] },
      arrives: () => ({
        files: [["test.bin", "test"]],
        dropped: ["attachments[0].contentTransferEncoding"],
      }),
    },
    {
      name: "a message as attachment",
      message: () => ({
        ...usual,
        text: "Forwarding a message",
        attachments: [
          {
            filename: "forwarded.eml",
            contentType: "message/rfc822",
            content: "From: a@example.com\r\nSubject: x\r\n\r\näöü 你好 🎉\r\n",
          },
        ],
      }),
      arrives: () => ({
        files: [["forwarded.eml", "From: a@example.com\r\nSubject: x\r\n\r\näöü 你好 🎉\r\n"]],
      }),
    },
    {
      name: "an attachment whose name is switched off",
      message: () => ({
        ...usual,
        text: "abc",
        attachments: [
          { content: "test", filename: "test.txt" },
          { content: "test2", filename: false },
        ],
      }),
      arrives: () => ({
        files: [
          ["test.txt", "test"],
          ["attachment-2.bin", "test2"],
        ],
      }),
    },
    {
      name: "a message without content",
      message: () => usual,
      arrives: () => ({ text: "" }),
    },
    {
      name: "the message of the JSON transport's test",
      message: ({ folder }) => ({
        from: "Andris Reinman <andris@example.com>",
        to: "Andris Kreata <kreata@example.com>, second@example.com",
        cc: "info@example.com",
        subject: "Awesome!",
        messageId: "<fede478a@example.com>",
        html: { path: path.join(folder, "message.html") },
        text: "hello world",
        attachments: [
          { filename: "img.png", path: path.join(folder, "image.png") },
          { path: path.join(folder, "image.png") },
        ],
      }),
      refused: ["messageId", "html"],
      options: { drop: ["messageId"], html: "attach" },
      arrives: ({ bytesOf }) => ({
        from: "andris@example.com",
        to: ["kreata@example.com", "second@example.com"],
        cc: ["info@example.com"],
        files: [
          ["img.png", bytesOf("image.png")],
          ["image.png", bytesOf("image.png")],
          ["message.html", bytesOf("message.html")],
        ],
        dropped: ["messageId"],
      }),
    },
    {
      name: "a one-time passcode",
      message: () => ({
        ...usual,
        text: "123456",
        otp: { code: "123456", origin: "https://example.com" },
      }),
      refused: ["otp"],
      options: { drop: ["otp"] },
      arrives: () => ({ dropped: ["otp"] }),
    },
    {
      name: "the old example with everything",
      message: ({ folder }) => ({
        from: "Sender Name <sender@example.com>",
        to: '"Receiver Name" <receiver@example.com>',
        subject: "Nodemailer is unicode friendly ✔",
        headers: { "X-Laziness-level": "1000" },
        text: "Hello to myself!",
        html: '<p><b>Hello</b> to myself <img src="cid:note@example.com"/></p>',
        watchHtml: "<b>Hello</b> to myself",
        attachments: [
          { filename: "notes.txt", content: "Some notes", contentType: "text/plain" },
          {
            filename: "image.png",
            content: Buffer.from("iVBORw0K", "base64"),
            cid: "note@example.com",
          },
          { filename: "nyan.gif", path: path.join(folder, "image.png"), cid: "nyan@example.com" },
        ],
      }),
      refused: ["watchHtml", "headers.x-laziness-level", "html"],
      options: { drop: ["watchHtml", "headers"], html: "attach" },
      arrives: ({ bytesOf }) => ({
        from: "sender@example.com",
        to: ["receiver@example.com"],
        files: [
          ["notes.txt", "Some notes"],
          ["image.png", Buffer.from("iVBORw0K", "base64")],
          ["nyan.gif", bytesOf("image.png")],
          ["message.html", '<p><b>Hello</b> to myself <img src="cid:note@example.com"/></p>'],
        ],
        dropped: ["watchHtml", "headers.x-laziness-level"],
        notices: ["SHOWN_AS_FILE", "SHOWN_AS_FILE"],
      }),
    },
  ],
};
