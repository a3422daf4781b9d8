import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { generate } from "selfsigned";
import { SMTPServer } from "smtp-server";

/** The one account of a mail server. */
export interface MailAccount {
  readonly user: string;
  readonly pass: string;
}

/** A mail as the server received it. */
export interface ReceivedMail {
  /** Addresses of MAIL FROM and RCPT TO. */
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  /** Who had logged in. */
  readonly user: string | undefined;
  /** Whether it came over TLS. */
  readonly isSecured: boolean;
  /** The message as it stood behind DATA. */
  readonly message: Uint8Array;
}

/** A mail server that runs on this computer until it is closed. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** Certificate of the authority that signed the server's own, as PEM. */
  readonly ca: string;
  /** The mails it has taken, in order. */
  readonly received: readonly ReceivedMail[];
  close(): Promise<void>;
}

/** How a mail server behaves. */
export interface MailServerOptions {
  readonly account: MailAccount;
  /** Recipients that it does not know. */
  readonly refuses?: readonly string[] | undefined;
  /** Waited for between the end of a message and the answer to it. */
  readonly beforeAnswer?: (() => Promise<void>) | undefined;
}

/**
 * Starts a mail server on a free loopback port. It offers STARTTLS with a certificate made for the
 * occasion, and takes mail only from who has logged in behind it.
 */
export async function startMailServer(options: MailServerOptions): Promise<MailServer> {
  const { account, refuses = [], beforeAnswer } = options;
  const authority = await certify("Throw-away CA", undefined);
  const identity = await certify("mail.test", authority);
  const received: ReceivedMail[] = [];
  const server = new SMTPServer({
    key: identity.key,
    cert: identity.cert,
    authMethods: ["PLAIN", "LOGIN"],
    disableReverseLookup: true,
    logger: false,
    onAuth: ({ username, password }, _session, callback) => {
      const isKnown = username === account.user && password === account.pass;
      callback(isKnown ? null : refusal(535, "Authentication failed"), { user: username });
    },
    onRcptTo: ({ address }, _session, callback) => {
      callback(refuses.includes(address) ? refusal(550, "No such user") : null);
    },
    onData: (stream, session, callback) => {
      const chunks: Uint8Array[] = [];
      stream.on("data", (chunk: Uint8Array) => chunks.push(chunk));
      stream.on("end", async () => {
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          envelope: {
            from: mailFrom === false ? "" : mailFrom.address,
            to: rcptTo.map(({ address }) => address),
          },
          user: typeof session.user === "string" ? session.user : undefined,
          isSecured: session.secure,
          message: Buffer.concat(chunks),
        });
        await beforeAnswer?.();
        callback();
      });
    },
  });
  // A client that goes away in the middle is the business of the client.
  server.on("error", () => {});
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const { address, port } = server.server.address() as AddressInfo;
  return {
    host: address,
    port,
    ca: authority.cert,
    received,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

interface Identity {
  readonly key: string;
  readonly cert: string;
}

/** Makes a key and a certificate for it; without an issuer that of an authority. */
async function certify(commonName: string, issuer: Identity | undefined): Promise<Identity> {
  const isAuthority = issuer === undefined;
  const pair = await generate([{ name: "commonName", value: commonName }], {
    keyType: "ec",
    algorithm: "sha256",
    ...(issuer === undefined ? {} : { ca: issuer }),
    extensions: [
      { name: "basicConstraints", cA: isAuthority, critical: true },
      { name: "keyUsage", keyCertSign: isAuthority, digitalSignature: true, critical: true },
    ],
  });
  return { key: pair.private, cert: pair.cert };
}

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
