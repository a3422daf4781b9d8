import type { Command } from "@qsmtp/protocol";
import {
  resetToDefaults,
  restoreProfile,
  setFunctionality,
  setSmtpServer,
  setSslVersion,
} from "@qsmtp/protocol/commands";
import type { Channel } from "../channel/channel.ts";
import { CommandError } from "../errors/command-error.ts";
import { QsmtpError } from "../errors/qsmtp-error.ts";
import { UnexpectedReplyError } from "../errors/wire-errors.ts";
import type { MailWarning } from "./mail-warning.ts";
import type { Setting } from "./setting.ts";

/** Prefixes of commands that change what a mail relies on. */
const settingCommands: readonly string[] = [
  setSmtpServer,
  setSslVersion,
  resetToDefaults,
  restoreProfile,
  setFunctionality,
].map(({ at }) => at);

/** How the keeper runs its commands. */
export interface KeeperStep {
  readonly signal: AbortSignal;
  readonly batch: number;
}

/**
 * Brings the module's settings to what a mail asks for, and believes it when the module tells it. It
 * remembers what was read back until something may have changed it.
 */
export class SettingsKeeper {
  readonly #channel: Channel;
  /** By the question that asks for it: the command whose setting was read back. */
  readonly #known = new Map<string, Command>();
  /** The command of ours that is being run. */
  #running: Command | undefined;

  constructor(channel: Channel) {
    this.#channel = channel;
    channel.onRestart(() => this.forget());
    channel.onStray(() => this.forget());
    channel.onCommand((command) => {
      const isOurs = command === this.#running || this.#isKnown(command);
      if (!isOurs && settingCommands.includes(command.operation.at)) this.forget();
    });
  }

  forget(): void {
    this.#known.clear();
  }

  /**
   * Makes the module have all settings: reads each, writes those that differ and reads those again.
   * @returns warnings about settings that could not be made or not be read back
   * @throws QsmtpError `NOT_AS_ASKED` when the module does not have what it was told
   */
  async apply(settings: readonly Setting[], step: KeeperStep): Promise<MailWarning[]> {
    const warnings: MailWarning[] = [];
    for (const setting of settings) {
      if (this.#known.get(setting.get.text)?.isSameAs(setting.set)) continue;
      const warning = await this.#apply(setting, step);
      if (warning !== undefined) warnings.push(warning);
    }
    return warnings;
  }

  /**
   * Whether a setting is still as it was read back. One that a restart erases and that has no
   * default stands for all that were made after it.
   */
  async stillHolds({ get, matches }: Setting, step: KeeperStep): Promise<boolean> {
    const told = await this.#ask(get, step);
    if (told === unreadable || matches(told)) return true;
    this.forget();
    return false;
  }

  /** To set what is set changes nothing. */
  #isKnown(command: Command): boolean {
    return [...this.#known.values()].some((known) => known.isSameAs(command));
  }

  async #apply(setting: Setting, step: KeeperStep): Promise<MailWarning | undefined> {
    const { name, set, get, matches, withoutIt } = setting;
    const before = await this.#ask(get, step);
    if (before !== unreadable && matches(before)) {
      this.#known.set(get.text, set);
      return undefined;
    }
    this.#known.delete(get.text);
    try {
      // A setting that cannot be read back is believed by its result alone, so that is proven.
      await this.#run(set, before === unreadable ? { ...step, batch: undefined } : step);
    } catch (error) {
      if (withoutIt !== undefined && error instanceof CommandError) return withoutIt;
      throw error;
    }
    const after = await this.#ask(get, step);
    if (after === unreadable) {
      const message = `the module does not tell ${name}, so it was not compared`;
      return { code: "SETTING_NOT_COMPARED", message };
    }
    if (!matches(after)) throw notTaken(name);
    this.#known.set(get.text, set);
    return undefined;
  }

  async #ask(get: Command, step: KeeperStep): Promise<unknown> {
    try {
      return await this.#run(get, step);
    } catch (error) {
      if (error instanceof CommandError || error instanceof UnexpectedReplyError) return unreadable;
      throw error;
    }
  }

  async #run(
    command: Command,
    step: { readonly signal: AbortSignal; readonly batch: number | undefined },
  ): Promise<unknown> {
    this.#running = command;
    const { output } = await this.#channel.step(command, step);
    return output;
  }
}

const unreadable: unique symbol = Symbol("unreadable");

function notTaken(name: string): QsmtpError {
  return new QsmtpError(
    "NOT_AS_ASKED",
    `${name} was set, and the module tells another value than was asked for`,
    {
      fault: "module",
      retryable: true,
      hint: "Send again; if it stays so, the line to the module loses or changes bytes.",
    },
  );
}
