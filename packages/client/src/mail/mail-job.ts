import type { Command } from "@qsmtp/protocol";
import {
  clearMail,
  getStorageSpace,
  type SmtpSendResult,
  Storage,
  sendMailOperation,
} from "@qsmtp/protocol/commands";
import type { Channel } from "../channel/channel.ts";
import { notify } from "../channel/notify.ts";
import { CommandError } from "../errors/command-error.ts";
import { type Outcome, QsmtpError } from "../errors/qsmtp-error.ts";
import { SendResultError, toSendError } from "../errors/send-error.ts";
import { UnexpectedReplyError } from "../errors/wire-errors.ts";
import type { ModuleFiles } from "../files/module-files.ts";
import { type Deadline, startDeadline } from "../module/deadline.ts";
import type { ModuleLimits } from "../module/module-limits.ts";
import type { Network } from "../module/network.ts";
import { LateResult } from "./late-result.ts";
import { nearestWithin } from "./limits.ts";
import type { MailPlan } from "./plan-mail.ts";
import type { MailProgress, MailStage } from "./progress.ts";
import type { AttachmentReceipt, MailReceipt } from "./receipt.ts";
import type { ServerSetup } from "./server-setup.ts";

/** What a job works with. */
export interface MailJobContext {
  readonly channel: Channel;
  readonly network: Network;
  readonly files: ModuleFiles;
  readonly module: ModuleLimits;
  /** Sets the module up anew when it has restarted. */
  readonly prepare: (signal: AbortSignal) => Promise<void>;
  readonly replaceExistingFiles: boolean;
  /** What every receipt shall say besides what is learnt on the way. */
  readonly warnings: readonly string[];
}

/** Limits of one job, in milliseconds and seconds. */
export interface MailJobLimits {
  readonly timeoutMs: number;
  readonly cleanupTimeoutMs: number;
  /** The module's own limit for talking to the server. */
  readonly sendSeconds: number;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: MailProgress) => void) | undefined;
}

/** One mail on its way: the five steps of the manual (1.2), and the cleaning up after them. */
export class MailJob {
  readonly #context: MailJobContext;
  readonly #plan: MailPlan;
  readonly #server: ServerSetup;
  readonly #limits: MailJobLimits;
  readonly #warnings: string[];
  readonly #stagesMs: Partial<Record<MailStage, number>> = {};
  readonly #totalBytes: number;
  #sentBytes = 0;
  #stage: MailStage = "network";
  #outcome: Outcome = "not-sent";
  #draftTouched = false;
  readonly #receipts: AttachmentReceipt[] = [];

  constructor(context: MailJobContext, plan: MailPlan, server: ServerSetup, limits: MailJobLimits) {
    this.#context = context;
    this.#plan = plan;
    this.#server = server;
    this.#limits = limits;
    this.#warnings = [...context.warnings, ...plan.warnings, ...server.warnings];
    const files = [...plan.attachments, ...(server.ca === undefined ? [] : [server.ca])];
    const body = plan.body?.bytes.length ?? 0;
    this.#totalBytes = files.reduce((sum, file) => sum + file.bytes.length, body);
  }

  /** @throws SendError, whose outcome says what became of the mail */
  async run(): Promise<MailReceipt> {
    const { clock } = this.#context.channel;
    const startedMs = clock.now();
    const late = new LateResult(this.#context.channel);
    try {
      await this.#sendWithin(late);
    } finally {
      late.dispose();
    }
    return {
      outcome: "sent",
      recipients: this.#plan.addresses,
      subjectCharset: this.#plan.subjectCharset,
      body: this.#plan.body && {
        charset: this.#plan.body.charset,
        bytes: this.#plan.body.bytes.length,
      },
      attachments: this.#receipts,
      durationMs: clock.now() - startedMs,
      stagesMs: this.#stagesMs,
      warnings: this.#warnings,
      ...this.#rest(),
    };
  }

  #rest(): { leftBehind: readonly string[]; draftLeftBehind: boolean } {
    return { leftBehind: this.#context.files.own, draftLeftBehind: this.#draftTouched };
  }

