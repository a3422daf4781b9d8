import { domainToASCII } from "node:url";
import type { ReceivedMail } from "@qsmtp/demo/mail-server";
import PostalMime from "postal-mime";

/** A mail as its recipients see it, by a parser that shares nothing with nodemailer. */
export interface ArrivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  /** Who got it and stands in no header. */
  readonly bcc: readonly string[];
  readonly envelopeFrom: string;
  readonly envelopeTo: readonly string[];
  readonly subject: string;
  /** Lines end with LF; the last line's end, which the way adds, is taken off. */
  readonly text: string;
  readonly files: readonly (readonly [string, Uint8Array])[];
  /** Names of the header's fields. */
  readonly headers: readonly string[];
}

export async function readArrived({ message, envelope }: ReceivedMail): Promise<ArrivedMail> {
  const mail = await PostalMime.parse(message);
  const addresses = (list: readonly { readonly address?: string | undefined }[] | undefined) =>
    (list ?? []).map(({ address }) => inAscii(address ?? ""));
  const envelopeTo = envelope.to.map(inAscii);
  const to = addresses(mail.to);
  const cc = addresses(mail.cc);
  return {
    from: mail.from?.address ?? "",
    to,
    cc,
    bcc: envelopeTo.filter((address) => !to.includes(address) && !cc.includes(address)),
    envelopeFrom: envelope.from,
    envelopeTo,
    subject: mail.subject ?? "",
    text: (mail.text ?? "").replaceAll("\r\n", "\n"),
    files: mail.attachments.map(({ filename, content }) => {
      const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
      return [filename ?? "", new Uint8Array(bytes)] as const;
    }),
    headers: mail.headers.map(({ key }) => key),
  };
}

/** The server tells of international domains in their own letters. */
function inAscii(address: string): string {
  const at = address.lastIndexOf("@") + 1;
  return `${address.slice(0, at)}${domainToASCII(address.slice(at))}`;
}
