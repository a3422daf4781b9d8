import type { Command } from "@qsmtp/protocol";
import type { KnownUrc } from "@qsmtp/protocol/catalog";
import type { Transport } from "@qsmtp/transport";
import type { Channel } from "../channel/channel.ts";
import type { ExecuteArguments, ExecuteResult } from "../channel/execute-options.ts";
import { ModuleClosedError } from "../errors/wire-errors.ts";
import { type DiagnoseOptions, Health, type VerifyOptions } from "../health/health.ts";
import type { HealthReport, Verification } from "../health/health-report.ts";
import type { ModuleCapabilities } from "../limits/capabilities.ts";
import type { ModuleLimits } from "../limits/module-limits.ts";
import { Mailer } from "../mail/mailer.ts";
import type { Network } from "../network/network.ts";
import type { ModuleOptions } from "../options/options.ts";
import { Recovery } from "../recovery/recovery.ts";
import type { RecoveryEvent } from "../recovery/recovery-event.ts";
import type { RecoveryPlan } from "../recovery/recovery-options.ts";
import { startDeadline, whenAborted } from "../time/deadline.ts";
import {
  configure,
  configureDtr,
  identify,
  keepTextsOff,
  type MessageIndications,
  type ModuleInfo,
  restoreTexts,
} from "./set-up.ts";

/** What is known of the module's abilities. */
export interface KnownAbilities {
  readonly capabilities: ModuleCapabilities | undefined;
  readonly limits: ModuleLimits;
  readonly warnings: readonly string[];
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

/** An open module. Made by `openModule`. */
export class QsmtpModule implements AsyncDisposable {
  /** The capabilities that are in use; `undefined` when none were given or they are of another module. */
  readonly capabilities: ModuleCapabilities | undefined;
  /** Sends mail. */
  readonly mail: Mailer;
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

  /** @internal Use `openModule`. */
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

  /** Who answers. After a connection was opened anew: who answers now. */
  get info(): ModuleInfo {
    return this.#info;
  }

  /**
   * Fires, with the error as reason, when the module was closed, or the connection is gone and no
   * other will take its place (`reconnect`).
   */
  get ended(): AbortSignal {
    return this.#channel.ended;
  }

  /** Whether there is a connection now; with `reconnect` one that is lost is opened anew. */
  get connected(): boolean {
    return this.#channel.isConnected;
  }

  /** Whether the module has restarted since it was set up; the next mail sets it up anew. */
  get restarted(): boolean {
    return this.#restarted;
  }

  /**
   * Runs any command of `@qsmtp/protocol/commands`. Gives its decoded reply, or the outcome of a
   * command whose outcome comes in a URC, as `sendMail`. A command with a data phase wants its
   * payload. A result is given once it is proven to be this command's: one without a line that shows
   * it costs a further query.
   *
   * @throws QsmtpError: CommandError `COMMAND_FAILED`, TimeoutError `TIMEOUT`, UnexpectedReplyError
   * `UNEXPECTED_REPLY` (also when nothing shows whose a result is), ConnectionLostError
   * `CONNECTION_LOST`, ModuleRestartedError `MODULE_RESTARTED`, WireStateError `WIRE_STATE_UNKNOWN`,
   * ModuleClosedError `MODULE_CLOSED`, AbortedError `ABORTED` with the signal's reason as cause,
   * `INVALID_OPTION`
   */
  execute<Output, Traits>(
    command: Command<Output, Traits>,
    ...options: ExecuteArguments<Traits>
  ): Promise<ExecuteResult<Output, Traits>> {
    return this.#channel.execute(command, ...options);
  }

  /**
   * Looks at everything on which a mail depends: SIM, signal, registration, attachment, access point,
   * contexts, clock, storage, firmware, mail client, the port of results, TLS and the line. Each is
   * an item with a verdict, and a remedy where something is to be done; what the module does not tell
   * is `unknown`. Changes nothing that a mail would not change, and waits for mails on their way.
   *
   * @throws QsmtpError only when the examination itself ends: `ABORTED`, `TIMEOUT`,
   * `MODULE_CLOSED`, `CONNECTION_LOST`, `RESULT_OUTSTANDING` (a mail's result did not come in time),
   * `INVALID_OPTION`
   * @see Quectel EC2x&EG9x&EM05 SMTP AT Commands Manual, 4.2
   */
  diagnose(options: DiagnoseOptions = {}): Promise<HealthReport> {
    return this.#health.diagnose(options);
  }

  /**
   * Tries everything that a mail needs but the mail, so that faults show on the day of installation:
   * brings the data connection up, looks the server up, stores the CA, sets server and account and
   * reads them back, writes a draft and clears it, and leaves data mode early. What only a server can
   * show, the handshake and the login, is said to be `unknown`. Draft and files are gone afterwards;
   * server and account stay in the module's volatile settings, as after a mail.
   *
   * @throws like {@link QsmtpModule.diagnose}; findings are never thrown
   */
  verify(options: VerifyOptions = {}): Promise<Verification> {
    return this.#health.verify(options);
  }

  /**
   * Calls the listener with every unsolicited line that the schema knows, the outcomes of commands
   * included; ends with the result.
   */
  onUrc(listener: (urc: KnownUrc) => void): () => void {
    return this.#channel.onUrc(listener);
  }

  /** Calls the listener with everything that is done to bring a lost or silent module back. */
  onRecovery(listener: (event: RecoveryEvent) => void): () => void {
    return this.#recovery.onEvent(listener);
  }

  /** Calls the listener with every line that fits nothing we know, secrets taken out. */
  onUnknownLine(listener: (text: string) => void): () => void {
    return this.#channel.onLine(({ meaning, text }) => {
      if (meaning === "unknown") listener(text);
    });
  }

  /**
   * Ends what is running, clears what we left on the module as far as it answers, deactivates a
   * context that we activated, and frees the port. Ends within 10 s; calling it again does no harm.
   */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** The same as {@link close}, for `await using`. */
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
