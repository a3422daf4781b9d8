import type { Command, PayloadTraits } from "@qsmtp/protocol";
import type { MailCharsetName } from "../charset/mail-charset.ts";
import type { FileContent } from "../files/content.ts";
import type { ExpectedDraft } from "./draft-check.ts";
import type { MailWarning } from "./mail-warning.ts";
import type { Setting } from "./setting.ts";

/** A body ready to go: its command and the bytes of its data phase. */
export interface PlannedBody {
  readonly command: Command<{ readonly writtenBytes: number }, PayloadTraits>;
  readonly bytes: Uint8Array;
  readonly charset: MailCharsetName;
}

/** A file ready to go: where it is uploaded and the command that attaches it. */
export interface PlannedAttachment {
  readonly filename: string;
  /** Number under which it is attached. */
  readonly index: number;
  /** Name on the module, storage included. */
  readonly fileName: string;
  readonly content: FileContent;
  readonly attach: Command<void>;
}

/** Everything a mail needs, encoded, before the first byte is sent. Nothing in it is the caller's. */
export interface MailPlan<Body = PlannedBody> {
  readonly sender: Setting;
  readonly recipients: readonly Command<void>[];
  /** Addresses in the order of the commands. */
  readonly addresses: readonly string[];
  readonly subject: Command<void>;
  readonly subjectCharset: MailCharsetName;
  /** `undefined` for a mail without text. */
  readonly body: Body | undefined;
  readonly attachments: readonly PlannedAttachment[];
  /** What the module must tell of its draft when all of it is written, besides the attachments. */
  readonly draft: Omit<ExpectedDraft, "attachments">;
  /** Whether it can be carried out from its beginning once more: no stream of it has been read. */
  readonly isReplayable: () => boolean;
  /** What the module leaves out without harm. */
  readonly warnings: readonly MailWarning[];
}
