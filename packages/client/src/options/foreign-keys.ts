import type { KeyAdvice } from "@qsmtp/transport/options";
import { moduleOptions, sendOptions } from "./option-tables.gen.ts";

const onlyPassword =
  "The module's client logs in with user and password only: give auth: { user, pass }, with a password for applications if the provider has one.";
const noClientCertificate =
  "Client certificates are not supported by this SDK; leave it out, and log in with auth.";
const oneByOne = "Mails of a module go out one after the other; leave it out.";
const ownTimes =
  "The module talks to the server by itself: its limit is sendSeconds of send, that of the whole mail timeoutMs of send.";
const oneVersion =
  "The module speaks one version: write version in smtp.tls, such as SslVersion.tls12 of @qsmtp/protocol/commands.";
const tracing = "Give onTrace to openModule, for example traceToTextLogger(console).";
const composed = "The module composes the mail by itself and cannot do that; leave it out.";
const ownWay = "The connection is the module's own, through its mobile network; leave it out.";

function secureMeans(value: unknown): string {
  if (value === true) return 'Write smtp.security: "implicit".';
  if (value === false)
    return 'Write smtp.security: "starttls", or "none" for a server without TLS.';
  return 'Write smtp.security: "implicit", "starttls" or "none".';
}

/** What users of nodemailer and others write, and what to write here. */
export const keyAdvice: KeyAdvice = {
  foreign: {
    "*": {
      secure: secureMeans,
      ssl: secureMeans,
      requireTLS:
        'Write smtp.security: "starttls", which is the default: without TLS nothing is sent.',
      ignoreTLS: 'Write smtp.security: "none" to send the password and the mail in the clear.',
      opportunisticTLS: 'TLS is used or it is not: write smtp.security: "starttls" or "none".',
      service: "Write the provider's server as smtp.host, with smtp.port and smtp.security.",
      servername:
        "The module sends the name of smtp.host; smtp.tls.sni: false keeps it from doing so.",
      minVersion: oneVersion,
      maxVersion: oneVersion,
      secureProtocol: oneVersion,
      ciphers:
        "Write cipherSuite in smtp.tls, such as CipherSuite.all of @qsmtp/protocol/commands.",
      rejectUnauthorized: (value) =>
        value === false
          ? "Write smtp.tls.dangerouslyAcceptAnyServer: true to accept impostors too; better give smtp.tls.ca."
          : "Servers are verified unless smtp.tls.dangerouslyAcceptAnyServer is true; leave it out.",
      checkServerIdentity:
        "The module checks the certificate's chain against smtp.tls.ca, and nothing else.",
      cert: noClientCertificate,
      key: noClientCertificate,
      pfx: noClientCertificate,
      passphrase: noClientCertificate,
      accessToken: onlyPassword,
      refreshToken: onlyPassword,
      clientId: onlyPassword,
      clientSecret: onlyPassword,
      oauth2: onlyPassword,
      xoauth2: onlyPassword,
      authMethod: "The module chooses between AUTH PLAIN and LOGIN by itself; leave it out.",
      name: "The module greets the server with a name of its own; leave it out.",
      pool: oneByOne,
      maxConnections: oneByOne,
      maxMessages: oneByOne,
      rateLimit: oneByOne,
      rateDelta: oneByOne,
      connectionTimeout: ownTimes,
      greetingTimeout: ownTimes,
      socketTimeout: ownTimes,
      dnsTimeout: ownTimes,
      debug: tracing,
      logger: tracing,
      transactionLog: tracing,
      proxy: ownWay,
      socket: ownWay,
      localAddress: ownWay,
      dkim: composed,
      list: composed,
    },
    "smtp.auth": {
      type: (value) =>
        value === "login" || value === "LOGIN"
          ? "The module logs in with user and password; leave it out."
          : onlyPassword,
      method: onlyPassword,
      token: onlyPassword,
    },
    "": {
      baudRate: "That is an option of serialTransport.",
      path: "Open the port with serialTransport({ path }), and give that to openModule.",
      pin: "The SDK enters no PIN: the SIM must be ready.",
    },
  },
  hints: {
    "smtp.security":
      '"implicit" is TLS from the first byte on, which others call SSL or secure; "starttls" begins it after the greeting; "none" is without.',
    "smtp.auth.user": "Leave auth out for no login.",
    "smtp.auth.pass": "Leave auth out for no login.",
    "smtp.tls.ca": "Give the text or the bytes of a PEM file.",
    "smtp.tls.version":
      "Write one of SslVersion of @qsmtp/protocol/commands, such as SslVersion.tls12.",
    "smtp.tls.cipherSuite":
      "Write one of CipherSuite of @qsmtp/protocol/commands, such as CipherSuite.all.",
    "pdp.type": "Write one of PdpType of @qsmtp/protocol/commands, such as PdpType.ipv4.",
    "pdp.authentication": "Write one of PdpAuthentication of @qsmtp/protocol/commands.",
    clock: "Leave it out for the time of this computer.",
  },
  otherNames: {
    user: ["username", "login", "account", "email"],
    pass: ["password", "secret"],
    apn: ["accessPoint"],
    smtp: ["server", "mail"],
    host: ["server", "hostname", "address"],
    security: ["starttls", "encryption", "tlsMode"],
    caFile: ["caPath", "certificate"],
    ca: ["certs", "caCertificate"],
    onTrace: ["trace", "log"],
    openTimeoutMs: ["timeout", "timeoutMs", "openTimeout"],
    timeoutMs: ["timeout"],
    contextId: ["cid", "context", "contextID"],
    sslContextId: ["contextId"],
    authentication: ["authType", "auth"],
  },
  elsewhere: { openModule: moduleOptions, send: sendOptions },
};
