import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { createSecureContext, TLSSocket } from "node:tls";
import { generate } from "selfsigned";
import { describe, expect, it } from "vitest";
import type { OutgoingMail } from "../mail/outgoing-mail.ts";
import { endedData, handOver } from "./hand-over.ts";

describe("the data of a mail", () => {
  it.each([
    ["a\r\nb\r\n", "a\r\nb\r\n.\r\n"],
    [".\r\n..\r\na.b\r\n", "..\r\n...\r\na.b\r\n.\r\n"],
    ["a\r\n.b\r\n", "a\r\n..b\r\n.\r\n"],
  ])("ends with a lone dot and has no other", (message, data) => {
    expect(Buffer.from(endedData(Buffer.from(message))).toString()).toBe(data);
  });
});

const MAIL: OutgoingMail = {
  server: { host: "127.0.0.1", port: 25 },
  security: "starttls",
  tls: { securityLevel: 0, version: 4, ca: undefined, sni: false, ignoreLocalTime: true },
  account: { user: "pump7", pass: "secret" },
  sender: { name: "", address: "pump7@example.org" },
  recipients: [{ type: "to", address: "ops@example.org" }],
  subject: { charset: "ascii", bytes: new Uint8Array() },
  body: { charset: "ascii", bytes: new Uint8Array() },
  attachments: [],
};

it("STARTTLS believes no reply that came before encryption", async () => {
  const pair = await generate([{ name: "commonName", value: "mx" }], { keyType: "ec" });
  const context = createSecureContext({ key: pair.private, cert: pair.cert });
  const server = createServer((socket) => {
    socket.write("220 hi\r\n");
    socket.once("data", () => {
      socket.write("250-mx\r\n250 STARTTLS\r\n");
      socket.once("data", () => {
        // Somebody on the way adds a reply to the EHLO that has not been sent yet.
        socket.write("220 go\r\n250 mx, without authentication\r\n");
        const secured = new TLSSocket(socket, { isServer: true, secureContext: context });
        const replies = [
          "250-mx\r\n250 AUTH PLAIN\r\n",
          "235 welcome\r\n",
          "250 from\r\n",
          "250 to\r\n",
          "354 go\r\n",
          "250 taken\r\n",
          "221 bye\r\n",
        ];
        secured.on("data", () => secured.write(replies.shift() ?? ""));
      });
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const socket = connect({ host: "127.0.0.1", port: (server.address() as AddressInfo).port });
  try {
    await once(socket, "connect");
    const never = new AbortController().signal;
    const lines: string[] = [];
    await handOver(
      MAIL,
      Buffer.from("Subject: Hi\r\n\r\nHi\r\n"),
      socket,
      (event) => event.type === "sent" && lines.push(event.line),
      never,
    );
    expect(lines).toContain("AUTH PLAIN ***");
    expect(lines.at(-1)).toBe("QUIT");
    expect(socket.destroyed).toBe(true);
  } finally {
    socket.destroy();
    server.close();
  }
});
