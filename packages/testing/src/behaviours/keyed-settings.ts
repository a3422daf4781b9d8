import type { DecodedCommand, Operation } from "@qsmtp/protocol";
import { type Answer, reply } from "../modem/answer.ts";

/** Values of one setting, by the names of its parameters. */
export type SettingValues = Readonly<Record<string, unknown>>;

/**
 * Settings of a command whose first argument is the name of a setting, as `AT+QSSLCFG` has them:
 * an operation with a reply reads the setting, one without sets it.
 */
export class KeyedSettings {
  readonly #defaults: Readonly<Record<string, SettingValues>>;
  #changed = new Map<string, SettingValues>();

  constructor(defaults: Readonly<Record<string, SettingValues>>) {
    this.#defaults = defaults;
  }

  /** The values of a setting; `undefined` for one that the module does not have. */
  get(key: string): SettingValues | undefined {
    const defaults = this.#defaults[key];
    return defaults && { ...defaults, ...this.#changed.get(key) };
  }

  set(key: string, values: SettingValues): void {
    this.#changed.set(key, { ...this.get(key), ...values });
  }

  reset(): void {
    this.#changed = new Map();
  }

  /** Answers a command on one of the settings; `undefined` for one that is not here. */
  answer({ operation, input }: DecodedCommand): Answer | undefined {
    const key = settingOf(operation);
    const values = key === undefined ? undefined : this.get(key);
    if (key === undefined || values === undefined) return undefined;
    if (operation.reply !== undefined) return reply({ ...values, ...input });
    this.set(key, input);
    return reply();
  }
}

/** Name of the setting that an operation is about. */
function settingOf(operation: Operation): string | undefined {
  const [first] = operation.args ?? [];
  return first !== undefined && "const" in first ? String(first.const) : undefined;
}
