import { MailCharset } from "@qsmtp/protocol/commands";

/** A recipient of the draft. `type` is a number of `RecipientType`. */
export interface DraftRecipient {
  readonly type: number;
  readonly address: string;
}

/** Text of the draft with the number of its character set. */
export interface DraftText {
  readonly charset: number;
  readonly bytes: Uint8Array;
}

/** A file that goes with the mail. */
export interface DraftAttachment {
  readonly index: number;
  readonly fileName: string;
  readonly sizeBytes: number;
}

const nothing: DraftText = { charset: MailCharset.ascii, bytes: new Uint8Array(0) };

/** The one mail that the module holds. A failed send leaves it as it is. */
export class MailDraft {
  recipients: DraftRecipient[] = [];
  subject: DraftText = nothing;
  body: DraftText = nothing;
  attachments: DraftAttachment[] = [];

  clear(): void {
    this.recipients = [];
    this.subject = nothing;
    this.body = nothing;
    this.attachments = [];
  }
}
