import path from "node:path";
import type { ExampleGroup } from "../example.ts";

const usual = { from: "sender@example.com", to: "recipient@example.com", subject: "Hello" };
const appointment = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR";
const composed = "From: sender@example.com\nTo: recipient@example.com\nSubject: Hello\n\nHello!";
const envelope = { from: "sender@example.com", to: ["recipient@example.com"] };

/** Alternatives, events, headers and messages that are composed already. */
export const structure: ExampleGroup = {
  source: "documentation: alternatives, calendar events, headers, lists, custom source",
  examples: [
    {
      name: "Markdown beside HTML",
      message: () => ({
        ...usual,
        html: "<b>Hello world!</b>",
        alternatives: [{ contentType: "text/x-web-markdown", content: "**Hello world!**" }],
      }),
      refused: ["alternatives"],
      options: { drop: ["alternatives"] },
      arrives: () => ({
        text: "Hello world!",
        files: [["message.html", "<b>Hello world!</b>"]],
        dropped: ["alternatives"],
      }),
    },
    {
      name: "an invitation",
      message: () => ({
        ...usual,
        text: "Please see the appointment",
        icalEvent: { filename: "invitation.ics", method: "REQUEST", content: appointment },
      }),
      refused: ["icalEvent"],
      options: { drop: ["icalEvent"] },
      arrives: () => ({ dropped: ["icalEvent"] }),
    },
    {
      name: "an event from a file",
      message: ({ folder }) => ({
        ...usual,
        text: "Please see the appointment",
        icalEvent: { method: "PUBLISH", path: path.join(folder, "invite.ics") },
      }),
      refused: ["icalEvent"],
    },
    {
      name: "a cancellation from an address",
      message: ({ web }) => ({
        ...usual,
        text: "The appointment has been cancelled",
        icalEvent: { method: "CANCEL", href: `${web}/invite.ics` },
      }),
      refused: ["icalEvent"],
    },
    {
      name: "two headers",
      message: () => ({
        ...usual,
        text: "Hello!",
        headers: { "x-my-key": "header value", "x-another-key": "another value" },
      }),
      refused: ["headers.x-my-key", "headers.x-another-key"],
      options: { drop: ["headers"] },
      arrives: () => ({ dropped: ["headers.x-my-key", "headers.x-another-key"] }),
    },
    {
      name: "a header of several rows",
      message: () => ({ ...usual, text: "Hello!", headers: { "x-my-key": ["row 1", "row 2"] } }),
      refused: ["headers.x-my-key"],
    },
    {
      name: "headers as a list",
      message: () => ({ ...usual, text: "Hello!", headers: [{ key: "X-Key", value: "value" }] }),
      refused: ["headers.x-key"],
    },
    {
      name: "a header that is prepared",
      message: () => ({
        ...usual,
        text: "Hello!",
        headers: { "x-unprocessed": { prepared: true, value: "as it is" } },
      }),
      refused: ["headers.x-unprocessed"],
    },
    {
      name: "headers of an attachment",
      message: () => ({
        ...usual,
        text: "Hello!",
        attachments: [
          { filename: "report.csv", content: "a;b", headers: { "x-report-id": "2025-Q1" } },
        ],
      }),
      refused: ["attachments[0].headers"],
      options: { drop: ["attachments.headers"] },
      arrives: () => ({
        files: [["report.csv", "a;b"]],
        dropped: ["attachments[0].headers"],
      }),
    },
    {
      name: "headers of a mailing list",
      message: () => ({
        ...usual,
        text: "I hope no one unsubscribes!",
        list: {
          help: "admin@example.com?subject=help",
          unsubscribe: { url: "http://example.com", comment: "Comment" },
          subscribe: ["admin@example.com?subject=subscribe", { url: "http://example.com" }],
          post: [["http://example.com/post", { url: "admin@example.com", comment: "Post" }]],
        },
      }),
      refused: ["list"],
      options: { drop: ["list"] },
      arrives: () => ({ dropped: ["list"] }),
    },
    {
      name: "a message that is composed already",
      message: () => ({ envelope, raw: composed }),
      refused: ["raw"],
    },
    {
      name: "a message file",
      message: ({ folder }) => ({ envelope, raw: { path: path.join(folder, "message.eml") } }),
      refused: ["raw"],
    },
  ],
};
