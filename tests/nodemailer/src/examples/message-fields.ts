import { createReadStream } from "node:fs";
import path from "node:path";
import type { ExampleGroup } from "../example.ts";

const usual = { from: "sender@example.com", to: "recipient@example.com" };
const hello = { ...usual, subject: "Hello", text: "Hello!" };

/** The fields that the page "Message configuration" tells of, in its order. */
export const messageFields: ExampleGroup = {
  source: "documentation: message configuration",
  examples: [
    {
      name: "text and HTML",
      message: () => ({ ...hello, html: "<p>The <strong>HTML</strong> version.</p>" }),
      refused: ["html"],
      options: { html: "attach" },
      arrives: () => ({
        text: "Hello!",
        files: [["message.html", "<p>The <strong>HTML</strong> version.</p>"]],
      }),
    },
    {
      name: "text and HTML, the HTML left out",
      message: () => ({ ...hello, html: "<p>Hello!</p>" }),
      refused: ["html"],
      options: { drop: ["html"] },
      arrives: () => ({ text: "Hello!", files: [], dropped: ["html"] }),
    },
    {
      name: "HTML alone",
      message: () => ({
        ...usual,
        subject: "Prüfung",
        html: '<h1>Pumpe 7</h1><p>Füllstand <a href="https://example.com/7">4,2 m</a></p>',
      }),
      arrives: () => ({
        text: "Pumpe 7\n\nFüllstand 4,2 m [https://example.com/7]",
        files: [
          [
            "message.html",
            '\ufeff<h1>Pumpe 7</h1><p>Füllstand <a href="https://example.com/7">4,2 m</a></p>',
          ],
        ],
      }),
    },
    {
      name: "a header of one's own and a date",
      message: () => ({
        ...hello,
        headers: { "X-Custom-Header": "my value" },
        date: new Date("2000-01-01T00:00:00Z"),
      }),
      refused: ["date", "headers.x-custom-header"],
      options: { drop: ["headers.X-Custom-Header", "date"] },
      arrives: () => ({ dropped: ["date", "headers.x-custom-header"] }),
    },
    {
      name: "HTML as a stream",
      message: ({ folder }) => ({
        ...usual,
        subject: "Hello",
        html: createReadStream(path.join(folder, "message.html")),
      }),
      arrives: ({ bytesOf }) => ({
        text: "Message\n\nBody",
        files: [["message.html", bytesOf("message.html")]],
      }),
    },
    {
      name: "text from a file",
      message: ({ folder }) => ({
        ...usual,
        subject: "Hello",
        text: { path: path.join(folder, "notes.txt") },
      }),
      arrives: () => ({ text: "Notes\n" }),
    },
    {
      name: "text as a Buffer",
      message: () => ({ ...usual, subject: "Hello", text: Buffer.from("Grüße") }),
      arrives: () => ({ text: "Grüße" }),
    },
    {
      name: "HTML from an address",
      message: ({ web }) => ({ ...usual, subject: "Hello", html: { path: `${web}/message.html` } }),
      refused: ["html.href"],
      options: { allowHref: true },
      arrives: ({ bytesOf }) => ({
        text: "Message\n\nBody",
        files: [["message.html", bytesOf("message.html")]],
      }),
    },
    {
      name: "AMP beside HTML and text",
      message: () => ({
        ...hello,
        html: "<p>Hello!</p>",
        amp: "<!doctype html><html ⚡4email></html>",
      }),
      refused: ["amp", "html"],
      options: { drop: ["amp"], html: "attach" },
      arrives: () => ({ files: [["message.html", "<p>Hello!</p>"]], dropped: ["amp"] }),
    },
    {
      name: "HTML for watches",
      message: () => ({ ...hello, watchHtml: "<b>Hello!</b>" }),
      refused: ["watchHtml"],
      options: { drop: ["watchHtml"] },
      arrives: () => ({ dropped: ["watchHtml"] }),
    },
    {
      name: "another sender",
      message: () => ({ ...hello, sender: "secretary@example.com" }),
      refused: ["sender"],
      options: { drop: ["sender"] },
      arrives: () => ({ dropped: ["sender"] }),
    },
    {
      name: "replies to another address",
      message: () => ({ ...hello, replyTo: "Desk <desk@example.com>" }),
      refused: ["replyTo"],
      options: { drop: ["replyTo"] },
      arrives: () => ({ dropped: ["replyTo"] }),
    },
    {
      name: "replies to the sender",
      message: () => ({ ...hello, replyTo: "Sender <sender@EXAMPLE.com>" }),
      arrives: () => ({}),
    },
    {
      name: "an answer in a thread",
      message: () => ({ ...hello, inReplyTo: "<a@example.com>", references: ["<a@example.com>"] }),
      refused: ["inReplyTo", "references"],
      options: { drop: ["inReplyTo", "references"] },
      arrives: () => ({ dropped: ["inReplyTo", "references"] }),
    },
    {
      name: "a Message-ID",
      message: () => ({ ...hello, messageId: "<own@example.com>" }),
      refused: ["messageId"],
      options: { drop: ["messageId"] },
      arrives: () => ({ dropped: ["messageId"] }),
    },
    {
      name: "high priority",
      message: () => ({ ...hello, priority: "high" }),
      refused: ["priority"],
      options: { drop: ["priority"] },
      arrives: () => ({ dropped: ["priority"] }),
    },
    { name: "normal priority", message: () => ({ ...hello, priority: "normal" }) },
    {
      name: "a name of the program",
      message: () => ({ ...hello, xMailer: "pump" }),
      refused: ["xMailer"],
      options: { drop: ["xMailer"] },
      arrives: () => ({ dropped: ["xMailer"] }),
    },
    { name: "no name of the program", message: () => ({ ...hello, xMailer: false }) },
    {
      name: "encodings of the text",
      message: () => ({ ...hello, encoding: "base64", textEncoding: "quoted-printable" }),
      refused: ["encoding", "textEncoding"],
      options: { drop: ["encoding", "textEncoding"] },
      arrives: () => ({ dropped: ["encoding", "textEncoding"] }),
    },
    {
      name: "boundaries, line ends and case of headers",
      message: () => ({
        ...hello,
        boundaryPrefix: "part",
        baseBoundary: "one",
        newline: "windows",
        normalizeHeaderKey: (key: string) => key,
      }),
      refused: ["normalizeHeaderKey", "boundaryPrefix", "baseBoundary", "newline"],
      options: { drop: ["normalizeHeaderKey", "boundaryPrefix", "baseBoundary", "newline"] },
      arrives: () => ({
        dropped: ["normalizeHeaderKey", "boundaryPrefix", "baseBoundary", "newline"],
      }),
    },
    {
      name: "images as data in the HTML",
      message: () => ({
        ...usual,
        subject: "Hello",
        html: '<p>Level <img src="data:image/png;base64,iVBORw0K" alt="chart"></p>',
        attachDataUrls: true,
      }),
      arrives: () => ({
        text: "Level chart",
        files: [
          ["image-1.png", Buffer.from("iVBORw0K", "base64")],
          ["message.html", undefined],
        ],
        notices: ["SHOWN_AS_FILE"],
      }),
    },
    {
      name: "TLS on the whole way",
      message: () => ({ ...hello, requireTLSExtensionEnabled: true }),
      refused: ["requireTLSExtensionEnabled"],
      options: { drop: ["requireTLSExtensionEnabled"] },
      arrives: () => ({ dropped: ["requireTLSExtensionEnabled"] }),
    },
    {
      name: "a signal that does not fire",
      message: () => ({ ...hello, signal: new AbortController().signal }),
    },
    { name: "fewer recipients than allowed", message: () => ({ ...hello, maxRecipients: 2 }) },
    {
      name: "a file, and files forbidden",
      message: ({ folder }) => ({
        ...hello,
        disableFileAccess: true,
        attachments: [{ path: path.join(folder, "notes.txt") }],
      }),
      refused: ["attachments[0].path"],
    },
    {
      name: "an address, and addresses forbidden",
      message: ({ web }) => ({
        ...usual,
        subject: "Hello",
        disableUrlAccess: true,
        text: { href: `${web}/notes.txt` },
      }),
      refused: ["text.href"],
    },
    {
      name: "a signature (DKIM)",
      message: () => ({
        ...hello,
        dkim: { domainName: "example.com", keySelector: "2026", privateKey: "key" },
      }),
      refused: ["dkim"],
      options: { drop: ["dkim"] },
      arrives: () => ({ dropped: ["dkim"] }),
    },
    {
      name: "an account for one message",
      message: () => ({ ...hello, auth: { user: "other", pass: "secret" } }),
      refused: ["auth"],
      options: { drop: ["auth"] },
      arrives: () => ({ dropped: ["auth"] }),
    },
  ],
};
