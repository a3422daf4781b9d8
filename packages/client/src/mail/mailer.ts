import type { Range } from "@qsmtp/protocol";
import { writeBody } from "@qsmtp/protocol/commands";
import { defaultOf } from "@qsmtp/protocol/facts";
import { abortError, typedReason } from "../channel/call-error.ts";
import type { Channel } from "../channel/channel.ts";
import { TurnQueue } from "../channel/turn-queue.ts";
import { loadTables } from "../charset/tables.ts";
import { MessageError } from "../errors/message-error.ts";
import { PdpActivationError } from "../errors/pdp-activation-error.ts";
import { isOwnError, type Outcome, QsmtpError } from "../errors/qsmtp-error.ts";
import { SendError, toSendError, untouched } from "../errors/send-error.ts";
import { ConnectionLostError } from "../errors/wire-errors.ts";
import { ModuleFiles } from "../files/module-files.ts";
import type { ModuleLimits } from "../limits/module-limits.ts";
import { nearestWithin } from "../limits/ranges.ts";
import type { Network } from "../network/network.ts";
import { completeServer } from "../options/complete.ts";
import { judgePauses } from "../options/judge-pauses.ts";
import { checkedOptions, OptionProblems } from "../options/option-problems.ts";
import { earlierOrder, sendOptions } from "../options/option-tables.gen.ts";
import type { ModuleOptions } from "../options/options.ts";
import { planRetry } from "../options/retry-options.ts";
import type { Recovery } from "../recovery/recovery.ts";
import type { Clock } from "../time/clock.ts";
import { type Deadline, startDeadline, whenAborted } from "../time/deadline.ts";
import { BusyProbe } from "./busy-probe.ts";
import { cleanUp } from "./clean-up.ts";
import { DraftKeeper } from "./draft-keeper.ts";
import { awaitEarlierOrder, type EarlierOrder, remainingMs } from "./earlier-order.ts";
import { checkSeconds, mailLimits, requireMailClient } from "./limits.ts";
import { MailJob, type MailJobLimits } from "./mail-job.ts";
import type { MailPlan, PlannedBody } from "./mail-plan.ts";
import { MailSources } from "./mail-sources.ts";
import type { MailTurn } from "./mail-turn.ts";
import type { MailWarning } from "./mail-warning.ts";
import type { MailMessage } from "./message.ts";
import { neededTables } from "./needed-tables.ts";
import { OrderBook } from "./open-order.ts";
import { type PlanOptions, planMail } from "./plan-mail.ts";
import type { QsmtpMail } from "./qsmtp-mail.ts";
import { type PendingBody, readBody } from "./read-body.ts";
import type { MailReceipt } from "./receipt.ts";
import { ResultListener } from "./result-listener.ts";
import type { SendOptions } from "./send-options.ts";
import { planServerSetup, type ServerSetup } from "./server-setup.ts";
import { SettingsKeeper } from "./settings-keeper.ts";
import { type TakenMessage, takeMessage } from "./take-message.ts";

/** The module around a mailer. */
export interface MailerModule {
  readonly channel: Channel;
  readonly network: Network;
  readonly limits: ModuleLimits;
  /** What every receipt shall say of the module. */
  readonly warnings: readonly MailWarning[];
  readonly recovery: Pick<Recovery, "ready" | "restart">;
  /** Sets the module up anew when it has restarted. */
  readonly prepare: (signal: AbortSignal) => Promise<void>;
}

/** A mail as it was given, and how it is to be sent. */
interface GivenMail {
  readonly message: TakenMessage;
  readonly planOptions: PlanOptions & { readonly module: ModuleLimits };
  readonly server: ServerSetup;
  readonly limits: MailJobLimits;
  readonly resendUnknown: boolean;
  readonly deadline: Deadline;
}

/** A mail that is checked and encoded. */
interface PreparedMail extends Omit<GivenMail, "message" | "planOptions"> {
  readonly plan: MailPlan<PlannedBody>;
}

/** Beyond the time of a result, for a module that has to be reached first. */
const earlierReserveMs = 60_000;

/** See {@link QsmtpMail}, and what else needs the module's mail client for itself. */
export class Mailer implements QsmtpMail {
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

  get busy(): boolean {
    return this.#queue.busy || this.#orders.open !== undefined;
  }

  /** Whether the module may be sending a mail, ours or that of a process before this one. */
  get isSending(): boolean {
    return this.#orders.open !== undefined || this.#earlierOrders > 0;
  }

