import type { ExampleGroup } from "../example.ts";

const usual = { from: "test1@example.com", to: "test2@example.com", subject: "Test" };

/** Addresses of which nodemailer's own tests make sure. */
export const nodemailerAddresses: ExampleGroup = {
  source: "tests: addressparser, mime-node",
  examples: [
    {
      name: "an address with two @",
      message: () => ({ ...usual, to: "b@evil.example@good.example", text: "hello" }),
      refused: ["to[0].address"],
    },
    {
      name: "two senders",
      message: () => ({ ...usual, from: "Sender <a@example.com>, second@example.com", text: "x" }),
      refused: ["from"],
    },
    {
      name: "a list that is empty, and nothing",
      message: () => ({ ...usual, cc: "", bcc: [], html: undefined, attachments: [], text: "x" }),
      arrives: () => ({ cc: [], bcc: [] }),
    },
    {
      name: "a group",
      message: () => ({
        ...usual,
        to: "Team: Ann <ann@example.com>, bob@example.com;, undisclosed-recipients:;",
        text: "x",
      }),
      arrives: () => ({ to: ["ann@example.com", "bob@example.com"] }),
    },
    {
      name: "recipients in headers",
      message: () => ({
        from: "a@example.com",
        subject: "x",
        text: "x",
        headers: { to: "b@example.com", cc: "c@example.com" },
      }),
      arrives: () => ({ to: ["b@example.com"], cc: ["c@example.com"] }),
    },
    {
      name: "the same address twice in a list",
      message: () => ({ ...usual, to: "b@example.com, B <b@example.com>", text: "x" }),
      arrives: () => ({ to: ["b@example.com"] }),
    },
    {
      name: "no sender but an address for replies",
      message: () => ({ to: "b@example.com", replyTo: "a@example.com", subject: "x", text: "x" }),
      refused: ["from", "replyTo"],
    },
  ],
};
