import type { Range } from "@qsmtp/protocol";
import { abortError, typedReason } from "../channel/call-error.ts";
import type { Channel } from "../channel/channel.ts";
import { TurnQueue } from "../channel/turn-queue.ts";
import { checkTimeout, invalidOption } from "../errors/invalid-option.ts";
import { MessageError } from "../errors/message-error.ts";
import { PdpActivationError } from "../errors/pdp-activation-error.ts";
import { isQsmtpError, type Outcome, QsmtpError } from "../errors/qsmtp-error.ts";
import { SendError, toSendError, untouched } from "../errors/send-error.ts";
import { ConnectionLostError } from "../errors/wire-errors.ts";
import { ModuleFiles } from "../files/module-files.ts";
import type { ModuleLimits } from "../limits/module-limits.ts";
import type { Network } from "../network/network.ts";
import type { ModuleOptions } from "../options/options.ts";
import { planRetry } from "../options/retry-options.ts";
import type { Recovery } from "../recovery/recovery.ts";
import { type Deadline, startDeadline, whenAborted } from "../time/deadline.ts";
import { BusyProbe } from "./busy-probe.ts";
import { cleanUp } from "./clean-up.ts";
import { DraftKeeper } from "./draft-keeper.ts";
import { awaitEarlierOrder, type EarlierOrder, remainingMs } from "./earlier-order.ts";
import { checkSeconds, mailLimits, nearestWithin, requireMailClient } from "./limits.ts";
import { MailJob, type MailJobLimits } from "./mail-job.ts";
import { MailSources } from "./mail-sources.ts";
import type { MailTurn } from "./mail-turn.ts";
import type { MailMessage } from "./message.ts";
import { OrderBook } from "./open-order.ts";
import { type MailPlan, type PlannedBody, planMail } from "./plan-mail.ts";
import { type PendingBody, readBody } from "./read-body.ts";
import type { MailReceipt } from "./receipt.ts";
import { ResultListener } from "./result-listener.ts";
import { checkSendOptions, type SendOptions } from "./send-options.ts";
import { planServerSetup, type ServerSetup } from "./server-setup.ts";
import { SettingsKeeper } from "./settings-keeper.ts";

/** The module around a mailer. */
export interface MailerModule {
  readonly channel: Channel;
  readonly network: Network;
  readonly limits: ModuleLimits;
  /** What every receipt shall say of the module. */
  readonly warnings: readonly string[];
  readonly recovery: Pick<Recovery, "ready" | "restart">;
  /** Sets the module up anew when it has restarted. */
  readonly prepare: (signal: AbortSignal) => Promise<void>;
}

/** A mail that is checked and encoded, before its turn. */
interface PreparedMail<Body = PlannedBody> {
  readonly plan: MailPlan<Body>;
  readonly server: ServerSetup;
  readonly limits: MailJobLimits;
  readonly resendUnknown: boolean;
  readonly deadline: Deadline;
}

/** Beyond the time of a result, for a module that has to be reached first. */
const earlierReserveMs = 60_000;

/** Sends mails through one module, one after the other. */
export class Mailer {
  readonly #module: MailerModule;
  readonly #files: ModuleFiles;
  readonly #draft: DraftKeeper;
  readonly #orders: OrderBook;
  readonly #busy: BusyProbe;
  readonly #settings: SettingsKeeper;
  readonly #options: ModuleOptions;
  readonly #queue = new TurnQueue();
  #earlierOrders = 0;
  /** Fires when the module is being closed: what runs ends. */
  readonly #closing = new AbortController();
  /** Fires when cleaning up must end too. */
  readonly #closed = new AbortController();

  /** @internal Use {@link QsmtpModule.mail}. */
  constructor(module: MailerModule, options: ModuleOptions) {
    const { channel } = module;
    this.#module = module;
    this.#options = options;
    this.#files = new ModuleFiles(channel, options.acknowledgedUploads ?? true);
    this.#draft = new DraftKeeper(channel);
    this.#orders = new OrderBook(channel);
    this.#busy = new BusyProbe(channel, this.#orders, this.#draft);
    this.#settings = new SettingsKeeper(channel);
  }

  /** Whether a mail is on its way, waits for its turn, or has a result that is still open. */
  get busy(): boolean {
    return this.#queue.busy || this.#orders.open !== undefined;
  }

  /** @internal Whether the module may be sending a mail, ours or that of a process before this one. */
  get isSending(): boolean {
    return this.#orders.open !== undefined || this.#earlierOrders > 0;
  }

