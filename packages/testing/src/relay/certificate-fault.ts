import type { TLSSocket } from "node:tls";
import { SslSecurityLevel, setClock } from "@qsmtp/protocol/commands";
import type { MailTls } from "../mail/outgoing-mail.ts";
import { dateFault, presentedChain, trustedChains } from "./certificate-chain.ts";

/** What OpenSSL says of dates by the clock of the computer, which is not that of the module. */
const DATE_FAULTS: readonly string[] = ["CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID"];
const SIGNATURE_FAULT = "CERT_SIGNATURE_FAILURE";

/**
 * What keeps the module from taking a server's certificate; `undefined` when nothing does. OpenSSL
 * judges all but the dates. Where its one error is of a kind that the module judges otherwise, names,
 * signatures, CA flags and the use of the certificate are looked at here.
 */
export function certificateFault(secured: TLSSocket, tls: MailTls): string | undefined {
  if (tls.securityLevel < SslSecurityLevel.server) return undefined;
  if (tls.ca === undefined) return "no CA certificate is set";
  const { ignoreInvalidSignature = false, ignoreLocalTime, timeMs = Date.now() } = tls;
  // A code such as CERT_HAS_EXPIRED, although typed as an Error.
  const fault = secured.authorized ? undefined : String(secured.authorizationError);
  const isJudgedHere =
    fault === undefined ||
    DATE_FAULTS.includes(fault) ||
    (ignoreInvalidSignature && fault === SIGNATURE_FAULT);
  if (!isJudgedHere) return fault;
  const peer = secured.getPeerCertificate(true);
  const trusted = Buffer.from(tls.ca).toString("latin1");
  const chains = trustedChains(peer, trusted, ignoreInvalidSignature);
  if (chains.length === 0) {
    if (fault !== undefined) return "it does not lead to the CA certificate";
    chains.push(presentedChain(peer));
  }
  if (ignoreLocalTime) return undefined;
  const faults = chains.map((chain) => dateFault(chain, timeMs));
  if (faults.includes(undefined)) return undefined;
  return `${faults[0]} at ${new Date(timeMs).toISOString()}, the module's own time (AT${setClock.at})`;
}
