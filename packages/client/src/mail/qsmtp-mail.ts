import type { Outcome } from "../errors/qsmtp-error.ts";
import type { EarlierOrder } from "./earlier-order.ts";
import type { MailMessage } from "./message.ts";
import type { MailReceipt } from "./receipt.ts";
import type { SendOptions } from "./send-options.ts";

/** Sends mails through one module, one after the other. */
export interface QsmtpMail {
  /** Whether a mail is on its way, waits for its turn, or has a result that is still open. */
  readonly busy: boolean;

  /**
   * Sends one mail and gives the receipt once the server has taken it.
   *
   * The message and the options are checked and encoded first, before this returns: whatever becomes of
   * the objects and bytes afterwards, what was given at the call is sent. The module is not touched
   * unless it can carry everything. Before the order to send the module is asked for draft and settings, and
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
  send(message: MailMessage, options?: SendOptions): Promise<MailReceipt>;

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
  awaitEarlierOrder(order: EarlierOrder): Promise<Outcome>;
}
