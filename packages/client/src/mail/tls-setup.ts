import {
  CipherSuite,
  getSmtpSslContext,
  getSslCaCertificate,
  getSslCipherSuite,
  getSslIgnoreLocalTime,
  getSslSecurityLevel,
  getSslSni,
  getSslVersion,
  SslSecurityLevel,
  SslVersion,
  setSmtpSslContext,
  setSslCaCertificate,
  setSslCipherSuite,
  setSslIgnoreLocalTime,
  setSslSecurityLevel,
  setSslSni,
  setSslVersion,
} from "@qsmtp/protocol/commands";
import { defaultOf } from "@qsmtp/protocol/facts";
import { invalidOption } from "../errors/invalid-option.ts";
import type { OutgoingFile } from "../files/module-files.ts";
import { caName, isSameFile } from "../files/names.ts";
import type { ModuleLimits } from "../limits/module-limits.ts";
import type { OptionProblems } from "../options/option-problems.ts";
import type { TlsOptions } from "../options/options.ts";
import { type Places, settingsOf } from "./encode-setting.ts";
import type { MailWarning } from "./mail-warning.ts";
import type { Setting } from "./setting.ts";

/** The SSL context of the module that is used. */
export function sslContextOf({ sslContextId }: TlsOptions): number {
  return sslContextId ?? defaultOf(setSmtpSslContext, "sslContextId");
}

/** TLS as the module is told, and what the mail relies on for it. */
export interface TlsSetup {
  /** A setting that could not be encoded is a problem. */
  readonly settings: readonly (Setting | undefined)[];
  /** The CA to upload before the mail. */
  readonly ca: OutgoingFile | undefined;
  /** A file on the module that the mail relies on and did not bring. */
  readonly reliesOn: string | undefined;
  readonly warnings: readonly MailWarning[];
}

/** Encodes the settings of TLS; `pem` is the CA that is uploaded. */
export function planTls(
  host: string,
  tls: TlsOptions,
  pem: Uint8Array | undefined,
  module: ModuleLimits,
  problems: OptionProblems,
): TlsSetup {
  const sslContextId = sslContextOf(tls);
  const verified = tls.dangerouslyAcceptAnyServer !== true;
  if (verified && tls.ca === undefined && tls.caFile === undefined) {
    problems.add(
      "smtp.tls",
      "needs ca or caFile to verify the server",
      "Give the PEM text of the CA, or set dangerouslyAcceptAnyServer if you accept impostors.",
    );
  }
  const bytes = verified ? pem : undefined;
  const path = bytes === undefined ? tls.caFile : caName;
  const wantsSni = tls.sni ?? !isIpAddress(host);
  const setting = settingsOf(module, problems);
  const query = { sslContextId };
  const version = tls.version ?? SslVersion.tls12;
  const cipherSuite = tls.cipherSuite ?? CipherSuite.all;
  const level = verified ? SslSecurityLevel.server : SslSecurityLevel.none;
  const ignoresDates = tls.ignoreCertificateDates ?? false;
  const settings = [
    setting(
      "smtp.security",
      { operation: setSmtpSslContext, input: { sslContextId } },
      { operation: getSmtpSslContext, input: {} },
      (told) => told.sslContextId === sslContextId,
    ),
    setting(
      "smtp.tls.version",
      { operation: setSslVersion, input: { sslContextId, version }, places: versionPlaces },
      { operation: getSslVersion, input: query },
      (told) => told.version === version,
    ),
    setting(
      "smtp.tls.cipherSuite",
      { operation: setSslCipherSuite, input: { sslContextId, cipherSuite }, places: cipherPlaces },
      { operation: getSslCipherSuite, input: query },
      (told) => told.cipherSuite === cipherSuite,
    ),
    setting(
      "smtp.tls",
      { operation: setSslSecurityLevel, input: { sslContextId, level } },
      { operation: getSslSecurityLevel, input: query },
      (told) => told.level === level,
    ),
    setting(
      "smtp.tls.ignoreCertificateDates",
      {
        operation: setSslIgnoreLocalTime,
        input: { sslContextId, enabled: ignoresDates },
      },
      { operation: getSslIgnoreLocalTime, input: query },
      (told) => told.enabled === ignoresDates,
    ),
  ];
  if (verified && path !== undefined) {
    settings.push(
      setting(
        tls.caFile === undefined ? "smtp.tls.ca" : "smtp.tls.caFile",
        { operation: setSslCaCertificate, input: { sslContextId, path } },
        { operation: getSslCaCertificate, input: query },
        (told) => isSameFile(told.path, path),
      ),
    );
  }
  const hasSni = module.has(setSslSni);
  if (hasSni) {
    settings.push(
      setting(
        "smtp.tls.sni",
        { operation: setSslSni, input: { sslContextId, enabled: wantsSni } },
        { operation: getSslSni, input: query },
        (told) => told.enabled === wantsSni,
        withoutSni,
      ),
    );
  }
  return {
    settings,
    ca: bytes === undefined ? undefined : { fileName: caName, content: bytes },
    reliesOn: verified && bytes === undefined ? path : undefined,
    warnings: [...(verified ? [] : [notVerified]), ...(wantsSni && !hasSni ? [withoutSni] : [])],
  };
}

const versionPlaces: Places = {
  version: {
    path: "smtp.tls.version",
    hint: () => "See SslVersion of @qsmtp/protocol/commands.",
  },
};

const cipherPlaces: Places = {
  cipherSuite: {
    path: "smtp.tls.cipherSuite",
    hint: () => "See CipherSuite of @qsmtp/protocol/commands.",
  },
};

const notVerified: MailWarning = {
  code: "SERVER_NOT_VERIFIED",
  path: "smtp.tls.dangerouslyAcceptAnyServer",
  message: "the server is not verified: anyone in between can read the password",
};

const withoutSni: MailWarning = {
  code: "SNI_NOT_SENT",
  path: "smtp.tls.sni",
  message: "this firmware cannot send the server's name in the TLS handshake",
};

/** The CA that is given, as it is uploaded. */
export function readCa(
  { ca, caFile }: TlsOptions,
  problems: OptionProblems,
): Uint8Array | undefined {
  if (ca !== undefined && caFile !== undefined) {
    problems.add("smtp.tls", "has both ca and caFile", "Give one of them.");
  }
  return ca === undefined ? undefined : problems.attempt(() => pemBytes(ca));
}

/** Refuses what is no certificate now, because the module only fails at the handshake. */
function pemBytes(given: string | Uint8Array): Uint8Array {
  const pem = typeof given === "string" ? given : new TextDecoder().decode(given);
  if (!pem.includes("-----BEGIN CERTIFICATE-----") || pem.includes("\0")) {
    throw invalidOption("smtp.tls.ca", "is not a certificate in PEM text");
  }
  if (pem.includes("PRIVATE KEY-----")) throw invalidOption("smtp.tls.ca", "holds a private key");
  return new TextEncoder().encode(`${pem.replaceAll(/\r\n|\r/g, "\n").trim()}\n`);
}

function isIpAddress(host: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(host) || host.includes(":");
}
