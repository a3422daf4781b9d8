import type { MailReceipt } from "@qsmtp/client";
import {
  type QsmtpMailError,
  type QsmtpSentMessageInfo,
  type QsmtpTransport,
  qsmtpTransport,
} from "@qsmtp/nodemailer";
import nodemailer, { type SentMessageInfo, type Transport, type Transporter } from "nodemailer";

// Compiled, never run: what TypeScript makes of the transport with nodemailer's own types.
type Same<A, B> = [A, B] extends [B, A] ? true : false;
const isSame = <A, B>(_: Same<A, B>): void => undefined;

export async function inferred(): Promise<void> {
  const transporter = nodemailer.createTransport(
    qsmtpTransport({ port: "/dev/ttyUSB2", smtp: { host: "mail.example.org" } }),
    { from: "logger@example.org" },
  );
  const info = await transporter.sendMail({ to: "ops@example.org", text: "x" });
  isSame<typeof info, QsmtpSentMessageInfo>(true);
  isSame<typeof info.receipt, MailReceipt>(true);
  isSame<typeof info.dropped, string[]>(true);
  isSame<typeof info.accepted, string[]>(true);
  // @ts-expect-error There is no such field.
  void info.nothing.of.this.kind;

  transporter.sendMail({ to: "ops@example.org" }, (error, sent) => {
    if (error === null) isSame<typeof sent, QsmtpSentMessageInfo>(true);
  });
  const verified = await transporter.verify();
  isSame<typeof verified, true>(true);
  transporter.use("compile", (mail, done) => {
    mail.data.subject = "x";
    done();
  });
  // A function for any transporter takes this one.
  const whoever = (some: Transporter<SentMessageInfo>): Transporter<SentMessageInfo> => some;
  whoever(transporter);
}

export function fits(transport: QsmtpTransport): Transport<QsmtpSentMessageInfo> {
  return transport;
}

export function codeOf(error: QsmtpMailError): number | undefined {
  return error.responseCode;
}
