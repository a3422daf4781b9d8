import { Transform } from "node:stream";
import type { ExampleGroup } from "../example.ts";

const hello = {
  from: "sender@example.com",
  to: "recipient@example.com",
  subject: "Hello",
  text: "Hello!",
};

/** Plugins, defaults and the first example of all. */
export const plugins: ExampleGroup = {
  source: "documentation: usage, plugins",
  examples: [
    {
      name: "the first example",
      message: () => ({
        from: '"Example Team" <team@example.com>',
        to: "alice@example.com, bob@example.com",
        subject: "Hello",
        text: "Hello world?",
        html: "<b>Hello world?</b>",
      }),
      refused: ["html"],
      options: { html: "attach" },
      arrives: () => ({
        from: "team@example.com",
        to: ["alice@example.com", "bob@example.com"],
        text: "Hello world?",
        files: [["message.html", "<b>Hello world?</b>"]],
      }),
    },
    {
      name: "defaults for sender and copies",
      message: () => ({ to: "recipient@example.com", subject: "Hello", text: "Hello!" }),
      defaults: { from: "default@example.com", bcc: "audit@example.com" },
      arrives: () => ({ from: "default@example.com", bcc: ["audit@example.com"] }),
    },
    {
      name: "defaults for headers",
      message: () => hello,
      defaults: { headers: { "x-site": "7" } },
      refused: ["headers.x-site"],
      options: { drop: ["headers.x-site"] },
      arrives: () => ({ dropped: ["headers.x-site"] }),
    },
    {
      name: "files forbidden by defaults",
      message: ({ folder }) => ({
        ...hello,
        disableFileAccess: false,
        attachments: [{ path: `${folder}/notes.txt` }],
      }),
      defaults: { disableFileAccess: true },
      refused: ["attachments[0].path"],
    },
    {
      name: "a compile plugin that makes the text of the HTML",
      message: () => ({ ...hello, text: undefined, html: "<p>Hello <b>world</b></p>" }),
      prepare: (transporter) => {
        transporter.use("compile", (mail, done) => {
          if (!mail.data.text && mail.data.html) {
            mail.data.text = String(mail.data.html).replace(/<[^>]*>/g, " ");
          }
          done();
        });
      },
      refused: ["html"],
      options: { html: "attach" },
      arrives: () => ({
        text: " Hello  world  ",
        files: [["message.html", "<p>Hello <b>world</b></p>"]],
      }),
    },
    {
      name: "a compile plugin that resolves a file and fills in a template",
      message: ({ folder }) => ({ ...hello, text: { path: `${folder}/notes.txt` } }),
      prepare: (transporter) => {
        transporter.use("compile", (mail, done) => {
          mail.resolveContent(mail.data, "text", (error, value) => {
            if (error) return done(error);
            mail.data.text = `${String(value)}of today`;
            done();
          });
        });
      },
      arrives: () => ({ text: "Notes\nof today" }),
    },
    {
      name: "a stream plugin that reads addresses",
      message: () => hello,
      prepare: (transporter) => {
        transporter.use("stream", (mail, done) => {
          mail.message.getAddresses();
          done();
        });
      },
      arrives: () => ({}),
    },
    {
      name: "a stream plugin that changes the subject",
      message: () => hello,
      prepare: (transporter) => {
        transporter.use("stream", (mail, done) => {
          mail.message.setHeader("Subject", "Changed");
          done();
        });
      },
      arrives: () => ({ subject: "Changed" }),
    },
    {
      name: "a stream plugin that adds a header",
      message: () => hello,
      prepare: (transporter) => {
        transporter.use("stream", (mail, done) => {
          mail.message.addHeader("X-Trace", "1");
          done();
        });
      },
      refused: ["headers.x-trace"],
      options: { drop: ["headers.x-trace"] },
      arrives: () => ({ dropped: ["headers.x-trace"] }),
    },
    {
      name: "a stream plugin that changes bytes",
      message: () => hello,
      prepare: (transporter) => {
        transporter.use("stream", (mail, done) => {
          mail.message.transform(
            new Transform({ transform: (chunk, _, next) => next(null, chunk) }),
          );
          done();
        });
      },
      refused: ["message"],
    },
    {
      name: "a stream plugin that changes the composed text",
      message: () => hello,
      prepare: (transporter) => {
        transporter.use("stream", (mail, done) => {
          mail.message.setContent("Changed");
          done();
        });
      },
      refused: ["message"],
    },
    {
      name: "a stream plugin that adds a part",
      message: () => ({ ...hello, attachments: [{ filename: "a.txt", content: "a" }] }),
      prepare: (transporter) => {
        transporter.use("stream", (mail, done) => {
          mail.message.createChild("text/plain").setContent("more");
          done();
        });
      },
      refused: ["message"],
    },
  ],
};
