import { type Clock, globalClock } from "../clock/clock.ts";
import { decodeText } from "./decode-text.ts";
import type { MailCarrier, MailResult, OutgoingMail } from "./outgoing-mail.ts";

/** A mail as its reader sees it, and as the module sent it. */
export interface DeliveredMail {
  readonly subject: string;
  readonly body: string;
  readonly from: { readonly name: string; readonly address: string };
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly attachments: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  /** The bytes of the draft, the account and the server. */
  readonly raw: OutgoingMail;
}

/** How a mailbox answers one mail. */
export type MailResponse =
  | {
      /** Number of the SMTP error table. Default 0: the mail is taken. */
      readonly error?: number | undefined;
      /** Reply code of the server. Default 0: none. */
      readonly protocolError?: number | undefined;
      /** How long the server takes. Default: that of the mailbox. */
      readonly delayMs?: number | undefined;
    }
  /** No answer: the module's own time limit ends the attempt. */
  | "never";

export interface MailboxOptions {
  /** Default: the global timers. */
  readonly clock?: Clock | undefined;
  /** How long it takes to send a mail. Default 0. */
  readonly delayMs?: number | undefined;
}

/** Takes the mails of a simulated module instead of a server. */
export interface Mailbox extends MailCarrier {
  /** The mails that were taken, in order. */
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
  const { clock = globalClock, delayMs: usualDelayMs = 0 } = options;
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
      responses.push(...next);
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
      if (error === 0) mails.push(readMail(mail));
      return { error, protocolError };
    },
  };
}

/** Nobody reads it: the module has given up already. */
const aborted: MailResult = { error: 651, protocolError: 0 };

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

function readMail(mail: OutgoingMail): DeliveredMail {
  const addresses = (type: "to" | "cc" | "bcc"): string[] =>
    mail.recipients.filter((recipient) => recipient.type === type).map(({ address }) => address);
  const { attachments } = mail;
  return {
    subject: decodeText(mail.subject),
    body: decodeText(mail.body),
    from: mail.sender,
    to: addresses("to"),
    cc: addresses("cc"),
    bcc: addresses("bcc"),
    attachments,
    raw: { ...mail, attachments },
  };
}
