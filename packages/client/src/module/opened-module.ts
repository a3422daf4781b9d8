import type { Command } from "@qsmtp/protocol";
import type { KnownUrc } from "@qsmtp/protocol/catalog";
import type { Transport } from "@qsmtp/transport";
import type { Channel } from "../channel/channel.ts";
import type {
  AnyExecuteOptions,
  ExecuteArguments,
  ExecuteResult,
} from "../channel/execute-options.ts";
import type { QsmtpError } from "../errors/qsmtp-error.ts";
import { ModuleClosedError } from "../errors/wire-errors.ts";
import { type DiagnoseOptions, Health, type VerifyOptions } from "../health/health.ts";
import type { HealthReport, Verification } from "../health/health-report.ts";
import type { ModuleCapabilities } from "../limits/capabilities.ts";
import type { ModuleLimits } from "../limits/module-limits.ts";
import type { MailWarning } from "../mail/mail-warning.ts";
import { Mailer } from "../mail/mailer.ts";
import type { Network } from "../network/network.ts";
import { checkedOptions } from "../options/option-problems.ts";
import { anyExecuteOptions } from "../options/option-tables.gen.ts";
import type { ModuleOptions } from "../options/options.ts";
import { Recovery } from "../recovery/recovery.ts";
import type { RecoveryEvent } from "../recovery/recovery-event.ts";
import type { RecoveryPlan } from "../recovery/recovery-options.ts";
import { startDeadline, whenAborted } from "../time/deadline.ts";
import { DataConnection } from "./data-connection.ts";
import type { QsmtpModule } from "./qsmtp-module.ts";
import {
  configure,
  configureDtr,
  identify,
  keepTextsOff,
  type MessageIndications,
  type ModuleInfo,
  restoreTexts,
} from "./set-up.ts";
import { StoredFiles } from "./stored-files.ts";

/** What is known of the module's abilities. */
export interface KnownAbilities {
  readonly capabilities: ModuleCapabilities | undefined;
  readonly limits: ModuleLimits;
  readonly warnings: readonly MailWarning[];
}

/** What an open module is made of. */
export interface ModuleParts extends KnownAbilities {
  readonly channel: Channel;
  readonly transport: Transport;
  readonly network: Network;
  readonly plan: RecoveryPlan;
  readonly info: ModuleInfo;
  /** How messages were reported before the opening changed it. */
  readonly indications: MessageIndications | undefined;
}

const closeTimeoutMs = 10_000;
/** Of that for ending and cleaning up a mail; the rest is for the context. */
const mailCloseMs = 7000;

/** See {@link QsmtpModule}. */
export class OpenedModule implements QsmtpModule {
  readonly capabilities: ModuleCapabilities | undefined;
  readonly mail: Mailer;
  readonly files: StoredFiles;
  readonly network: DataConnection;
  readonly closed: Promise<QsmtpError>;
  readonly #channel: Channel;
  readonly #network: Network;
  readonly #health: Health;
  readonly #recovery: Recovery;
  readonly #stopWatching: () => void;
  #info: ModuleInfo;
  #indications: MessageIndications | undefined;
  #restarted = false;
  #dtrConfigured = false;
  #closing: Promise<void> | undefined;

  constructor(parts: ModuleParts, options: ModuleOptions) {
    const { channel, transport, network, plan, info, indications } = parts;
    const { capabilities, limits, warnings } = parts;
    this.#channel = channel;
    this.#network = network;
    this.#indications = indications;
    this.#info = info;
    this.capabilities = capabilities;
    const setUp = (signal: AbortSignal): Promise<void> => this.#setUpAnew(signal, options);
    const isSending = (): boolean => this.mail.isSending;
    const { power } = options;
    this.#recovery = new Recovery({ channel, transport, setUp, isSending, power }, plan);
    const prepare = (signal: AbortSignal): Promise<void> => this.#prepare(signal);
    const recovery = this.#recovery;
    this.mail = new Mailer({ channel, network, limits, warnings, recovery, prepare }, options);
    this.files = new StoredFiles(
      { channel, mail: this.mail, limits },
      options.acknowledgedUploads ?? true,
    );
    this.network = new DataConnection(channel, network, this.mail);
    this.closed = whenAborted(channel.ended).then(() => channel.ended.reason);
    const identity = (): ModuleInfo => this.#info;
    this.#health = new Health({ channel, network, limits, identity, mail: this.mail }, options);
    const stops = [
      channel.onRestart(() => {
        this.#forgetSetUp();
        // A restart brings the settings back that the module keeps.
        this.#indications = undefined;
      }),
      channel.onAttached(() => this.#forgetSetUp()),
    ];
    this.#stopWatching = () => {
      for (const stop of stops) stop();
    };
    this.#recovery.start();
  }

