import type { SmtpOptions } from "../options/options.ts";
import type { RetryOptions } from "../options/retry-options.ts";
import type { BeforeOrder } from "./order-info.ts";
import type { MailProgress } from "./progress.ts";

/** How one mail is sent. */
export interface SendOptions {
  /**
   * Gives the mail up. Once the module has taken the order to send, that comes too late: the error's
   * `outcome` says what is known.
   */
  readonly signal?: AbortSignal | undefined;
  /** Called at each step, and as bytes go out. What it throws is passed over. */
  readonly onProgress?: ((progress: MailProgress) => void) | undefined;
  /**
   * Longest time for the whole mail in milliseconds, from the call on: waiting for earlier mails
   * included. Default 600 000.
   */
  readonly timeoutMs?: number | undefined;
  /**
   * Time for cleaning up beyond that, in milliseconds. Default 15 000.
   * @minimum 0
   */
  readonly cleanupTimeoutMs?: number | undefined;
  /**
   * The module's own limit for talking to the server in seconds, as `sendMail` takes it unless the
   * module's capabilities say otherwise. Default 300.
   */
  readonly sendSeconds?: number | undefined;
  /**
   * The module's own limit for taking the body in seconds, as `writeBody` takes it unless the module's
   * capabilities say otherwise. Default: the module's own. A text that needs longer at the line's speed is refused.
   */
  readonly bodyInputSeconds?: number | undefined;
  /**
   * Awaited straight before the first byte of each `AT+QSMTPPUT`, for a journal that outlives a crash
   * of the program; see `awaitEarlierOrder`. Throwing or rejecting means: not sent, and
   * no byte of the order was written; what it threw is the error's cause.
   */
  readonly beforeOrder?: BeforeOrder | undefined;
  /** As in `ModuleOptions`, for this mail. */
  readonly retry?: boolean | RetryOptions | undefined;
  /** As in `ModuleOptions`, for this mail. */
  readonly resendUnknown?: boolean | undefined;
  /** Another server than the one the module was opened with. */
  readonly smtp?: SmtpOptions | undefined;
}
