import type { Range } from "@qsmtp/protocol";
import type { Channel } from "../channel/channel.ts";
import { TurnQueue } from "../channel/turn-queue.ts";
import { checkTimeout } from "../errors/invalid-option.ts";
import { QsmtpError } from "../errors/qsmtp-error.ts";
import { ModuleFiles } from "../files/module-files.ts";
import type { ModuleLimits } from "../module/module-limits.ts";
import type { Network } from "../module/network.ts";
import type { ModuleOptions, SmtpOptions } from "../module/options.ts";
import { checkSeconds, mailLimits, nearestWithin, requireMailClient } from "./limits.ts";
import { MailJob, type MailJobLimits } from "./mail-job.ts";
import type { MailMessage } from "./message.ts";
import { planMail } from "./plan-mail.ts";
import type { MailProgress } from "./progress.ts";
import type { MailReceipt } from "./receipt.ts";
import { planServerSetup } from "./server-setup.ts";

export interface SendOptions {
  /**
   * Gives the mail up. Once the module has taken the order to send, that comes too late: the error's
   * `outcome` says what is known.
   */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: MailProgress) => void) | undefined;
  /** Longest time for the whole mail, in milliseconds. Default 600 000. */
  readonly timeoutMs?: number | undefined;
  /** Time for cleaning up beyond that, in milliseconds. Default 15 000. */
  readonly cleanupTimeoutMs?: number | undefined;
  /**
   * The module's own limit for talking to the server, 60 to 65 535 seconds unless the module's
   * capabilities say otherwise. Default 300.
   */
  readonly sendSeconds?: number | undefined;
  /**
   * The module's own limit for taking the body, 1 to 65 535 seconds unless the module's capabilities
   * say otherwise. Default 90.
   */
  readonly bodyInputSeconds?: number | undefined;
  /** Another server than the one the module was opened with. */
  readonly smtp?: SmtpOptions | undefined;
}

/** The module around a mailer. */
export interface MailerModule {
  readonly channel: Channel;
  readonly network: Network;
  readonly limits: ModuleLimits;
  /** What every receipt shall say of the module. */
  readonly warnings: readonly string[];
  /** Sets the module up anew when it has restarted. */
  readonly prepare: (signal: AbortSignal) => Promise<void>;
}

/** Sends mails through one module, one after the other. */
export class Mailer {
  readonly #module: MailerModule;
  readonly #files: ModuleFiles;
  readonly #options: ModuleOptions;
  readonly #queue = new TurnQueue();

  /** @internal Use {@link QsmtpModule.mail}. */
  constructor(module: MailerModule, options: ModuleOptions) {
    this.#module = module;
    this.#options = options;
    this.#files = new ModuleFiles(module.channel, options.acknowledgedUploads ?? true);
  }

  /** Whether a mail is on its way or waits for its turn. */
  get busy(): boolean {
    return this.#queue.busy;
  }

  /**
   * Sends one mail and gives the receipt once the server has taken it.
   *
   * The message and the options are checked and encoded first; the module is not touched unless it
   * can carry everything. Afterwards the draft and our files are gone from the module, whatever the
   * outcome; what could not be removed is named in `leftBehind`.
   *
   * @throws MessageError `MESSAGE_REFUSED` with every problem of the message
   * @throws QsmtpError `INVALID_OPTION` for server options that cannot work,
   * `MODULE_CANNOT_SEND_MAIL` when the capabilities say that the module lacks the commands
   * @throws SendError when the mail did not go out, or nobody knows: see its `outcome`. Its code is
   * `SEND_FAILED` (the module or the server said no), `RESULT_MISSING`, `ABORTED`, or that of the
   * step that failed.
   * @see Quectel EC2x&EG9x&EM05 SMTP AT Commands Manual, 1.2
   */
  async send(message: MailMessage, options: SendOptions = {}): Promise<MailReceipt> {
    const { channel, network, limits: module, warnings, prepare } = this.#module;
    requireMailClient(module);
    const smtp = options.smtp ?? this.#options.smtp;
    if (smtp === undefined) {
      throw new QsmtpError("INVALID_OPTION", "no mail server is known", {
        fault: "caller",
        hint: "Give smtp to openModule or to send.",
      });
    }
    const limits = limitsOf(options, module);
    const plan = planMail(message, { module, bodyInputSeconds: bodySecondsOf(options, module) });
    const server = planServerSetup(smtp, network.contextId, module);
    const release = await this.#queue.acquire(options.signal);
    try {
      const job = new MailJob(
        {
          channel,
          network,
          module,
          prepare,
          warnings,
          files: this.#files,
          replaceExistingFiles: this.#options.replaceExistingFiles ?? false,
        },
        plan,
        server,
        limits,
      );
      return await job.run();
    } finally {
      release();
    }
  }
}

function limitsOf(options: SendOptions, module: ModuleLimits): MailJobLimits {
  const { timeoutMs = 600_000, cleanupTimeoutMs = 15_000 } = options;
  checkTimeout("timeoutMs", timeoutMs);
  checkTimeout("cleanupTimeoutMs", cleanupTimeoutMs, 0);
  const ranges = mailLimits(module).sendSeconds;
  const sendSeconds = secondsOf("sendSeconds", options.sendSeconds, 300, ranges);
  const { signal, onProgress } = options;
  return { timeoutMs, cleanupTimeoutMs, sendSeconds, signal, onProgress };
}

function bodySecondsOf({ bodyInputSeconds }: SendOptions, module: ModuleLimits): number {
  const ranges = mailLimits(module).bodyInputSeconds;
  return secondsOf("bodyInputSeconds", bodyInputSeconds, 90, ranges);
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
