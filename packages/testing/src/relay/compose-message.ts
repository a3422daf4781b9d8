import MailComposer from "nodemailer/lib/mail-composer";
import { detectMimeType } from "nodemailer/lib/mime-funcs";
import type { MailCharset, OutgoingMail } from "../mail/outgoing-mail.ts";

/** The name for a header: MIME has another one for ASCII. */
function mimeName(charset: MailCharset): string {
  return charset === "ascii" ? "us-ascii" : charset;
}

/**
 * The MIME message of a mail, lines ended by CRLF and all ASCII. Body and attachments travel in
 * base64, so that their bytes arrive as they are; blind copies are not named.
 */
export async function composeMessage(mail: OutgoingMail): Promise<Uint8Array> {
  const { sender, subject, body } = mail;
  const composer = new MailComposer({
    from: { name: sender.name, address: sender.address },
    to: addressesOf(mail, "to"),
    cc: addressesOf(mail, "cc"),
    subject: new TextDecoder(subject.charset, { ignoreBOM: true }).decode(subject.bytes),
    // Not `text`, which the composer always declares as UTF-8.
    alternatives: [
      {
        contentType: `text/plain; charset=${mimeName(body.charset)}`,
        contentTransferEncoding: "base64",
        content: Buffer.from(body.bytes),
      },
    ],
    attachments: mail.attachments.map(({ name, bytes }) => ({
      filename: name,
      contentType: contentTypeOf(name),
      contentDisposition: "attachment",
      contentTransferEncoding: "base64",
      content: Buffer.from(bytes),
    })),
  });
  return await composer.compile().build();
}

function addressesOf(mail: OutgoingMail, type: "to" | "cc"): { address: string }[] {
  return mail.recipients
    .filter((recipient) => recipient.type === type)
    .map(({ address }) => ({ address }));
}

/** `message/*` and `multipart/*` may not be in base64, so a saved mail, say, goes as plain bytes. */
function contentTypeOf(fileName: string): string {
  const type = detectMimeType(fileName);
  return /^(?:message|multipart)\//.test(type) ? "application/octet-stream" : type;
}