  get info(): ModuleInfo {
    return this.#info;
  }

  get connected(): boolean {
    return this.#channel.isConnected;
  }

  get restarted(): boolean {
    return this.#restarted;
  }

  async execute<Output, Traits>(
    command: Command<Output, Traits>,
    ...options: ExecuteArguments<Traits>
  ): Promise<ExecuteResult<Output, Traits>> {
    const given = checkedOptions<AnyExecuteOptions>(options[0], anyExecuteOptions);
    return this.#channel.execute(command, ...([given] as ExecuteArguments<Traits>));
  }

  diagnose(options: DiagnoseOptions = {}): Promise<HealthReport> {
    return this.#health.diagnose(options);
  }

  verify(options: VerifyOptions = {}): Promise<Verification> {
    return this.#health.verify(options);
  }

  onUrc(listener: (urc: KnownUrc) => void): () => void {
    return this.#channel.onUrc(listener);
  }

  onRecovery(listener: (event: RecoveryEvent) => void): () => void {
    return this.#recovery.onEvent(listener);
  }

  onUnknownLine(listener: (text: string) => void): () => void {
    return this.#channel.onLine(({ meaning, text }) => {
      if (meaning === "unknown") listener(text);
    });
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    const { clock, ended } = this.#channel;
    const whole = startDeadline(clock, closeTimeoutMs, "the module to be closed");
    this.#recovery.stop();
    if (!ended.aborted) {
      const mail = startDeadline(clock, mailCloseMs, "the mail to end", whole.signal);
      await this.mail.close(new ModuleClosedError(), AbortSignal.any([mail.signal, ended]));
      mail.dispose();
      await this.#putBack(AbortSignal.any([whole.signal, ended]));
    }
    this.#stopWatching();
    // A port that does not let go must not keep the caller.
    await Promise.race([this.#channel.close(), whenAborted(whole.signal)]);
    whole.dispose();
  }

  /** Closing must not fail for a module that no longer answers. */
  async #putBack(signal: AbortSignal): Promise<void> {
    const indications = this.#indications;
    if (indications !== undefined) {
      await restoreTexts(this.#channel, indications, signal).catch(() => undefined);
    }
    await this.files.clearUnfinished(signal).catch(() => undefined);
    // A mail that the module is still sending needs the context.
    if (!this.mail.busy) await this.#network.release(signal).catch(() => undefined);
  }

  #forgetSetUp(): void {
    this.#restarted = true;
    this.#dtrConfigured = false;
  }

  /** On another connection nothing is sure, not even that the same module answers. */
  async #setUpAnew(signal: AbortSignal, { urcPort }: ModuleOptions): Promise<void> {
    const step = { signal, batch: this.#channel.newBatch() };
    await configure(this.#channel, step);
    const info = await identify(this.#channel, urcPort, step);
    if (!isSameModule(info, this.#info)) this.#channel.replaced();
    this.#info = info;
    const indications = await keepTextsOff(this.#channel, signal);
    // What was found the first time is what is put back.
    this.#indications ??= indications;
    this.#restarted = false;
  }

  /** What the module forgot in a restart is told to it again. */
  async #prepare(signal: AbortSignal): Promise<void> {
    const step = { signal, batch: this.#channel.newBatch() };
    if (this.#restarted) {
      this.#restarted = false;
      try {
        await configure(this.#channel, step);
        this.#indications = await keepTextsOff(this.#channel, signal);
      } catch (error) {
        this.#restarted = true;
        throw error;
      }
    }
    if (this.#dtrConfigured) return;
    await configureDtr(this.#channel, step);
    this.#dtrConfigured = true;
  }
}

/** One that does not tell its number is taken for the same. */
function isSameModule(one: ModuleInfo, other: ModuleInfo): boolean {
  return one.imei === "" || other.imei === "" || one.imei === other.imei;
}
