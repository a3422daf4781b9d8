import { smtpErrorNumber } from "@qsmtp/protocol/facts";
import { checkedArgument, checkedOptions } from "../checked-options.ts";
import { type Clock, globalClock } from "../clock/clock.ts";
import { hideSecrets } from "../hide-secrets.ts";
import { mailboxOptions, mailResponse } from "../option-tables.gen.ts";
import { decodeText } from "./decode-text.ts";
import type { MailAccount, MailCarrier, MailResult, OutgoingMail } from "./outgoing-mail.ts";

/**
 * A mail as its reader sees it, and as the module sent it. Printed whole it shows no password: that is
 * read by its name, `mail.raw.account.pass`.
 */
export interface DeliveredMail {
  /** Decoded. */
  readonly subject: string;
  /** Decoded, with the line ends that were sent. */
  readonly body: string;
  /** The sender. */
  readonly from: { readonly name: string; readonly address: string };
  /** Addresses. */
  readonly to: readonly string[];
  /** Addresses. */
  readonly cc: readonly string[];
  /** Addresses. */
  readonly bcc: readonly string[];
  /** In their order. */
  readonly attachments: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  /** The bytes of the draft, the account and the server. */
  readonly raw: OutgoingMail;
}

/** How a mailbox answers one mail. */
export type MailResponse =
  | {
      /**
       * Number of the SMTP error table. Default 0: the mail is taken.
       * @whole
       * @minimum 0
       */
      readonly error?: number | undefined;
      /**
       * Reply code of the server. Default 0: none.
       * @whole
       * @minimum 0
       */
      readonly protocolError?: number | undefined;
      /**
       * How long the server takes. Default: that of the mailbox.
       * @minimum 0
       */
      readonly delayMs?: number | undefined;
    }
  /** No answer: the module's own time limit ends the attempt. */
  | "never";

/** What a mailbox takes and keeps. */
export interface MailboxOptions {
  /** Default: the global timers. */
  readonly clock?: Clock | undefined;
  /**
   * How long it takes to send a mail. Default 0.
   * @minimum 0
   */
  readonly delayMs?: number | undefined;
  /**
   * How many mails are kept: the newest ones. Default 10,000; `Infinity` for all.
   * @whole
   * @minimum 0
   * @orInfinity
   */
  readonly maxMails?: number | undefined;
}

const defaultMaxMails = 10_000;

/** Takes the mails of a simulated module instead of a server. */
export interface Mailbox extends MailCarrier {
  /** The mails that were taken, in order; the newest ones, as many as `maxMails` says. */
  readonly mails: readonly DeliveredMail[];
  /** The mail that was taken last. */
  readonly last: DeliveredMail | undefined;
  /** How many mails the module has tried to send, refused ones included. */
  readonly attempts: number;
  /** Answers the next mails so, one response each; mails after those are taken. */
  respondWith(...responses: readonly MailResponse[]): void;
  /** Forgets mails, attempts and responses. */
  clear(): void;
}

/** Gives a mailbox that takes every mail at once, unless told otherwise. */
export function createMailbox(options: MailboxOptions = {}): Mailbox {
  const checked = checkedOptions(options, mailboxOptions);
  const { clock = globalClock, delayMs: usualDelayMs = 0, maxMails = defaultMaxMails } = checked;
  let mails: DeliveredMail[] = [];
  let responses: MailResponse[] = [];
  let attempts = 0;
  return {
    get mails() {
      return mails;
    },
    get last() {
      return mails.at(-1);
    },
    get attempts() {
      return attempts;
    },
    respondWith: (...next) => {
      responses.push(...checkedArgument("responses", next, { list: mailResponse }));
    },
    clear: () => {
      mails = [];
      responses = [];
      attempts = 0;
    },
    deliver: async (mail, signal) => {
      attempts++;
      const response = responses.shift() ?? {};
      const delayMs = response === "never" ? undefined : (response.delayMs ?? usualDelayMs);
      await wait(clock, delayMs, signal);
      if (response === "never" || signal.aborted) return aborted;
      const { error = 0, protocolError = 0 } = response;
      if (error === 0) {
        mails.push(readMail(mail));
        if (mails.length > maxMails) mails.shift();
      }
      return { error, protocolError };
    },
  };
}

/** Nobody reads it: the module has given up already. */
const aborted: MailResult = { error: smtpErrorNumber.unknownError, protocolError: 0 };

/** Resolves after `delayMs`, or when the signal fires; without a delay only then. */
function wait(clock: Clock, delayMs: number | undefined, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted || delayMs === 0) {
      resolve();
      return;
    }
    const timer = delayMs === undefined ? undefined : clock.setTimeout(done, delayMs);
    signal.addEventListener("abort", done);
    function done(): void {
      clock.clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
  });
}

/** A mail as its reader sees it. */
export function readMail(mail: OutgoingMail): DeliveredMail {
  const addresses = (type: "to" | "cc" | "bcc"): string[] =>
    mail.recipients.filter((recipient) => recipient.type === type).map(({ address }) => address);
  // The module copies its files whenever it is asked for them: once is enough.
  const raw = { ...mail, account: mail.account && maskedAccount(mail.account) };
  return {
    // Read when they are asked for: not every platform has the decoder that they need.
    get subject() {
      return decodeText(mail.subject);
    },
    get body() {
      return decodeText(mail.body);
    },
    from: mail.sender,
    to: addresses("to"),
    cc: addresses("cc"),
    bcc: addresses("bcc"),
    attachments: raw.attachments,
    raw,
  };
}

/** Other carriers of the same mail have an account of their own making. */
function maskedAccount({ user, pass }: MailAccount): MailAccount {
  return hideSecrets({ user, pass }, "pass");
}
