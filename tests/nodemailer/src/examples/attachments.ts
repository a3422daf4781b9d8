import { createReadStream } from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import type { SendMailOptions } from "nodemailer";
import type { Example, ExampleGroup, Props } from "../example.ts";

type Attachment = NonNullable<SendMailOptions["attachments"]>[number];

/** A mail whose one attachment is what the example is about. */
function attached(
  name: string,
  attachment: (props: Props) => Attachment,
  others: Omit<Example, "name" | "message">,
): Example {
  return {
    name,
    message: (props) => ({
      from: "sender@example.com",
      to: "recipient@example.com",
      subject: "File",
      text: "See the file.",
      attachments: [attachment(props)],
    }),
    ...others,
  };
}

function file(name: string, content: string): Pick<Example, "arrives"> {
  return { arrives: () => ({ files: [[name, content]] }) };
}

const rawPart =
  'Content-Type: text/plain\r\nContent-Disposition: attachment; filename="a.txt"\r\n\r\nHi';

/** The ways to give an attachment, in the order of the page. */
export const attachments: ExampleGroup = {
  source: "documentation: attachments, embedded images",
  examples: [
    attached(
      "text",
      () => ({ filename: "hello.txt", content: "Hello world!" }),
      file("hello.txt", "Hello world!"),
    ),
    attached(
      "a Buffer",
      () => ({ filename: "buffer.txt", content: Buffer.from("Hello world!", "utf8") }),
      file("buffer.txt", "Hello world!"),
    ),
    attached(
      "a file of the disk",
      ({ folder }) => ({ filename: "sum.pdf", path: path.join(folder, "report.pdf") }),
      {
        arrives: ({ bytesOf }) => ({ files: [["sum.pdf", bytesOf("report.pdf")]] }),
      },
    ),
    attached(
      "a file of the disk under its own name",
      ({ folder }) => ({ path: path.join(folder, "image.png") }),
      {
        arrives: ({ bytesOf }) => ({ files: [["image.png", bytesOf("image.png")]] }),
      },
    ),
    attached(
      "a stream",
      ({ folder }) => ({
        filename: "notes.txt",
        content: createReadStream(path.join(folder, "notes.txt")),
      }),
      file("notes.txt", "Notes\n"),
    ),
    attached(
      "a stream that was told to give text",
      () => ({
        filename: "notes.txt",
        content: Readable.from([Buffer.from("grün")]).setEncoding("utf8"),
      }),
      file("notes.txt", "grün"),
    ),
    attached(
      "the type that the name says",
      () => ({
        filename: "data.bin",
        content: Buffer.from("deadbeef", "hex"),
        contentType: "application/octet-stream",
      }),
      { arrives: () => ({ files: [["data.bin", Uint8Array.from([0xde, 0xad, 0xbe, 0xef])]] }) },
    ),
    attached("an address", ({ web }) => ({ filename: "license.txt", href: `${web}/notes.txt` }), {
      refused: ["attachments[0].href"],
      options: { allowHref: true },
      ...file("license.txt", "Notes\n"),
    }),
    attached(
      "an address as path, without a name",
      ({ web }) => ({ path: `${web}/notes.txt?v=2` }),
      {
        // nodemailer makes a href of it while it composes.
        refused: ["attachments[0].href"],
        options: { allowHref: true },
        ...file("notes.txt", "Notes\n"),
      },
    ),
    attached(
      "base64",
      () => ({ filename: "photo.jpg", content: "/9j/4AAQSkZJRg==", encoding: "base64" }),
      {
        arrives: () => ({
          files: [["photo.jpg", Buffer.from("/9j/4AAQSkZJRg==", "base64")]],
        }),
      },
    ),
    attached(
      "base64 that was cut",
      () => ({ filename: "photo.jpg", content: "/9j/4AAQ…", encoding: "base64" }),
      {
        refused: ["attachments[0].content"],
      },
    ),
    attached(
      "a data URI",
      () => ({ path: "data:text/plain;base64,SGVsbG8gd29ybGQ=" }),
      file("attachment-1.txt", "Hello world"),
    ),
    attached("a part that is composed already", () => ({ raw: rawPart }), {
      refused: ["attachments[0].raw"],
    }),
    attached(
      "an address with headers for its server",
      ({ web }) => ({
        filename: "report.pdf",
        href: `${web}/secret.pdf`,
        httpHeaders: { authorization: "Bearer token123" },
      }),
      {
        refused: ["attachments[0].href"],
        options: { allowHref: { maxBytes: 100_000 } },
        arrives: ({ bytesOf }) => ({ files: [["report.pdf", bytesOf("report.pdf")]] }),
      },
    ),
    attached(
      "an address with TLS settings",
      () => ({
        filename: "report.pdf",
        href: "https://127.0.0.1:9/",
        tls: { rejectUnauthorized: false },
      }),
      { refused: ["attachments[0].tls", "attachments[0].href"] },
    ),
    attached("a name that is no ASCII", () => ({ filename: "nyan cat ✔.gif", content: "GIF89a" }), {
      refused: ["attachments[0].filename"],
    }),
    attached(
      "shown in the text",
      () => ({ filename: "a.txt", content: "a", contentDisposition: "inline" }),
      {
        arrives: () => ({ files: [["a.txt", "a"]], notices: ["SHOWN_AS_FILE"] }),
      },
    ),
    {
      name: "an image shown in the HTML",
      message: ({ folder }) => ({
        from: "Alice <alice@example.com>",
        to: "Bob <bob@example.com>",
        subject: "Inline image test",
        html: 'Embedded image: <img src="cid:logo@example.com" alt="Company logo"/>',
        attachments: [
          { filename: "logo.png", path: path.join(folder, "image.png"), cid: "logo@example.com" },
        ],
      }),
      arrives: ({ bytesOf }) => ({
        to: ["bob@example.com"],
        text: "Embedded image: Company logo",
        files: [
          ["logo.png", bytesOf("image.png")],
          ["message.html", 'Embedded image: <img src="cid:logo@example.com" alt="Company logo"/>'],
        ],
        notices: ["SHOWN_AS_FILE"],
      }),
    },
    {
      name: "two images shown in the HTML",
      message: ({ bytesOf }) => ({
        from: "Reports <reports@example.com>",
        to: "Team <team@example.com>",
        subject: "Monthly report",
        html: '<h1>Report</h1><img src="cid:chart@example.com"/><img src="cid:badge@example.com"/>',
        attachments: [
          {
            filename: "chart.png",
            content: Buffer.from(bytesOf("image.png")),
            cid: "chart@example.com",
          },
          { filename: "badge.png", content: Buffer.from("badge"), cid: "badge@example.com" },
        ],
      }),
      arrives: ({ bytesOf }) => ({
        to: ["team@example.com"],
        text: "Report",
        files: [
          ["chart.png", bytesOf("image.png")],
          ["badge.png", "badge"],
          [
            "message.html",
            '<h1>Report</h1><img src="cid:chart@example.com"/><img src="cid:badge@example.com"/>',
          ],
        ],
        notices: ["SHOWN_AS_FILE", "SHOWN_AS_FILE"],
      }),
    },
  ],
};