  async #sendWithin(late: LateResult): Promise<void> {
    const { signal: outer, timeoutMs } = this.#limits;
    const { clock } = this.#context.channel;
    const deadline = startDeadline(clock, timeoutMs, "the mail to be sent", outer);
    try {
      await this.#send(deadline, late);
      await this.#cleanUp(late);
    } catch (error) {
      const stage = this.#stage;
      const resolved = await this.#cleanUp(late).catch((judged: unknown) => judged);
      // A result that came late is worth more than the reason why nobody waited for it.
      if (this.#outcome === "sent") {
        const reason = error instanceof Error ? error.message : String(error);
        this.#warnings.push(`the mail was sent although the call had been given up: ${reason}`);
      } else {
        const failure = { stage, outcome: this.#outcome, ...this.#rest() };
        throw toSendError(resolved ?? error, failure);
      }
    } finally {
      deadline.dispose();
    }
  }

  async #send(deadline: Deadline, late: LateResult): Promise<void> {
    const { signal } = deadline;
    const { network, files, prepare } = this.#context;
    signal.throwIfAborted();

    await this.#in("network", async () => {
      await prepare(signal);
      await network.ensureActive(signal);
    });

    await this.#in("server", async () => {
      // What an earlier mail or another program left must not go out with this one.
      await this.#execute(clearMail(), signal);
      for (const name of files.own) await files.delete(name, signal).catch(passOver);
      await this.#checkSpace(signal);
      if (this.#server.ca !== undefined) await this.#upload(this.#server.ca, signal, true);
      for (const command of this.#server.commands) await this.#execute(command, signal);
      for (const { command, warning } of this.#server.tolerated) {
        await this.#tolerate(command, warning, signal);
      }
      await this.#execute(this.#plan.sender, signal);
    });

    this.#draftTouched = true;
    await this.#in("recipients", async () => {
      for (const command of this.#plan.recipients) await this.#execute(command, signal);
    });
    await this.#in("subject", () => this.#execute(this.#plan.subject, signal));
    await this.#in("body", () => this.#writeBody(signal));
    await this.#in("attachments", () => this.#attach(signal));
    await this.#in("sending", () => this.#put(deadline, late));
  }

  async #writeBody(signal: AbortSignal): Promise<void> {
    const body = this.#plan.body;
    if (body === undefined) return;
    const before = this.#sentBytes;
    const { writtenBytes } = await this.#context.channel.execute(body.command, {
      signal,
      payload: body.bytes,
      onProgress: ({ sentBytes }) => this.#progress(before + sentBytes),
    });
    if (writtenBytes === body.bytes.length) return;
    const problem = `the module took ${writtenBytes} of ${body.bytes.length} bytes`;
    throw new UnexpectedReplyError(body.command.text, problem);
  }

  async #attach(signal: AbortSignal): Promise<void> {
    for (const { filename, fileName, bytes, attach } of this.#plan.attachments) {
      const checksum = await this.#upload(
        { fileName, bytes },
        signal,
        this.#context.replaceExistingFiles,
      );
      await this.#execute(attach, signal);
      this.#receipts.push({
        filename,
        bytes: bytes.length,
        checksum: checksum.toString(16).padStart(4, "0"),
      });
    }
  }

  async #upload(
    file: { readonly fileName: string; readonly bytes: Uint8Array },
    signal: AbortSignal,
    replace: boolean,
  ): Promise<number> {
    const before = this.#sentBytes;
    return await this.#context.files.upload(file.fileName, file.bytes, {
      signal,
      replace,
      onProgress: ({ sentBytes }) => this.#progress(before + sentBytes, file.fileName),
    });
  }

  /** From the first byte of the command on the mail may be on its way, whatever happens to us. */
  async #put(deadline: Deadline, late: LateResult): Promise<void> {
    const { channel, module } = this.#context;
    const { signal } = deadline;
    const left = Math.floor(deadline.remainingMs() / 1000);
    const timeoutSeconds = nearestWithin(
      module.ranges(sendMailOperation, "timeoutSeconds"),
      Math.min(this.#limits.sendSeconds, left),
    );
    const command = module.command(sendMailOperation, { timeoutSeconds });
    signal.throwIfAborted();
    late.begin();
    this.#outcome = "unknown";
    try {
      const urc = await channel.executeToCompletion(command, { signal });
      if (urc.name === "smtpSendResult") this.#judge(urc.value);
    } catch (error) {
      if (error instanceof CommandError) this.#outcome = "not-sent";
      throw error;
    }
  }

  #judge({ error, protocolError = 0 }: SmtpSendResult): void {
    this.#outcome = error === 0 ? "sent" : "not-sent";
    if (error !== 0) throw new SendResultError(error, protocolError);
  }

  /** Refuses a mail that the module's RAM cannot hold before the upload shows it. */
  async #checkSpace(signal: AbortSignal): Promise<void> {
    const needed = this.#plan.attachments.reduce((sum, file) => sum + file.bytes.length, 0);
    if (needed === 0) return;
    try {
      const { freeBytes } = await this.#context.channel.execute(
        getStorageSpace({ storage: Storage.ram }),
        {
          signal,
        },
      );
      if (freeBytes >= needed) return;
      throw new QsmtpError(
        "COMMAND_FAILED",
        `the attachments need ${needed} bytes, the module's RAM has ${freeBytes} left`,
        { fault: "caller", hint: "Send fewer or smaller attachments in one mail." },
      );
    } catch (error) {
      // Firmware that cannot tell is no reason not to try.
      if (!(error instanceof CommandError)) throw error;
    }
  }

  async #tolerate(command: Command<void>, warning: string, signal: AbortSignal): Promise<void> {
    try {
      await this.#execute(command, signal);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      this.#warnings.push(warning);
    }
  }

  /**
   * Clears the draft and deletes our files, whatever has happened before; has its own time limit.
   * A module that is still sending is given that time to finish: its files are in use, and its
   * result settles the outcome.
   * @throws SendResultError when the result comes now and is a failure
   */
  async #cleanUp(late: LateResult): Promise<void> {
    const { channel, files } = this.#context;
    const deadline = startDeadline(channel.clock, this.#limits.cleanupTimeoutMs, "cleaning up");
    const { signal } = deadline;
    let result: SmtpSendResult | undefined;
    try {
      await this.#in("cleanup", async () => {
        if (this.#outcome === "unknown") result = await late.wait(signal);
        if (this.#outcome === "unknown" && result === undefined) return;
        if (this.#draftTouched) await this.#clearDraft(signal).catch(leaveForNextTime);
        for (const name of files.own) await files.delete(name, signal).catch(leaveForNextTime);
      });
    } finally {
      deadline.dispose();
    }
    if (result !== undefined) this.#judge(result);
  }

  async #clearDraft(signal: AbortSignal): Promise<void> {
    await this.#execute(clearMail(), signal);
    this.#draftTouched = false;
  }

  async #execute(command: Command<void>, signal: AbortSignal): Promise<void> {
    await this.#context.channel.execute(command, { signal });
  }

  async #in<T>(stage: MailStage, work: () => Promise<T>): Promise<T> {
    const { clock } = this.#context.channel;
    const startedMs = clock.now();
    this.#stage = stage;
    this.#progress(this.#sentBytes);
    try {
      return await work();
    } finally {
      this.#stagesMs[stage] = clock.now() - startedMs;
    }
  }

  #progress(sentBytes: number, fileName?: string): void {
    this.#sentBytes = sentBytes;
    const progress = { stage: this.#stage, sentBytes, totalBytes: this.#totalBytes, fileName };
    notify(() => this.#limits.onProgress?.(progress));
  }
}

/** A file that the module will not delete is no reason not to send; it is named in the receipt. */
function passOver(error: unknown): void {
  if (!(error instanceof CommandError)) throw error;
}

/** What cannot be cleaned now is known to {@link ModuleFiles}, and the next send begins with it. */
function leaveForNextTime(): void {}
