import { X509Certificate } from "node:crypto";
import type { DetailedPeerCertificate } from "node:tls";

/**
 * Tells whether signatures lead from a server's certificate to one that is trusted, whatever the
 * dates say. For the module's `ignorelocaltime`: OpenSSL reports one error only, and that of an
 * outdated certificate hides that its issuer is unknown.
 */
export function chainIsTrusted(peer: DetailedPeerCertificate, trustedPem: string): boolean {
  const trusted = readCertificates(trustedPem);
  const chain = presentedChain(peer);
  for (const [index, certificate] of chain.entries()) {
    if (trusted.some((anchor) => anchor.raw.equals(certificate.raw))) return true;
    if (trusted.some((anchor) => isIssuedBy(certificate, anchor))) return true;
    const issuer = chain[index + 1];
    if (issuer === undefined || !isIssuedBy(certificate, issuer)) return false;
  }
  return false;
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

/** The server's certificate first; the last one, if self-signed, is its own issuer. */
function presentedChain(peer: DetailedPeerCertificate): X509Certificate[] {
  const chain = [new X509Certificate(peer.raw)];
  let certificate = peer;
  while (certificate.issuerCertificate && certificate.issuerCertificate !== certificate) {
    certificate = certificate.issuerCertificate;
    chain.push(new X509Certificate(certificate.raw));
  }
  return chain;
}

function readCertificates(pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => new X509Certificate(block));
}
