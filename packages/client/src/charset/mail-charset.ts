import type { MailCharset } from "@qsmtp/protocol/commands";
import type { mailCharsetEncodings } from "@qsmtp/protocol/facts";

/** Character sets that the module's mail client knows. */
export type MailCharsetName = (typeof mailCharsetEncodings)[MailCharset];
