import { once } from "node:events";
import { isIP, type Socket } from "node:net";
import { type ConnectionOptions, connect, type SecureVersion, type TLSSocket } from "node:tls";
import type { MailTls, OutgoingMail } from "../mail/outgoing-mail.ts";
import { chainIsTrusted } from "./certificate-chain.ts";
import { failure } from "./delivery-failure.ts";

/** `AT+QSSLCFG="sslversion"` 1 to 3, each exactly that version. */
const VERSIONS: readonly (SecureVersion | undefined)[] = [undefined, "TLSv1", "TLSv1.1", "TLSv1.2"];

const DATE_ERRORS: readonly string[] = ["CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID"];

/**
 * Does the TLS handshake as the module would, with the settings of its SSL context.
 *
 * From security level 1 on, the server's certificate must lead to `tls.ca` and nothing else: no
 * CA of the computer counts. The host name is never compared with the certificate, as the EC25 has
 * no setting for that. No client certificate is presented at level 2.
 *
 * @throws {@link DeliveryFailure} `sslAuthFailed`
 */
export async function secureConnection(
  socket: Socket,
  { server, tls }: Pick<OutgoingMail, "server" | "tls">,
  signal: AbortSignal,
): Promise<TLSSocket> {
  try {
    return await handshake(socket, server.host, tls, signal);
  } catch (cause) {
    socket.destroy();
    throw failure("sslAuthFailed", `TLS failed: ${messageOf(cause)}`, { cause });
  }
}

async function handshake(
  socket: Socket,
  host: string,
  tls: MailTls,
  signal: AbortSignal,
): Promise<TLSSocket> {
  if (tls.version === 0) throw new Error("SSL 3.0 is set, which is not available here.");
  const secured = connect({
    socket,
    ...versionRange(tls),
    // The protocols and ciphers of the module's age are below OpenSSL's default security level.
    ciphers: "DEFAULT@SECLEVEL=0",
    ca: tls.ca === undefined ? [] : [Buffer.from(tls.ca)],
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
    ...(tls.sni && isIP(host) === 0 ? { servername: host } : {}),
  });
  secured.on("error", () => {});
  await once(secured, "secureConnect", { signal });
  const fault = tls.securityLevel >= 1 ? verificationFault(secured, tls) : undefined;
  if (fault !== undefined) throw new Error(`The server's certificate is not accepted: ${fault}.`);
  return secured;
}

/** TLS 1.3 is newer than the module, so "all" ends at TLS 1.2. */
function versionRange({ version }: MailTls): Pick<ConnectionOptions, "minVersion" | "maxVersion"> {
  const exact = VERSIONS[version];
  return { minVersion: exact ?? "TLSv1", maxVersion: exact ?? "TLSv1.2" };
}

function verificationFault(secured: TLSSocket, tls: MailTls): string | undefined {
  if (tls.ca === undefined) return "no CA certificate is set";
  if (secured.authorized) return undefined;
  // A code such as CERT_HAS_EXPIRED, although typed as an Error.
  const fault = String(secured.authorizationError);
  if (!tls.ignoreLocalTime || !DATE_ERRORS.includes(fault)) return fault;
  const trusted = Buffer.from(tls.ca).toString("latin1");
  return chainIsTrusted(secured.getPeerCertificate(true), trusted)
    ? undefined
    : "it does not lead to the CA certificate";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
