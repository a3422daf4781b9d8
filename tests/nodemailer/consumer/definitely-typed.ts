import type { QsmtpModule } from "@qsmtp/client";
import { type QsmtpSentMessageInfo, type QsmtpTransport, qsmtpTransport } from "@qsmtp/nodemailer";
import { createTransport, type Transport } from "nodemailer-types";

// Compiled, never run: the same with the types that nodemailer 6 to 9 are used with.
export async function inferred(): Promise<QsmtpSentMessageInfo> {
  const transporter = createTransport(qsmtpTransport({ port: "COM5", drop: ["replyTo"] }));
  const info = await transporter.sendMail({ to: "ops@example.org", text: "x" });
  // Those types give every transport the result of SMTP, which is a part of this one.
  const typed = info as QsmtpSentMessageInfo;
  // @ts-expect-error There is no such field.
  void info.nothing.of.this.kind;
  return typed;
}

export function fits(transport: QsmtpTransport): Transport<QsmtpSentMessageInfo> {
  return transport;
}

export function refusedOptions(): void {
  // @ts-expect-error No such field is known.
  qsmtpTransport({ port: "COM5", drop: ["raw"] });
  // @ts-expect-error A module that is open has its options already.
  qsmtpTransport({ module: {} as QsmtpModule, smtp: { host: "mail.example.org" }, port: "COM5" });
}
