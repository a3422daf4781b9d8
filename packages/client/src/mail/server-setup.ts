import type { Command, Operation } from "@qsmtp/protocol";
import {
  CipherSuite,
  SmtpSecurity,
  SslSecurityLevel,
  SslVersion,
  setSmtpAccountOperation,
  setSmtpContextOperation,
  setSmtpSecurityOperation,
  setSmtpServerOperation,
  setSmtpSslContextOperation,
  setSslCaCertificateOperation,
  setSslCipherSuiteOperation,
  setSslIgnoreLocalTimeOperation,
  setSslSecurityLevelOperation,
  setSslSniOperation,
  setSslVersionOperation,
} from "@qsmtp/protocol/commands";
import { fromOption, invalidOption } from "../errors/invalid-option.ts";
import type { ModuleLimits } from "../module/module-limits.ts";
import type { MailSecurity, SmtpOptions, TlsOptions } from "../module/options.ts";

const securities = {
  none: SmtpSecurity.none,
  implicit: SmtpSecurity.implicit,
  starttls: SmtpSecurity.startTls,
} as const;
const usualPorts = { none: 25, starttls: 587, implicit: 465 } as const;

const caUploadName = "RAM:qsmtp-ca.pem";

/** A setting that old firmware may lack, with what its absence means. */
export interface ToleratedCommand {
  readonly command: Command<void>;
  readonly warning: string;
}

/** Step 2 of the manual: server, account and TLS, encoded before anything is sent. */
export interface ServerSetup {
  readonly commands: readonly Command<void>[];
  readonly tolerated: readonly ToleratedCommand[];
  /** The CA to upload before the mail. */
  readonly ca: { readonly fileName: string; readonly bytes: Uint8Array } | undefined;
  readonly warnings: readonly string[];
}

/**
 * Checks the server options and encodes their commands.
 * @throws QsmtpError `INVALID_OPTION` when TLS is asked for without a way to verify the server, a
 * value is too long or holds a character that a line cannot carry, or the module lacks a setting
 */
export function planServerSetup(
  smtp: SmtpOptions,
  contextId: number,
  module: ModuleLimits,
): ServerSetup {
  return fromOption("smtp", () => encodeServerSetup(smtp, contextId, module));
}

function encodeServerSetup(
  smtp: SmtpOptions,
  contextId: number,
  module: ModuleLimits,
): ServerSetup {
  const security: MailSecurity = smtp.security ?? "starttls";
  if (!(security in securities)) {
    throw invalidOption("smtp.security", `must be one of ${Object.keys(securities).join(", ")}`);
  }
  const tls = security === "none" ? undefined : planTls(smtp.host, smtp.tls ?? {}, module);
  const setting = settingsOf(module);
  const commands = [
    setting("pdp.contextId", setSmtpContextOperation, { contextId }),
    setting("smtp.security", setSmtpSecurityOperation, { security: securities[security] }),
    ...(tls?.commands ?? []),
    setting("smtp.host", setSmtpServerOperation, {
      host: smtp.host,
      port: smtp.port ?? usualPorts[security],
    }),
    // Without login the account is emptied: one left from earlier would be sent to this server.
    setting("smtp.auth", setSmtpAccountOperation, {
      username: smtp.auth?.user ?? "",
      password: smtp.auth?.pass ?? "",
    }),
  ];
  const warnings =
    security === "none" && smtp.auth !== undefined
      ? ["the password goes to the server unprotected; use starttls or implicit"]
      : [];
  return {
    commands,
    tolerated: tls?.tolerated ?? [],
    ca: tls?.ca,
    warnings: [...warnings, ...(tls?.warnings ?? [])],
  };
}

/** Encodes a setting, or says which option asks for one that the module does not have. */
function settingsOf(module: ModuleLimits) {
  return <Input extends object>(
    option: string,
    operation: Operation<Input, void>,
    input: Input,
  ): Command<void> => {
    if (module.has(operation)) return module.command(operation, input);
    throw invalidOption(option, `needs a setting that the module lacks: ${nameOf(operation)}`);
  };
}

/** `AT+QSSLCFG="sni"`. */
function nameOf({ at, args: [first] = [] }: Operation): string {
  return first !== undefined && "const" in first ? `AT${at}="${first.const}"` : `AT${at}`;
}

function planTls(host: string, tls: TlsOptions, module: ModuleLimits): ServerSetup {
  const sslContextId = tls.sslContextId ?? 1;
  const verified = tls.dangerouslyAcceptAnyServer !== true;
  if (verified && tls.ca === undefined && tls.caFile === undefined) {
    throw invalidOption(
      "smtp.tls",
      "needs ca or caFile to verify the server",
      "Give the PEM text of the CA, or set dangerouslyAcceptAnyServer if you accept impostors.",
    );
  }
  const bytes = verified && tls.ca !== undefined ? pemBytes(tls.ca) : undefined;
  const path = bytes === undefined ? tls.caFile : caUploadName;
  const sni = tls.sni ?? !isIpAddress(host);
  const setting = settingsOf(module);
  const commands = [
    setting("smtp.security", setSmtpSslContextOperation, { sslContextId }),
    setting("smtp.tls.version", setSslVersionOperation, {
      sslContextId,
      version: tls.version ?? SslVersion.tls12,
    }),
    setting("smtp.tls.cipherSuite", setSslCipherSuiteOperation, {
      sslContextId,
      cipherSuite: tls.cipherSuite ?? CipherSuite.all,
    }),
    setting("smtp.tls", setSslSecurityLevelOperation, {
      sslContextId,
      level: verified ? SslSecurityLevel.server : SslSecurityLevel.none,
    }),
    setting("smtp.tls.ignoreCertificateDates", setSslIgnoreLocalTimeOperation, {
      sslContextId,
      enabled: tls.ignoreCertificateDates ?? false,
    }),
  ];
  if (verified && path !== undefined) {
    commands.push(setting("smtp.tls.ca", setSslCaCertificateOperation, { sslContextId, path }));
  }
  const hasSni = module.has(setSslSniOperation);
  return {
    commands,
    tolerated: hasSni
      ? [
          {
            command: module.command(setSslSniOperation, { sslContextId, enabled: sni }),
            warning: withoutSni,
          },
        ]
      : [],
    ca: bytes === undefined ? undefined : { fileName: caUploadName, bytes },
    warnings: [
      ...(verified ? [] : ["the server is not verified: anyone in between can read the password"]),
      ...(sni && !hasSni ? [withoutSni] : []),
    ],
  };
}

const withoutSni = "this firmware cannot send the server's name in the TLS handshake";

/** Refuses what is no certificate now, because the module only fails at the handshake. */
function pemBytes(pem: string): Uint8Array {
  if (!pem.includes("-----BEGIN CERTIFICATE-----") || pem.includes("\0")) {
    throw invalidOption("smtp.tls.ca", "is not a certificate in PEM text");
  }
  if (pem.includes("PRIVATE KEY-----")) throw invalidOption("smtp.tls.ca", "holds a private key");
  return new TextEncoder().encode(`${pem.replaceAll(/\r\n|\r/g, "\n").trim()}\n`);
}

function isIpAddress(host: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(host) || host.includes(":");
}
