import type { MailReceipt, MailWarning } from "@qsmtp/client";

/** Something about a mail that went out which its sender may want to know. */
export interface MailNotice {
  /**
   * As in the receipt of `@qsmtp/client`; `SHOWN_AS_FILE`: a file that should have been shown in the
   * text went along as an attachment.
   */
  readonly code: MailWarning["code"] | "SHOWN_AS_FILE";
  /** Where in the message or the options: `attachments[0].cid`. */
  readonly path?: string | undefined;
  /** The same in a sentence. */
  readonly message: string;
}

/** What `sendMail` gives for a mail that the server has taken. */
// A type and no interface: those have no index signature, and nodemailer's own has one.
export type QsmtpSentMessageInfo = {
  /** The addresses that the server was told. */
  envelope: { from: string; to: string[] };
  /**
   * A name for this mail in your own records, and in nodemailer's log. It is not in the mail that
   * arrives: the module writes the header itself, and tells nobody the Message-ID.
   */
  messageId: string;
  /** Every recipient: a module sends to all or to none. */
  accepted: string[];
  /** Empty: see `accepted`. */
  rejected: string[];
  /** Empty: see `accepted`. */
  pending: string[];
  /** That the server has taken the mail. The module does not tell the server's own words. */
  response: string;
  /** What `@qsmtp/client` tells of the mail: checksums, times, attempts. */
  receipt: MailReceipt;
  /** Fields that were left out because the option `drop` names them: `replyTo`. */
  dropped: string[];
  /** What the module left out, or does in another way. */
  warnings: MailNotice[];
};

/** What `sendMail` tells of a mail that was sent. */
export function sentMessageInfo(
  receipt: MailReceipt,
  sent: {
    readonly from: string;
    readonly messageId: string;
    readonly dropped: readonly string[];
    readonly notices: readonly MailNotice[];
  },
): QsmtpSentMessageInfo {
  const { from, messageId, dropped, notices } = sent;
  return {
    envelope: { from, to: [...receipt.recipients] },
    messageId,
    accepted: [...receipt.recipients],
    rejected: [],
    pending: [],
    response: "The mail server has taken the mail; the module does not tell its words",
    receipt,
    dropped: [...dropped],
    warnings: [...notices, ...receipt.warnings],
  };
}
