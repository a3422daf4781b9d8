/** How the module reaches the server: its `ssltype` setting. */
export type MailSecurity = "none" | "implicit" | "startTls";

/** Character set of a subject or body, as the command that wrote it said. */
export type MailCharset = "ascii" | "utf-8" | "gb2312" | "big5";

/** The TLS settings of the SSL context that the module would use. */
export interface MailTls {
  /** `AT+QSSLCFG="seclevel"`: 0 no authentication, 1 server, 2 server and client. */
  readonly securityLevel: number;
  /** `AT+QSSLCFG="sslversion"`: 0 SSL 3.0 to 3 TLS 1.2, 4 all. */
  readonly version: number;
  /** Content of the file that `cacert` names; `undefined` when none is set. */
  readonly ca: Uint8Array | undefined;
  /** Whether the server's name is sent in the handshake. */
  readonly sni: boolean;
  /** Whether the certificate's dates are left unchecked. */
  readonly ignoreLocalTime: boolean;
}

/**
 * One mail: the draft at the moment `AT+QSMTPPUT` accepts it, and everything it is sent with. The
 * files of `attachments` are read from the module each time that they are asked for.
 */
export interface OutgoingMail {
  readonly server: { readonly host: string; readonly port: number };
  readonly security: MailSecurity;
  readonly tls: MailTls;
  /** `undefined` when no account is set. */
  readonly account: { readonly username: string; readonly password: string } | undefined;
  readonly sender: { readonly name: string; readonly address: string };
  readonly recipients: readonly {
    readonly type: "to" | "cc" | "bcc";
    readonly address: string;
  }[];
  readonly subject: { readonly charset: MailCharset; readonly bytes: Uint8Array };
  readonly body: { readonly charset: MailCharset; readonly bytes: Uint8Array };
  readonly attachments: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

/** What `+QSMTPPUT: <err>,<protocol_error>` reports. */
export interface MailResult {
  /** 0 when the mail was sent. */
  readonly error: number;
  /** The server's reply code, 0 when there was none. */
  readonly protocolError: number;
}

/**
 * Takes the mails that the simulated module sends and says how it went. Never rejects for a failed
 * delivery: that is a result. `signal` fires when the module's own time limit is over or it restarts.
 */
export interface MailCarrier {
  deliver(mail: OutgoingMail, signal: AbortSignal): Promise<MailResult>;
}
