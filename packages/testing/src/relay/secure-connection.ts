import { once } from "node:events";
import { isIP, type Socket } from "node:net";
import { type ConnectionOptions, connect, type SecureVersion, type TLSSocket } from "node:tls";
import { CipherSuite, SslSecurityLevel, setSslNegotiateTime } from "@qsmtp/protocol/commands";
import { defaultOf } from "@qsmtp/protocol/facts";
import { type Clock, globalClock } from "../clock/clock.ts";
import { createDeadline } from "../clock/deadline.ts";
import type { MailTls, OutgoingMail } from "../mail/outgoing-mail.ts";
import { certificateFault } from "./certificate-fault.ts";
import { cipherNames } from "./cipher-names.ts";
import { failure } from "./delivery-failure.ts";

/** `AT+QSSLCFG="sslversion"` 1 to 3, each exactly that version. */
const VERSIONS: readonly (SecureVersion | undefined)[] = [undefined, "TLSv1", "TLSv1.1", "TLSv1.2"];

/**
 * Does the TLS handshake as the module would, with the settings of its SSL context.
 *
 * From security level 1 on, the server's certificate must lead to `tls.ca` and nothing else: no
 * CA of the computer counts. The host name is never compared with the certificate, as the EC25 has
 * no setting for that.
 *
 * @throws {@link DeliveryFailure} `sslAuthFailed`
 */
export async function secureConnection(
  socket: Socket,
  { server, tls }: Pick<OutgoingMail, "server" | "tls">,
  signal: AbortSignal,
  clock: Clock = globalClock,
): Promise<TLSSocket> {
  const limitMs = tls.negotiateTimeoutMs ?? defaultOf(setSslNegotiateTime, "timeoutSeconds") * 1000;
  const limit = createDeadline(clock, limitMs);
  try {
    const secured = connect({ socket, ...connectionOptions(tls, server.host) });
    // Whoever waits learns of it; an "error" without a listener would end the process.
    secured.on("error", () => {});
    await once(secured, "secureConnect", { signal: AbortSignal.any([signal, limit.signal]) });
    const fault = certificateFault(secured, tls);
    if (fault === undefined) return secured;
    throw new Error(`The server's certificate is not accepted: ${fault}.`);
  } catch (cause) {
    socket.destroy();
    const reason = limit.signal.aborted ? `nothing came of it within ${limitMs} ms` : text(cause);
    throw failure("sslAuthFailed", `TLS failed: ${reason}`, { cause });
  } finally {
    limit.callOff();
  }
}

function connectionOptions(tls: MailTls, host: string): ConnectionOptions {
  const exact = exactVersion(tls);
  return {
    // TLS 1.3 is newer than the module, so "all" ends at TLS 1.2.
    minVersion: exact ?? "TLSv1",
    maxVersion: exact ?? "TLSv1.2",
    ciphers: cipherList(tls),
    ca: tls.ca === undefined ? [] : [Buffer.from(tls.ca)],
    // Judged afterwards, by the module's rules.
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
    ...clientIdentity(tls),
    ...(tls.sni && isIP(host) === 0 ? { servername: host } : {}),
    ...(tls.alpn === undefined ? {} : { ALPNProtocols: [tls.alpn] }),
  };
}

function exactVersion({ version }: MailTls): SecureVersion | undefined {
  if (version === 0) throw new Error("SSL 3.0 is set, which is not available here.");
  return VERSIONS[version];
}

/** With the security level of old: protocols and suites of the module's age are below OpenSSL's. */
function cipherList({ cipherSuite = CipherSuite.all }: MailTls): string {
  const { names, available } = cipherNames(cipherSuite);
  if (available.length > 0) return `${available.join(":")}:@SECLEVEL=0`;
  const asked = names[0] ?? `number ${cipherSuite}`;
  throw new Error(`the cipher suite ${asked} is set, which is not available here.`);
}

function clientIdentity({
  securityLevel,
  client,
}: MailTls): Pick<ConnectionOptions, "cert" | "key" | "passphrase"> {
  if (securityLevel < SslSecurityLevel.mutual || client === undefined) return {};
  const { certificate, key, passphrase } = client;
  if (certificate === undefined) throw new Error("there is no client certificate.");
  if (key === undefined) throw new Error("there is no key of the client certificate.");
  return { cert: Buffer.from(certificate), key: Buffer.from(key), passphrase };
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
