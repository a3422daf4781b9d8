import type { ModuleFiles } from "../files/module-files.ts";
import type { DraftKeeper } from "./draft-keeper.ts";
import type { SettingsKeeper } from "./settings-keeper.ts";

/** What other work than a mail gets for its turn. */
export interface MailTurn {
  readonly signal: AbortSignal;
  /** Fires when even cleaning up must end. */
  readonly closed: AbortSignal;
  readonly files: ModuleFiles;
  readonly draft: DraftKeeper;
  readonly settings: SettingsKeeper;
  /** Sets the module up anew when it has restarted. */
  readonly prepare: () => Promise<void>;
}
