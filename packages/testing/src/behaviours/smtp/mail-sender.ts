import { RecipientType, SmtpSecurity } from "@qsmtp/protocol/commands";
import { mailCharsetEncodings, smtpErrorNumber } from "@qsmtp/protocol/facts";
import type { Timers } from "../../clock/timers.ts";
import { hideSecrets } from "../../hide-secrets.ts";
import type {
  MailCarrier,
  MailCharset,
  MailResult,
  MailSecurity,
  MailTls,
  OutgoingMail,
} from "../../mail/outgoing-mail.ts";
import { baseName } from "../file/file-store.ts";
import type { NameServer } from "../pdp/name-server.ts";
import type { MailDraft } from "./mail-draft.ts";
import type { SmtpSettings } from "./smtp-settings.ts";

/** What it takes to send the draft. */
export interface MailSenderParts {
  readonly timers: Timers;
  readonly settings: SmtpSettings;
  readonly draft: MailDraft;
  readonly carrier: MailCarrier;
  readonly isContextActive: (contextId: number) => boolean;
  /** Whether the network can be reached at all. */
  readonly isAttached: () => boolean;
  readonly names: NameServer;
  readonly readFile: (fileName: string) => Uint8Array | undefined;
  readonly tls: (sslContextId: number) => MailTls;
  /** Is told of each mail that the carrier has taken. */
  readonly onTaken: (mail: OutgoingMail) => void;
  /** Prints `+QSMTPPUT`. */
  readonly report: (result: MailResult) => void;
}

const charsets: Readonly<Record<number, MailCharset>> = mailCharsetEncodings;
const securities: Readonly<Record<number, MailSecurity>> = {
  [SmtpSecurity.none]: "none",
  [SmtpSecurity.implicit]: "implicit",
  [SmtpSecurity.startTls]: "starttls",
};
const recipientTypes: Readonly<Record<number, "to" | "cc" | "bcc">> = {
  [RecipientType.to]: "to",
  [RecipientType.cc]: "cc",
  [RecipientType.bcc]: "bcc",
};

interface Attempt {
  readonly controller: AbortController;
  readonly cancelLimit: () => void;
  /** Reports how it went. */
  readonly tell: (result: MailResult) => void;
}

/** Sends the draft, one mail at a time. */
export class MailSender {
  readonly #parts: MailSenderParts;
  #attempt: Attempt | undefined;

  constructor(parts: MailSenderParts) {
    this.#parts = parts;
  }

  get isSending(): boolean {
    return this.#attempt !== undefined;
  }

  /** The error that keeps the draft from being sent, if there is one. */
  obstacle(): number | undefined {
    const { settings, draft, isContextActive, isAttached, names, readFile } = this.#parts;
    if (draft.recipients.length === 0) return smtpErrorNumber.noRecipient;
    if (!isContextActive(settings.contextId)) return smtpErrorNumber.contextDeactivated;
    if (draft.attachments.some(({ fileName }) => readFile(fileName) === undefined)) {
      return smtpErrorNumber.fileOpenFailed;
    }
    if (!isAttached()) return smtpErrorNumber.networkError;
    return names.addressesOf(settings.host).length > 0 ? undefined : smtpErrorNumber.dnsFailed;
  }

  /**
   * Begins to send; the outcome is reported when it is known, the error of a timeout after the time limit.
   * `onReported` is called behind that, and not at all when the module restarts before.
   */
  send(timeLimitMs: number, onReported: () => void = () => {}): void {
    const { timers, carrier, report } = this.#parts;
    const tell = (result: MailResult): void => {
      report(result);
      onReported();
    };
    const obstacle = this.obstacle();
    if (obstacle !== undefined) {
      tell({ error: obstacle, protocolError: 0 });
      return;
    }
    const controller = new AbortController();
    const cancelLimit = timers.after(timeLimitMs, () => this.giveUp(smtpErrorNumber.timeout));
    const attempt: Attempt = { controller, cancelLimit, tell };
    this.#attempt = attempt;
    const mail = this.#mail();
    const finish = (result: MailResult): void => {
      // Also of a mail that this module knows nothing of any more.
      if (result.error === 0) this.#parts.onTaken(mail);
      if (this.#attempt !== attempt) return;
      this.#attempt = undefined;
      cancelLimit();
      tell(result);
    };
    const delivery = carrier.deliver(mail, controller.signal);
    const outcome = carrier.worksInRealTime ? timers.inRealTime(delivery) : delivery;
    outcome.then(finish, (error: unknown) => {
      finish({ error: smtpErrorNumber.unknownError, protocolError: 0 });
      throw error;
    });
  }

  /** Ends a mail in progress with an error. */
  giveUp(error: number): void {
    const attempt = this.#attempt;
    this.abandon();
    attempt?.tell({ error, protocolError: 0 });
  }

  /** Ends a mail in progress without a word. */
  abandon(): void {
    const attempt = this.#attempt;
    this.#attempt = undefined;
    attempt?.cancelLimit();
    attempt?.controller.abort();
  }

  #mail(): OutgoingMail {
    const { settings, draft, names, readFile, tls } = this.#parts;
    const { username: user, password: pass } = settings;
    const listed = [...draft.attachments];
    return {
      server: {
        host: settings.host,
        port: settings.port,
        addresses: names.listed(settings.host),
      },
      security: securities[settings.security] ?? "none",
      tls: tls(settings.sslContextId),
      account: user === "" && pass === "" ? undefined : hideSecrets({ user, pass }, "pass"),
      sender: { name: settings.senderName, address: settings.senderAddress },
      recipients: draft.recipients.map(({ type, address }) => ({
        type: recipientTypes[type] ?? "to",
        address,
      })),
      subject: readText(draft.subject),
      body: readText(draft.body),
      // A getter: the module reads the files while it sends, and one deleted by then is missing.
      get attachments() {
        return listed.flatMap(({ fileName }) => {
          const bytes = readFile(fileName);
          return bytes === undefined ? [] : [{ name: baseName(fileName), bytes: bytes.slice() }];
        });
      },
    };
  }
}

function readText({ charset, bytes }: { charset: number; bytes: Uint8Array }): {
  charset: MailCharset;
  bytes: Uint8Array;
} {
  return { charset: charsets[charset] ?? "ascii", bytes };
}
