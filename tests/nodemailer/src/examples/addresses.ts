import type { ExampleGroup } from "../example.ts";

const content = { subject: "Hello", text: "Hello!" };

/** The forms of addresses, and envelopes. */
export const addresses: ExampleGroup = {
  source: "documentation: addresses, envelope",
  examples: [
    {
      name: "plain addresses",
      message: () => ({ ...content, from: "foobar@example.com", to: "bar@example.com" }),
    },
    {
      name: "a name in Cyrillic as recipient",
      message: () => ({
        ...content,
        from: "a@example.com",
        to: "Ноде Майлер <foobar@example.com>",
      }),
      arrives: () => ({ to: ["foobar@example.com"] }),
    },
    {
      name: "a name in Cyrillic as sender",
      message: () => ({
        ...content,
        from: "Ноде Майлер <foobar@example.com>",
        to: "a@example.com",
      }),
      refused: ["from.name"],
      options: { drop: ["from.name"] },
      arrives: () => ({ from: "foobar@example.com", dropped: ["from.name"] }),
    },
    {
      name: "a name with a comma, quoted and as an object",
      message: () => ({
        ...content,
        from: { name: "Sender, The", address: "sender@example.com" },
        to: '"Майлер, Ноде" <foobar@example.com>',
        cc: { name: "Майлер, Ноде", address: "second@example.com" },
      }),
      arrives: () => ({
        from: "sender@example.com",
        to: ["foobar@example.com"],
        cc: ["second@example.com"],
      }),
    },
    {
      name: "all forms at once",
      message: () => ({
        ...content,
        from: '"Example Sender" <sender@example.com>',
        to: 'foobar@example.com, "Ноде Майлер" <bar@example.com>, "Name, User" <baz@example.com>',
        cc: [
          "first@example.com",
          '"Ноде" <second@example.com>',
          '"Name, User" <third@example.com>',
        ],
        bcc: ["hidden@example.com", { name: "Майлер, Ноде", address: "another@example.com" }],
      }),
      arrives: () => ({
        from: "sender@example.com",
        to: ["foobar@example.com", "bar@example.com", "baz@example.com"],
        cc: ["first@example.com", "second@example.com", "third@example.com"],
        bcc: ["hidden@example.com", "another@example.com"],
      }),
    },
    {
      name: "a domain in Cyrillic",
      message: () => ({ ...content, from: "a@example.com", to: "andris@уайлддак.орг" }),
      arrives: () => ({ to: ["andris@xn--80aalaxjd5d.xn--c1avg"] }),
    },
    {
      name: "a user in Cyrillic",
      message: () => ({ ...content, from: "a@example.com", to: "андрис@example.com" }),
      refused: ["to[0].address"],
    },
    {
      name: "the complete example",
      message: () => ({
        from: '"Example Sender" <sender@example.com>',
        to: ["recipient@example.com", { name: "Nodemailer User", address: "user@example.com" }],
        subject: "Hello from Nodemailer",
        text: "This demonstrates the different address formats.",
      }),
      arrives: () => ({
        from: "sender@example.com",
        to: ["recipient@example.com", "user@example.com"],
      }),
    },
    {
      name: "an object without an address",
      message: () => ({
        ...content,
        from: "a@example.com",
        to: ["b@example.com", { name: "Nobody" } as { name: string; address: string }],
      }),
      refused: ["to[1]"],
    },
    {
      name: "an envelope with another sender and recipient",
      message: () => ({
        ...content,
        from: "Mailer <mailer@example.com>",
        to: "Daemon <daemon@example.com>",
        envelope: {
          from: "bounce+12345@example.com",
          to: ["daemon@example.com", "mailer@example.com"],
        },
      }),
      refused: ["envelope.to", "envelope.from"],
    },
    {
      name: "an envelope that says what the lists say",
      message: () => ({
        ...content,
        from: "Mailer <mailer@example.com>",
        to: "Daemon <daemon@example.com>",
        bcc: "audit@example.com",
        envelope: { from: "mailer@example.com", to: ["audit@example.com", "daemon@example.com"] },
      }),
      arrives: () => ({
        from: "mailer@example.com",
        to: ["daemon@example.com"],
        bcc: ["audit@example.com"],
      }),
    },
    {
      name: "an envelope that demands TLS on the whole way",
      message: () => ({
        ...content,
        from: "a@example.com",
        to: "b@example.com",
        envelope: { from: "a@example.com", to: "b@example.com", requireTLSExtensionEnabled: true },
      }),
      refused: ["envelope.requireTLSExtensionEnabled"],
    },
    {
      name: "a notification of delivery",
      message: () => ({
        ...content,
        from: "a@example.com",
        to: "b@example.com",
        dsn: { id: "msg-123", return: "headers", notify: "success", recipient: "a@example.com" },
      }),
      refused: ["dsn"],
      options: { drop: ["dsn"] },
      arrives: () => ({ dropped: ["dsn"] }),
    },
    {
      name: "notifications of failure and delay",
      message: () => ({
        ...content,
        from: "a@example.com",
        to: "b@example.com",
        dsn: { id: "msg-124", return: "headers", notify: ["failure", "delay"] },
      }),
      refused: ["dsn"],
    },
  ],
};
