import { qsmtpTransport } from "@qsmtp/nodemailer";
import nodemailer from "nodemailer";
import { compareMail } from "./compare-mail.ts";
import type { Stage } from "./stage.ts";

/** Sends the mail once more, by an application of nodemailer in which one line was changed. */
export async function showNodemailer(stage: Stage): Promise<boolean> {
  const { narrator, account, server, line, mail } = stage;
  narrator.chapter("The same by nodemailer");
  const before = server.received.length;
  const transporter = nodemailer.createTransport(
    qsmtpTransport({
      transport: line.transport,
      smtp: { host: server.host, port: server.port, auth: account, tls: { ca: server.ca } },
    }),
  );
  const { from, to, cc, bcc, subject, text, attachments } = mail;
  const info = await transporter
    .sendMail({
      from,
      to: [...to],
      cc: [...cc],
      bcc: [...bcc],
      subject,
      text,
      attachments: attachments.map(({ filename, content }) => ({
        filename,
        content: Buffer.from(content),
      })),
    })
    .finally(() => transporter.close());
  narrator.table([
    ["accepted", info.accepted.join(", ")],
    ["dropped", info.dropped.join(", ") || "nothing"],
    ["response", info.response],
  ]);
  const [received, ...others] = server.received.slice(before);
  if (received === undefined || others.length > 0) {
    narrator.say("  The server did not receive one mail.");
    return false;
  }
  const different = (await compareMail(mail, received)).filter(({ isEqual }) => !isEqual);
  for (const { part } of different) narrator.say(`  DIFFERENT  ${part}`);
  return different.length === 0;
}