  /**
   * Sends one mail and gives the receipt once the server has taken it.
   *
   * The message and the options are checked and encoded first; the module is not touched unless it
   * can carry everything. Before the order to send the module is asked for draft and settings, and
   * nothing is ordered unless it has what it was given. Afterwards the draft and our files are gone
   * from the module, whatever the outcome; what could not be removed is named in `leftBehind`.
   *
   * A mail whose result is open keeps its files on the module and the next one waiting, as long as
   * that one's `timeoutMs` allows; its `finalOutcome` tells when the result comes.
   *
   * @throws MessageError `MESSAGE_REFUSED` with every problem of the message
   * @throws SendError for every other end without a sent mail: see its `outcome`. Its code is
   * `SEND_FAILED` (the module or the server said no), `RESULT_MISSING`, `RESULT_OUTSTANDING` (an
   * earlier mail's result did not come in time), `NOT_AS_ASKED` (the module has something else than
   * it was given), `LINE_NOT_TRANSPARENT`, `INVALID_OPTION` for options that cannot work,
   * `MODULE_CANNOT_SEND_MAIL`, `ABORTED`, or that of the step that failed.
   * @see Quectel EC2x&EG9x&EM05 SMTP AT Commands Manual, 1.2
   */
  async send(message: MailMessage, options: SendOptions = {}): Promise<MailReceipt> {
    const { channel } = this.#module;
    const sources = new MailSources(message);
    let deadline: Deadline | undefined;
    try {
      const { timeoutMs = 600_000, signal } = options;
      checkTimeout("timeoutMs", timeoutMs);
      const outer = [this.#closing.signal, ...(signal === undefined ? [] : [signal])];
      const what = "the mail to be sent";
      const isBlocked = (): boolean => channel.isBlocked;
      const scope = AbortSignal.any(outer);
      deadline = startDeadline(channel.clock, timeoutMs, what, scope, isBlocked);
      const prepared = this.#prepare(message, sources, options);
      return await this.#sendInTurn({ ...prepared, deadline });
    } catch (error) {
      if (error instanceof SendError || error instanceof MessageError) throw error;
      const cause = typedReason(error, deadline?.signal);
      throw toSendError(cause, untouched(this.#draft.isLeft, this.#files.own));
    } finally {
      sources.close();
      deadline?.dispose();
    }
  }

  /**
   * Waits for an order that a process before this one gave and whose result it did not live to see:
   * the module may still be sending, and refuses other work meanwhile (652). Call it before the first
   * mail, with what `beforeOrder` told; mails that come later wait for it.
   *
   * @returns what became of that mail; `unknown` when its result was told while nobody listened, or
   * does not come in the time in which it can
   * @throws QsmtpError `ABORTED`, `MODULE_CLOSED`, `CONNECTION_LOST`, `INVALID_OPTION`
   * @see Quectel EC2x&EG9x&EM05 SMTP AT Commands Manual, 2.7
   */
  async awaitEarlierOrder(order: EarlierOrder): Promise<Outcome> {
    const { channel, recovery } = this.#module;
    const withinMs = remainingMs(order);
    // While a mail of ours is on its way a result is that mail's.
    let told = this.busy ? undefined : new ResultListener(channel);
    this.#earlierOrders++;
    const what = "the result of an earlier process's mail";
    const turn = { what, timeoutMs: withinMs + earlierReserveMs, signal: order.signal };
    try {
      return await this.inTurn(turn, ({ signal }) => {
        told ??= new ResultListener(channel);
        return awaitEarlierOrder({ channel, draft: this.#draft, recovery, told }, withinMs, signal);
      });
    } catch (error) {
      if (isQsmtpError(error, "TIMEOUT")) return "unknown";
      throw error;
    } finally {
      this.#earlierOrders--;
      told?.dispose();
    }
  }

  /**
   * Does other work while no mail is on its way, waits for its turn or has an open result: no mail is
   * disturbed by it.
   * @internal
   * @throws QsmtpError `TIMEOUT`, `ABORTED`, `MODULE_CLOSED`, `RESULT_OUTSTANDING`
   */
  async inTurn<T>(
    turn: {
      readonly what: string;
      readonly timeoutMs: number;
      readonly signal: AbortSignal | undefined;
    },
    work: (turn: MailTurn) => Promise<T>,
  ): Promise<T> {
    const { channel, prepare } = this.#module;
    const { what, timeoutMs, signal: outer } = turn;
    checkTimeout("timeoutMs", timeoutMs);
    const scope = [this.#closing.signal, channel.ended, ...(outer === undefined ? [] : [outer])];
    const any = AbortSignal.any(scope);
    const deadline = startDeadline(channel.clock, timeoutMs, what, any, () => channel.isBlocked);
    const { signal } = deadline;
    try {
      const release = await this.#queue.acquire(signal).catch((error: unknown) => {
        throw isQsmtpError(error) ? error : abortError(signal);
      });
      try {
        await this.#awaitModule(signal);
        return await work({
          signal,
          closed: this.#closed.signal,
          files: this.#files,
          draft: this.#draft,
          settings: this.#settings,
          prepare: () => prepare(signal),
        });
      } finally {
        release();
      }
    } finally {
      deadline.dispose();
    }
  }

  /** @internal Ends what runs, and cleans up what it can until the signal fires. */
  async close(error: QsmtpError, signal: AbortSignal): Promise<void> {
    const end = (): void => this.#closed.abort(error);
    signal.addEventListener("abort", end, { once: true });
    this.#closing.abort(error);
    const release = await this.#queue.acquire(signal).catch(() => undefined);
    this.#queue.close(error);
    if (release !== undefined && this.#orders.open === undefined && !signal.aborted) {
      // What an earlier mail could not clean is tried once more.
      const remains = { channel: this.#module.channel, files: this.#files, draft: this.#draft };
      await cleanUp(remains, signal).catch(() => undefined);
    }
    signal.removeEventListener("abort", end);
    end();
    release?.();
  }

  #prepare(
    message: MailMessage,
    sources: MailSources,
    options: SendOptions,
  ): Omit<PreparedMail<PlannedBody | PendingBody>, "deadline"> {
    const { channel, network, limits: module } = this.#module;
    checkSendOptions(options);
    requireMailClient(module);
    const smtp = options.smtp ?? this.#options.smtp;
    if (smtp === undefined) {
      throw invalidOption("smtp", "is not given", "Give smtp to openModule or to send.");
    }
    const { cleanupTimeoutMs = 15_000, onProgress, beforeOrder } = options;
    const retry = planRetry(options.retry ?? this.#options.retry ?? true);
    const resendUnknown = options.resendUnknown ?? this.#options.resendUnknown ?? false;
    checkTimeout("cleanupTimeoutMs", cleanupTimeoutMs, 0);
    const ranges = mailLimits(module);
    const sendSeconds = secondsOf("sendSeconds", options.sendSeconds, 300, ranges.sendSeconds);
    const { bodyInputSeconds } = options;
    const inputSeconds = secondsOf(
      "bodyInputSeconds",
      bodyInputSeconds,
      90,
      ranges.bodyInputSeconds,
    );
    const server = planServerSetup(smtp, network.contextId, module);
    for (const { set } of server.settings) channel.protect(set);
    const { reliesOn } = server;
    const plan = planMail(message, {
      module,
      bodyInputSeconds: inputSeconds,
      reliesOn,
      sources,
    });
    const closing = this.#closed.signal;
    const limits = { cleanupTimeoutMs, sendSeconds, onProgress, beforeOrder, retry, closing };
    return { plan, server, limits, resendUnknown };
  }

  async #sendInTurn(mail: PreparedMail<PlannedBody | PendingBody>): Promise<MailReceipt> {
    const { signal } = mail.deadline;
    if (signal.aborted) throw abortError(signal);
    const release = await this.#queue.acquire(signal).catch((error: unknown) => {
      throw isQsmtpError(error) ? error : abortError(signal);
    });
    try {
      await this.#awaitModule(signal);
      const plan = await readBody(mail.plan, signal);
      return await this.#run({ ...mail, plan });
    } finally {
      release();
    }
  }

  /** Runs the mail, again where the module was not there for it and is back. */
  async #run(mail: PreparedMail): Promise<MailReceipt> {
    const { signal } = mail.deadline;
    const { maxRetries } = mail.limits.retry;
    for (let runs = 1; ; runs++) {
      try {
        return await this.#runOnce(mail);
      } catch (error) {
        if (!(error instanceof SendError) || runs > maxRetries) throw error;
        // A stream that has been read cannot be had once more.
        if (!mail.plan.isReplayable()) throw error;
        if (!(await this.#isBackAfter(error, signal))) throw error;
      }
    }
  }

  /** Runs the mail, and once more where the caller rather has it twice than not at all. */
  async #runOnce(mail: PreparedMail): Promise<MailReceipt> {
    const { signal } = mail.deadline;
    const startedMs = this.#module.channel.clock.now();
    const job = this.#job(mail);
    try {
      return await job.run(mail.deadline);
    } catch (error) {
      if (!(error instanceof SendError)) throw error;
      if (error.outcome !== "unknown" || !mail.resendUnknown) throw error;
      const outcome = await Promise.race([error.finalOutcome, whenAborted(signal)]);
      if (outcome === "sent") return job.receipt(startedMs);
      if (outcome === undefined || !mail.plan.isReplayable()) throw error;
      return await this.#sendAgain(mail, outcome, error);
    }
  }

  #job({ plan, server, limits }: PreparedMail): MailJob {
    const { channel, network, limits: module, warnings, prepare } = this.#module;
    const context = {
      channel,
      network,
      module,
      prepare,
      warnings,
      files: this.#files,
      draft: this.#draft,
      orders: this.#orders,
      busy: this.#busy,
      settings: this.#settings,
      replaceExistingFiles: this.#options.replaceExistingFiles ?? false,
    };
    return new MailJob(context, plan, server, limits);
  }

  /** The caller rather has it twice than not at all. */
  async #sendAgain(mail: PreparedMail, first: Outcome, unknown: SendError): Promise<MailReceipt> {
    try {
      await this.#awaitModule(mail.deadline.signal);
      const receipt = await this.#job(mail).run(mail.deadline);
      const warning =
        first === "unknown"
          ? "the mail was sent again although an earlier order may have been carried out (resendUnknown): it may arrive twice"
          : "the mail was sent again: its first order was not carried out";
      return { ...receipt, warnings: [...receipt.warnings, warning] };
    } catch (error) {
      // Of a mail that may have gone out the first time nobody can say that it did not.
      if (first === "unknown" && error instanceof SendError && error.outcome === "not-sent") {
        throw unknown;
      }
      throw error;
    }
  }

