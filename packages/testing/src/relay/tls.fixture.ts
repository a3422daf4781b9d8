import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import { createServer as createTlsServer, type TLSSocket, type TlsOptions } from "node:tls";
import { generate } from "selfsigned";
import { expect, onTestFinished } from "vitest";
import { type Clock, globalClock } from "../clock/clock.ts";
import type { MailTls } from "../mail/outgoing-mail.ts";
import { secureConnection } from "./secure-connection.ts";

const NEVER = new AbortController().signal;

export interface Identity {
  readonly key: string;
  readonly cert: string;
}

const DAY_MS = 86_400_000;

/** A throw-away certificate; valid from and to are days from now. */
export async function certify(
  commonName: string,
  {
    issuer,
    ca = false,
    from = -30,
    to = 30,
    use = "serverAuth",
    rsa = false,
    signs = true,
  }: IdentityOptions = {},
): Promise<Identity> {
  const pair = await generate([{ name: "commonName", value: commonName }], {
    keyType: rsa ? "rsa" : "ec",
    algorithm: "sha256",
    notBeforeDate: new Date(Date.now() + from * DAY_MS),
    notAfterDate: new Date(Date.now() + to * DAY_MS),
    ...(issuer === undefined ? {} : { ca: issuer }),
    extensions: [
      { name: "basicConstraints", cA: ca, critical: true },
      { name: "extKeyUsage", [use]: true },
      ...(signs ? [] : [{ name: "keyUsage", digitalSignature: true, critical: true } as const]),
    ],
  });
  return { key: pair.private, cert: pair.cert };
}

export interface IdentityOptions {
  readonly issuer?: Identity;
  readonly ca?: boolean;
  readonly from?: number;
  readonly to?: number;
  readonly use?: "serverAuth" | "clientAuth";
  readonly rsa?: boolean;
  /** `false`: its key may be used for handshakes and not for other certificates. */
  readonly signs?: boolean;
}

/** What was agreed upon with a server. */
export interface Agreement {
  readonly protocol: string | null;
  /** The suite's name in the IANA registry. */
  readonly suite: string | undefined;
  readonly alpn: string | false | null;
  /** The name that the client asked for, and the common name of its certificate, as the server saw them. */
  readonly asked: string | false | null | undefined;
  readonly client: unknown;
}

export const authority: Identity = await certify("Trusted CA", { ca: true });
export const stranger: Identity = await certify("Other CA", { ca: true });
export const valid: Identity = await certify("mail.example.org", { issuer: authority });
export const foreign: Identity = await certify("mail.example.org", { issuer: stranger });

export const trusting: MailTls = {
  securityLevel: 1,
  version: 4,
  ca: Buffer.from(authority.cert),
  sni: false,
  ignoreLocalTime: false,
};

/** Connects to a TLS server of the given settings, with the module's. */
export async function secure(
  options: TlsOptions,
  tls: MailTls,
  host = "mail.example.org",
): Promise<Agreement> {
  let asked: string | false | null | undefined;
  let client: unknown;
  const server = createTlsServer(options, (socket) => {
    socket.on("error", () => {});
    asked = socket.servername;
    client = socket.getPeerCertificate()?.subject?.CN;
    socket.end("hi");
  });
  // A client that goes away in the handshake is what half of these tests want.
  server.on("tlsClientError", () => {});
  server.listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const secured = await secureTo((server.address() as AddressInfo).port, tls, host);
  const [greeting] = await once(secured, "data");
  expect(String(greeting)).toBe("hi");
  return {
    protocol: secured.getProtocol(),
    suite: secured.getCipher().standardName,
    alpn: secured.alpnProtocol,
    asked,
    client,
  };
}

/** The same with a server that is there already. */
export async function secureTo(
  port: number,
  tls: MailTls,
  host = "127.0.0.1",
  signal: AbortSignal = NEVER,
  clock: Clock = globalClock,
): Promise<TLSSocket> {
  const socket = connect({ host: "127.0.0.1", port });
  onTestFinished(() => void socket.destroy());
  socket.on("error", () => {});
  await once(socket, "connect");
  try {
    return await secureConnection(socket, { server: { host, port }, tls }, signal, clock);
  } catch (error) {
    expect(socket.destroyed).toBe(true);
    throw error;
  }
}

/** What a handshake that fails for `reason` is rejected with. */
export function refused(reason: string): Readonly<Record<string, unknown>> {
  return {
    code: "sslAuthFailed",
    result: { error: 665, protocolError: 0 },
    message: expect.stringContaining(reason),
  };
}
