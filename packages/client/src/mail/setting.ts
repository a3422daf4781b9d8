import type { Command, PlainTraits } from "@qsmtp/protocol";
import type { MailWarning } from "./mail-warning.ts";

/** One setting of the module that a mail relies on: how it is set, asked for and compared. */
export interface Setting {
  /** As the manual calls it, e.g. `AT+QSMTPCFG="ssltype"`. */
  readonly name: string;
  readonly set: Command<void, PlainTraits>;
  readonly get: Command;
  /** Whether what the module tells is what was asked for. */
  readonly matches: (told: unknown) => boolean;
  /** Of a setting that old firmware may lack: what its absence means. */
  readonly withoutIt: MailWarning | undefined;
}
