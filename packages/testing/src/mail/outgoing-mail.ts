import type { MailCharset as CharsetNumber } from "@qsmtp/protocol/commands";
import type { mailCharsetEncodings } from "@qsmtp/protocol/facts";

/** How the module reaches the server: without TLS, with TLS from the first byte, or by STARTTLS. */
export type MailSecurity = "none" | "implicit" | "starttls";

/** Character set of a subject or body, as the command that wrote it said. */
export type MailCharset = (typeof mailCharsetEncodings)[CharsetNumber];

/**
 * What the module proves its own identity with. Printed whole it shows neither key nor passphrase,
 * which are read by their names.
 */
export interface MailClientIdentity {
  /** Content of the file that `clientcert` names; `undefined` when there is no such file. */
  readonly certificate: Uint8Array | undefined;
  /** Content of the file that `clientkey` names; `undefined` when there is no such file. */
  readonly key: Uint8Array | undefined;
  /** The passphrase behind `clientkey`; empty when there is none. */
  readonly passphrase: string;
}

/** The TLS settings of the SSL context that the module would use. */
export interface MailTls {
  /** `AT+QSSLCFG="seclevel"`: 0 no authentication, 1 server, 2 server and client. */
  readonly securityLevel: number;
  /** `AT+QSSLCFG="sslversion"`: 0 SSL 3.0 to 3 TLS 1.2, 4 all. */
  readonly version: number;
  /** `AT+QSSLCFG="ciphersuite"`: the number of the one suite to offer. Default: all of the module's. */
  readonly cipherSuite?: number | undefined;
  /**
   * Content of the file that `cacert` names, and behind it that of `cacertex`; `undefined` when neither
   * is there.
   */
  readonly ca: Uint8Array | undefined;
  /** `undefined` when neither `clientcert` nor `clientkey` is set. */
  readonly client?: MailClientIdentity | undefined;
  /** Whether the server's name is sent in the handshake. */
  readonly sni: boolean;
  /** The protocol that `alpn` names, offered in the handshake. Default: none is offered. */
  readonly alpn?: string | undefined;
  /** Whether the certificate's dates are left unchecked. */
  readonly ignoreLocalTime: boolean;
  /** Whether a certificate is taken although its issuer's signature is wrong. Default false. */
  readonly ignoreInvalidSignature?: boolean | undefined;
  /**
   * What the module's clock (`AT+CCLK`) showed when it began to send, in milliseconds since 1970, GMT.
   * Certificates are judged by it. Default: the time of the computer.
   */
  readonly timeMs?: number | undefined;
  /** `AT+QSSLCFG="negotiatetime"` in milliseconds. Default: that of a module as delivered. */
  readonly negotiateTimeoutMs?: number | undefined;
}

/** Printed whole it shows no secret. */
export interface MailAccount {
  /** The user name; may be empty. */
  readonly user: string;
  /**
   * The password. In mails of the simulated module it is read by its name only, and no list of
   * properties has it.
   */
  readonly pass: string;
}

/** Where a mail is to go. */
export interface MailServerAddress {
  /** Name or IP address, as `AT+QSMTPCFG="smtpserver"` set it. */
  readonly host: string;
  /** TCP port, 1 to 65535. */
  readonly port: number;
  /**
   * The addresses of the name by the option `pdp.hosts`. Default: nothing is said of names, and the
   * carrier finds the address itself.
   */
  readonly addresses?: readonly string[] | undefined;
}

/** Text as the module was given it. */
export interface MailText {
  /** Character set of the bytes. */
  readonly charset: MailCharset;
  /** The text, undecoded. */
  readonly bytes: Uint8Array;
}

/** One recipient of a mail. */
export interface MailRecipient {
  /** Whether it is named in `To`, in `Cc`, or nowhere in the mail. */
  readonly type: "to" | "cc" | "bcc";
  /** The bare address. */
  readonly address: string;
}

/** One file that goes with a mail. */
export interface MailAttachment {
  /** Its name, without the storage. */
  readonly name: string;
  /** Its content. */
  readonly bytes: Uint8Array;
}

/**
 * One mail: the draft at the moment `AT+QSMTPPUT` accepts it, and everything it is sent with. The
 * files of `attachments` are read from the module each time that they are asked for.
 */
export interface OutgoingMail {
  /** The server that takes it. */
  readonly server: MailServerAddress;
  /** How the server is reached. */
  readonly security: MailSecurity;
  /** The settings of TLS; without effect where `security` is `none`. */
  readonly tls: MailTls;
  /** `undefined` when no account is set. */
  readonly account: MailAccount | undefined;
  /** The sender: a name, which may be empty, and the bare address. */
  readonly sender: { readonly name: string; readonly address: string };
  /** All recipients, in the order of the draft. */
  readonly recipients: readonly MailRecipient[];
  /** The subject; empty when none was set. */
  readonly subject: MailText;
  /** The body; empty when none was written. */
  readonly body: MailText;
  /** The files of the draft, less those that were deleted since. */
  readonly attachments: readonly MailAttachment[];
}

/** What `+QSMTPPUT: <err>,<protocol_error>` reports. */
export interface MailResult {
  /** 0 when the mail was sent. */
  readonly error: number;
  /** The server's reply code, 0 when there was none. */
  readonly protocolError: number;
}

/** Takes the mails that the simulated module sends and says how it went. */
export interface MailCarrier {
  /**
   * Whether a delivery waits for something outside, such as a server: a module on a virtual clock
   * lets time pass as it does there until it is over. Default `false`.
   */
  readonly worksInRealTime?: boolean | undefined;
  /**
   * Carries one mail. Never rejects for a failed delivery: that is a result. `signal` fires when the
   * module gives the mail up: its own time limit is over, its context goes down, or it restarts.
   * Nobody reads the result then.
   */
  deliver(mail: OutgoingMail, signal: AbortSignal): Promise<MailResult>;
}
