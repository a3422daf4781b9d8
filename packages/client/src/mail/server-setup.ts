import type { Command, Operation, PlainTraits } from "@qsmtp/protocol";
import {
  CipherSuite,
  getSmtpAccountOperation,
  getSmtpContextOperation,
  getSmtpSecurityOperation,
  getSmtpServerOperation,
  getSmtpSslContextOperation,
  getSslCaCertificateOperation,
  getSslCipherSuiteOperation,
  getSslIgnoreLocalTimeOperation,
  getSslSecurityLevelOperation,
  getSslSniOperation,
  getSslVersionOperation,
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
import type { OutgoingFile } from "../files/module-files.ts";
import { caName, isSameFile } from "../files/names.ts";
import type { ModuleLimits } from "../limits/module-limits.ts";
import { checkKeys } from "../options/check-keys.ts";
import { authKeys, smtpKeys, tlsKeys } from "../options/known-keys.ts";
import type { MailSecurity, SmtpOptions, TlsOptions } from "../options/options.ts";
import type { Setting } from "./setting.ts";

const securities = {
  none: SmtpSecurity.none,
  implicit: SmtpSecurity.implicit,
  starttls: SmtpSecurity.startTls,
} as const;
const usualPorts = { none: 25, starttls: 587, implicit: 465 } as const;

/** Step 2 of the manual: server, account and TLS, encoded before anything is sent. */
export interface ServerSetup {
  /** In the order in which they are made; the first is the {@link ServerSetup.witness}. */
  readonly settings: readonly Setting[];
  /**
   * The setting that tells whether all are still there: it is made first, a restart erases all of
   * them together, and it has no default that could be mistaken for it.
   */
  readonly witness: Setting;
  /** Sets what is set already: a module that is sending refuses it, and else it does nothing. */
  readonly change: Setting["set"];
  /** The CA to upload before the mail. */
  readonly ca: OutgoingFile | undefined;
  /** A file on the module that the mail relies on and did not bring. */
  readonly reliesOn: string | undefined;
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
  checkKeys("smtp", smtp, smtpKeys);
  checkServer(smtp);
  return fromOption("smtp", () => encodeServerSetup(smtp, contextId, module));
}

/** What the encoders cannot know: they take an empty text, and leave out what they are not given. */
function checkServer({ host, auth, tls }: SmtpOptions): void {
  if (typeof host !== "string" || !/^[^\s/@]+$/.test(host)) {
    throw invalidOption(
      "smtp.host",
      "must be a host name or an address",
      "Give the name alone, such as mail.example.org: no smtp://, no path, no blanks.",
    );
  }
  if (auth !== undefined) {
    checkKeys("smtp.auth", auth, authKeys);
    for (const name of ["user", "pass"] as const) {
      if (typeof auth[name] === "string") continue;
      throw invalidOption(`smtp.auth.${name}`, "must be a string", "Leave auth out for no login.");
    }
  }
  if (tls === undefined) return;
  checkKeys("smtp.tls", tls, tlsKeys);
  if (tls.ca !== undefined && tls.caFile !== undefined) {
    throw invalidOption("smtp.tls", "has both ca and caFile", "Give one of them.");
  }
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
  const server = { host: smtp.host, port: smtp.port ?? usualPorts[security] };
  // Without login the account is emptied: one left from earlier would be sent to this server.
  const account = { username: smtp.auth?.user ?? "", password: smtp.auth?.pass ?? "" };
  const wanted = securities[security];
  const witness = setting(
    "smtp.host",
    { operation: setSmtpServerOperation, input: server },
    { operation: getSmtpServerOperation, input: {} },
    ({ host, port }) => host === server.host && port === server.port,
  );
  const context = setting(
    "pdp.contextId",
    { operation: setSmtpContextOperation, input: { contextId } },
    { operation: getSmtpContextOperation, input: {} },
    (told) => told.contextId === contextId,
  );
  const warnings =
    security === "none" && smtp.auth !== undefined
      ? ["the password goes to the server unprotected; use starttls or implicit"]
      : [];
  return {
    witness,
    change: context.set,
    settings: [
      witness,
      context,
      ...(tls?.settings ?? []),
      setting(
        "smtp.security",
        { operation: setSmtpSecurityOperation, input: { security: wanted } },
        { operation: getSmtpSecurityOperation, input: {} },
        (told) => told.security === wanted,
      ),
      setting(
        "smtp.auth",
        { operation: setSmtpAccountOperation, input: account },
        { operation: getSmtpAccountOperation, input: {} },
        ({ username, password }) =>
          username === account.username && isSamePassword(password, account.password),
      ),
    ],
    ca: tls?.ca,
    reliesOn: tls?.reliesOn,
    warnings: [...warnings, ...(tls?.warnings ?? [])],
  };
}

/** Firmware may hide what it keeps. */
function isSamePassword(told: string, wanted: string): boolean {
  return told === wanted || (wanted !== "" && /^\*+$/.test(told));
}

interface Asked<Input, Output> {
  readonly operation: Operation<Input, Output, PlainTraits>;
  readonly input: Input;
}

/** Encodes a setting, or says which option asks for one that the module does not have. */
function settingsOf(module: ModuleLimits) {
  return <Input extends object, Query extends object, Told>(
    option: string,
    set: Asked<Input, void>,
    get: Asked<Query, Told>,
    matches: (told: Told) => boolean,
    withoutIt?: string,
  ): Setting => {
    if (!module.has(set.operation)) {
      throw invalidOption(
        option,
        `needs a setting that the module lacks: ${nameOf(set.operation)}`,
      );
    }
    return {
      name: nameOf(set.operation),
      set: module.command(set.operation, set.input),
      get: module.command(get.operation, get.input) as Command,
      matches: (told) => matches(told as Told),
      withoutIt,
    };
  };
}

/** `AT+QSSLCFG="sni"`. */
function nameOf({ at, args: [first] = [] }: Operation): string {
  return first !== undefined && "const" in first ? `AT${at}="${first.const}"` : `AT${at}`;
}

interface TlsSetup extends Pick<ServerSetup, "ca" | "reliesOn" | "settings" | "warnings"> {}

function planTls(host: string, tls: TlsOptions, module: ModuleLimits): TlsSetup {
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
  const path = bytes === undefined ? tls.caFile : caName;
  const wantsSni = tls.sni ?? !isIpAddress(host);
  const setting = settingsOf(module);
  const query = { sslContextId };
  const version = tls.version ?? SslVersion.tls12;
  const cipherSuite = tls.cipherSuite ?? CipherSuite.all;
  const level = verified ? SslSecurityLevel.server : SslSecurityLevel.none;
  const ignoresDates = tls.ignoreCertificateDates ?? false;
  const settings = [
    setting(
      "smtp.security",
      { operation: setSmtpSslContextOperation, input: { sslContextId } },
      { operation: getSmtpSslContextOperation, input: {} },
      (told) => told.sslContextId === sslContextId,
    ),
    setting(
      "smtp.tls.version",
      { operation: setSslVersionOperation, input: { sslContextId, version } },
      { operation: getSslVersionOperation, input: query },
      (told) => told.version === version,
    ),
    setting(
      "smtp.tls.cipherSuite",
      { operation: setSslCipherSuiteOperation, input: { sslContextId, cipherSuite } },
      { operation: getSslCipherSuiteOperation, input: query },
      (told) => told.cipherSuite === cipherSuite,
    ),
    setting(
      "smtp.tls",
      { operation: setSslSecurityLevelOperation, input: { sslContextId, level } },
      { operation: getSslSecurityLevelOperation, input: query },
      (told) => told.level === level,
    ),
    setting(
      "smtp.tls.ignoreCertificateDates",
      {
        operation: setSslIgnoreLocalTimeOperation,
        input: { sslContextId, enabled: ignoresDates },
      },
      { operation: getSslIgnoreLocalTimeOperation, input: query },
      (told) => told.enabled === ignoresDates,
    ),
  ];
  if (verified && path !== undefined) {
    settings.push(
      setting(
        "smtp.tls.ca",
        { operation: setSslCaCertificateOperation, input: { sslContextId, path } },
        { operation: getSslCaCertificateOperation, input: query },
        (told) => isSameFile(told.path, path),
      ),
    );
  }
  const hasSni = module.has(setSslSniOperation);
  if (hasSni) {
    settings.push(
      setting(
        "smtp.tls.sni",
        { operation: setSslSniOperation, input: { sslContextId, enabled: wantsSni } },
        { operation: getSslSniOperation, input: query },
        (told) => told.enabled === wantsSni,
        withoutSni,
      ),
    );
  }
  return {
    settings,
    ca: bytes === undefined ? undefined : { fileName: caName, content: bytes },
    reliesOn: verified && bytes === undefined ? path : undefined,
    warnings: [
      ...(verified ? [] : ["the server is not verified: anyone in between can read the password"]),
      ...(wantsSni && !hasSni ? [withoutSni] : []),
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
