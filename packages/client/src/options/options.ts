import type {
  CipherSuite,
  PdpAuthentication,
  PdpType,
  SslVersion,
  UrcPort,
} from "@qsmtp/protocol/commands";
import type { ModuleCapabilities } from "../limits/capabilities.ts";
import type { ReconnectOptions, RecoveryOptions } from "../recovery/recovery-options.ts";
import type { Clock } from "../time/clock.ts";
import type { TraceEvent } from "../trace/trace-event.ts";
import type { RetryOptions } from "./retry-options.ts";

/** The PDP context over which mail goes out. */
export interface PdpOptions {
  /**
   * Number of the context, as `activateContext` takes it unless the module's capabilities say
   * otherwise. Default: that of a mail client that was never set up.
   * @whole
   */
  readonly contextId?: number | undefined;
  /** Access point name. Left out, the context is used as it is configured on the module. */
  readonly apn?: string | undefined;
  /** Address family. Default IPv4. Only with `apn`. */
  readonly type?: PdpType | undefined;
  /** User name and password for the access point. Only with `apn`. */
  readonly user?: string | undefined;
  /** The password that goes with `user`. */
  readonly pass?: string | undefined;
  /** How the login is made. Default: as the module has it. */
  readonly authentication?: PdpAuthentication | undefined;
  /**
   * Longest wait for the SIM to get ready, in milliseconds. Default: `simReadySeconds`.
   * @minimum 0
   */
  readonly simTimeoutMs?: number | undefined;
  /**
   * Longest wait for the network registration, in milliseconds. Default: `packetRegistrationSeconds`.
   * @minimum 0
   */
  readonly registrationTimeoutMs?: number | undefined;
  /**
   * A context that we activated is deactivated when no mail has used it for so long, in milliseconds;
   * the next mail activates it again. Never while a mail is on its way or its result is open; `false`
   * keeps it up. Default: `contextIdleMinutes` of `@qsmtp/protocol/facts` (SMTP manual, 1.2).
   */
  readonly idleTimeoutMs?: number | false | undefined;
  /** Whether `close()` deactivates a context that we activated. Default true. */
  readonly deactivateOnClose?: boolean | undefined;
}

/** How the connection to the mail server is protected. */
export type MailSecurity = "none" | "starttls" | "implicit";

/**
 * How the server is verified. EC2x modules check the certificate chain against `ca`, not the host
 * name: prefer a private CA, or the exact CA of your provider, over a large public one.
 */
export interface TlsOptions {
  /**
   * The CA certificate as PEM, text or the bytes of a file. It is uploaded to RAM for the mail and
   * deleted after it.
   */
  readonly ca?: string | Uint8Array | undefined;
  /** Name of a CA file that is on the module already, e.g. `UFS:ca.pem`; instead of `ca`. */
  readonly caFile?: string | undefined;
  /**
   * SSL context of the module. Default: that of a mail client that was never set up.
   * @whole
   */
  readonly sslContextId?: number | undefined;
  /** TLS version. Default TLS 1.2. */
  readonly version?: SslVersion | undefined;
  /** Cipher suite. Default all that the module has. */
  readonly cipherSuite?: CipherSuite | undefined;
  /** Sends the server's name in the handshake. Default true for a host name, false for an address. */
  readonly sni?: boolean | undefined;
  /**
   * Accepts certificates out of their dates. Default false: the module compares them with its own
   * clock, which must be set.
   */
  readonly ignoreCertificateDates?: boolean | undefined;
  /** Accepts any server, also an impostor who then learns the password. Default false. */
  readonly dangerouslyAcceptAnyServer?: boolean | undefined;
}

/** The mail server and the account on it. */
export interface SmtpOptions {
  /**
   * Host name or address, as long as `setSmtpServer` takes it.
   * @host
   */
  readonly host: string;
  /**
   * Default: the usual port of such servers, for `starttls` that for handing mails in.
   * @whole
   */
  readonly port?: number | undefined;
  /** Default `starttls`. `none` sends the password and the mail in the clear. */
  readonly security?: MailSecurity | undefined;
  /** User name and password, as long as `setSmtpAccount` takes them. Left out, the server is used without login. */
  readonly auth?: { readonly user: string; readonly pass: string } | undefined;
  /** How the server is verified; needed for `starttls` and `implicit`, refused for `none`. */
  readonly tls?: TlsOptions | undefined;
}

/** How a module is opened and used. */
export interface ModuleOptions {
  /** The data connection. Default: as it is configured on the module. */
  readonly pdp?: PdpOptions | undefined;
  /** The mail server. Default: each mail names one. */
  readonly smtp?: SmtpOptions | undefined;
  /**
   * Whether the module acknowledges each block of an upload. Default true: lines without flow
   * control lose bytes otherwise. Switch it off where RTS/CTS or USB does that.
   */
  readonly acknowledgedUploads?: boolean | undefined;
  /** Replaces files on the module that have an attachment's name. Default false: refuse. */
  readonly replaceExistingFiles?: boolean | undefined;
  /**
   * Port on which the module prints results that come by themselves. Left out, the setting stays as
   * it is; the module stores a change.
   */
  readonly urcPort?: UrcPort | undefined;
  /**
   * What an earlier probe found: it takes the place of the schema's limits, wider or narrower.
   * Capabilities of another model or firmware are left aside; `module.capabilities` and a warning in
   * every receipt tell so.
   */
  readonly capabilities?: ModuleCapabilities | undefined;
  /**
   * Whether a lost connection is opened anew, with growing pauses. What runs when it is lost ends
   * with `CONNECTION_LOST` at once; mails that come later wait for the new one within their
   * `timeoutMs`. Default false.
   */
  readonly reconnect?: boolean | ReconnectOptions | undefined;
  /**
   * Whether a module that answers nothing is brought back step by step, up to its restart; see
   * `onRecovery`. Default true.
   */
  readonly recovery?: boolean | RecoveryOptions | undefined;
  /**
   * Whether a mail is ordered again when module or server say that it did not go out and that it may
   * later: first by `AT+QSMTPPUT` alone, then with the context made anew, within the mail's
   * `timeoutMs`. Default true.
   * @see Quectel EC2x&EG9x&EM05 SMTP AT Commands Manual, 4.4
   */
  readonly retry?: boolean | RetryOptions | undefined;
  /**
   * Sends a mail again of which nobody can say whether it went out: it may arrive twice. Default
   * false.
   */
  readonly resendUnknown?: boolean | undefined;
  /**
   * Cycles the power of the module, or whatever restarts one that no command reaches. Called as the
   * last step of the recovery, no more often than the pace of restarts allows; not with
   * `recovery: false`.
   */
  readonly power?: (() => Promise<void>) | undefined;
  /** Longest time to open, in milliseconds. Default 30 000. */
  readonly openTimeoutMs?: number | undefined;
  /**
   * Gets every byte of the conversation and every change of DTR, secrets, mail bodies and file
   * contents masked. `traceToFieldsLogger`, `traceToTextLogger` and `traceToJsonLines` make one of a
   * logger or a file.
   */
  readonly onTrace?: ((event: TraceEvent) => void) | undefined;
  /** What measures time. Default `systemClock`; a virtual one in tests. */
  readonly clock?: Clock | undefined;
  /** Gives the opening up; of no effect once the module is open. */
  readonly signal?: AbortSignal | undefined;
}
