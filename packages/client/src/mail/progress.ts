import type { MailStage } from "../errors/send-error.ts";

/** How far a mail has come. */
export interface MailProgress {
  /** The step that runs. */
  readonly stage: MailStage;
  /** Bytes of body, attachments and CA that the module has; they make up nearly all of the time. */
  readonly sentBytes: number;
  /** As far as it is known: a stream without `lengthBytes` counts as far as it has been sent. */
  readonly totalBytes: number;
  /** Name of the file on its way, when one is. */
  readonly filename: string | undefined;
}
