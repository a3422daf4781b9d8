import { X509Certificate } from "node:crypto";
import type { DetailedPeerCertificate } from "node:tls";

/** From a server's certificate to one that is trusted, both included. */
export type CertificateChain = readonly X509Certificate[];

/** What is looked for in a certificate's date. */
export type DateFault = "CERT_HAS_EXPIRED" | "CERT_NOT_YET_VALID";

const ANY_USE = "2.5.29.37.0";
const SERVER_USE = "1.3.6.1.5.5.7.3.1";

/**
 * The ways from a server's certificate to those that are trusted, whatever the dates say; none for a
 * certificate that is not for servers. One that is trusted and not self-issued ends none: its issuer
 * must be trusted too. Node offers no check at a time of one's own, and OpenSSL
 * reports one error only: that of an outdated certificate hides that its issuer is unknown.
 *
 * @param ignoresSignatures an issuer is taken by its name, whatever it signed
 */
export function trustedChains(
  peer: DetailedPeerCertificate,
  trustedPem: string,
  ignoresSignatures = false,
): CertificateChain[] {
  const trusted = readCertificates(trustedPem).filter(isSelfIssued);
  const presented = presentedChain(peer);
  const chains: CertificateChain[] = [];
  if (!isForServers(presented[0])) return chains;
  for (const [index, certificate] of presented.entries()) {
    const chain = presented.slice(0, index + 1);
    if (trusted.some((anchor) => anchor.raw.equals(certificate.raw))) chains.push(chain);
    for (const anchor of trusted) {
      if (isIssuedBy(certificate, anchor, ignoresSignatures)) chains.push([...chain, anchor]);
    }
    const issuer = presented[index + 1];
    if (issuer === undefined || !isIssuedBy(certificate, issuer, ignoresSignatures)) break;
  }
  return chains;
}

/** What the dates of a chain are at a time, in milliseconds since 1970; `undefined`: all is well. */
export function dateFault(chain: CertificateChain, timeMs: number): DateFault | undefined {
  for (const { validFrom, validTo } of chain) {
    if (timeMs < Date.parse(validFrom)) return "CERT_NOT_YET_VALID";
    if (timeMs > Date.parse(validTo)) return "CERT_HAS_EXPIRED";
  }
  return undefined;
}

/** The server's certificate first; the last one, if self-signed, is its own issuer. */
export function presentedChain(peer: DetailedPeerCertificate): X509Certificate[] {
  const chain = [new X509Certificate(peer.raw)];
  let certificate = peer;
  while (certificate.issuerCertificate && certificate.issuerCertificate !== certificate) {
    certificate = certificate.issuerCertificate;
    chain.push(new X509Certificate(certificate.raw));
  }
  return chain;
}

/** A certificate that names no use is good for any. */
function isForServers(certificate: X509Certificate | undefined): boolean {
  const uses: readonly string[] | undefined = certificate?.keyUsage;
  return uses === undefined || uses.includes(SERVER_USE) || uses.includes(ANY_USE);
}

/**
 * Only such a one ends a chain for OpenSSL. One whose key may not be used for signing is no issuer, of
 * itself neither, and is trusted all the same.
 */
function isSelfIssued(certificate: X509Certificate): boolean {
  return certificate.checkIssued(certificate) || certificate.verify(certificate.publicKey);
}

function isIssuedBy(
  certificate: X509Certificate,
  issuer: X509Certificate,
  ignoresSignatures: boolean,
): boolean {
  if (!issuer.ca || !certificate.checkIssued(issuer)) return false;
  return ignoresSignatures || certificate.verify(issuer.publicKey);
}

function readCertificates(pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => new X509Certificate(block));
}
