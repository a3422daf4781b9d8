import type { Timers } from "../../clock/timers.ts";
import type {
  MailCarrier,
  MailCharset,
  MailResult,
  MailSecurity,
  MailTls,
  OutgoingMail,
} from "../../mail/outgoing-mail.ts";
import { baseName } from "../file/file-store.ts";
import type { MailDraft } from "./mail-draft.ts";
import { smtpError } from "./smtp-error.ts";
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
  /** Whether the module's DNS knows the server. */
  readonly resolves: (host: string) => boolean;
  readonly readFile: (fileName: string) => Uint8Array | undefined;
  readonly tls: (sslContextId: number) => MailTls;
  /** Prints `+QSMTPPUT`. */
  readonly report: (result: MailResult) => void;
}

const charsets: readonly MailCharset[] = ["ascii", "utf-8", "gb2312", "big5"];
const securities: readonly MailSecurity[] = ["none", "implicit", "startTls"];
const recipientTypes = ["to", "to", "cc", "bcc"] as const;

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
    const { settings, draft, isContextActive, isAttached, resolves, readFile } = this.#parts;
    if (draft.recipients.length === 0) return smtpError.noRecipient;
    if (!isContextActive(settings.contextId)) return smtpError.contextInactive;
    if (draft.attachments.some(({ fileName }) => readFile(fileName) === undefined)) {
      return smtpError.fileNotOpened;
    }
    if (!isAttached()) return smtpError.network;
    return resolves(settings.host) ? undefined : smtpError.dnsFailed;
  }

  /**
   * Begins to send; the outcome is reported when it is known, error 658 after the time limit.
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
    const cancelLimit = timers.after(timeLimitMs, () => this.giveUp(smtpError.timeout));
    const attempt: Attempt = { controller, cancelLimit, tell };
    this.#attempt = attempt;
    const finish = (result: MailResult): void => {
      if (this.#attempt !== attempt) return;
      this.#attempt = undefined;
      cancelLimit();
      tell(result);
    };
    carrier.deliver(this.#mail(), controller.signal).then(finish, (error: unknown) => {
      finish({ error: smtpError.unknown, protocolError: 0 });
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
    const { settings, draft, readFile, tls } = this.#parts;
    const { username, password } = settings;
    const listed = [...draft.attachments];
    return {
      server: { host: settings.host, port: settings.port },
      security: securities[settings.security] ?? "none",
      tls: tls(settings.sslContextId),
      account: username === "" && password === "" ? undefined : { username, password },
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
