import type { QsmtpMailError } from "./mail-error.ts";
import type { GivenMail } from "./message/given-mail.ts";
import type { QsmtpSentMessageInfo } from "./sent-message-info.ts";

/** Called once for each mail: with its error alone, or with `null` and what became of it. */
export type SendCallback = (
  error: QsmtpMailError | Error | null,
  // Not optional, as in the types that nodemailer 6 to 9 are used with.
  info: QsmtpSentMessageInfo,
) => void;

/** Called once: with what keeps mails from going out, or with `true`. */
export type VerifyCallback = (error: QsmtpMailError | Error | null, success: true) => void;

/** A transport for `createTransport` of nodemailer, which calls everything here by itself. */
export interface QsmtpTransport {
  /** Name of this package, for nodemailer's log. */
  readonly name: string;
  /** Version of this package, for nodemailer's log. */
  readonly version: string;
  /** The transport itself ends a mail whose `signal` fires. */
  readonly supportsAbortSignal: true;
  /** Sends one mail. Mails go one after the other, in the order of the calls. */
  send(mail: GivenMail, callback: SendCallback): void;
  /**
   * Opens the module and tries everything that a mail needs but the mail.
   *
   * Rejects with VerificationError for what was found, and with the errors of `openModule` and `verify`.
   * @see QsmtpModule.verify of `@qsmtp/client`
   */
  verify(): Promise<true>;
  /** The same, told by a callback. */
  verify(callback: VerifyCallback): void;
  /** Whether no mail is on its way or waits for its turn. */
  isIdle(): boolean;
  /**
   * Ends what is on its way, and closes the module unless it was given open. Mails that come later fail
   * with `MODULE_CLOSED`. Emits `close`, and `clear` for nodemailer, when that is done.
   */
  close(): Promise<void>;
  /** `idle`: another mail would go out at once. `close`: all is over. */
  on(event: string | symbol, listener: (...args: unknown[]) => void): this;
  /** Listens for the next event only. */
  once(event: string | symbol, listener: (...args: unknown[]) => void): this;
  /** Stops listening. */
  off(event: string | symbol, listener: (...args: unknown[]) => void): this;
}
