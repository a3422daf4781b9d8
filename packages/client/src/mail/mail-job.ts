import type { Command } from "@qsmtp/protocol";
import { type SmtpSendResult, sendMail } from "@qsmtp/protocol/commands";
import { abortError, typedReason } from "../channel/call-error.ts";
import type { Channel } from "../channel/channel.ts";
import type { Restart } from "../channel/events.ts";
import { notify } from "../channel/listeners.ts";
import { CommandError } from "../errors/command-error.ts";
import type { FileDigest } from "../errors/file-errors.ts";
import { isOwnError, type Outcome, type QsmtpError } from "../errors/qsmtp-error.ts";
import { reasonOf } from "../errors/reason-of.ts";
import {
  type MailStage,
  outcomeOf,
  type SendFailure,
  SendResultError,
  toSendError,
} from "../errors/send-error.ts";
import {
  ConnectionLostError,
  DataEchoedError,
  UnexpectedReplyError,
} from "../errors/wire-errors.ts";
import { knownBytes } from "../files/content.ts";
import type { ModuleFiles, OutgoingFile } from "../files/module-files.ts";
import type { ModuleLimits } from "../limits/module-limits.ts";
import { nearestWithin } from "../limits/ranges.ts";
import type { Network } from "../network/network.ts";
import type { RetryPlan } from "../options/retry-options.ts";
import { delay } from "../time/clock.ts";
import { type Deadline, startDeadline, unlessOver, whenAborted } from "../time/deadline.ts";
import { BodyEcho } from "./body-echo.ts";
import { checkBodyTime } from "./body-time.ts";
import type { BusyProbe } from "./busy-probe.ts";
import { cleanUp } from "./clean-up.ts";
import { checkDraft, type ExpectedDraft } from "./draft-check.ts";
import { type DraftKeeper, isBusy } from "./draft-keeper.ts";
import type { MailPlan } from "./mail-plan.ts";
import type { MailWarning } from "./mail-warning.ts";
import { onceRestarted } from "./once-restarted.ts";
import type { OpenOrder, OrderBook } from "./open-order.ts";
import { type BeforeOrder, tellBeforeOrder } from "./order-info.ts";
import type { MailProgress } from "./progress.ts";
import type { AttachmentReceipt, MailReceipt } from "./receipt.ts";
import { ResultListener } from "./result-listener.ts";
import { retryPauseMs } from "./retry-pause.ts";
import type { ServerSetup } from "./server-setup.ts";
import type { Setting } from "./setting.ts";
import type { SettingsKeeper } from "./settings-keeper.ts";

/** What a job works with; all of it outlives the job. */
export interface MailJobContext {
  readonly channel: Channel;
  readonly network: Network;
  readonly files: ModuleFiles;
  readonly draft: DraftKeeper;
  readonly orders: OrderBook;
  readonly busy: BusyProbe;
  readonly settings: SettingsKeeper;
  readonly module: ModuleLimits;
  /** Sets the module up anew when it has restarted. */
  readonly prepare: (signal: AbortSignal) => Promise<void>;
  readonly replaceExistingFiles: boolean;
  /** What every receipt shall say besides what is learnt on the way. */
  readonly warnings: readonly MailWarning[];
}

/** Limits of one job, in milliseconds and seconds. */
export interface MailJobLimits {
  readonly cleanupTimeoutMs: number;
  /** The module's own limit for talking to the server. */
  readonly sendSeconds: number;
  readonly onProgress: ((progress: MailProgress) => void) | undefined;
  readonly beforeOrder: BeforeOrder | undefined;
  readonly retry: RetryPlan;
  /** Fires when even cleaning up must end. */
  readonly closing: AbortSignal;
}

