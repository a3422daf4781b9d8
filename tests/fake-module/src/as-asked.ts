import { fromBytes, utf8 } from "./bytes.ts";
import type { DeliveredMail } from "./fake-delivery.ts";
import type { TestMail, TestServer } from "./sample-mail.ts";

/** What the server gets when all is as it was asked for. */
export function asAsked(mail: TestMail, server: TestServer): Omit<DeliveredMail, "atMs"> {
  const secure = server.security;
  const address = /^(?:(.*) )?<?([^<>]+)>?$/.exec(mail.from);
  return {
    server: server.host,
    port: server.port,
    security: secure,
    verifiedWith: secure === "none" ? undefined : server.tls?.ca?.trim(),
    ignoredDates: false,
    account: [server.auth?.user ?? "", server.auth?.pass ?? ""],
    sender: [address?.[1] ?? "", address?.[2] ?? ""],
    recipients: [...recipients(1, mail.to), ...recipients(2, mail.cc), ...recipients(3, mail.bcc)],
    subject: mail.subject ?? "",
    text: (mail.text ?? "").replaceAll(/\r?\n/g, "\r\n"),
    attachments: (mail.attachments ?? []).map(({ filename, content }) => ({
      name: filename,
      bytes: typeof content === "string" ? utf8(content) : fromBytes(content),
    })),
  };
}

function recipients(type: number, addresses: TestMail["to"]): DeliveredMail["recipients"] {
  const list = addresses === undefined ? [] : [addresses].flat();
  return list.map((address) => ({ type, address }));
}
