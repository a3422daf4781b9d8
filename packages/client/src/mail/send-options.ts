import { invalidOption } from "../errors/invalid-option.ts";
import { checkKeys } from "../options/check-keys.ts";
import { retryKeys } from "../options/known-keys.ts";
import type { SmtpOptions } from "../options/options.ts";
import type { RetryOptions } from "../options/retry-options.ts";
import type { BeforeOrder } from "./order-info.ts";
import type { MailProgress } from "./progress.ts";

export interface SendOptions {
  /**
   * Gives the mail up. Once the module has taken the order to send, that comes too late: the error's
   * `outcome` says what is known.
   */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: MailProgress) => void) | undefined;
  /**
   * Longest time for the whole mail in milliseconds, from the call on: waiting for earlier mails
   * included. Default 600 000.
   */
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
   * say otherwise. Default 90. A text that needs longer at the line's speed is refused.
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

const sendKeys: Readonly<Record<keyof SendOptions, true>> = {
  signal: true,
  onProgress: true,
  timeoutMs: true,
  cleanupTimeoutMs: true,
  sendSeconds: true,
  bodyInputSeconds: true,
  beforeOrder: true,
  retry: true,
  resendUnknown: true,
  smtp: true,
};

/**
 * Refuses what would silently be left out, or fail only in the middle of the mail.
 * @throws QsmtpError `INVALID_OPTION`
 */
export function checkSendOptions(options: SendOptions): void {
  checkKeys("", options, sendKeys);
  const { beforeOrder, onProgress, resendUnknown, retry } = options;
  for (const [name, value] of Object.entries({ beforeOrder, onProgress })) {
    if (value !== undefined && typeof value !== "function") {
      throw invalidOption(name, "must be a function");
    }
  }
  if (resendUnknown !== undefined && typeof resendUnknown !== "boolean") {
    throw invalidOption("resendUnknown", "must be true or false");
  }
  if (typeof retry === "object") checkKeys("retry", retry, retryKeys);
}
