import type { OperationDescriptor } from "@qsmtp/protocol";
import {
  setClock,
  setSslAlpn,
  setSslCaCertificate,
  setSslCipherSuite,
  setSslClientCertificate,
  setSslClientKey,
  setSslCloseTimeMode,
  setSslDtls,
  setSslDtlsVersion,
  setSslExtraCaCertificate,
  setSslIgnoreCertificateItems,
  setSslIgnoreChainVerify,
  setSslIgnoreInvalidSignature,
  setSslIgnoreLocalTime,
  setSslIgnorePrivateKey,
  setSslNegotiateTime,
  setSslPsk,
  setSslRenegotiation,
  setSslSecurityLevel,
  setSslSessionCache,
  setSslSni,
  setSslVersion,
} from "@qsmtp/protocol/commands";
import { keyOf } from "../keyed-settings.ts";

/** What an item of `AT+QSSLCFG` does to mails, or why it does nothing. */
export interface SslItemEffect {
  readonly item: string;
  readonly acts: boolean;
  readonly text: string;
}

/**
 * Every item of `AT+QSSLCFG`: all are kept and read back, some act on what a relay sends. The table of
 * the README is this one.
 */
export const sslItemEffects: readonly SslItemEffect[] = [
  acts(
    setSslVersion,
    "The one version of TLS that is offered. 4 offers TLS 1.0 to 1.2; 0, SSL 3.0, ends in 665",
  ),
  acts(
    setSslCipherSuite,
    "The one suite that is offered; `0XFFFF` offers all of the module's that this OpenSSL has",
  ),
  acts(
    setSslCaCertificate,
    "From level 1 on the server's certificate must lead to one of this file",
  ),
  acts(setSslExtraCaCertificate, "Its certificates count like those of `cacert`"),
  acts(
    setSslClientCertificate,
    "Shown at level 2 when the server asks; a file that is missing ends in 665",
  ),
  acts(setSslClientKey, "The key of that certificate, and its passphrase"),
  acts(
    setSslSecurityLevel,
    "0 takes every certificate, 1 judges the server's, 2 shows the module's own too",
  ),
  acts(
    setSslIgnoreLocalTime,
    `With 0 every certificate of the chain must be within its dates by \`AT${setClock.at}\``,
  ),
  acts(setSslNegotiateTime, "A handshake that takes longer ends in 665"),
  acts(setSslSni, "With 1 the handshake names the server, unless it is set as an address"),
  acts(
    setSslAlpn,
    "The one protocol that is offered; a server that has none of it may refuse: 665",
  ),
  acts(
    setSslIgnoreInvalidSignature,
    "With 1 an issuer is taken by its name, though its signature is wrong",
  ),
  without(setSslSessionCache, "Every mail makes a whole handshake"),
  without(setSslRenegotiation, "Which value allows it is not known; TLS is negotiated once"),
  without(setSslCloseTimeMode, "It is about `AT+QSSLCLOSE`, which closes no mail"),
  without(setSslDtls, "Mail goes over TCP"),
  without(setSslDtlsVersion, "Mail goes over TCP"),
  without(setSslPsk, "None of the module's suites has a pre-shared key"),
  without(setSslIgnoreChainVerify, "What is skipped is not known; chains are always checked"),
  without(setSslIgnoreCertificateItems, "What its bits stand for is not known"),
  without(setSslIgnorePrivateKey, "What it does is not known"),
];

function acts<Input>(setting: OperationDescriptor<Input>, text: string): SslItemEffect {
  return { item: keyOf(setting) ?? "", acts: true, text };
}

function without<Input>(setting: OperationDescriptor<Input>, text: string): SslItemEffect {
  return { item: keyOf(setting) ?? "", acts: false, text };
}
