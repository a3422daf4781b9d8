import type { ModelId } from "@qsmtp/protocol/families";
import type { ModuleIdentity } from "./behaviours/base/identity.ts";
import type { BootTimes } from "./behaviours/base/module-start.ts";
import type { SimOptions } from "./behaviours/base/sim.ts";
import type { ModulePort } from "./behaviours/base/urc-routing.ts";
import type { SimulatedFileOptions } from "./behaviours/file/file-behaviour.ts";
import type { FileStoreOptions } from "./behaviours/file/file-store.ts";
import type { SimulatedPdpOptions } from "./behaviours/pdp/pdp-behaviour.ts";
import type { SimulatedSmtpOptions } from "./behaviours/smtp/smtp-behaviour.ts";
import type { MailboxOptions } from "./mail/mailbox.ts";
import type { ModemOptions } from "./modem/modem-options.ts";

/** A simulated module as it can be described. Everything has a default: a module ready to send mail. */
export interface ModuleDescription extends ModemOptions {
  /**
   * The module that is simulated: it says who it is, and has the commands, storages and quirks that the
   * schema has for it. Also the full order name, e.g. `EC21-J`. Default `EC25`.
   */
  readonly model?: ModelId | undefined;
  /**
   * What a restart takes: nothing (`instant`), times as users see them (`realistic`), or your own. The
   * module is found running when it is made. Default `instant`.
   */
  readonly boot?: "instant" | "realistic" | BootTimes | undefined;
  /**
   * What it says about itself, in place of what its model says. With a `fullRevision` it has what the
   * schema knows of that firmware. Of a `model` that no family lists the revision is made up.
   */
  readonly identity?: Partial<ModuleIdentity> | undefined;
  /** How the module's own mailbox takes mails. */
  readonly mailbox?: Omit<MailboxOptions, "clock"> | undefined;
  /** The card. Default: one that is ready and wants no PIN. */
  readonly sim?: SimOptions | undefined;
  /**
   * Port of the module to which the wire leads. URCs that `AT+QURCCFG` sends elsewhere are not
   * seen then. Default: none in particular, and all URCs are seen.
   */
  readonly port?: ModulePort | undefined;
  /**
   * Whether the network has told the module the time, so that `AT+CCLK` shows that of the computer, GMT.
   * Default false: the clock begins in 1980 until `AT+CCLK` sets it. `/relay` judges certificates by
   * it with `ignorelocaltime` 0; a mailbox has none to judge.
   */
  readonly networkTime?: boolean | undefined;
  /** Sizes of the storages. Default: those of the model. */
  readonly storage?: FileStoreOptions | undefined;
  /** What the mail commands may do differently. Default: as the model does. */
  readonly smtp?: SimulatedSmtpOptions | undefined;
  /** What the file commands may do differently. Default: as the model does. */
  readonly file?: SimulatedFileOptions | undefined;
  /** What contexts and the network may do differently. */
  readonly pdp?: SimulatedPdpOptions | undefined;
}