/** One mail on its way: the five steps of the manual (1.2), and the cleaning up after them. */
export class MailJob {
  readonly #context: MailJobContext;
  readonly #plan: MailPlan;
  readonly #server: ServerSetup;
  readonly #limits: MailJobLimits;
  readonly #batch: number;
  readonly #warnings: MailWarning[];
  readonly #stagesMs: Partial<Record<MailStage, number>> = {};
  readonly #uploads: readonly OutgoingFile[];
  #totalBytes: number;
  readonly #receipts: AttachmentReceipt[] = [];
  readonly #attached: ExpectedDraft["attachments"][number][] = [];
  #sentBytes = 0;
  #stage: MailStage = "waiting";
  #order: OpenOrder | undefined;
  #releaseNetwork: () => void = () => {};
  #echo: BodyEcho | undefined;
  #outcome: Outcome = "not-sent";
  #attempts = 0;
  /** A result that nobody asked for came behind the body: a part of it may have been a command. */
  #disturbed: QsmtpError | undefined;

  constructor(context: MailJobContext, plan: MailPlan, server: ServerSetup, limits: MailJobLimits) {
    this.#context = context;
    this.#plan = plan;
    this.#server = server;
    this.#limits = limits;
    this.#batch = context.channel.newBatch();
    this.#warnings = [...context.warnings, ...plan.warnings, ...server.warnings];
    this.#uploads = [...(server.ca === undefined ? [] : [server.ca]), ...plan.attachments];
    const body = plan.body?.bytes.length ?? 0;
    this.#totalBytes = this.#uploads.reduce(
      (sum, { content }) => sum + (knownBytes(content) ?? 0),
      body,
    );
  }

  /** @throws SendError, whose outcome says what became of the mail */
  async run(deadline: Deadline): Promise<MailReceipt> {
    const { channel } = this.#context;
    const { clock } = channel;
    const startedMs = clock.now();
    const stop = channel.onStray((text) => this.#takeStray(text));
    // One found out at the order itself is told by the order's own result.
    const counts = ({ told }: Restart): boolean => told || this.#stage !== "sending";
    const restarted = onceRestarted(channel, deadline, counts);
    try {
      await this.#send({ ...deadline, signal: restarted.signal });
      await this.#cleanUp();
    } catch (error) {
      const stage = this.#stage;
      const late = await this.#cleanUp();
      // A result that came late is worth more than the reason why nobody waited for it.
      const cause = late ?? typedReason(error, deadline.signal);
      if (this.#outcome !== "sent") throw toSendError(cause, this.#failure(stage));
      const reason = reasonOf(error);
      const message = `the mail was sent although the call had been given up: ${reason}`;
      this.#warnings.push({ code: "SENT_AFTER_ABORT", message });
    } finally {
      stop();
      restarted.dispose();
      // A mail that the module is still sending needs the context.
      const { open } = this.#context.orders;
      if (open === undefined) this.#releaseNetwork();
      else void open.result.then(this.#releaseNetwork);
    }
    return this.receipt(startedMs);
  }

  /** What the caller gets when the mail is known to be sent. */
  receipt(startedMs: number): MailReceipt {
    const { body, addresses, subjectCharset } = this.#plan;
    return {
      outcome: "sent",
      recipients: addresses,
      subjectCharset,
      body: body && { charset: body.charset, bytes: body.bytes.length },
      attachments: this.#receipts,
      attempts: this.#attempts,
      durationMs: this.#context.channel.clock.now() - startedMs,
      stagesMs: this.#stagesMs,
      warnings: this.#warnings,
      ...this.#rest(),
    };
  }

  #rest(): { leftBehind: readonly string[]; draftLeftBehind: boolean } {
    return { leftBehind: this.#context.files.own, draftLeftBehind: this.#context.draft.isLeft };
  }

  #failure(stage: MailStage): SendFailure {
    const outcome = this.#outcome;
    const open = this.#order?.outcome ?? Promise.resolve(outcome);
    const finalOutcome = outcome === "unknown" ? open : Promise.resolve(outcome);
    return { stage, outcome, finalOutcome, ...this.#rest() };
  }

  async #send(deadline: Deadline): Promise<void> {
    const { signal } = deadline;
    const { network, prepare, settings } = this.#context;
    const step = { signal, batch: this.#batch };

    await this.#in("network", async () => {
      await prepare(signal);
      this.#releaseNetwork = await network.use(signal);
    });

    await this.#in("server", async () => {
      // What an earlier mail or another program left must not go out with this one.
      await this.#context.draft.clearWhenFree(step);
      await this.#prepareFiles(signal);
      if (this.#server.ca !== undefined) await this.#upload(this.#server.ca, signal, true);
      this.#warnings.push(...(await settings.apply(this.#settings, step)));
    });

    await this.#writeDraft(signal).catch((error: unknown) => this.#writeAgain(error, signal));
    await this.#in("attachments", () => this.#attach(signal));
    await this.#in("verification", () => this.#verify(signal));
    await this.#giveOrder(deadline);
  }

  /** Gives the order, again when it is proven that the mail did not go out (manual, 4.4). */
  async #giveOrder(deadline: Deadline): Promise<void> {
    for (;;) {
      try {
        await this.#in("sending", () => this.#put(deadline));
        return;
      } catch (error) {
        const pauseMs = this.#retryPauseMs(error, deadline);
        if (pauseMs === undefined) throw error;
        const reason = reasonOf(error);
        const message = `order ${this.#attempts} was not carried out (${reason})`;
        this.#warnings.push({ code: "ORDERED_AGAIN", message });
        await this.#in("waiting", () => this.#pause(pauseMs, deadline.signal));
        await this.#makeReadyAgain(deadline.signal);
      }
    }
  }

  /** How long to wait before the next order; `undefined` when there shall be none. */
  #retryPauseMs(error: unknown, deadline: Deadline): number | undefined {
    if (this.#outcome !== "not-sent") return undefined;
    const ranges = this.#context.module.param(sendMail, "timeoutSeconds").ranges;
    const leftMs = deadline.remainingMs() - nearestWithin(ranges, 0) * 1000;
    return retryPauseMs(error, this.#attempts, this.#limits.retry, leftMs);
  }

  /** The draft is still there, or is written again; the second time the context is made anew. */
  async #makeReadyAgain(signal: AbortSignal): Promise<void> {
    const { network } = this.#context;
    await this.#in("network", async () => {
      if (this.#attempts > 1) await network.reactivate(signal);
      else (await network.use(signal))();
    });
    try {
      await this.#in("verification", () => this.#verify(signal));
    } catch (error) {
      if (!isOwnError(error, "NOT_AS_ASKED") || this.#disturbed !== undefined) throw error;
      await this.#rewriteDraft(signal);
      await this.#in("verification", () => this.#verify(signal));
    }
  }

  /** The files are on the module: only the draft is written. */
  async #rewriteDraft(signal: AbortSignal): Promise<void> {
    await this.#context.draft.clear({ signal });
    await this.#writeDraft(signal);
    await this.#in("attachments", async () => {
      for (const { attach } of this.#plan.attachments) await this.#write(attach, signal);
    });
  }

  async #pause(pauseMs: number, signal: AbortSignal): Promise<void> {
    await delay(this.#context.channel.clock, pauseMs, signal).catch(() => {
      throw abortError(signal);
    });
  }

  #takeStray(text: string): void {
    const stages: readonly MailStage[] = ["body", "attachments", "verification"];
    if (!stages.includes(this.#stage)) return;
    const problem = `a result that nobody asked for came behind the text: ${text}`;
    this.#disturbed = new UnexpectedReplyError("the mail", problem);
  }

  get #settings(): readonly Setting[] {
    return [...this.#server.settings, this.#plan.sender];
  }

  async #prepareFiles(signal: AbortSignal): Promise<void> {
    if (this.#uploads.length === 0 && this.#plan.body === undefined) return;
    const replace = this.#context.replaceExistingFiles;
    const unproven = await this.#context.files.prepare(this.#uploads, {
      signal,
      batch: this.#batch,
      replace,
    });
    if (unproven !== undefined) {
      this.#warnings.push({ code: "LINE_NOT_PROVEN", message: unproven });
    }
  }

  /** A step of the draft; from the first byte on the module may hold a part of it. */
  async #write(command: Command<void>, signal: AbortSignal): Promise<void> {
    const { channel, draft } = this.#context;
    await channel.step(command, { signal, batch: this.#batch, onWritten: () => draft.touch() });
  }

  async #writeDraft(signal: AbortSignal): Promise<void> {
    await this.#in("recipients", async () => {
      for (const command of this.#plan.recipients) await this.#write(command, signal);
    });
    await this.#in("subject", () => this.#write(this.#plan.subject, signal));
    await this.#in("body", () => this.#writeBody(signal));
  }

  /** A module that echoes data too gets its draft once more, without echo. */
  async #writeAgain(error: unknown, signal: AbortSignal): Promise<void> {
    const { draft } = this.#context;
    if (!(error instanceof DataEchoedError) || !draft.comparesEcho) throw error;
    draft.comparesEcho = false;
    await this.#echo?.off(signal);
    await draft.clear({ signal });
    await this.#writeDraft(signal);
  }

  async #writeBody(signal: AbortSignal): Promise<void> {
    const body = this.#plan.body;
    if (body === undefined) return;
    const { channel, draft } = this.#context;
    checkBodyTime(body, channel.bytesPerSecond);
    const echo = new BodyEcho(channel, { signal, batch: this.#batch });
    this.#echo = echo;
    if (draft.comparesEcho) await echo.begin();
    const before = this.#sentBytes;
    const { output } = await channel.step(body.command, {
      signal,
      batch: this.#batch,
      payload: body.bytes,
      holdsLastByte: true,
      onWritten: () => draft.touch(),
      onEchoed: () => echo.works(),
      onProgress: ({ sentBytes }) => this.#progress(before + sentBytes),
    });
    const { writtenBytes } = output;
    if (writtenBytes === body.bytes.length) {
      await echo.end();
      return;
    }
    const problem = `the module took ${writtenBytes} of ${body.bytes.length} bytes`;
    throw new UnexpectedReplyError(body.command.text, problem);
  }

  async #attach(signal: AbortSignal): Promise<void> {
    const replace = this.#context.replaceExistingFiles;
    for (const attachment of this.#plan.attachments) {
      const { bytes, checksum } = await this.#upload(attachment, signal, replace);
      await this.#write(attachment.attach, signal);
      const { index, fileName, filename } = attachment;
      this.#attached.push({ index, fileName, sizeBytes: bytes });
      this.#receipts.push({
        filename,
        bytes,
        checksum: checksum.toString(16).padStart(4, "0"),
      });
    }
  }

  async #upload(file: OutgoingFile, signal: AbortSignal, replace: boolean): Promise<FileDigest> {
    const before = this.#sentBytes;
    const isKnown = knownBytes(file.content) !== undefined;
    const knownTotal = this.#totalBytes;
    return await this.#context.files.upload(file, {
      signal,
      batch: this.#batch,
      replace,
      onProgress: ({ sentBytes }) => {
        if (!isKnown) this.#totalBytes = knownTotal + sentBytes;
        this.#progress(before + sentBytes, file.fileName);
      },
    });
  }

  /** Nothing is ordered before the module has told that it has what it was given. */
  async #verify(signal: AbortSignal): Promise<void> {
    const { channel, settings } = this.#context;
    const step = { signal, batch: this.#batch };
    if (!(await settings.stillHolds(this.#server.witness, step))) {
      this.#warnings.push(...(await settings.apply(this.#settings, step)));
    }
    await checkDraft(channel, { ...this.#plan.draft, attachments: this.#attached }, step);
    if (this.#disturbed !== undefined) throw this.#disturbed;
  }

  /** From the first byte of the command on the mail may be on its way, whatever happens to us. */
  async #put(deadline: Deadline): Promise<void> {
    const { channel, module, orders, files, busy } = this.#context;
    const { signal } = deadline;
    const left = Math.floor(deadline.remainingMs() / 1000);
    const timeoutSeconds = nearestWithin(
      module.param(sendMail, "timeoutSeconds").ranges,
      Math.min(this.#limits.sendSeconds, left),
    );
    const command = module.command(sendMail, { timeoutSeconds });
    const info = { sendSeconds: timeoutSeconds, attempt: this.#attempts + 1, signal };
    await tellBeforeOrder(this.#limits.beforeOrder, info);
    const told = new ResultListener(channel);
    let callId = 0;
    let order: OpenOrder | undefined;
    try {
      const { outcome } = await channel.step(command, {
        signal,
        batch: this.#batch,
        needsProof: true,
        onNumber: (id) => {
          callId = id;
        },
        onWritten: () => {
          order = orders.begin(callId, timeoutSeconds);
          this.#order = order;
          this.#outcome = "unknown";
          this.#attempts++;
          files.use(this.#uploads.map(({ fileName }) => fileName));
          busy.watch(this.#server);
        },
        onAccepted: () => {
          if (order !== undefined) void busy.learn(order);
        },
        onOutcome: ({ value }) => {
          if (order !== undefined) orders.take(order, value as SmtpSendResult);
        },
      });
      this.#judge(outcome?.value as SmtpSendResult);
    } catch (error) {
      if (!(error instanceof CommandError) || order === undefined) throw error;
      await this.#doubtRefusal(order, told, error, signal);
    } finally {
      told.dispose();
    }
  }

  /**
   * The error may be a stray in place of the module's word: one that is sending tells a result, or
   * refuses to have its draft cleared, which comes next anyway.
   */
  async #doubtRefusal(
    order: OpenOrder,
    told: ResultListener,
    refusal: CommandError,
    signal: AbortSignal,
  ): Promise<void> {
    const { draft, orders } = this.#context;
    const isSending = await draft.clear({ signal }).then(
      () => told.result !== undefined,
      (error: unknown) => {
        if (isBusy(error) || told.result !== undefined) return true;
        // Only an answer of the module shows that it is not sending.
        if (error instanceof CommandError) return false;
        throw error;
      },
    );
    if (!isSending) {
      orders.lost(order);
      this.#outcome = "not-sent";
      throw refusal;
    }
    const result = told.result ?? (await Promise.race([told.next, whenAborted(signal)]));
    if (result === undefined) throw abortError(signal);
    orders.take(order, result);
    this.#judge(result);
  }

  #judge(result: SmtpSendResult): void {
    this.#outcome = outcomeOf(result);
    if (this.#outcome !== "sent") throw new SendResultError(result);
  }

  /**
   * Clears the draft and deletes our files, whatever has happened before; has its own time limit.
   * A module that is still sending is given that time to finish: its files are in use, and its
   * result settles the outcome.
   * @returns what a late result means, when it is no success
   */
  async #cleanUp(): Promise<SendResultError | undefined> {
    const { channel, files, orders } = this.#context;
    const { cleanupTimeoutMs, closing } = this.#limits;
    // Without a connection nothing can be cleaned, and no result comes.
    const lost = new AbortController();
    const stop = channel.onLost((error) => lost.abort(error));
    if (!channel.isConnected) lost.abort(new ConnectionLostError(undefined));
    const outer = [closing, lost.signal, channel.ended];
    const deadline = startDeadline(channel.clock, cleanupTimeoutMs, "cleaning up", outer);
    const { signal } = deadline;
    let late: SendResultError | undefined;
    try {
      await this.#in("cleanup", async () => {
        await this.#echo?.off(signal).catch(unlessOver(signal));
        if (this.#outcome === "unknown") late = await this.#awaitResult(signal);
        if (orders.open !== undefined) return;
        files.use([]);
        await cleanUp(this.#context, signal);
      });
    } catch {
      // What cannot be cleaned now stays known and is told; the next mail and `close` try again.
    } finally {
      stop();
      deadline.dispose();
    }
    return late;
  }

  async #awaitResult(signal: AbortSignal): Promise<SendResultError | undefined> {
    const order = this.#order;
    if (order === undefined) return undefined;
    const result = await Promise.race([order.result, whenAborted(signal)]);
    if (result === undefined) return undefined;
    this.#outcome = outcomeOf(result);
    return this.#outcome === "sent" ? undefined : new SendResultError(result);
  }

  async #in<T>(stage: MailStage, work: () => Promise<T>): Promise<T> {
    const { clock } = this.#context.channel;
    const startedMs = clock.now();
    this.#stage = stage;
    this.#progress(this.#sentBytes);
    try {
      return await work();
    } finally {
      this.#stagesMs[stage] = (this.#stagesMs[stage] ?? 0) + clock.now() - startedMs;
    }
  }

  #progress(sentBytes: number, filename?: string): void {
    this.#sentBytes = sentBytes;
    const progress = { stage: this.#stage, sentBytes, totalBytes: this.#totalBytes, filename };
    notify(() => this.#limits.onProgress?.(progress));
  }
}
