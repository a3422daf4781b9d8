import type { MailCharsetName } from "../charset/mail-charset.ts";
import type { MailStage } from "../errors/send-error.ts";
import type { MailWarning } from "./mail-warning.ts";

/** An attachment as the module stored it. */
export interface AttachmentReceipt {
  /** As the recipient sees it. */
  readonly filename: string;
  /** Size of the file as it lay on the module. */
  readonly bytes: number;
  /** Sum that host and module computed alike, as four hex digits. */
  readonly checksum: string;
}

/** What the caller gets for a mail that the server has taken. */
export interface MailReceipt {
  /** A receipt is given for nothing else. */
  readonly outcome: "sent";
  /** Addresses in the order in which the module got them. */
  readonly recipients: readonly string[];
  /** Character set in which the subject was sent. */
  readonly subjectCharset: MailCharsetName;
  /** `undefined` for a mail without text. */
  readonly body: { readonly charset: MailCharsetName; readonly bytes: number } | undefined;
  /** In the order of the message. */
  readonly attachments: readonly AttachmentReceipt[];
  /** How often the module was ordered to send it; more than 1 where an order failed before. */
  readonly attempts: number;
  /** From the mail's turn until it was cleaned up, in milliseconds. */
  readonly durationMs: number;
  /** Time of each stage. */
  readonly stagesMs: Readonly<Partial<Record<MailStage, number>>>;
  /** What the module left out, or could not do. */
  readonly warnings: readonly MailWarning[];
  /** Our files that could not be deleted from the module; empty as a rule. */
  readonly leftBehind: readonly string[];
  /** Whether the draft could not be cleared; the next send does it. False as a rule. */
  readonly draftLeftBehind: boolean;
}
