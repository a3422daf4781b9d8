/** What a user of the nodemailer transport may write, without the types of nodemailer. */
import type { QsmtpModule } from "@qsmtp/client";
import {
  type QsmtpMailError,
  type QsmtpSentMessageInfo,
  type QsmtpTransport,
  qsmtpTransport,
  VerificationError,
} from "@qsmtp/nodemailer";
import type { Transport } from "@qsmtp/transport";

const smtp = { host: "mail.example.org", security: "none" } as const;

export function transports(transport: Transport, module: QsmtpModule): QsmtpTransport[] {
  // @ts-expect-error a module that is open has its options already
  qsmtpTransport({ module, smtp });
  // @ts-expect-error no such field can be left out
  qsmtpTransport({ module, drop: ["raw"] });
  return [
    qsmtpTransport({ port: "/dev/ttyUSB2", smtp, pdp: { apn: "internet" } }),
    qsmtpTransport({ transport, smtp, html: "attach", drop: ["replyTo", "headers.x-site"] }),
    qsmtpTransport({ module, send: { timeoutMs: 60_000 }, allowHref: { maxBytes: 1000 } }),
  ];
}

export function told(info: QsmtpSentMessageInfo, error: QsmtpMailError): string {
  const { accepted, dropped, receipt, warnings } = info;
  const codes = warnings.map(({ code }) => code).join();
  const reply: number | undefined = error.responseCode;
  const faults = error instanceof VerificationError ? error.verification.items.length : 0;
  return `${accepted.join()} ${dropped.join()} ${receipt.attempts} ${codes} ${error.code} ${reply} ${faults}`;
}