  async send(message: MailMessage, options: SendOptions = {}): Promise<MailReceipt> {
    const { channel } = this.#module;
    const taken = takeMessage(message);
    const sources = new MailSources(taken, channel.clock);
    let deadline: Deadline | undefined;
    try {
      const problems = new OptionProblems();
      const given = problems.read<SendOptions>(options, sendOptions);
      const mail = this.#take(taken, sources, given, problems);
      const { timeoutMs = 600_000, signal } = given;
      const outer = [this.#closing.signal, ...(signal === undefined ? [] : [signal])];
      const what = "the mail to be sent";
      const isBlocked = (): boolean => channel.isBlocked;
      deadline = startDeadline(channel.clock, timeoutMs, what, outer, isBlocked);
      return await this.#sendInTurn({ ...mail, deadline });
    } catch (error) {
      if (error instanceof SendError || error instanceof MessageError) throw error;
      const cause = typedReason(error, deadline?.signal);
      throw toSendError(cause, untouched(this.#draft.isLeft, this.#files.own));
    } finally {
      sources.close();
      deadline?.dispose();
    }
  }

  async awaitEarlierOrder(order: EarlierOrder): Promise<Outcome> {
    const { channel, recovery } = this.#module;
    const given = checkedOptions<EarlierOrder>(order, earlierOrder);
    const withinMs = remainingMs(given);
    // While a mail of ours is on its way a result is that mail's.
    let told = this.busy ? undefined : new ResultListener(channel);
    this.#earlierOrders++;
    const what = "the result of an earlier process's mail";
    const turn = { what, timeoutMs: withinMs + earlierReserveMs, signal: given.signal };
    try {
      return await this.inTurn(turn, ({ signal }) => {
        told ??= new ResultListener(channel);
        return awaitEarlierOrder({ channel, draft: this.#draft, recovery, told }, withinMs, signal);
      });
    } catch (error) {
      if (isOwnError(error, "TIMEOUT")) return "unknown";
      throw error;
    } finally {
      this.#earlierOrders--;
      told?.dispose();
    }
  }

  /**
   * Does other work while no mail is on its way, waits for its turn or has an open result: no mail is
   * disturbed by it.
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
    const scope = [this.#closing.signal, channel.ended, ...(outer === undefined ? [] : [outer])];
    const deadline = startDeadline(channel.clock, timeoutMs, what, scope, () => channel.isBlocked);
    const { signal } = deadline;
    try {
      const release = await this.#queue.acquire(signal).catch((error: unknown) => {
        throw isOwnError(error) ? error : abortError(signal);
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

  /** Ends what runs, and cleans up what it can until the signal fires. */
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

  /** Takes the options as they are now. */
  #take(
    message: TakenMessage,
    sources: MailSources,
    options: SendOptions,
    problems: OptionProblems,
  ): Omit<GivenMail, "deadline"> {
    const { channel, network, limits: module } = this.#module;
    requireMailClient(module);
    const { cleanupTimeoutMs = 15_000, onProgress, beforeOrder } = options;
    const retry = planRetry(options.retry ?? this.#options.retry ?? true);
    const resendUnknown = options.resendUnknown ?? this.#options.resendUnknown ?? false;
    judgePauses(problems, "retry", retry);
    const ranges = mailLimits(module);
    const wanted = problems.attempt(() => {
      return secondsOf("sendSeconds", options.sendSeconds, 300, ranges.sendSeconds);
    });
    const { bodyInputSeconds } = options;
    const usualInput = defaultOf(writeBody, "inputTimeSeconds");
    const wantedInput = problems.attempt(() => {
      return secondsOf("bodyInputSeconds", bodyInputSeconds, usualInput, ranges.bodyInputSeconds);
    });
    const smtp = options.smtp ?? this.#options.smtp;
    if (smtp === undefined) {
      problems.add("smtp", "is not given", "Give smtp to openModule or to send.");
    }
    const planned = problems.attempt(() => {
      return smtp && planServerSetup(completeServer(smtp, problems), network.contextId, module);
    });
    const server = problems.settle(planned);
    const sendSeconds = problems.settle(wanted);
    const inputSeconds = problems.settle(wantedInput);
    for (const { set } of server.settings) channel.protect(set);
    const { reliesOn } = server;
    const planOptions = { module, bodyInputSeconds: inputSeconds, reliesOn, sources };
    const closing = this.#closed.signal;
    const limits = { cleanupTimeoutMs, sendSeconds, onProgress, beforeOrder, retry, closing };
    return { message, planOptions, server, limits, resendUnknown };
  }

  async #sendInTurn({ message, planOptions, ...mail }: GivenMail): Promise<MailReceipt> {
    const { signal } = mail.deadline;
    // Asked for before a table is waited for: mails go out in the order of the calls.
    const turn = this.#queue.acquire(signal);
    turn.catch(() => undefined);
    let planned: MailPlan<PlannedBody | PendingBody>;
    try {
      planned = await planOf(message, planOptions, signal, this.#module.channel.clock);
      if (signal.aborted) throw abortError(signal);
    } catch (error) {
      turn.then((release) => release()).catch(() => undefined);
      throw error;
    }
    const release = await turn.catch((error: unknown) => {
      throw isOwnError(error) ? error : abortError(signal);
    });
    try {
      await this.#awaitModule(signal);
      const plan = await readBody(planned, signal, this.#module.channel.clock);
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
      const warning = first === "unknown" ? mayBeDoubled : sentAgain;
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
        if (!channel.isConnected && isOwnError(error, "TIMEOUT")) {
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
    if (!isOwnError(reason, "TIMEOUT")) throw reason;
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

/** Loads what the texts need to be encoded, seldom anything, and plans the mail. */
async function planOf(
  message: TakenMessage,
  options: GivenMail["planOptions"],
  signal: AbortSignal,
  clock: Clock,
): Promise<MailPlan<PlannedBody | PendingBody>> {
  const tables = neededTables(message, mailLimits(options.module));
  if (tables.length > 0) {
    await Promise.race([loadTables(tables, clock), whenAborted(signal)]);
    if (signal.aborted) throw abortError(signal);
  }
  return planMail(message, options);
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

const sentAgain: MailWarning = {
  code: "SENT_AGAIN",
  message: "the mail was sent again: its first order was not carried out",
};

const mayBeDoubled: MailWarning = {
  code: "MAY_BE_DOUBLED",
  message:
    "the mail was sent again although an earlier order may have been carried out (resendUnknown): it may arrive twice",
};
