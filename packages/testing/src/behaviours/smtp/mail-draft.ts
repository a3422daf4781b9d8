import { MailCharset } from "@qsmtp/protocol/commands";

/** A recipient of the draft. `type` is a number of `RecipientType`. */
export interface DraftRecipient {
  /** A number of `RecipientType`. */
  readonly type: number;
  /** As the host gave it. */
  readonly address: string;
}

/** Text of the draft with the number of its character set. */
export interface DraftText {
  /** A number of `MailCharset`. */
  readonly charset: number;
  /** In that character set, as they came. */
  readonly bytes: Uint8Array;
}

/** A file that goes with the mail. */
export interface DraftAttachment {
  /** Its number, from 1. */
  readonly index: number;
  /** With its storage. */
  readonly fileName: string;
  /** As it was when the file was named. */
  readonly sizeBytes: number;
}

const nothing: DraftText = { charset: MailCharset.ascii, bytes: new Uint8Array(0) };

/** The one mail that the module holds. A failed send leaves it as it is. */
export class MailDraft {
  /** In the order in which they were added. */
  recipients: DraftRecipient[] = [];
  /** Empty as long as none was set. */
  subject: DraftText = nothing;
  /** Empty as long as none was set. */
  body: DraftText = nothing;
  /** In the order of their numbers. */
  attachments: DraftAttachment[] = [];

  /** Leaves nothing of it. */
  clear(): void {
    this.recipients = [];
    this.subject = nothing;
    this.body = nothing;
    this.attachments = [];
  }
}
