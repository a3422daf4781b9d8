import { readMail } from "../../mail/mailbox.ts";
import type { MailResult, MailSecurity, MailTls, OutgoingMail } from "../../mail/outgoing-mail.ts";
import { base64Of } from "../base64.ts";

/** A file of a mail. */
export interface ServedAttachment {
  /** File name. */
  readonly name: string;
  /**
   * How many bytes it has.
   * @whole
   */
  readonly bytes: number;
  /** In base64. */
  readonly content: string;
}

/** A mail as its reader sees it, as the module sent it, and what became of it. */
export interface ServedMail {
  /**
   * The module's error number; 0 when the mail was taken.
   * @whole
   */
  readonly error: number;
  /**
   * Reply code of the server, 0 for none.
   * @whole
   */
  readonly protocolError: number;
  /** Why it was not taken, where that is known. */
  readonly reason?: string | undefined;
  /** The sender. */
  readonly from: { readonly name: string; readonly address: string };
  /** Addresses. */
  readonly to: readonly string[];
  /** Addresses. */
  readonly cc: readonly string[];
  /** Addresses. */
  readonly bcc: readonly string[];
  /** Decoded. */
  readonly subject: string;
  /** The text, decoded. */
  readonly body: string;
  /** The bytes of the text, in base64. */
  readonly bodyContent: string;
  /** In their order. */
  readonly attachments: readonly ServedAttachment[];
  /** Where the module was told to deliver. */
  readonly server: {
    readonly host: string;
    /**
     * @whole
     */
    readonly port: number;
  };
  /** How the connection to the server was to be secured. */
  readonly security: MailSecurity;
  /** The SSL settings; not there for a connection without TLS. */
  readonly tls?: ServedTls | undefined;
  /** Not there where none was set. */
  readonly account?: { readonly user: string; readonly pass: string } | undefined;
}

/** A mail with the place of its event. */
export interface NumberedMail extends ServedMail {
  /**
   * Number of its event.
   * @whole
   */
  readonly seq: number;
  /** Name of the module. */
  readonly module: string;
}

/** The settings by which the module would have judged the server. */
export interface ServedTls {
  /**
   * `AT+QSSLCFG="seclevel"`.
   * @whole
   */
  readonly securityLevel: number;
  /**
   * `AT+QSSLCFG="sslversion"`.
   * @whole
   */
  readonly version: number;
  /** Whether a CA file is set. */
  readonly hasCa: boolean;
  /** Whether the server's name is sent in the handshake. */
  readonly sendsName: boolean;
  /** Whether the certificate's dates are left unchecked. */
  readonly ignoreLocalTime: boolean;
}

/** What stands in the place of a secret. */
export const hiddenSecret = "***";

/** A mail as data. Secrets are masked unless they are asked for. */
export function servedMail(
  mail: OutgoingMail,
  { error, protocolError }: MailResult,
  reason: string | undefined,
  showSecrets: boolean,
): ServedMail {
  const { subject, body, from, to, cc, bcc, attachments } = readMail(mail);
  const { server, security, tls, account } = mail;
  return {
    error,
    protocolError,
    ...(reason === undefined ? {} : { reason }),
    from: { ...from },
    to,
    cc,
    bcc,
    subject,
    body,
    bodyContent: base64Of(mail.body.bytes),
    attachments: attachments.map(({ name, bytes }) => {
      return { name, bytes: bytes.length, content: base64Of(bytes) };
    }),
    server: { ...server },
    security,
    ...(security === "none" ? {} : { tls: servedTls(tls) }),
    ...(account === undefined
      ? {}
      : { account: { user: account.user, pass: showSecrets ? account.pass : hiddenSecret } }),
  };
}

function servedTls({ securityLevel, version, ca, sni, ignoreLocalTime }: MailTls): ServedTls {
  return { securityLevel, version, hasCa: ca !== undefined, sendsName: sni, ignoreLocalTime };
}