  /** Whether a module that was not there for the mail is back, so that it can be tried again. */
  async #isBackAfter(error: SendError, signal: AbortSignal): Promise<boolean> {
    const { cause, outcome, stage } = error;
    if (signal.aborted || outcome !== "not-sent") return false;
    // A module that has no data connection although all else is right wants a restart (manual, 4.2).
    if (cause instanceof PdpActivationError && cause.needsRestart) {
      return await this.#module.recovery.restart(cause.problem, signal);
    }
    const wasGone = error.code === "MODULE_RESTARTED" || (stage === "network" && isSilence(error));
    if (!wasGone) return false;
    await this.#awaitModule(signal);
    return true;
  }

  /** Waits for a module that can be reached and is done with earlier mails. */
  async #awaitModule(signal: AbortSignal): Promise<void> {
    const { channel, recovery } = this.#module;
    do {
      try {
        await recovery.ready(signal);
      } catch (error) {
        if (!channel.isConnected && isQsmtpError(error, "TIMEOUT")) {
          throw new ConnectionLostError(error);
        }
        throw signal.aborted ? abortError(signal) : error;
      }
      await this.#awaitEarlier(signal);
    } while (!channel.isConnected && !channel.ended.aborted);
  }

  /** One mail at a time until its result is known (manual, 2.7). */
  async #awaitEarlier(signal: AbortSignal): Promise<void> {
    const earlier = this.#orders.open;
    if (earlier === undefined) {
      await this.#busy.lookAtExpired(signal);
      return;
    }
    await this.#busy.settled(earlier, signal).catch(() => undefined);
    if (!signal.aborted) {
      this.#files.use([]);
      return;
    }
    const reason = abortError(signal);
    if (!isQsmtpError(reason, "TIMEOUT")) throw reason;
    throw new QsmtpError(
      "RESULT_OUTSTANDING",
      "the result of an earlier mail is still open, and the module sends one mail at a time",
      {
        fault: "module",
        retryable: true,
        hint: "Send again later, or allow more time with timeoutMs.",
        cause: reason,
      },
    );
  }
}

function isSilence({ code }: SendError): boolean {
  return code === "TIMEOUT" || code === "WIRE_STATE_UNKNOWN";
}

/** A default gives way to what the module takes; a wish of the caller does not. */
function secondsOf(
  option: string,
  wanted: number | undefined,
  usual: number,
  ranges: readonly Range[],
): number {
  if (wanted === undefined) return nearestWithin(ranges, usual);
  checkSeconds(option, ranges, wanted);
  return Math.floor(wanted);
}
