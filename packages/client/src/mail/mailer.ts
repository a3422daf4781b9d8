import type { Channel } from "../channel/channel.ts";
import { TurnQueue } from "../channel/turn-queue.ts";
import { checkRange } from "../errors/invalid-option.ts";
import { QsmtpError } from "../errors/qsmtp-error.ts";
import { ModuleFiles } from "../files/module-files.ts";
import type { Network } from "../module/network.ts";
import type { ModuleOptions, SmtpOptions } from "../module/options.ts";
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
  /** The module's own limit for talking to the server, 60 to 65 535 seconds. Default 300. */
  readonly sendSeconds?: number | undefined;
  /** The module's own limit for taking the body, 1 to 65 535 seconds. Default 90. */
  readonly bodyInputSeconds?: number | undefined;
  /** Another server than the one the module was opened with. */
  readonly smtp?: SmtpOptions | undefined;
}

/** Sends mails through one module, one after the other. */
export class Mailer {
  readonly #channel: Channel;
  readonly #network: Network;
  readonly #files: ModuleFiles;
  readonly #options: ModuleOptions;
  readonly #prepare: (signal: AbortSignal) => Promise<void>;
  readonly #queue = new TurnQueue();

  /** @internal Use {@link QsmtpModule.mail}. */
  constructor(
    channel: Channel,
    network: Network,
    options: ModuleOptions,
    prepare: (signal: AbortSignal) => Promise<void>,
  ) {
    this.#channel = channel;
    this.#network = network;
    this.#options = options;
    this.#prepare = prepare;
    this.#files = new ModuleFiles(channel, options.acknowledgedUploads ?? true);
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
   * @throws QsmtpError `INVALID_OPTION` for server options that cannot work
   * @throws SendError when the mail did not go out, or nobody knows: see its `outcome`. Its code is
   * `SEND_FAILED` (the module or the server said no), `RESULT_MISSING`, `ABORTED`, or that of the
   * step that failed.
   * @see Quectel EC2x&EG9x&EM05 SMTP AT Commands Manual, 1.2
   */
  async send(message: MailMessage, options: SendOptions = {}): Promise<MailReceipt> {
    const smtp = options.smtp ?? this.#options.smtp;
    if (smtp === undefined) {
      throw new QsmtpError("INVALID_OPTION", "no mail server is known", {
        fault: "caller",
        hint: "Give smtp to openModule or to send.",
      });
    }
    const limits = limitsOf(options);
    const plan = planMail(message, {
      bodyInputSeconds: Math.floor(options.bodyInputSeconds ?? 90),
    });
    const server = planServerSetup(smtp, this.#network.contextId);
    const release = await this.#queue.acquire(options.signal);
    try {
      const job = new MailJob(
        {
          channel: this.#channel,
          network: this.#network,
          files: this.#files,
          prepare: this.#prepare,
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

/** Beyond this a timer of the platform fires at once instead of late. */
const longestTimeoutMs = 2_147_483_647;

function limitsOf(options: SendOptions): MailJobLimits {
  const { timeoutMs = 600_000, cleanupTimeoutMs = 15_000, sendSeconds = 300 } = options;
  checkRange("timeoutMs", timeoutMs, 1, longestTimeoutMs);
  checkRange("cleanupTimeoutMs", cleanupTimeoutMs, 0, longestTimeoutMs);
  checkRange("sendSeconds", sendSeconds, 60, 65_535);
  checkRange("bodyInputSeconds", options.bodyInputSeconds ?? 90, 1, 65_535);
  const { signal, onProgress } = options;
  return { timeoutMs, cleanupTimeoutMs, sendSeconds: Math.floor(sendSeconds), signal, onProgress };
}
